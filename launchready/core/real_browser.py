"""A browser that runs a page's scripts, as a check may know it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from launchready.core.cookies import Jar
from launchready.core.unreachable import UnreachableError

Verb = Literal["goto", "fill", "click", "wait_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing a visitor does: `on` is a URL, or how people would find a thing on the page
    (its label or text) or a CSS selector; `value` what is typed, "" else."""

    verb: Verb
    on: str
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Shown:
    """What a visitor has in front of him at the end, or where it went wrong.

    `failed` is the act that could not be done and `why`. `picture` is a JPEG of the page, with
    everything that was typed masked; None when none was wanted or it grew too large. `html` is
    the page as its scripts made it, `refused` the strangers it asked for and did not get.
    """

    url: str
    status: int
    html: str
    headers: tuple[tuple[str, str], ...] = ()
    failed: Act | None = None
    why: str = ""
    picture: bytes | None = None
    console_errors: tuple[str, ...] = ()
    failed_requests: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class RealBrowser(Protocol):
    """Chromium, say."""

    async def act(
        self,
        acts: tuple[Act, ...],
        *,
        jar: Jar,
        headers: Callable[[str], tuple[tuple[str, str], ...]],
        may_ask: Callable[[str], bool],
        seconds: float,
        wants_picture: bool,
    ) -> Shown:
        """Does one thing after another, in a window of its own that knows the jar's cookies and
        leaves its own there. `may_ask` says which URLs may be asked for, `headers` what a
        request carries beside cookies; `seconds` is the limit of each act.

        Raises UnreachableError when there is no browser, with how to install one.
        """
        ...


class NoRealBrowser:
    """What holds where none is at hand."""

    async def act(self, acts: tuple[Act, ...], **given: object) -> Shown:
        _ = acts, given
        raise UnreachableError(
            "there is no browser on this machine",
            advice="Install launchready[browser] and Chromium, or leave the browser steps out.",
        )
