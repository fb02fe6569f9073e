"""Looks at everything there is: the repository, the zone, the hosts, their pages."""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import anyio

from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.hops import Chain
from launchready.core.unreachable import UnreachableError
from launchready.discover import openapi, pages
from launchready.discover.code import Code, is_within
from launchready.discover.domains import registrable
from launchready.discover.hosts import Host, is_staging, site_of, visited
from launchready.discover.openapi import Api
from launchready.discover.pages import Found
from launchready.discover.senders import Mail, mail_of
from launchready.discover.zone import Zone, zone_of

# For all pages together, in seconds.
LONGEST = 90.0

Result = TypeVar("Result")

_PRODUCT = ("app", "portal", "dashboard", "my", "account", "accounts", "client", "clients",
            "members", "console", "login", "secure")  # fmt: skip
_NEEDED = frozenset({*_PRODUCT, "www", "api"})


@dataclass(slots=True, kw_only=True)
class Live:
    """What was seen of a domain; empty where nothing could be looked at."""

    domain: str
    zone: Zone = field(default_factory=Zone)
    met: list[Host] = field(default_factory=list)
    canonical: str = ""
    own: list[Host] = field(default_factory=list)
    staging: list[Host] = field(default_factory=list)
    left_out: list[tuple[Host, str]] = field(default_factory=list)
    base: Host | None = None
    api: Host | None = None
    mail: Mail | None = None
    found: list[Found] = field(default_factory=list)
    login: Found | None = None
    samples: list[str] = field(default_factory=list)
    next_parameter: tuple[str, str] | None = None
    openapi: Api = field(default_factory=Api)
    certificates: dict[str, str] = field(default_factory=dict)
    shut: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def has_site(self) -> bool:
        """Whether a host of production answered anything."""
        return any(one.chain is not None for one in self.own)

    @property
    def front(self) -> Host | None:
        return next((one for one in self.own if one.name == self.canonical), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a launchready.yml that is there says of hosts: that is not for us to change.

    `mapped` are hosts whose places it names, which makes none of them the founder's.
    """

    canonical: str = ""
    own: tuple[str, ...] = ()
    staging: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()


async def live(domain: str, settled: Settled, code: Code, ctx: Context) -> Live:
    """Everything a visitor can see of a domain."""
    seen = Live(domain=domain)
    here = (one for one in settled.mapped if is_within(one, domain.removeprefix("www.")))
    also = [*settled.own, *settled.staging, *here]
    named = {one.host: one.why for one in code.within(domain)}
    told = dict.fromkeys(also, "launchready.yml")
    seen.zone = await zone_of(domain, [*named, *told], ctx)
    apex = seen.zone.name or domain
    names = {
        domain: "it is the domain",
        apex: "it is the domain",
        f"www.{apex}": "visitors type it",
    }
    names |= {one: "DNS" for one in seen.zone.served if one not in names}
    known = set(seen.zone.served) | set(told)
    names |= {one: why for one, why in {**told, **named}.items() if one not in names}
    if not domain.startswith("www."):
        names.setdefault(f"www.{domain}", "visitors type it")
    seen.met = await visited({one: why for one, why in names.items() if "*" not in one}, ctx)
    _sort(seen, known)
    if settled.own:
        _keep(seen, settled)
    _choose(seen)
    if seen.zone.name:
        seen.mail = mail_of(seen.zone)
    if seen.own:
        with anyio.move_on_after(LONGEST) as clock:
            await _pages(seen, code, ctx)
        if clock.cancelled_caught:
            seen.notes.append(f"pages were looked for during {LONGEST:g} s, and not to the end")
    return seen


def _sort(seen: Live, known: set[str]) -> None:
    """Which hosts are the product's, which are staging, and which are left out, and why."""
    apex = seen.zone.name or seen.domain
    for host in seen.met:
        where = host_of(host.landing)
        is_front = host.name in (seen.domain, f"www.{seen.domain}")
        first = host.name.partition(".")[0]
        if is_staging(host.name) and host.name != seen.domain:
            if host.chain is not None:
                seen.staging.append(host)
            elif host.name in known:
                seen.left_out.append((host, "staging that shows nothing"))
        elif host.chain is None:
            if host.name in known and (is_front or (first in _NEEDED and seen.domain == apex)):
                seen.own.append(host)
            elif host.name in known and not host.is_ignorable:
                seen.left_out.append((host, f"in DNS, but it {host.refusal}"))
            elif host.why not in ("DNS", "visitors type it", "it is the domain"):
                seen.left_out.append((host, f"named in {host.why}, and it does not answer"))
        elif not host.speaks_https and not is_front and not _is_shown(host):
            seen.left_out.append((host, "it shows no page, over http alone"))
        elif host.is_ignorable and not is_front and not _is_shown(host):
            seen.left_out.append((host, "it shows no page"))
        elif where and not is_within(where, apex) and not is_front:
            seen.left_out.append((host, f"leads to {where}; if that is yours, add it to hosts.own"))
        else:
            seen.own.append(host)
    seen.canonical = _canonical(seen)


def _keep(seen: Live, settled: Settled) -> None:
    """Only the hosts that the config names; what else was met is told as left out."""
    every = [*seen.own, *seen.staging]
    beyond = {*settled.own, *settled.staging}
    seen.own = [one for one in seen.met if one.name in settled.own]
    seen.staging = [one for one in seen.met if one.name in settled.staging]
    seen.left_out = [
        *((one, why) for one, why in seen.left_out if one.name not in beyond),
        *((one, "not in hosts: of launchready.yml") for one in every if one.name not in beyond),
    ]
    seen.canonical = settled.canonical


def _is_shown(host: Host) -> bool:
    return host.last is not None and host.last.status < 400


def _canonical(seen: Live) -> str:
    """Where visitors end who type the domain; the domain itself where nothing tells."""
    by_name = {one.name: one for one in seen.own}
    apex = seen.zone.name or seen.domain
    for name in dict.fromkeys((seen.domain, apex, f"www.{apex}", f"www.{seen.domain}")):
        host = by_name.get(name)
        if host is None or host.chain is None:
            continue
        where = host_of(host.landing)
        return where if where in by_name else name
    return next(iter(by_name), "") if seen.domain not in by_name else seen.domain


def _choose(seen: Live) -> None:
    def first(labels: Iterable[str]) -> Host | None:
        answering = [one for one in seen.own if one.chain is not None]
        fits = (
            one for label in labels for one in answering
            if one.name.partition(".")[0] == label and one.name != seen.canonical
        )  # fmt: skip
        return next(fits, None)

    seen.base = first(_PRODUCT)
    seen.api = first(("api",))


async def _pages(seen: Live, code: Code, ctx: Context) -> None:
    site = site_of(one.name for one in (*seen.own, *seen.staging))
    front, base = seen.front, seen.base
    shown = [one for one in (front, base) if one is not None and one.chain is not None]
    for name, host in (("homepage", front), ("portal", base)):
        if host is not None and host.chain is not None:
            found = await _quiet(pages.front(name, f"{host.scheme}://{host.name}/", site, ctx))
            seen.found += [found] if found else []
    chains: list[Chain] = [one.chain for one in shown if one.chain is not None]
    links = pages.linked(chains, site)
    bases = [f"{one.scheme}://{one.name}" for one in dict.fromkeys((*reversed(shown),))]
    seen.login = await _quiet(pages.login(bases, links, site, ctx))
    if seen.login is not None:
        # A portal that shows strangers its login is that page and no other.
        ends = {one.name: one.landing.partition("?")[0] for one in shown}
        twice = seen.base.name if seen.base is not None else ""
        if ends.get(twice) == seen.login.url or _same_title(seen):
            seen.found = [one for one in seen.found if one.name != "portal"]
        seen.found.append(seen.login)
    told = seen.login.next_parameter if seen.login is not None else None
    seen.next_parameter = told or next(
        (n for one in chains if (n := pages.next_parameter(one))), None
    )
    if front is not None and front.name.removeprefix("www.") != registrable(front.name):
        seen.shut = await _quiet(pages.shut_to_search(front.chain, site, ctx)) or ""
    if front is not None:
        seen.samples = await _quiet(pages.samples(links, seen.canonical, site, ctx)) or []
    asked = [one for one in (seen.api, base, front) if one is not None and one.chain is not None]
    served = [f"{one.scheme}://{one.name}" for one in dict.fromkeys(asked)]
    seen.found += await _quiet(pages.health(served, code.health, site, ctx)) or []
    if code.openapi:
        seen.openapi = await openapi.api_of(code.openapi, served, ctx.files, site, ctx)
    await _certificates(seen, ctx)


def _same_title(seen: Live) -> bool:
    """Whether the portal's front page asks for the password itself."""
    from launchready.visit.forms import has_password

    last = seen.base.last if seen.base is not None else None
    return last is not None and has_password(last.text)


async def _quiet(question: Awaitable[Result]) -> Result | None:
    """A page that does not answer is a page that was not found; the check will say so."""
    try:
        return await question
    except UnreachableError:
        return None


async def _certificates(seen: Live, ctx: Context) -> None:
    """Who issued each host's certificate and how long it lasts."""
    from launchready.tls.facts import UnreadableError, read

    for host in seen.own:
        if not host.speaks_https:
            continue
        try:
            endpoints = await ctx.tls.endpoints(host.name, 443)
            shaken = await ctx.tls.shake(endpoints[0]) if endpoints else None
            if shaken is None or not shaken.chain:
                continue
            leaf = read(shaken.chain[0])
        except (UnreachableError, UnreadableError):
            continue
        days = (leaf.ends - ctx.now()).days
        by = f", by {leaf.organisation or leaf.issuer.removeprefix('CN=')}"[:60]
        seen.certificates[host.name] = (f"{days} days left" if days >= 0 else "expired") + by
