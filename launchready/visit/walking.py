"""Does a journey's steps one after another, and tells how each went."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

import anyio

from launchready.core.context import Context
from launchready.core.inbox import Watched
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.core.walked import Walked, WalkedStep
from launchready.visit import captures
from launchready.visit.doing import Doer
from launchready.visit.selectors import NoSelectorError
from launchready.visit.step_parts import Done, FaultError, role_of
from launchready.visit.steps import Journey, MailStep, RequestStep
from launchready.visit.template import UnfilledError, Words
from launchready.visit.visitor import Visitor

# How long clean-up may take once a journey has failed or run out of time, in seconds.
CLEAN_UP = 30.0

FaultKind = Literal["step", "mail lost", "mail links", "mail strangers"]
AnyStep = RequestStep | MailStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What was wrong with one step, at the step's line."""

    kind: FaultKind
    step: str
    why: str
    evidence: tuple[str, ...]
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A journey that was made: its transcript, its faults in order, and why it could not be
    seen whole. `flaky` are steps that held only when asked again, `noise` what a browser's
    console said."""

    walked: Walked
    faults: tuple[Fault, ...] = ()
    silence: UnreachableError | None = None
    flaky: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """ "" where all went well, else the first thing that did not, in a few words."""
        if self.faults:
            return f"{self.faults[0].step}: {self.faults[0].why}"
        return self.silence.reason if self.silence else ""


@dataclass(slots=True, kw_only=True)
class _Log:
    steps: list[WalkedStep] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    silence: UnreachableError | None = None
    flaky: list[str] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)
    doer: Doer | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing but clean-up is done any more."""
        return self.silence is not None or any(
            one.kind in ("step", "mail lost") for one in self.faults
        )


async def walk(journey: Journey, ctx: Context) -> Walk:
    """One walk through a journey, with `ctx.web` for its requests: another browser does for load.

    Nothing is raised but what is a fault of ours.
    """
    words, log = Words(), _Log()
    try:
        await _through(journey, ctx, words, log)
    finally:  # a fault of ours that ends it may quote what was learned till then
        ctx.private.keep(words.hidden)
        ctx.private.keep(log.doer.secrets() if log.doer else ())
    return Walk(
        walked=Walked(journey=journey.name, steps=tuple(log.steps)),
        faults=tuple(log.faults),
        silence=log.silence,
        flaky=tuple(log.flaky),
        noise=tuple(dict.fromkeys(log.noise)),
    )


async def _through(journey: Journey, ctx: Context, words: Words, log: _Log) -> None:
    left = list(journey.steps)
    with anyio.move_on_after(journey.within) as limit:
        try:
            log.doer = await _begin(journey, ctx, words)
        except UnreachableError as silence:
            log.silence = silence
        while left and log.doer is not None and not log.is_over:
            await _one(left.pop(0), log.doer, ctx, log)
    if limit.cancelled_caught:
        log.silence = _too_long(journey, log)
    with anyio.move_on_after(CLEAN_UP) as grace:
        for step in left:
            if step.always and log.doer is not None:
                await _one(step, log.doer, ctx, log)
            else:
                log.steps.append(WalkedStep(name=str(step), went="skipped", why="not come to"))
    if grace.cancelled_caught and log.silence is None:
        log.silence = _too_long(journey, log)


def _too_long(journey: Journey, log: _Log) -> UnreachableError:
    done = f"; {log.steps[-1].name} was the last step that ended" if log.steps else ""
    reason = f"{journey} took longer than {journey.within:.0f} s{done}"
    advice = "Raise within:, or shorten what the journey waits for."
    return UnreachableError(reason, kind="timed out", advice=advice)


async def _begin(journey: Journey, ctx: Context, words: Words) -> Doer:
    """Signs in whoever is needed and looks into the inboxes, before anything is written."""
    for name, text in journey.vars.items():
        words.set(name, words.fill(text), is_hidden=False)
    steps = [one for one in journey.steps if _is_for(one, ctx.site.environment)]
    visitors: dict[str, Visitor] = {}
    for role, session in _roles(journey, steps).items():
        visitor = Visitor(web=ctx.web, site=ctx.site)
        if session:
            signed = await ctx.sessions.sign_in(session)
            visitor.jar, visitor.extra_for = signed.jar.copy(), signed.headers_beside_cookies
        visitors[role] = visitor
    names = dict.fromkeys(one.mail.inbox for one in steps if isinstance(one, MailStep))
    inboxes = {name: ctx.inboxes.open(name) for name in names}
    watched: dict[str, Watched] = {name: await one.watch() for name, one in inboxes.items()}
    receivers = {name: one.receiver for name, one in inboxes.items()}
    return Doer(
        ctx=ctx, words=words, visitors=visitors, watched=watched, receivers=receivers,
        journey=journey,
    )  # fmt: skip


def _roles(journey: Journey, steps: Iterable[AnyStep]) -> dict[str, str]:
    """Each role that acts, with the session it is signed in by, "" for a stranger."""
    found: dict[str, str] = {}
    for one in steps:
        if isinstance(one, RequestStep):
            role = role_of(one, journey)
            found[role] = journey.roles.get(role, role)
    return found


def _is_for(step: AnyStep, environment: str) -> bool:
    return not step.only_env or environment in step.only_env


async def _one(step: AnyStep, doer: Doer, ctx: Context, log: _Log) -> None:
    name = str(step)
    if not _is_for(step, ctx.site.environment):
        why = f"only for {', '.join(step.only_env)}"
        log.steps.append(WalkedStep(name=name, went="skipped", why=why))
        return
    started = anyio.current_time()
    try:
        done = await doer.do(step)
        _save(step, done, doer)
    except FaultError as error:
        log.faults.append(
            Fault(kind=error.kind, step=name, why=error.why, evidence=error.lines, at=step.at)
        )
        entry = WalkedStep(
            name=name, went="failed", why=error.why, lines=error.lines, picture=error.picture
        )
        log.noise += error.noise
    except (UnfilledError, NoSelectorError) as error:
        went = "skipped" if log.is_over else "failed"
        if went == "failed":
            log.faults.append(
                Fault(kind="step", step=name, why=str(error), evidence=(), at=step.at)
            )
        entry = WalkedStep(name=name, went="skipped" if log.is_over else "failed", why=str(error))
    except UnreachableError as error:
        log.silence = log.silence or _of_step(name, error)
        entry = WalkedStep(name=name, went="unanswered", why=error.reason, lines=doer.transcript())
    else:
        entry = WalkedStep(name=name, went="passed", lines=done.lines, tries=done.tries)
        log.noise += done.noise
        if done.tries > 1:
            log.flaky.append(f"{name} held when it was asked for the {_nth(done.tries)} time")
        for kind, why, lines in done.remarks:
            log.faults.append(Fault(kind=kind, step=name, why=why, evidence=lines, at=step.at))
    log.steps.append(replace(entry, seconds=round(anyio.current_time() - started, 3)))


def _nth(count: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{count}{'th' if 10 < count % 100 < 14 else ends.get(count % 10, 'th')}"


def _of_step(name: str, error: UnreachableError) -> UnreachableError:
    return UnreachableError(f"{name}: {error.reason}", kind=error.kind, advice=error.advice)


def _save(step: AnyStep, done: Done, doer: Doer) -> None:
    """Keeps what the step is told to. Raises FaultError where it is not there."""
    for name, save in step.save.items():
        way = {save.way: doer.words.fill(getattr(save, save.way))}
        filled = save.model_copy(update=way)
        value = captures.captured(filled, done.seen, done.jar)
        if isinstance(value, captures.Missed):
            raise FaultError(f"{name} cannot be saved: {value.why}", done.lines)
        doer.words.set(name, value, is_hidden=not save.show)
        if not save.show:
            doer.hide_parts(value)
