"""Tells a page that is broken from one that is shut to machines only."""

from launchready.core.browser import Response
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError

# Headers with which a service says it stopped a request that looked automated.
_SAYS_SO = {
    "cf-mitigated": "Cloudflare's bot protection",
    "x-vercel-mitigated": "Vercel's firewall",
    "x-amzn-waf-action": "AWS WAF",
    "x-datadome": "DataDome",
}
_SHUT = (401, 403, 405, 429, 503)
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


def _who(response: Response) -> str | None:
    if response.status in _SHUT:
        for header, name in _SAYS_SO.items():
            if response.header(header) is not None:
                return f"{name} turned the check away"
    if response.status == 429:
        return "it asks for fewer requests"
    server = (response.header("server") or "").lower()
    if response.status == 403 and server.startswith(("cloudflare", "akamaighost")):
        return "the service in front of it turns machines away, or the page is shut to everybody"
    return None
