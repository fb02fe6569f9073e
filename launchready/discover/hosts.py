"""Visits every host that may be the founder's, once over https and, failing that, over http."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import anyio

from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.destination import host_of, scheme_of
from launchready.core.hops import Chain, follow
from launchready.core.location import NOWHERE, Named
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.discover.code import is_within

# Hosts of one product; more is a list of customers' names.
MOST = 80
AT_ONCE = 12
# All visits together, in seconds: a host that holds its visitors costs no more than this.
LONGEST = 90.0

_STAGING = frozenset(
    "staging stage stg dev develop development test testing qa uat preprod preview sandbox".split()  # noqa: SIM905
)
# Nobody's browser goes there, though the name has an address.
_NO_WEB = re.compile(
    r"(mail|smtp|imap|pop3?|mx\d*|ns\d*|dns\d*|ftp|sftp|autodiscover|autoconfig|vpn|mysql|db|"
    r"mta-sts|ssh|localhost|send|bounces?|em\d+|pm-bounces|email|click|track|links?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host as it was met. `why` is where its name was seen.

    `chain` is the visit that came to something, over https where that answers; None where
    nothing did. `speaks_https` says whether TLS came about, its certificate good or bad.
    """

    name: str
    why: str
    chain: Chain | None
    speaks_https: bool
    silence: str = ""

    @property
    def is_staging(self) -> bool:
        return is_staging(self.name)

    @property
    def is_ignorable(self) -> bool:
        """Whether a name that shows no page needs none."""
        return bool(_NO_WEB.fullmatch(self.name.partition(".")[0]))

    @property
    def refusal(self) -> str:
        """Why nothing was seen there, said of the host."""
        for before in (f"{self.name}:443 ", f"{self.name}:80 ", f"{self.name} "):
            if self.silence.startswith(before):
                return self.silence.removeprefix(before)
        return f"does not answer: {self.silence}" if self.silence else "does not answer"

    @property
    def landing(self) -> str:
        return self.chain.landing if self.chain else ""

    @property
    def last(self) -> Response | None:
        return self.chain.last if self.chain and self.chain.end == "answered" else None

    @property
    def scheme(self) -> str:
        return "https" if self.speaks_https else "http"

    def said(self, domain: str) -> str:
        """One line of what a visitor meets there."""
        if self.chain is None or not self.chain.hops:
            return self.refusal
        plain = "" if self.speaks_https else ", over http alone"
        first = self.chain.hops[0].response
        if first.untrusted and self.chain.end == "untrusted":
            return f"its certificate fails: {first.untrusted}"
        if host_of(self.landing) != self.name:
            where = host_of(self.landing)
            stranger = "" if is_within(where, domain) else ", which is not within your domain"
            return f"leads to {where}{stranger}{plain}"
        status = self.chain.hops[-1].status
        return f"answers {status}{plain}"


def is_staging(name: str) -> bool:
    words = re.split(r"[.-]", name)[:-1]
    return any(one in _STAGING for one in words)


@dataclass(slots=True)
class _Visits:
    met: dict[str, Host] = field(default_factory=dict)


async def visited(names: Mapping[str, str], ctx: Context) -> list[Host]:
    """Every host of `names` (with where each was seen) as it was met, in their order."""
    chosen = dict(list(names.items())[:MOST])
    site = site_of(chosen)
    limiter = anyio.CapacityLimiter(AT_ONCE)
    found = _Visits()

    async def visit(name: str, why: str) -> None:
        async with limiter:
            found.met[name] = await _met(name, why, site, ctx)

    with anyio.move_on_after(LONGEST):
        async with anyio.create_task_group() as together:
            for name, why in chosen.items():
                together.start_soon(visit, name, why)
    late = f"was not met within {LONGEST:g} s"
    return [
        found.met.get(one)
        or Host(name=one, why=why, chain=None, speaks_https=False, silence=f"{one} {late}")
        for one, why in chosen.items()
    ]


def site_of(names: Iterable[str]) -> Site:
    """The hosts that may be asked: redirects beyond them are seen and not followed."""
    return Site(own=tuple(Named(name=one, at=NOWHERE) for one in names))


async def _met(name: str, why: str, site: Site, ctx: Context) -> Host:
    try:
        first = await follow(ctx.web, site, f"https://{name}/")
        if first.hops:
            return Host(name=name, why=why, chain=first, speaks_https=True)
        second = await follow(ctx.web, site, f"http://{name}/")
    except UnreachableError as error:  # an address that may not be asked
        return Host(name=name, why=why, chain=None, speaks_https=False, silence=error.reason)
    silence = first.silence.reason if first.silence else ""
    is_there = bool(second.hops)
    # http that only leads to an https nobody hears is a site whose https is broken.
    broken = is_there and scheme_of(second.landing) == "https" and host_of(second.landing) == name
    return Host(
        name=name,
        why=why,
        chain=second if is_there else None,
        speaks_https=broken,
        silence=silence,
    )
