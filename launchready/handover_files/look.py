"""Looks at the config, the repository and DNS for what no report has."""

import re
from collections.abc import Iterable

from launchready.core.context import Context
from launchready.core.origin import origin_of
from launchready.core.resolver import Asked, Server
from launchready.core.unreachable import UnreachableError
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.settings import Deploy
from launchready.deploy.signs import by_platform, signs_of
from launchready.dns.settings import Dns
from launchready.edge.policy import rows
from launchready.edge.policy_page import Row
from launchready.edge.settings import Edge
from launchready.email.settings import Email
from launchready.handover_files.product import Domain, Product, Sender
from launchready.monitor.settings import Monitor
from launchready.run import Prepared
from launchready.smoke.settings import Smoke

# So many hosts are asked for an alias; what a founder has more of is like these.
MOST_HOSTS = 40
_ENV_FILES = (".env.example", ".env.sample", ".env.template", "env.example")
_NAME = re.compile(r"^(?:export\s+)?([A-Z][A-Z0-9_]{2,})\s*=", re.MULTILINE)
_TAKEN = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


async def product(prepared: Prepared, ctx: Context | None) -> Product:
    """Everything that can be told; without a context, of the files alone."""
    loaded, site = prepared.loaded, prepared.loaded.site
    dns, deploy = loaded.rooms.get("dns"), loaded.rooms.get("deploy")
    email, smoke = loaded.rooms.get("email"), loaded.rooms.get("smoke")
    hosts = tuple(one.name for one in site.own)
    domains, aliases = await _in_dns(_domains(hosts, dns), hosts, dns, ctx)
    platform, by = await _platform(prepared, deploy, aliases or {})
    monitor = loaded.rooms.get("monitor")
    watched = monitor if isinstance(monitor, Monitor) else None
    edge = loaded.rooms.get("edge")
    return Product(
        name=loaded.config.product,
        config=loaded.file or "launchready.yml",
        environment=site.environment,
        canonical=site.canonical.name if site.canonical else "",
        hosts=hosts,
        staging=tuple(one.name for one in site.staging),
        allow=tuple(one.name for one in site.allow),
        domains=domains,
        aliases=aliases,
        platform=platform,
        platform_by=by,
        repository=_repository(prepared),
        senders=_senders(email),
        variables=deploy.release.variables if isinstance(deploy, Deploy) else None,
        variables_file=deploy.env.name if isinstance(deploy, Deploy) and deploy.env else "",
        used=_named_variables(prepared),
        maps=dns.maps if isinstance(dns, Dns) else (),
        edge_zone=edge.described.zone if isinstance(edge, Edge) else "",
        edge=await _edge(edge, ctx),
        monitors=(watched.provider,) if watched and watched.provider else (),
        alert_within=watched.alert_within if watched else None,
        paging={k: tuple(map(str, v)) for k, v in watched.paging.items()} if watched else {},
        pages=tuple((one.name, one.url.name) for one in smoke.pages)
        if isinstance(smoke, Smoke)
        else (),
        needs=_needs(prepared),
    )


def _domains(hosts: tuple[str, ...], dns: object) -> list[str]:
    """The domains that are paid for, as far as names tell: those of the maps, then the own hosts
    that are below no other."""
    zones = [one.name for one in dns.maps] if isinstance(dns, Dns) else []
    bare = dict.fromkeys(one.removeprefix("www.") for one in hosts)
    known = [*zones, *bare]
    tops = [
        one
        for one in bare
        if not any(one != other and one.endswith(f".{other}") for other in known)
    ]
    return list(dict.fromkeys([*zones, *tops]))


async def _in_dns(
    names: list[str], hosts: tuple[str, ...], dns: object, ctx: Context | None
) -> tuple[tuple[Domain, ...], dict[str, str] | None]:
    """Live DNS, and the record maps where it may not or cannot be asked."""
    domains: list[Domain] = []
    aliases: dict[str, str] = {}
    is_whole = True
    for name in names:
        below = [one for one in hosts if one == name or one.endswith(f".{name}")][:MOST_HOSTS]
        domain, found = await _seen(ctx, name, below) or _mapped(dns, name)
        is_whole = is_whole and domain.mail is not None
        if domain.name not in [one.name for one in domains]:
            domains.append(domain)
        aliases |= found
    return tuple(domains), aliases if is_whole else None


async def _zone(ctx: Context, name: str) -> tuple[str, tuple[Server, ...]]:
    """The nearest name from this one upward that has servers of its own."""
    labels = name.split(".")
    for start in range(len(labels) - 1):
        zone = ".".join(labels[start:])
        servers = await ctx.dns.authoritative(zone)
        if servers:
            return zone, servers
    return name, ()


async def _seen(
    ctx: Context | None, name: str, hosts: list[str]
) -> tuple[Domain, dict[str, str]] | None:
    """The domain a name is in, as its own servers tell of it; None where they cannot be asked."""
    if ctx is None:
        return None
    try:
        name, servers = await _zone(ctx, name)
    except UnreachableError:
        return None
    if not servers:
        return None
    questions = [Asked(name=name, type="MX"), *(Asked(name=one, type="CNAME") for one in hosts)]
    mail, *replies = await ctx.dns.ask_all(servers[0], questions)
    aliases = {
        one.name: one.values[0].rstrip(".")
        for one in replies
        if not isinstance(one, UnreachableError) and one.values
    }
    seen = None if isinstance(mail, UnreachableError) else _targets(mail.values)
    named = tuple(sorted({one.name.rstrip(".") for one in servers}))
    return Domain(name=name, servers=named, mail=seen), aliases


def _mapped(dns: object, name: str) -> tuple[Domain, dict[str, str]]:
    records = (
        [r for m in dns.maps if m.name == name for r in m.records] if isinstance(dns, Dns) else []
    )
    if not records:
        return Domain(name=name), {}
    mail = [v for r in records if (r.name, r.type) == (name, "MX") for v in r.values]
    servers = [v.rstrip(".") for r in records if (r.name, r.type) == (name, "NS") for v in r.values]
    aliases = {r.name: r.values[0].rstrip(".") for r in records if r.type == "CNAME" and r.values}
    return Domain(name=name, servers=tuple(servers) or None, mail=_targets(mail)), aliases


def _targets(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({one.split()[-1].rstrip(".") for one in values if one.split()} - {""}))


async def _platform(prepared: Prepared, deploy: object, aliases: dict[str, str]) -> tuple[str, str]:
    """Where production runs, and how that is known; ("", "") where nothing tells."""
    if isinstance(deploy, Deploy):
        if deploy.target is not None:
            return deploy.target.name, f"{deploy.target.at.file} says so"
        release = deploy.release
    else:
        release = Deploy().release
    try:
        signs = by_platform(signs_of(await release.tree(prepared.repository)))
    except UnreachableError:
        signs = {}
    for name, seen in signs.items():
        return name, f"{seen[0]} says so"
    for host, target in aliases.items():
        for one in PLATFORMS.values():
            if any(target == part or target.endswith(f".{part}") for part in one.names):
                return one.name, f"{host} is an alias of {target}"
    return "", ""


def _repository(prepared: Prepared) -> str:
    """Where the code is: host and path, without who may get in."""
    return origin_of(prepared.repository) or ""


def _senders(email: object) -> tuple[Sender, ...]:
    if not isinstance(email, Email):
        return ()
    return tuple(
        Sender(
            domain=domain.domain.name,
            name=one.name,
            selectors=tuple(each.name for each in one.dkim),
        )
        for domain in email.domains
        for one in domain.senders
    )


def _named_variables(prepared: Prepared) -> tuple[str, ...]:
    texts = [prepared.repository.read(one) or "" for one in _ENV_FILES]
    return tuple(dict.fromkeys(name for text in texts for name in _NAME.findall(text)))


def _needs(prepared: Prepared) -> tuple[str, ...]:
    """The variables that the config takes from the process that runs launchready."""
    loaded = prepared.loaded
    text = prepared.repository.read(loaded.file) or ""
    given = loaded.config.environments.get(loaded.site.environment, {})
    found = [one for line in text.splitlines() for one in _TAKEN.findall(line.partition(" #")[0])]
    return tuple(dict.fromkeys(one for one in found if one not in given))


async def _edge(edge: object, ctx: Context | None) -> tuple[Row, ...] | None:
    if not isinstance(edge, Edge) or edge.cloudflare is None or ctx is None:
        return None
    try:
        return await rows(edge.described, ctx)
    except UnreachableError:
        return None
