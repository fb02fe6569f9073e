"""Whether a log line of a failed request can be told from those of all others."""

import re
from dataclasses import dataclass

from launchready.monitor.log_calls import calls
from launchready.monitor.log_sources import Source, Sources

# A framework that answers visitors, by the file that names what the product is built of.
_FRAMEWORKS: dict[str, str] = {
    r"package\.json": r'"(express|fastify|koa|next|@nestjs/core|hono|@hapi/hapi|@remix-run/node'
    r'|@sveltejs/kit|nuxt|astro|h3)"\s*:',
    r"requirements[^/]*\.txt|pyproject\.toml|Pipfile": r"(?im)^\s*[\"']?(django|flask|fastapi"
    r"|starlette|sanic|tornado|aiohttp|litestar|falcon)\b",
    r"Gemfile": r"(?m)^\s*gem\s+[\"'](rails|sinatra|hanami|roda|grape)[\"']",
    r"composer\.json": r'"(laravel/framework|symfony/framework-bundle|slim/slim)"\s*:',
    r"go\.mod": r"(?m)^\s*(?:require\s+)?(github\.com/(?:gin-gonic/gin|labstack/echo|go-chi/chi|"
    r"gofiber/fiber|gorilla/mux))",
    r"pom\.xml|build\.gradle(?:\.kts)?": r"(spring-boot-starter-web(?:flux)?|quarkus-rest\w*"
    r"|micronaut-http-server\w*|ktor-server\w*)",
    r"mix\.exs": r"\{:(phoenix),",
}
# What gives every line, or every error's report, the request it belongs to.
_CONTEXT = re.compile(
    r"request[-_]?id|correlation[-_]?id|x-request-id|trace[-_]?id|reqId|AsyncLocalStorage"
    r"|opentelemetry|@vercel/otel|registerOTel|pino-http|nestjs-pino|next-axiom|@axiomhq|hono/request-id"
    r"|django[-_]structlog|django_guid|asgi[-_]correlation|structlog\.contextvars|bind_contextvars|contextualize\("
    r"|log_tags|lograge|semantic_logger|MDC\.put|micrometer-tracing|sleuth|Plug\.RequestId"
    r"|withContext\(|shareContext\(|Context::add|middleware\.RequestID|RequestIDMiddleware|otelgin|otelhttp"
    r"|contextvars|dd-trace|ddtrace|newrelic|appsignal|honeybadger|rollbar|bugsnag|Airbrake"
    r"|Sentry\.init|sentry_sdk\.init|@sentry/\w+|sentry-\w+|sentry_sdk|logfire|fastify\(\{[^}]*logger"
    r"|AdminEmailHandler|mail_admins|loguru\.contextualize|posthog.*captureException",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconnected:
    """Log calls of a server that nothing ties to a request; `path` and `line` are the first."""

    framework: str
    count: int
    path: str
    line: int


def unconnected(sources: Sources) -> Unconnected | None:
    """A server whose log calls nothing connects; None where something does, or nothing serves."""
    framework = _framework(sources)
    if not framework or _has_context(sources):
        return None
    found = [(one, call) for one in sources.served for call in calls(one.code, one.language)]
    if len(found) < 5:
        return None  # a handful of lines about the start needs no request
    first, call = found[0]
    return Unconnected(
        framework=framework, count=len(found), path=first.path, line=first.line_at(call.offset)
    )


def _framework(sources: Sources) -> str:
    for path, text in sorted(sources.settings.items(), key=lambda one: (one[0].count("/"), one[0])):
        name = path.rpartition("/")[2]
        for files, pattern in _FRAMEWORKS.items():
            if re.fullmatch(files, name) and (found := re.search(pattern, text)):
                return found[1]
    return ""


def _has_context(sources: Sources) -> bool:
    return any(_CONTEXT.search(text) for text in sources.settings.values()) or any(
        _mentions(one) for one in sources.served
    )


def _mentions(one: Source) -> bool:
    """In code, or in a text of it: a header's name is one."""
    return any(
        one.code[found.start() : found.end()].strip() or _is_quoted(one.text, found)
        for found in _CONTEXT.finditer(one.text)
    )


def _is_quoted(text: str, found: re.Match[str]) -> bool:
    return text[max(0, found.start() - 1) : found.start()] in ("'", '"', "`", "/", "@")
