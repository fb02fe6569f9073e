"""Reads CAA records: which issuers a domain lets issue certificates for it (RFC 8659)."""

import ipaddress
import re
from dataclasses import dataclass

from launchready.core.resolver import Resolver, Server
from launchready.core.unreachable import UnreachableError

_RECORD = re.compile(r'(\d+) ([a-z0-9]+) "(.*)"', re.DOTALL)
_KNOWN_TAGS = (
    "issue",
    "issuewild",
    "iodef",
    "issuemail",
    "issuevmc",
    "contactemail",
    "contactphone",
)
_CRITICAL = 128
MOST_ALIASES = 8  # resolvers stop at about as many

# What each CA says it answers to in CAA, by words of its organisation's name.
_ISSUERS = {
    "let's encrypt": ("letsencrypt.org",),
    "google trust services": ("pki.goog",),
    "digicert": ("digicert.com", "geotrust.com", "rapidssl.com", "thawte.com", "symantec.com"),
    "sectigo": ("sectigo.com", "comodoca.com", "comodo.com", "usertrust.com"),
    "zerossl": ("sectigo.com", "comodoca.com", "zerossl.com"),
    "amazon": ("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"),
    "globalsign": ("globalsign.com",),
    "godaddy": ("godaddy.com", "starfieldtech.com"),
    "starfield": ("starfieldtech.com", "godaddy.com"),
    "ssl corp": ("ssl.com",),
    "microsoft": ("microsoft.com",),
    "buypass": ("buypass.com", "buypass.no"),
    "identrust": ("identrust.com",),
    "actalis": ("actalis.it",),
    "entrust": ("entrust.net", "affirmtrust.com"),
    "certum": ("certum.pl", "certum.eu"),
    "asseco": ("certum.pl", "certum.eu"),
    "harica": ("harica.gr",),
    "hellenic academic": ("harica.gr",),
    "swisssign": ("swisssign.com",),
    "telia": ("telia.com", "telia.fi"),
}


def domains_of(organisation: str) -> tuple[str, ...]:
    """The CAA domains of an issuer; () when its name is not among those we know."""
    name = organisation.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return next((domains for words, domains in _ISSUERS.items() if words in name), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The CAA records that hold for a name, and where they stand; none let everybody issue."""

    name: str
    records: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(self.records)

    def lets(self, issuers: tuple[str, ...], *, is_wild: bool) -> bool:
        """Whether one of the domains of an issuer may issue."""
        if any(flags & _CRITICAL and tag not in _KNOWN_TAGS for flags, tag, _ in self._read()):
            return False
        allowed = self._allowed(is_wild=is_wild)
        return allowed is None or any(one in issuers for one in allowed)

    def lets_any(self, *, is_wild: bool) -> bool:
        """Whether anybody at all may issue; "" stands for nobody."""
        named = (one for one in self._allowed(is_wild=is_wild) or () if one)
        return self.lets(tuple(named), is_wild=is_wild)

    def named(self, *, is_wild: bool) -> str:
        """Who may issue, in words."""
        named = " and ".join(one for one in self._allowed(is_wild=is_wild) or () if one)
        return f"only {named}" if named else "nobody"

    def _allowed(self, *, is_wild: bool) -> tuple[str, ...] | None:
        read = self._read()
        wild = [value for _, tag, value in read if tag == "issuewild"]
        plain = [value for _, tag, value in read if tag == "issue"]
        values = wild if is_wild and wild else plain
        return tuple(one.partition(";")[0].strip().lower() for one in values) if values else None

    def _read(self) -> list[tuple[int, str, str]]:
        found = (_RECORD.fullmatch(one) for one in self.records)
        return [(int(one[1]), one[2], one[3]) for one in found if one]


async def zone_of(host: str, dns: Resolver) -> tuple[str, tuple[Server, ...]] | None:
    """The zone a host lies in, and its servers."""
    name = host
    while "." in name:
        servers = await dns.authoritative(name)
        if servers:
            return name, servers
        name = name.partition(".")[2]
    return None


async def climb(host: str, dns: Resolver) -> Authorization:
    """The first CAA records from a name upward, to below the top-level domain."""
    name = "" if _is_address(host) else host.lower().rstrip(".")
    while "." in name:
        zone = await zone_of(name, dns)
        if zone is None:
            break
        answer = await _asked(zone[1], name, dns)
        if answer:
            return Authorization(name=name, records=answer)
        name = name.partition(".")[2]
    return Authorization(name=host)


async def _aliased(target: str | None, dns: Resolver, hops: int) -> tuple[str, ...]:
    """The records of what a name is an alias of; those above that do not count (RFC 8659, 3)."""
    zone = await zone_of(target.rstrip("."), dns) if target and hops else None
    if zone is None or target is None:
        return ()
    return await _asked(zone[1], target.rstrip("."), dns, hops - 1)


async def _asked(
    servers: tuple[Server, ...], name: str, dns: Resolver, hops: int = MOST_ALIASES
) -> tuple[str, ...]:
    """The records of one name, of the first server that answers."""
    silence: UnreachableError | None = None
    for server in servers[:3]:
        try:
            answer = await dns.ask(server, name, "CAA")
            return answer.values or await _aliased(answer.alias, dns, hops)
        except UnreachableError as error:
            silence = silence or error
    raise silence or UnreachableError(f"no server could be asked for the CAA records of {name}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
