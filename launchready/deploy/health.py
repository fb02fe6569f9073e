"""Asks whether something can tell from outside that the product is up."""

import re

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.deploy.paths import is_run, language_of
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import File, Tree

NO_HEALTH = Rule(
    id="deploy/no-health-check",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="Nothing tells whether the product is up",
    why="A platform then sends visitors to a version that does not start, and no monitor can ask.",
    fix=(
        "Answer /health with 200 when the product and its database work, and name it to "
        "the platform."
    ),
    hours=1.0,
)
_PATH = re.compile(
    r"[\"'`/]_*(?:healthz?|healthcheck|health-check|health_check|readyz?|livez|"
    r"liveness|readiness|ping|heartbeat)(?:/[\w/]*)?[\"'`/?]|rails/health#show|"
    r"health_check",
    re.I,
)
_ROUTE_FILE = (
    r"(^|/)(pages/api|app|routes|src/routes|server/api|api)/(.*[/._])?(healthz?|health-?check)"
    r"([/._+].*)?\.(t|j)sx?$"
    # A status or a ping is one of the product only where it is nobody's in particular.
    r"|(^|/)(pages/api|app/api|server/api|server/routes|routes/api|api)/(v\d+/|public/)*(status|"
    r"ping|up)(/(route|index|\+server))?\.(t|j)sx?$"
    r"|^(?!.*\b(jobs?|models?|workers?|mailers?|tasks?)/)(.*/)?health[\w-]*"
    r"\.(rb|py|go|php|ex|rs|java|kt)$"
)
_SHOWN = re.compile(r"(^|/)\.?(examples?|demos?|docs?|samples?)/")
_PLATFORM = re.compile(
    r"healthCheckPath|\[\[?(?:http_service|services\.http)[\w.]*checks\]?\]|"
    r"\[checks[.\w]*\]|healthcheckPath|health_check|livenessProbe|readinessProbe|"
    r"^HEALTHCHECK\s+(?!NONE)|^\s*healthcheck:",
    re.M,
)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(NO_HEALTH,), network=False)
async def health(release: Release, ctx: Context) -> list[Finding]:
    """A route, or a check of the platform's, tells whether the product is up."""
    tree = await release.tree(ctx.files)
    if health_of(tree):
        return []
    message = (
        "no route is called health, ready or the like, and no deployment file has a health check"
    )
    return [NO_HEALTH.broken(release, message)]


def health_of(tree: Tree) -> str:
    """The file that answers or asks for the product's health; "" when there is none."""
    routes = [one for one in tree.has(_ROUTE_FILE) if is_run(one) and not _SHOWN.search(one)]
    if routes:
        return routes[0]
    return next((one.path for one in tree.files if _speaks(one)), "")


def _speaks(file: File) -> bool:
    if not is_run(file.path) or _SHOWN.search(file.path):
        return False
    if language_of(file.path):
        return _PATH.search(file.text) is not None
    is_settings = (
        file.path.endswith((".yml", ".yaml", ".toml", ".json")) or "Dockerfile" in file.path
    )
    return is_settings and _PLATFORM.search(file.text) is not None
