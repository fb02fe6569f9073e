"""Words by which pages that were never meant for visitors are known.

Each is told by two marks that no ordinary page has together, or by one that no page would have.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Telltale:
    """What a page is, by words all of which must be in it (in lower case)."""

    what: str
    words: tuple[str, ...]


def _all(*rows: tuple[str, ...]) -> tuple[Telltale, ...]:
    return tuple(Telltale(what=row[0], words=row[1:]) for row in rows)


DEBUG_PAGES = _all(
    ("Django's debug page", "you're seeing this error because you have", "debug = true"),
    ("Django's debug page", "django version:", "exception type:", "traceback"),
    ("Laravel's debug page", "laravel", "ignition", "stack"),
    ("Laravel's debug page", "whoops, looks like something went wrong", "stack trace"),
    ("Laravel's debug page", "whoops! there was an error.", "environment &amp; details"),
    ("Symfony's debug page", "symfony exception", "stack trace"),
    ("Rails' debug page", "routing error", "rails.root:"),
    ("Rails' debug page", "action controller: exception caught", "application trace"),
    ("Rails' debug page", "extracted source (around line", "rails.root:"),
    ("the Werkzeug debugger", "werkzeug", "debugger", "traceback"),
    ("the Werkzeug debugger", "the debugger caught an exception in your wsgi application"),
    ("an Express stack trace", "<pre>", "error:", "&nbsp; &nbsp;at ", "node_modules"),
    ("an Express stack trace", "<pre>", "error:", "\n    at ", "node_modules"),
    ("Spring's error page", "whitelabel error page", "trace"),
    ("ASP.NET's error page", "server error in '", "stack trace:"),
    ("ASP.NET's developer page", "an unhandled exception occurred while processing the request"),
    ("phpinfo()", "php version", "phpinfo()", "php credits"),
    ("phpinfo()", "<title>phpinfo()</title>"),
    ("a PHP error with its path", "fatal error", "uncaught", "stack trace:", ".php on line"),
    ("Next.js' development server", "/_next/static/chunks/webpack.js?ts="),
    ("Next.js' development server", "_next/static/development/"),
    ("Vite's development server", "/@vite/client"),
    ("webpack's development server", "webpack-dev-server", "sockjs-node"),
    ("Nuxt's development server", "/_nuxt/@vite/client"),
    ("Phoenix' debug page", "plug.debugger", "stacktrace"),
)
DEFAULT_PAGES = _all(
    ("nginx's welcome page", "welcome to nginx!", "further configuration is required"),
    ("Apache's default page", "apache2", "default page", "it works"),
    ("Apache's default page", "<h1>it works!</h1></body></html>"),
    ("Caddy's welcome page", "caddy", "congratulations", "your web server is working"),
    ("IIS' welcome page", "iis windows server", "iisstart"),
    ("Vercel's page for unknown names", "deployment_not_found"),
    ("Vercel's page for unknown names", "the deployment could not be found on vercel"),
    ("GitHub Pages' page for unknown names", "there isn't a github pages site here"),
    ("Heroku's page for unknown names", "herokucdn.com/error-pages/no-such-app"),
    ("Heroku's page of an app that crashed", "herokucdn.com/error-pages/application-error"),
    ("Heroku's welcome page", "heroku | welcome to your new app"),
    ("Netlify's page for unknown names", "not found - request id:"),
    ("Fly.io's page for unknown names", "fly.io", "404", "hostname not found"),
    ("Railway's page for unknown names", "the train has not arrived at the station"),
    ("Render's page for unknown names", "render", "service suspended"),
    ("Shopify's page for unknown names", "sorry, this shop is currently unavailable"),
    ("a registrar's parking page", "this domain is parked"),
    ("a registrar's parking page", "buy this domain", "related searches"),
    ("Plesk's default page", "plesk", "domain default page"),
    ("cPanel's default page", "cgi-sys/defaultwebpage.cgi"),
    ("Django's welcome page", "the install worked successfully! congratulations!"),
    ("Rails' welcome page", "yay! you&rsquo;re on rails!"),
    ("Rails' welcome page", "ruby on rails", "rails version:", "ruby version:", "rack version:"),
    ("Laravel's welcome page", "laravel has wonderful", "documentation covering every aspect"),
    ("Next.js' starter page", "get started by editing", "deploy now", "next.js"),
    ("Vite's starter page", "<title>vite + react</title>"),
    ("Vite's starter page", "<title>vite + react + ts</title>"),
    ("Vite's starter page", "<title>vite + vue</title>"),
    (
        "Create React App's starter page",
        "web site created using create-react-app",
        "react app</title>",
    ),
    ("Amazon S3's error page", "<code>nosuchbucket</code>"),
    ("Cloudflare's page of a host that does not answer", "cf-error-details", "error 52"),
)
_LISTING = re.compile(
    r"<title>\s*(?:index of /|directory listing for /|listing directory /)|<h1>index of /",
    re.IGNORECASE,
)


def told(text: str, tales: tuple[Telltale, ...]) -> str | None:
    """What a page is by its words, None where it is none of them."""
    low = text[:300_000].lower()
    return next((one.what for one in tales if all(word in low for word in one.words)), None)


def is_listing(text: str) -> bool:
    return bool(_LISTING.search(text[:20_000]))
