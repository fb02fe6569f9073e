"""Looks at the record that shows a logo beside mail (BIMI)."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.email.lookup import AuthoritativeLookup
from launchready.email.settings import Domain, Email
from launchready.email.tag_list import tag_list

INVALID = Rule(
    id="email/bimi-invalid",
    impact=Impact.ADVICE,
    stage=Stage.DOMAIN,
    title="The logo record (BIMI) cannot be read",
    why="No mail program shows your logo by it.",
    fix="Correct the record at default._bimi, or take it out.",
    hours=0.25,
)


@check(Email, each=lambda email: email.transported, emits=(INVALID,))
async def bimi(domain: Domain, ctx: Context) -> list[Finding]:
    """A logo record that is there can be read."""
    name = f"default._bimi.{domain}"
    values = (await AuthoritativeLookup(ctx.dns).ask(name, "TXT")).values
    if not values:
        return []
    said = wrong(values)
    return [INVALID.broken(domain, f"{name} {said}", *values)] if said else []


def wrong(values: tuple[str, ...]) -> str:
    """What is wrong with the records at a BIMI selector, "" when nothing is."""
    if len(values) > 1:
        return f"has {len(values)} TXT records"
    tags = tag_list(values[0])
    if tags.names[:1] != ("v",) or tags.value("v") != "BIMI1":
        return "does not begin with v=BIMI1;"
    if tags.faults:
        return f"is broken: {tags.faults[0]}"
    logo = tags.value("l")
    if logo is None:
        return "has no l="
    if logo and not (logo.startswith("https://") and logo.lower().endswith((".svg", ".svgz"))):
        return f"names the logo {logo[:80]}; an https: address of an SVG is meant"
    proof = tags.value("a") or ""
    if proof and not proof.startswith("https://"):
        return f"names the certificate {proof[:80]}; an https: address is meant"
    return ""
