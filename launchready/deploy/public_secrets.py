"""Looks for secrets that a bundler would put into every visitor's browser, by their names."""

import re

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.env_documents import entries, is_example
from launchready.deploy.env_names import is_secret, public_prefix
from launchready.deploy.env_reads import variables
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import Tree

PUBLIC_SECRET = Rule(
    id="deploy/public-secret-variable",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A secret's name makes it public",
    why=(
        "Variables of this prefix are copied into the pages: whoever visits the site "
        "can read the value."
    ),
    fix=(
        "Rename the variable without the prefix, read it on the server only, and replace the value."
    ),
    hours=1.0,
)
# Keys made for browsers, by shape: Stripe and Clerk, Mapbox, PostHog, Supabase, two captchas.
_FOR_BROWSERS = re.compile(r"(pk_|pk\.|phc_|sb_publishable_|6L[a-z]|0x4)")


@check(Deploy, each=lambda deploy: [deploy.release], emits=(PUBLIC_SECRET,), network=False)
async def public_secrets(release: Release, ctx: Context) -> list[Finding]:
    """No variable that browsers are given has a secret's name."""
    tree = await release.tree(ctx.files)
    shown, open_ones = _examples(tree)
    places = {one.name: one.at for one in variables(tree)} | shown
    found = []
    for name, at in sorted(places.items()):
        prefix = public_prefix(name)
        if prefix and name not in open_ones and is_secret(name.removeprefix(prefix)):
            message = (
                f"{name} has a secret's name; its prefix {prefix} puts the value into "
                "every visitor's browser"
            )
            found.append(PUBLIC_SECRET.broken(Named(name=name, at=at), message))
    tree.demand_whole(tuple(found))
    return found


def _examples(tree: Tree) -> tuple[dict[str, Location], set[str]]:
    """Where example files name variables, and which of them show a key made for browsers."""
    shown: dict[str, Location] = {}
    open_ones: set[str] = set()
    for file in tree.files:
        if not is_example(file.path):
            continue
        for entry in entries(file.text):
            if public_prefix(entry.name) and not entry.is_off:
                at = Location(file=file.path, line=file.line_at(entry.offset))
                shown.setdefault(entry.name, at)
                if _FOR_BROWSERS.match(entry.value):
                    open_ones.add(entry.name)
    return shown, open_ones
