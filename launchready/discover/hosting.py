"""Tells where the product is deployed and what watches it: by files, headers and CNAMEs."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

# Each by the file that its documentation asks for.
_TARGET_FILES = (
    ("vercel", ("vercel.json",)),
    ("fly", ("fly.toml",)),
    ("railway", ("railway.json", "railway.toml")),
    ("render", ("render.yaml",)),
    ("netlify", ("netlify.toml",)),
    ("heroku", ("Procfile", "heroku.yml")),
    ("cloudflare", ("wrangler.toml", "wrangler.json", "wrangler.jsonc")),
    ("digitalocean", (".do/app.yaml", ".do/deploy.template.yaml")),
    ("firebase", ("firebase.json",)),
    ("aws", ("cdk.json", "samconfig.toml", "serverless.yml", "apprunner.yaml", "copilot/*")),
    ("azure", ("azure.yaml", "staticwebapp.config.json")),
    ("google-cloud", ("cloudbuild.yaml", "app.yaml")),
    ("kubernetes", ("Chart.yaml", "*/Chart.yaml", "skaffold.yaml", "kustomization.yaml")),
    ("kamal", ("config/deploy.yml",)),
    ("docker-compose", ("compose.y*ml", "docker-compose.y*ml", "docker-compose.prod*.y*ml")),
)
_TARGET_HEADERS = (
    ("vercel", "x-vercel-id", ""),
    ("fly", "fly-request-id", ""),
    ("render", "x-render-origin-server", ""),
    ("railway", "x-railway-request-id", ""),
    ("netlify", "x-nf-request-id", ""),
    ("heroku", "via", "vegur"),
    ("aws", "x-amz-cf-id", ""),
    ("aws", "x-amzn-requestid", ""),
    ("cloudflare", "server", "cloudflare"),
    ("github-pages", "x-github-request-id", ""),
    ("digitalocean", "x-do-app-origin", ""),
)
_TARGET_NAMES = (
    ("vercel", ("vercel-dns.com", "vercel.app", "vercel-dns-0*.com")),
    ("fly", ("fly.dev",)),
    ("render", ("onrender.com",)),
    ("railway", ("up.railway.app",)),
    ("netlify", ("netlify.app", "netlifyglobalcdn.com")),
    ("heroku", ("herokudns.com", "herokuapp.com")),
    ("cloudflare", ("pages.dev", "workers.dev", "cdn.cloudflare.net")),
    ("aws", ("cloudfront.net", "elb.amazonaws.com", "amazonaws.com", "awsapprunner.com")),
    ("github-pages", ("github.io",)),
    ("digitalocean", ("ondigitalocean.app",)),
    ("azure", ("azurewebsites.net", "azurestaticapps.net", "azurefd.net")),
    ("firebase", ("web.app", "firebaseapp.com")),
)
_MONITOR_FILES = (
    ("upptime", (".upptimerc.yml", ".upptimerc.yaml")),
    ("gatus", ("gatus.y*ml", "*/gatus.y*ml", "gatus/*.y*ml", "*/gatus/*.y*ml")),
    ("prometheus", ("prometheus.y*ml", "*/prometheus.y*ml", "*/blackbox.y*ml")),
    ("checkly", ("checkly.config.ts", "checkly.config.js", "checkly.config.mjs")),
    ("uptime-kuma", ("*uptime-kuma*",)),
    ("sentry", ("sentry.*.config.ts", "sentry.*.config.js", ".sentryclirc")),
)
_MONITOR_NAMES = (
    ("betterstack", ("betteruptime.com", "betterstack.com", "statuspage.betteruptime.com")),
    ("statuspage", ("statuspage.io", "stspg-customer.com")),
    ("instatus", ("instatus.com",)),
    ("uptimerobot", ("stats.uptimerobot.com",)),
    ("checkly", ("checkly-status-page.com",)),
)
_DEPLOY_STEP = re.compile(r"\.github/workflows/[^/]*(deploy|release|publish)[^/]*\.ya?ml$")


def targets(
    paths: Iterable[str], headers: Iterable[tuple[str, str, str]], names: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Where it is deployed, each with what tells so.

    `headers` are host, name and value; `names` are a host and its CNAME's target.
    """
    found: dict[str, str] = {}
    listed = list(paths)
    _by_file(_TARGET_FILES, listed, found)
    for host, name, value in headers:
        for target, wanted, word in _TARGET_HEADERS:
            if name == wanted and word in value.lower():
                found.setdefault(target, f"{host} answers with {name}")
    _by_name(_TARGET_NAMES, names, found)
    return found


def deploy_workflows(paths: Iterable[str]) -> list[str]:
    return [one for one in paths if _DEPLOY_STEP.search(one)][:5]


def monitors(paths: Iterable[str], names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What watches the product already, each with what tells so."""
    found: dict[str, str] = {}
    _by_file(_MONITOR_FILES, list(paths), found)
    _by_name(_MONITOR_NAMES, names, found)
    return found


def _by_file(
    table: tuple[tuple[str, tuple[str, ...]], ...], paths: list[str], found: dict[str, str]
) -> None:
    for name, patterns in table:
        fits = (one for one in paths if any(fnmatchcase(one, pattern) for pattern in patterns))
        if (path := next(fits, None)) is not None:
            found.setdefault(name, path)


def _by_name(
    table: tuple[tuple[str, tuple[str, ...]], ...],
    names: Iterable[tuple[str, str]],
    found: dict[str, str],
) -> None:
    for host, target in names:
        for name, ends in table:
            if any(target == end or fnmatchcase(target, f"*.{end}") for end in ends):
                found.setdefault(name, f"{host} is a CNAME of {target}")
