"""Asks whether an error in production leaves more than a line on a screen nobody watches."""

import re

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.lock_gap import as_json
from launchready.deploy.lock_node import asked_by
from launchready.deploy.paths import is_ours, is_run
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import File

UNLOGGED = Rule(
    id="deploy/no-error-log",
    impact=Impact.ADVICE,
    stage=Stage.DEPLOYMENT,
    title="No library keeps the product's errors",
    why="A customer's failed payment is then known when the customer writes, and cannot be found.",
    fix="Add a logger or an error tracker to the server, and send its records somewhere that keeps "
    "them for a month.",
    hours=1.0,
)
# Frameworks of Node that write no record of a request by themselves. Those of other languages
# (Rails, Django, Laravel, Phoenix, Spring, Go's) do, and so do Fastify and Nest.
_SILENT = (
    "next",
    "express",
    "koa",
    "hono",
    "@remix-run/node",
    "@react-router/node",
    "polka",
    "@sveltejs/kit",
    "nuxt",
    "@trpc/server",
    "@solidjs/start",
    "@hapi/hapi",
    "restify",
)
# Where the root is in another language its pages are in Node, and its server is not.
_OTHER_SERVERS = (
    "Cargo.toml",
    "go.mod",
    "Gemfile",
    "mix.exs",
    "pyproject.toml",
    "pom.xml",
    "composer.json",
    "manage.py",
)
_KEEPS = re.compile(
    r"sentry|bugsnag|rollbar|honeybadger|airbrake|raygun|datadog|dd-trace|newrelic|appsignal|"
    r"opentelemetry|highlight|logrocket|logtail|betterstack|axiom|baselime|posthog|elastic-apm|"
    r"applicationinsights|instana|logdna|logz|loggly|papertrail|trackjs|glitchtip|langfuse|"
    r"(^|[/-])(pino|winston|bunyan|log4js|loglevel|consola|tslog|signale|roarr|morgan|log|logger|"
    r"logging|evlog|logtape|logs)([/-]|$)|adonis|fastify|@nestjs/core|strapi|medusa",
    re.I,
)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(UNLOGGED,), network=False)
async def logs(release: Release, ctx: Context) -> list[Finding]:
    """A server that keeps no record by itself has a library that does."""
    tree = await release.tree(ctx.files)
    if tree.paths.intersection(_OTHER_SERVERS):
        return []
    manifests = [
        one for one in tree.named("package.json") if is_ours(one.path) and is_run(one.path)
    ]
    asked = {one.path: _asked(one) for one in manifests}
    if any(_KEEPS.search(name) for names in asked.values() for name in names):
        return []
    found = [
        _fault(one, framework)
        for one in manifests
        if (framework := next((name for name in _SILENT if name in asked[one.path]), ""))
    ]
    tree.demand_whole(tuple(found[:1]))
    return found[:1]


def _asked(file: File) -> set[str]:
    return set(asked_by(as_json(file.text) or {}))


def _fault(file: File, framework: str) -> Finding:
    line = file.line_at(max(file.text.find(f'"{framework}"'), 0))
    message = (
        f"{file.path} runs {framework}, which keeps no record of errors, and asks for no logger "
        "and no error tracker"
    )
    at = Location(file=file.path, line=line)
    return UNLOGGED.broken(Named(name=f"{file.path} errors", at=at), message)
