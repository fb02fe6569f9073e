"""Tells a page that is broken from one that is shut to machines only."""

from launchready.core.browser import Response
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError

# Headers with which a service says it stopped a request that looked automated.
_SAYS_SO = {
    "cf-mitigated": "Cloudflare's bot protection",
    "x-vercel-mitigated": "Vercel's firewall",
    "x-vercel-challenge-token": "Vercel's firewall",
    "x-amzn-waf-action": "AWS WAF",
    "x-datadome": "DataDome",
    "x-kpsdk-ct": "Kasada",
    "x-sucuri-block": "Sucuri's firewall",
}
# What their challenge pages have in them, in lower case.
_SHOWS_SO = {
    "<title>just a moment...": "Cloudflare's bot protection",
    "/cdn-cgi/challenge-platform/": "Cloudflare's bot protection",
    "vercel security checkpoint": "Vercel's firewall",
    "_incapsula_resource": "Imperva",
    "px-captcha": "HUMAN (PerimeterX)",
    "captcha-delivery.com": "DataDome",
    "sucuri website firewall": "Sucuri's firewall",
    "awswafcookiedomainlist": "AWS WAF",
}
_IN_FRONT = ("cloudflare", "akamaighost", "sucuri", "ddos-guard")
_SHUT = (401, 403, 405, 429, 503)
_CHALLENGED = 202  # AWS WAF's silent challenge
_MOST_READ = 20_000  # characters of a page; challenges say what they are at the top
_ADVICE = (
    "Let the runner's requests through (allow its User-Agent or address in your firewall), "
    "or run the check from a machine it trusts."
)


def kept_out(response: Response, found: tuple[Finding, ...] = ()) -> UnreachableError | None:
    """The error to raise when we were turned away as a machine; None when a visitor would be too.

    GitHub's runners are turned away like that often, and it says nothing about visitors.
    """
    who = _who(response)
    if who is None:
        return None
    reason = f"{response.url.partition('?')[0]} answered {response.status}: {who}"
    return UnreachableError(reason, kind="refused", advice=_ADVICE, found=found)


def demand_service(response: Response, found: tuple[Finding, ...] = ()) -> None:
    """Raises UnreachableError where nothing can be concluded from an answer: we were turned away
    as a machine, the server failed, or its certificate did."""
    if (wall := kept_out(response, found)) is not None:
        raise wall
    where = response.url.partition("?")[0]
    if response.untrusted is not None:
        reason = f"the certificate of {where} fails"
        raise UnreachableError(reason, advice="Mend the certificate first.", found=found)
    if response.status >= 500:
        reason = f"{where} answered {response.status}"
        raise UnreachableError(reason, advice="Look again when it is served.", found=found)


def _who(response: Response) -> str | None:
    if response.status in _SHUT:
        for header, name in _SAYS_SO.items():
            if response.header(header) is not None:
                return f"{name} turned the check away"
        shown = response.text[:_MOST_READ].lower()
        for words, name in _SHOWS_SO.items():
            if words in shown:
                return f"{name} turned the check away"
    if response.status == _CHALLENGED and response.header("x-amzn-waf-action") is not None:
        return "AWS WAF turned the check away"
    if response.status == 429:
        return "it asks for fewer requests"
    server = (response.header("server") or "").lower()
    if response.status == 403 and server.startswith(_IN_FRONT):
        return "the service in front of it turns machines away, or the page is shut to everybody"
    return None
