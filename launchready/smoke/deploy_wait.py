"""Waits until the release that is being judged is the one that is served."""

from dataclasses import dataclass

import anyio

from launchready.core.bot_wall import kept_out
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import follow
from launchready.core.sheet import Seen as Found
from launchready.core.sheet import Sheet
from launchready.core.unreachable import UnreachableError
from launchready.smoke.settings import LONGEST_WAIT, Smoke, WaitForDeploy
from launchready.visit.expectations import Expectation
from launchready.visit.found import found
from launchready.visit.gather import gathered
from launchready.visit.judging import holds, why_undecided
from launchready.visit.seen import Seen, seen
from launchready.visit.telling import got
from launchready.visit.values import Glob, as_text

_LONGEST_VERSION = 64  # characters of a version that are shown

NOT_DEPLOYED = Rule(
    id="smoke/not-deployed",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="The release is not the one that is served",
    why="Visitors still get the version before, or some of them do: nothing that is tested now "
    "says anything of the release.",
    fix="Look at the deploy's log for a build or a health check that failed, and deploy again; "
    "give wait_for_deploy a longer within: if it was only slow.",
    hours=1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One answer: why it is not the release yet, "" when it is, and the version it told.

    `silence` is set where nothing can be concluded from what came.
    """

    why: str = ""
    served: str = ""
    silence: UnreachableError | None = None


@check(
    Smoke,
    each=lambda smoke: (smoke.wait_for_deploy,) if smoke.wait_for_deploy else (),
    emits=(NOT_DEPLOYED,),
    limit=LONGEST_WAIT + 60,
    first=True,
)
async def deploy_wait(wait: WaitForDeploy, ctx: Context) -> list[Finding]:
    """The release that is being judged is the one that is served."""
    looks: list[Look] = []
    hits = 0
    with anyio.move_on_after(wait.within):
        while True:
            looks.append(await _look(wait, ctx))
            hits = 0 if looks[-1].why else hits + 1
            if hits >= wait.stable:
                return Found([], (_sheet(wait, looks),))
            ctx.say(_progress(wait, looks[-1], hits))
            await anyio.sleep(wait.every)
    return _too_late(wait, looks, hits)


async def _look(wait: WaitForDeploy, ctx: Context) -> Look:
    chain = await follow(ctx.anew or ctx.web, ctx.site, wait.url.name, fresh=True)
    if chain.silence is not None:
        return Look(why=chain.silence.reason, silence=chain.silence)
    last = chain.hops[-1].response
    if last.untrusted is not None:
        return Look(why=f"the certificate of {wait.url.name} fails ({last.untrusted})")
    came = await gathered(seen(chain), wait.until.all, ctx)
    served = _served(wait.until.all, came)
    for one in wait.until.all:
        if why := why_undecided(one, came):
            return Look(why=why, served=served, silence=UnreachableError(why))
        if not holds(one, came):
            return Look(why=_why(one, came), served=served, silence=kept_out(last))
    return Look(served=served)


def _why(one: Expectation, came: Seen) -> str:
    """What came in place of what was meant; a version is shown as it is, unlike other values."""
    version = _version(one, came)
    said = f"{one.name} is {version}" if version else got(one, came)
    return f"{said}; {one.written} is meant"


def _served(expectations: tuple[Expectation, ...], came: Seen) -> str:
    told = [_version(one, came) for one in expectations if _names_a_version(one)]
    return ", ".join(dict.fromkeys(one for one in told if one))


def _names_a_version(one: Expectation) -> bool:
    """A value that is told apart from others, not one that says ok in every release."""
    last = one.name.lower().rstrip("']").rpartition(".")[2]
    is_named = any(word in last for word in ("version", "sha", "commit", "revision", "release"))
    return is_named or any(_is_like_one(wanted) for wanted in one.wanted)


def _is_like_one(wanted: object) -> bool:
    text = wanted.pattern if isinstance(wanted, Glob) else str(wanted)
    return any(mark.isdigit() for mark in text) and len(text) >= 3


def _version(one: Expectation, came: Seen) -> str:
    """What a place says that is to name the version: a value of JSON, a header, an element."""
    is_place = one.about in ("HEADER", "CSS") or (one.about == "BODY" and one.name)
    if not is_place or one.counted or one.operator not in ("==", "matches", "contains"):
        return ""
    values = found(one, came).values
    text = as_text(values[0]).strip() if values else ""
    return text if len(text) <= _LONGEST_VERSION else text[:_LONGEST_VERSION] + "…"


def _sheet(wait: WaitForDeploy, looks: list[Look]) -> Sheet:
    before = list(dict.fromkeys(one.served for one in looks if one.why and one.served))
    rows = [("served", looks[-1].served or "as meant"), ("answers", str(len(looks)))]
    rows += [("before", ", ".join(before))] if before else []
    return Sheet(title=str(wait), rows=tuple(rows), served=looks[-1].served)


def _progress(wait: WaitForDeploy, look: Look, hits: int) -> str:
    return f"{look.why}" if look.why else f"{wait}: {hits} of {wait.stable} answers"


def _too_late(wait: WaitForDeploy, looks: list[Look], hits: int) -> list[Finding]:
    """The finding; raises UnreachableError where no answer ever said what is served."""
    missed = [one for one in looks if one.why]
    waited = f"after {wait.within:g} s and {len(looks)} answers"
    if not missed:
        reason = f"{wait}: {waited} too few were in; {hits} of {wait.stable} were as meant"
        raise UnreachableError(reason, kind="timed out", advice="Give within: more time.")
    last = missed[-1]
    if all(one.silence is not None for one in looks if one.why) and last.silence is not None:
        silence = last.silence
        advice = silence.advice or "Look whether it answers from where this runs."
        raise UnreachableError(f"{wait}: {last.why}", kind=silence.kind, advice=advice)
    message = f"{wait} is not there {waited}: {last.why}"
    told = list(dict.fromkeys(one.why for one in missed))[-5:]
    made = NOT_DEPLOYED.broken(wait, message, *told)
    served = next((one.served for one in reversed(looks) if one.served), "")
    sheet = Sheet(title=str(wait), rows=(("served", served),), served=served)
    return Found([made], (sheet,) if served else ())
