"""Asks for the settings of a zone that a launch leans on, one by one."""

from collections.abc import Callable
from typing import Any

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from launchready.edge.settings import Edge
from launchready.edge.subjects import Zone

SETTING_WEAK = Rule(
    id="edge/setting-weak",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A setting of the zone is weaker than it should be",
    why="Visitors meet plain http, old encryption, names that can be forged, or no cache at all.",
    fix="Change the setting at Cloudflare, as the message says; each takes a minute.",
    hours=0.25,
)
ZONE_ASLEEP = Rule(
    id="edge/zone-asleep",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Cloudflare does not serve the zone",
    why="Whatever is set there protects nobody: visitors go straight to your server.",
    fix="Point the domain's name servers at the two that Cloudflare names, and choose Overview > "
    "Advanced actions > Unpause.",
    hours=1,
)
NAME_UNCOVERED = Rule(
    id="edge/name-uncovered",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="The edge has no certificate for a host",
    why="Visitors of this host get a warning in place of your product.",
    fix="Turn on Total TLS or order a certificate for the name under SSL/TLS > Edge Certificates, "
    "or move the host up to a name of one level.",
    hours=1,
)

_HSTS = 15552000  # seconds: half a year, the least that Cloudflare's dashboard advises


def _hsts(value: Any) -> bool:
    said = value.get("strict_transport_security") if isinstance(value, dict) else None
    age = said.get("max_age") if isinstance(said, dict) else None
    return bool(said and said.get("enabled")) and isinstance(age, int) and age >= _HSTS


def _is(*good: str) -> Callable[[Any], bool]:
    return lambda value: value in good


# Each setting with what is good, how much it matters, and what is meant, in words.
_WANTED: tuple[tuple[str, Callable[[Any], bool], Impact, str], ...] = (
    ("always_use_https", _is("on"), Impact.RISK, "on, so that http leads to https"),
    ("min_tls_version", _is("1.2", "1.3"), Impact.RISK, "1.2 or 1.3"),
    ("tls_1_3", _is("on", "zrt"), Impact.ADVICE, "on"),
    ("automatic_https_rewrites", _is("on"), Impact.ADVICE, "on"),
    ("security_header", _hsts, Impact.ADVICE, "HSTS for half a year at least"),
    ("development_mode", _is("off"), Impact.RISK, "off, or nothing is cached"),
    ("security_level", lambda value: value != "under_attack", Impact.RISK, "not under_attack"),
    ("ipv6", _is("on"), Impact.ADVICE, "on, since some phones have no IPv4"),
    ("cache_level", _is("aggressive", "basic"), Impact.ADVICE, "aggressive, which is standard"),
)
_SCOPE = "Zone Settings: Read"
_CERTIFICATES = "SSL and Certificates: Read"


@check(
    Edge,
    each=lambda edge: edge.zones,
    emits=(SETTING_WEAK, ZONE_ASLEEP, NAME_UNCOVERED),
)
async def zone_settings(zone: Zone, ctx: Context) -> list[Finding]:
    """The zone is served, its settings are sound and every host has a certificate."""
    about = await ctx.cloudflare.zone(zone.access)
    if about.get("status") != "active" or about.get("paused"):
        state = "paused" if about.get("paused") else about.get("status")
        return [ZONE_ASLEEP.broken(zone, f"{zone} is {state} at Cloudflare; active is meant")]
    found: list[Finding] = []
    silent: list[UnreachableError] = []
    for look in (_settings, _dnssec, _certificates, _universal, _bots):
        try:
            found += await look(zone, ctx)
        except UnreachableError as silence:  # one missing permission hides no other answer
            found += silence.found
            silent.append(silence)
    if silent:
        raise UnreachableError(
            "; ".join(dict.fromkeys(one.reason for one in silent)),
            kind=silent[0].kind,
            advice=" ".join(dict.fromkeys(one.advice for one in silent)),
            found=tuple(found),
        )
    return found


async def _settings(zone: Zone, ctx: Context) -> list[Finding]:
    found: list[Finding] = []
    silent: UnreachableError | None = None
    for name, is_good, impact, meant in _WANTED:
        try:
            said = await ctx.cloudflare.part(zone.access, f"settings/{name}", _SCOPE)
        except UnreachableError as silence:
            silent = silent or silence
            continue
        value = (said or {}).get("value")
        if is_good(value):
            continue
        shown = value if isinstance(value, str) else "weak or off"
        subject = _of(zone, name)
        message = f"{zone}: {name} is {shown}; {meant} is meant"
        found.append(SETTING_WEAK.with_impact(impact).broken(subject, message))
    if silent is not None:
        raise UnreachableError(
            silent.reason, kind=silent.kind, advice=silent.advice, found=tuple(found)
        )
    return found


async def _dnssec(zone: Zone, ctx: Context) -> list[Finding]:
    said = await ctx.cloudflare.part(zone.access, "dnssec", "DNS: Read")
    status = str((said or {}).get("status"))
    if status == "active":
        return []
    impact = Impact.RISK if status in ("pending", "error") else Impact.ADVICE
    words = {"pending": "pending: its DS record is not at your registrar yet"}
    message = f"{zone}: DNSSEC is {words.get(status, status)}; active is meant"
    return [SETTING_WEAK.with_impact(impact).broken(_of(zone, "dnssec"), message)]


async def _certificates(zone: Zone, ctx: Context) -> list[Finding]:
    packs = await ctx.cloudflare.listed(zone.access, "ssl/certificate_packs", _CERTIFICATES)
    active = [one for one in packs if one.get("status") == "active"]
    names = {str(name).lower() for one in active for name in one.get("hosts") or ()}
    bare = [one for one in zone.hosts if not _covered(one.name, names)]
    held = ", ".join(sorted(names)) or "none"
    return [
        NAME_UNCOVERED.broken(one, f"{one} has no active certificate at the edge; it has: {held}")
        for one in bare
    ]


async def _universal(zone: Zone, ctx: Context) -> list[Finding]:
    """Universal SSL makes and renews the usual certificate; off, only ordered ones are left
    (developers.cloudflare.com/ssl/edge-certificates/universal-ssl)."""
    said = await ctx.cloudflare.part(zone.access, "ssl/universal/settings", _CERTIFICATES)
    if (said or {}).get("enabled") is not False:
        return []
    packs = await ctx.cloudflare.listed(zone.access, "ssl/certificate_packs", _CERTIFICATES)
    ordered = [
        one for one in packs if one.get("status") == "active" and one.get("type") != "universal"
    ]
    names = {str(name).lower() for one in ordered for name in one.get("hosts") or ()}
    bare = [str(one) for one in zone.hosts if not _covered(one.name, names)]
    if not bare:
        return []
    message = f"{zone}: universal SSL is off, and nothing renews the certificate of "
    return [SETTING_WEAK.broken(_of(zone, "universal_ssl"), message + ", ".join(bare))]


async def _bots(zone: Zone, ctx: Context) -> list[Finding]:
    """Bot Fight Mode challenges whoever is no person, on every path, and no rule lets a partner
    past it (developers.cloudflare.com/bots/get-started/bot-fight-mode); an API has no persons."""
    if not zone.apis:
        return []
    said = await ctx.cloudflare.part(zone.access, "bot_management", "Bot Management: Read")
    if not (said or {}).get("fight_mode"):
        return []
    shown = ", ".join(f"{one.host}{one.path}" for one in zone.apis)
    message = f"{zone}: bot_fight_mode is on, and asks programs that call {shown} to be persons"
    return [SETTING_WEAK.broken(_of(zone, "bot_fight_mode"), message)]


def _covered(host: str, names: set[str]) -> bool:
    """A certificate's star stands for one label (RFC 6125, 6.4.3)."""
    return host in names or f"*.{host.partition('.')[2]}" in names


def _of(zone: Zone, name: str) -> Named:
    at: Location = zone.at
    return Named(name=f"{zone} {name}", at=at)
