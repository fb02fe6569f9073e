"""Asks the live site where production runs, and holds that against what the repository says."""

from urllib.parse import urlsplit

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.resolver import Resolver, Server
from launchready.core.unreachable import UnreachableError
from launchready.deploy.platforms import PLATFORMS, Platform, leading_to
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.signs import Sign, signs_of
from launchready.deploy.target_files import clash
from launchready.deploy.target_rule import TARGET

_ASK_ADVICE = "Say it in launchready.yml: deploy: {target: render}."
# Aliases of the founder's own that are followed before one leads to a platform.
_MOST_ALIASES = 3


@check(Deploy, each=lambda deploy: [deploy.release], emits=(TARGET,))
async def target(release: Release, ctx: Context) -> list[Finding]:
    """Production runs where the repository says, by the live site's headers and name."""
    signs = signs_of(await release.tree(ctx.files))
    if clash(release, signs):
        return []  # told by target-files, which asks nothing of the network
    told = {one.platform for one in signs} | ({release.target.name} if release.target else set())
    live, silence = await _live(ctx)
    seen = {one.platform for one in live}
    if not told and not seen:
        raise silence or UnreachableError(
            "no file, no workflow and no live host tells where production runs", advice=_ASK_ADVICE
        )
    if seen & told or _is_guest(told):
        return []
    if silence is not None and not seen:
        # The founder's word and a file agree: that is two, and enough.
        if release.target and release.target.name in {one.platform for one in signs}:
            return []
        raise silence
    return _disagreement(release, live, sorted(told))


def _is_guest(told: set[str]) -> bool:
    return bool(told) and all(PLATFORMS[one].is_guest for one in told)


def _disagreement(release: Release, live: list[Sign], told: list[str]) -> list[Finding]:
    seen = list(dict.fromkeys(one.platform for one in live))
    if not seen or (not told and len(seen) == 1):
        return []
    evidence = [f"{one.platform}: {one.place}" for one in live]
    subject = release.target or release
    here = " and ".join(seen)
    if not told:
        message = f"production may run on {' or on '.join(seen)} by what the live site shows"
        return [TARGET.broken(subject, message, *evidence)]
    said = "launchready.yml says" if release.target else "the repository says"
    message = f"the live site runs on {here}; {said} {', '.join(told)}"
    return [TARGET.broken(subject, message, *evidence)]


async def _live(ctx: Context) -> tuple[list[Sign], UnreachableError | None]:
    """What the live site's name and headers say, and why one of them could not be looked at."""
    url = ctx.site.base_url or (ctx.site.canonical and f"https://{ctx.site.canonical.name}/")
    host = urlsplit(url).hostname if url else None
    if not url or not host or not ctx.site.owns(host):
        return [], None
    silence = None
    found: list[Sign] = []
    try:
        alias = await _alias(ctx.dns, host)
        found += [
            Sign(platform=one.name, place=f"{host} is an alias of {alias}")
            for one in leading_to(alias)
        ]
    except UnreachableError as error:
        silence = error
    try:
        headers = (await ctx.web.fetch(url)).headers
        found += _in_headers(host, headers)
    except UnreachableError as error:
        silence = error
    return found, silence


async def _alias(dns: Resolver, host: str) -> str:
    """What a name is an alias of, without its final dot; "" when it is none."""
    name = host
    for _ in range(_MOST_ALIASES):
        servers = await _servers(dns, name)
        answer = await dns.ask(servers[0], name, "CNAME") if servers else None
        if answer is None or not answer.values:
            break
        name = answer.values[0].rstrip(".")
        if leading_to(name):
            break
    return name if name != host else ""


async def _servers(dns: Resolver, name: str) -> tuple[Server, ...]:
    """The servers of the zone a name is in: of the name itself, or the nearest above it."""
    labels = name.split(".")
    silence = None
    for start in range(len(labels) - 1):
        try:
            servers = await dns.authoritative(".".join(labels[start:]))
        except UnreachableError as error:
            silence = silence or error
            continue
        if servers:
            return servers
    if silence is not None:
        raise silence
    return ()


def _in_headers(host: str, headers: tuple[tuple[str, str], ...]) -> list[Sign]:
    """Signs in headers; those that a mere front door also sets count where there are no others."""
    for is_weak in (False, True):
        found = [
            Sign(platform=one.name, place=f"the header {name} of {host}")
            for one in PLATFORMS.values()
            if (name := _shown(one, headers, is_weak=is_weak))
        ]
        if found:
            return found
    return []


def _shown(platform: Platform, headers: tuple[tuple[str, str], ...], *, is_weak: bool) -> str:
    wanted = platform.front_headers if is_weak else platform.headers
    return next(
        (
            name
            for name, part in wanted
            if any(key == name and part in value.lower() for key, value in headers)
        ),
        "",
    )
