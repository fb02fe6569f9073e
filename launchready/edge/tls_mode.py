"""Asks how the edge talks to your server: encrypted and checked, or not."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.edge.evaluate import Asked
from launchready.edge.phase import first, page_rules_of, rules_of
from launchready.edge.settings import Edge
from launchready.edge.subjects import Host

TLS_MODE = Rule(
    id="edge/tls-mode",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="The edge does not talk safely to your server",
    why="Visitors see a padlock while passwords cross the internet in the clear, or without "
    "anybody checking who answers; and a server that redirects to https loops for ever.",
    fix="Install a certificate on your server (Cloudflare's Origin CA gives one for free), then "
    "choose SSL/TLS > Overview > Full (strict), and remove rules that say less.",
    hours=1,
)

_SAFE = ("strict", "origin_pull")
_SAID = {
    "off": "no encryption at all",
    "flexible": "plain text between Cloudflare and your server",
    "full": "nobody checks your server's certificate",
}


@check(Edge, each=lambda edge: edge.at_cloudflare, emits=(TLS_MODE,))
async def tls_mode(host: Host, ctx: Context) -> list[Finding]:
    """The edge talks to your server encrypted, and checks who answers."""
    if host.access is None:
        return []
    said = await ctx.cloudflare.part(host.access, "settings/ssl", "Zone Settings: Read")
    mode, by, open_rules = str((said or {}).get("value")), "the zone", list[str]()
    asked = Asked(method="GET", host=host.name, path="/")
    page = first(await page_rules_of(ctx, host.access), asked)
    if page is not None and "ssl" in page.actions:
        mode, by = str(page.actions["ssl"]), str(page)
    for rule in await rules_of(ctx, host.access, "http_config_settings"):
        if "ssl" not in rule.given:
            continue
        found = rule.holds(asked)
        if found.holds is None and rule.given["ssl"] != mode:
            open_rules.append(rule.open(found))
        elif found.holds:
            mode, by, open_rules = str(rule.given["ssl"]), str(rule), []
    findings = await _judged(host, mode, by, ctx)
    if open_rules and not findings:
        raise UnreachableError(
            f"{host}: nobody can tell whether SSL stays {mode}: {'; '.join(open_rules)}",
            advice="Write the rule with host and path alone, or look whether it says strict.",
        )
    return findings


async def _judged(host: Host, mode: str, by: str, ctx: Context) -> list[Finding]:
    if mode in _SAFE:
        return []
    if mode not in _SAID:
        raise UnreachableError(
            f"{host}: Cloudflare says an SSL mode that we do not know: {mode[:40]}",
            advice="Choose Full (strict) under SSL/TLS > Overview.",
        )
    rule = TLS_MODE.with_impact(Impact.RISK) if mode == "full" else TLS_MODE
    message = f"{host} has SSL mode {mode} by {by} ({_SAID[mode]}); strict is meant"
    return [rule.broken(host, message, *(await _loop(host, mode, ctx)))]


async def _loop(host: Host, mode: str, ctx: Context) -> tuple[str, ...]:
    """The sign of a server that sends https to https, since the edge asks it over http."""
    if mode == "full":
        return ()
    url = f"https://{host}/"
    try:
        answer = await ctx.web.fetch(url)
    except UnreachableError as silence:
        return (f"whether it loops could not be seen: {silence.reason}",)
    if answer.status in (301, 302, 307, 308) and answer.header("location") in (url, url[:-1]):
        return (f"{url} redirects to itself: visitors are in a loop",)
    return ()
