"""Looks at a target as the gate does, in a world of its own that is closed after the look.

So nothing is remembered from look to look: names are resolved anew, connections made anew, and
what grows in a run is gone with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import anyio

from launchready import gate
from launchready.core.browser import Browser, Response
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact
from launchready.core.private import Private
from launchready.core.report import Answered, Asked, Unanswered
from launchready.core.sessions import SignedIn
from launchready.run import Prepared, from_disk, with_accounts
from launchready.secrets.detected_keys import DetectedKeys
from launchready.secrets.quoted import keys_in
from launchready.values.problem import ConfigError
from launchready.watch.alert_sum import SENTINEL_LIMIT
from launchready.watch.types import Look, Target, Warned

# Of what is not broken yet, this alone is worth a person's night.
_WARNS = ("tls/expires-soon",)
# Records of a zone asked at once; lines of evidence that are told; seconds a login is kept.
_AT_ONCE = 8
_MOST_LINES = 6
_KEPT = 900.0
# Targets a browser: it has 100 connections at most, and none may wait for another's.
_A_BROWSER = 50


class LiveLooker:
    """Looks at the real world through the gate's own checks."""

    def __init__(self, prepared: Prepared, sentinel: Iterable[str]) -> None:
        self._prepared = prepared
        self._sentinel = tuple(sentinel)
        self._site = prepared.loaded.site
        self._network = prepared.loaded.config.network.with_roots(
            from_disk(prepared.repository.root)
        )
        self._waivers = tuple(one.waiver() for one in prepared.loaded.config.waivers)
        self._logins = _Logins()
        self._seats: dict[str, int] = {}
        self._browsers: dict[int, Browser] = {}

    async def look(self, target: Target) -> Look:
        from launchready.world.open import open_world

        private = Private()
        try:
            async with open_world(
                self._network, self._site, self._prepared.repository, DetectedKeys()
            ) as ctx:
                web = _Timed(self._web(target, ctx))
                ctx = replace(ctx, web=web, private=private)
                ctx = self._with_logins(with_accounts(ctx, self._prepared.loaded, self._network))
                asked = await _asked(target, ctx)
        except (ConfigError, OSError) as error:
            look = Look(state="unknown", said=f"the look could not be made: {error}")
        else:
            look = self._judged(target, asked, web)
        hidden = self._hidden(look, private, target.name)
        if look.state != "up":
            self._logins.forget()
        return hidden

    def _web(self, target: Target, ctx: Context) -> Browser:
        """A browser that opens a connection for each request and remembers nothing. One serves
        many targets, since its TLS contexts weigh megabytes; not where a resolver of the config's
        own is asked, whose answers a world remembers."""
        if self._network.resolver is not None:
            return ctx.anew or ctx.web
        seat = self._seats.setdefault(target.key, len(self._seats)) // _A_BROWSER
        if seat not in self._browsers:
            from launchready.world.browser import LiveBrowser

            self._browsers[seat] = LiveBrowser(self._network, ctx.dns, anew=True)
        return self._browsers[seat]

    async def has_network(self) -> bool:
        """Whether one of the sentinels takes a connection."""
        return await any_answers(self._sentinel)

    def _with_logins(self, ctx: Context) -> Context:
        return replace(ctx, sessions=_Kept(self._logins, ctx))

    def _judged(self, target: Target, asked: tuple[Asked, ...], web: "_Timed") -> Look:
        today = datetime.now(UTC).date()
        standing = [
            one
            for one in _findings(asked)
            if not any(w.covers(one) and not w.has_lapsed(today) for w in self._waivers)
        ]
        broken = [one for one in standing if one.rule.impact is Impact.BLOCKER]
        seconds = web.seconds if web.has_answered else None
        if broken:
            more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
            said = f"{broken[0].message}{more}"
            lines = (*(one.message for one in broken[1:_MOST_LINES]), *broken[0].evidence)
            return Look(state="down", said=said, lines=lines[:_MOST_LINES], seconds=seconds)
        silent = [one.outcome for one in asked if isinstance(one.outcome, Unanswered)]
        if silent:
            return _without_answer(target, silent, web)
        warned = tuple(
            Warned(fingerprint=one.fingerprint, message=one.message)
            for one in standing
            if one.rule.id in _WARNS
        )
        return Look(state="up", seconds=seconds, warned=warned)

    def _hidden(self, look: Look, private: Private, name: str) -> Look:
        known = self._prepared.hide.knowing(private.known | self._logins.secrets)
        texts = (look.said, *look.lines, *(one.message for one in look.warned))
        hide = known.knowing(keys_in(texts, datetime.now(UTC)))
        return replace(
            look,
            said=hide(look.said.removeprefix(f"{name}: ")),
            lines=tuple(hide(one) for one in look.lines),
            warned=tuple(replace(one, message=hide(one.message)) for one in look.warned),
        )


async def _asked(target: Target, ctx: Context) -> tuple[Asked, ...]:
    """The answers, in order, within the target's limit."""
    limiter = anyio.CapacityLimiter(_AT_ONCE)
    answers: dict[int, Asked] = {}

    async def ask(place: int, question: gate.Question) -> None:
        async with limiter:
            answers[place] = await gate.ask(question, ctx)

    with anyio.move_on_after(target.limit):
        async with anyio.create_task_group() as together:
            for place, question in enumerate(target.questions):
                together.start_soon(ask, place, question)
    late = Unanswered(kind="timed out", reason=f"no answer within {target.limit:g} s")
    return tuple(
        answers.get(place, Asked(check=one.check, subject=str(one.subject), outcome=late))
        for place, one in enumerate(target.questions)
    )


def _findings(asked: Iterable[Asked]) -> list[Finding]:
    outcomes = [one.outcome for one in asked]
    return [f for one in outcomes if isinstance(one, Answered | Unanswered) for f in one.findings]


def _without_answer(target: Target, silent: list[Unanswered], web: "_Timed") -> Look:
    """A page that nobody answers for is down; what answers and lets us not see is unknown, and
    so is what other services were to tell us of certificates and zones."""
    first = silent[0]
    is_down = target.kind == "page" and web.is_silent and first.kind != "bug"
    lines = tuple(one for one in (first.advice,) if one and not is_down)
    return Look(state="down" if is_down else "unknown", said=first.reason, lines=lines)


@dataclass(slots=True)
class _Timed:
    """A browser that tells how long its answers took, and whether the last one came."""

    web: Browser
    seconds: float = 0.0
    has_answered: bool = False
    is_silent: bool = False

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        self.is_silent = True
        got = await self.web.fetch(url, method=method, headers=headers, body=body, fresh=fresh)
        self.is_silent, self.has_answered = False, True
        self.seconds += got.seconds
        return got


@dataclass(slots=True)
class _Login:
    signed: SignedIn
    at: float
    secrets: frozenset[str]


@dataclass(slots=True)
class _Logins:
    """Sessions kept from look to look, so that no login is made every half minute; any look that
    does not hold makes the next one log in anew."""

    held: dict[str, _Login] = field(default_factory=dict)

    @property
    def secrets(self) -> frozenset[str]:
        return frozenset().union(*(one.secrets for one in self.held.values()))

    def forget(self) -> None:
        self.held.clear()


@dataclass(slots=True)
class _Kept:
    """Sessions that were made in an earlier look, or are made now."""

    logins: _Logins
    ctx: Context

    async def sign_in(self, name: str) -> SignedIn:
        kept = self.logins.held.get(name)
        if kept is not None and anyio.current_time() - kept.at < _KEPT:
            return kept.signed
        signed = await self.ctx.sessions.sign_in(name)
        secrets = frozenset(self.ctx.private.known)
        self.logins.held[name] = _Login(signed, anyio.current_time(), secrets)
        return signed

    async def rejects_wrong_password(self, name: str) -> bool:
        return await self.ctx.sessions.rejects_wrong_password(name)


async def any_answers(places: Iterable[str], limit: float = SENTINEL_LIMIT) -> bool:
    """Whether one of `host:port` takes a connection within so many seconds."""
    answered: list[str] = []

    async def ask(place: str) -> None:
        host, _, port = place.rpartition(":")
        try:
            stream = await anyio.connect_tcp(host, int(port))
        except OSError:
            return
        answered.append(place)
        together.cancel_scope.cancel()
        await stream.aclose()

    with anyio.move_on_after(limit):
        async with anyio.create_task_group() as together:
            for one in places:
                together.start_soon(ask, one)
    return bool(answered)
