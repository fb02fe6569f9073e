"""What came back, made ready to be held against what was meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from launchready.core.hops import Chain
from launchready.visit.excerpt import visible
from launchready.visit.placeholders import About


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Seen:
    """An answer, or a mail, as it came.

    `seconds` is what all its requests took; `shown` the text a visitor reads; `truncated` that
    there was more; `headers` names in lower case; `cookies` every Set-Cookie of the way;
    `redirects` where each redirect led. `links` are those of a mail, None for the page's own.
    `certificate` is the time left to the first certificate's end, in seconds; `addresses` those a
    visitor may be sent to. `auth` is what a mail's receiver found of dkim, spf and dmarc, `delay`
    its seconds from sent to there. `unknown` says why something could not be had at all.
    """

    status: int = 200
    url: str = ""
    seconds: float = 0.0
    body: str = ""
    shown: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    truncated: bool = False
    cookies: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    links: tuple[str, ...] | None = None
    certificate: float | None = None
    addresses: tuple[str, ...] = ()
    auth: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    size: int | None = None
    unknown: tuple[tuple[About, str], ...] = ()

    def why_unknown(self, about: About) -> str:
        """Why something could not be had, "" when it could."""
        return next((why for one, why in self.unknown if one == about), "")


def seen(chain: Chain) -> Seen:
    """A visit's last answer, and its way there. Raises ValueError where nothing answered."""
    if not chain.hops:
        raise ValueError("nothing answered")
    last = chain.hops[-1].response
    return Seen(
        status=last.status,
        url=chain.landing,
        seconds=sum(hop.response.seconds for hop in chain.hops),
        body=last.text,
        shown=visible(last),
        headers=last.headers,
        truncated=last.truncated,
        cookies=_cookies(hop.response.headers for hop in chain.hops),
        redirects=tuple(hop.target for hop in chain.hops if hop.target is not None),
        size=len(last.body),
    )


def _cookies(answers: Iterable[tuple[tuple[str, str], ...]]) -> tuple[str, ...]:
    return tuple(value for one in answers for name, value in one if name == "set-cookie")
