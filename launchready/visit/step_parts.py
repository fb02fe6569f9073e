"""What doing a step comes to, and small parts of doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from launchready.core.browser import Response
from launchready.core.cookies import Jar
from launchready.core.hops import Chain
from launchready.visit.excerpt import visible
from launchready.visit.seen import Seen
from launchready.visit.steps import Journey, RequestStep

AGAIN = (404, 425, 429, 502, 503, 504)
_LONGEST_PAUSE = 30.0  # seconds that a Retry-After is heeded for at once
TOKEN = 8  # characters from which a part of a link is taken for a token

Kind = Literal["step", "mail lost", "mail links", "mail strangers"]
Remark = tuple[Kind, str, tuple[str, ...]]


class FaultError(Exception):
    """A step is not as it is meant to be."""

    def __init__(
        self,
        why: str,
        lines: tuple[str, ...] = (),
        *,
        kind: Kind = "step",
        picture: bytes | None = None,
        noise: tuple[str, ...] = (),
    ) -> None:
        super().__init__(why)
        self.why, self.lines, self.kind = why, lines, kind
        self.picture, self.noise = picture, noise


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Done:
    """A step that is as it is meant to be."""

    seen: Seen
    jar: Jar | None = None
    lines: tuple[str, ...] = ()
    tries: int = 1
    remarks: tuple[Remark, ...] = ()
    noise: tuple[str, ...] = ()


def text_of(html: str) -> str:
    return visible(
        Response(url="", status=200, headers=(), body=html.encode(), truncated=False, seconds=0.0)
    )


def is_random(text: str) -> bool:
    return any(one.isdigit() for one in text) or len(text) >= 3 * TOKEN


def answered(chain: Chain) -> bool:
    return chain.end == "answered" and chain.hops[-1].response.untrusted is None


def pause_before(step: RequestStep, chain: Chain) -> float | None:
    """How long to wait before asking again, None where what came is an answer.

    A request that writes is not sent again when it may have been read, which a time-out leaves
    open."""
    if step.within is None:
        return None
    if chain.silence is not None:
        is_safe = step.verb == "get" or chain.silence.kind != "timed out"
        return step.every if is_safe else None
    last = chain.hops[-1].response
    if last.status not in AGAIN:
        return None
    said = (last.header("retry-after") or "").strip()
    return min(float(said), _LONGEST_PAUSE) if said.isdigit() and said != "0" else step.every


def filled_tree(value: Any, fill: Callable[[str], str]) -> Any:
    match value:
        case dict():
            return {fill(key): filled_tree(one, fill) for key, one in value.items()}
        case list() | tuple():
            return [filled_tree(one, fill) for one in value]
        case str():
            return fill(value)
    return value


def role_of(step: RequestStep, journey: Journey) -> str:
    """Who makes a step's requests: its own role, the journey's, or "" for a stranger."""
    if step.as_:
        return step.as_
    return journey.as_ if isinstance(journey.as_, str) else ""
