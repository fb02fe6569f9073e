"""A visit as the redirect checks talk about it: its evidence and its open ends."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from launchready.core.bot_wall import kept_out
from launchready.core.destination import host_of, scheme_of
from launchready.core.finding import Finding, Rule
from launchready.core.hops import REDIRECTS, Chain, Hop, locations
from launchready.core.location import Location, Named
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError

# Enough of a URL to know it by; some carry whole sessions.
_LONGEST = 200  # characters
_MOST_SAID = 3  # of the Locations of one answer
_USER = re.compile(r"//[^/@]*@")
_PORT_80 = (
    "People who type the bare name may arrive over http: answer on port 80 with a redirect to "
    "https, or check that nothing but this machine is kept from it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A chain, the hosts it may touch, and the line its promise stands at."""

    chain: Chain
    site: Site
    at: Location

    def broken(self, rule: Rule, about: str, message: str, *more: str) -> Finding:
        """A finding about one URL of the way; several ways into one fault make one finding."""
        subject = Named(name=self.shown(about), at=self.at)
        return rule.broken(subject, f"{subject} {message}", *self.evidence, *more)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The way, one hop a line."""
        lines = []
        for hop in self.chain.hops:
            to = f" -> {self.shown(hop.target)}" if hop.target else ""
            how = "" if hop.method == "GET" else f"{hop.method} "
            lines.append(f"{hop.status} {how}{self.shown(hop.url)}{to}")
            lines += _as_sent(hop)
        return tuple(lines)

    def shown(self, url: str) -> str:
        """A URL for people: what servers put into queries themselves may be secret and is left out.

        Pairs that were sent, and empty ones, are shown.
        """
        before, mark, query = url.partition("?")
        sent = urlsplit(self.chain.start).query.split("&")
        pairs = [
            pair if pair in sent or not pair.partition("=")[2] else f"{pair.partition('=')[0]}=…"
            for pair in query.split("&")
        ]
        text = before + mark + "&".join(pairs)
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def demand_end(self, found: list[Finding]) -> None:
        """Raises UnreachableError when the end of the way was not to be seen."""
        silence, last = self.chain.silence, self.chain.last
        if silence is not None:
            is_shut = scheme_of(self.chain.url) == "http" and silence.kind != "unreachable"
            advice = _PORT_80 if is_shut else silence.advice
            reason = f"{self.shown(self.chain.url)}: {silence.reason}"
            raise UnreachableError(
                reason, kind=silence.kind, advice=advice, found=tuple(found)
            ) from silence
        if self.chain.end == "answered" and last is not None:
            turned_away = kept_out(last, tuple(found))
            if turned_away is not None:
                raise turned_away

    @property
    def host(self) -> str:
        """The host that was asked last."""
        return host_of(self.chain.url)


def _as_sent(hop: Hop) -> list[str]:
    """A Location that browsers have to mend, or cannot follow, as it came."""
    said = locations(hop.response) if hop.status in REDIRECTS else []
    if hop.target is not None and all(_is_plain(one) for one in said):
        return []
    return [f"  its Location as sent: {_spelt(one) or 'nothing'}" for one in said[:_MOST_SAID]]


def _is_plain(location: str) -> bool:
    where = location.partition("?")[0]
    return location.isascii() and location.isprintable() and not set(" \\@") & set(where)


def _spelt(location: str) -> str:
    """In ASCII, without what may be secret: the query, a user and a password."""
    text = ascii(_USER.sub("//@", location.partition("?")[0]))[1:-1].replace("\\\\", "\\")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
