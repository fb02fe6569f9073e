"""Tries a log-in with wrong passwords, a few times, and sees whether anything stops it."""

import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import anyio

from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.web.settings import Web
from launchready.web.throttle_signs import Sign, says_when, sign
from launchready.web.throttled import LogIn

NOT_THROTTLED = Rule(
    id="web/login-not-throttled",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Passwords can be guessed at full speed",
    why="Lists of leaked passwords are tried on every new log-in; some of your customers are in.",
    fix="Limit attempts per account and per address, at the app or the edge: 10 a minute will do.",
    hours=2,
)
BYPASSED = Rule(
    id="web/throttle-bypassed",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="The limit on log-ins is lifted by a header",
    why="A guesser sends another X-Forwarded-For each time and is never stopped.",
    fix="Take the visitor's address from the proxy in front of you and from nobody else.",
    hours=1,
)
NO_RETRY_AFTER = Rule(
    id="web/no-retry-after",
    impact=Impact.ADVICE,
    stage=Stage.EDGE,
    title="Who is stopped is not told when to come back",
    why="Apps and honest visitors keep trying, and support gets the mails.",
    fix="Send Retry-After with the seconds to wait, next to 429.",
    hours=0.25,
)
PER_ACCOUNT = Rule(
    id="web/throttle-per-account-only",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="Each account is guarded and the log-in as a whole is not",
    why="One common password can be tried on every account, and one guesser can lock them all.",
    fix="Limit attempts per address too.",
    hours=1,
)
LOCKS_ALL = Rule(
    id="web/throttle-locks-visitors",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A few wrong passwords shut the whole site to an address",
    why="An office shares one address: one person's typing shuts everybody there out.",
    fix="Let the limit hold for the log-in alone.",
    hours=1,
)
# No log-in answers a wrong password so: it is shut, elsewhere, or wants another kind of request.
_NO_LOG_IN = (403, 404, 405, 406, 410, 411, 413, 415, 419)
_PAUSE = 0.1  # seconds between attempts: at most ten a second


@check(
    Web,
    each=lambda web: web.surfaces.log_ins,
    emits=(NOT_THROTTLED, BYPASSED, NO_RETRY_AFTER, PER_ACCOUNT, LOCKS_ALL),
    limit=180,
    alone=True,
)
async def throttling(log_in: LogIn, ctx: Context) -> list[Finding]:
    """A log-in stops who tries one password after the other."""
    trial = _Trial(log_in=log_in, ctx=ctx)
    first = last = await trial.attempt()
    found: Sign | None = _demanded(log_in, first)
    tried = 1
    while found is None and tried < log_in.attempts:
        await anyio.sleep(_PAUSE)
        last = await trial.attempt()
        tried += 1
        found = sign(last, first)
        if found is None and last.status >= 500:
            reason = f"{log_in} answered {last.status} to attempt {tried}; nothing more was sent"
            raise UnreachableError(reason, advice="Look into the app's log of that moment.")
    if found is None:
        message = f"{log_in} answered {last.status} to each of {tried} wrong passwords in a row"
        return [NOT_THROTTLED.broken(log_in, message)]
    return await _around(trial, first, last, found, tried)


def _demanded(log_in: LogIn, first: Response) -> Sign | None:
    """The first answer must be a log-in's; a 429 to it is a brake left from before."""
    if first.status == 429:
        return Sign(what="429", is_status=True)
    if first.status >= 500 or first.status in _NO_LOG_IN:
        reason = f"{log_in} answered {first.status} to the first attempt"
        raise UnreachableError(reason, advice="Correct the target's url, method and fields.")
    return None


async def _around(
    trial: "_Trial", first: Response, last: Response, found: Sign, tried: int
) -> list[Finding]:
    """What the brake holds for, asked with three more requests."""
    log_in, seen = trial.log_in, f"braked at attempt {tried} with {found.what}"
    told: list[Finding] = []
    if found.is_status and not says_when(last):
        message = f"{log_in} answers 429 without Retry-After"
        told.append(NO_RETRY_AFTER.broken(log_in, message, seen))
    if first.status == 429:
        return told  # it never was open; there is nothing to compare with
    forged = ("X-Forwarded-For", f"198.51.100.{secrets.randbelow(250) + 1}")  # RFC 5737, 3
    if _is_open(await trial.attempt(forged), first):
        message = f"{log_in} takes passwords again once X-Forwarded-For names another address"
        return [*told, BYPASSED.broken(log_in, message, seen)]
    if _is_open(await trial.attempt(other=True), first):
        message = f"{log_in} stops one account and takes passwords for the next"
        told.append(PER_ACCOUNT.broken(log_in, message, seen))
    front = await trial.ctx.web.fetch(trial.front, fresh=True)
    if front.status in (403, 429, 503):
        message = f"{log_in} stopped us, and {trial.front} answers {front.status} now"
        told.append(LOCKS_ALL.broken(log_in, message, seen))
    return told


def _is_open(answer: Response, first: Response) -> bool:
    return answer.status == first.status and sign(answer, first) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    log_in: LogIn
    ctx: Context

    @property
    def front(self) -> str:
        parts = urlsplit(self.log_in.url)
        return f"{parts.scheme}://{parts.netloc}/"

    async def attempt(self, *more: tuple[str, str], other: bool = False) -> Response:
        said = self.log_in.said(secrets.token_urlsafe(12), other=other)
        kind = "application/json" if self.log_in.is_json else "application/x-www-form-urlencoded"
        body = json.dumps(said) if self.log_in.is_json else urlencode(said)
        headers = (("Content-Type", kind), *more)
        return await self.ctx.web.fetch(
            self.log_in.url, method="POST", headers=headers, body=body.encode(), fresh=True
        )
