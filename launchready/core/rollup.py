"""The ten lines a launch is read by; every rule belongs to one of them, and to one only."""

from enum import StrEnum

from launchready.core.finding import Rule


class Line(StrEnum):
    """One line of the roll-up, in reading order."""

    DNS = "DNS"
    REDIRECTS = "Redirects"
    CERTIFICATES = "Certificates"
    EDGE = "Edge and caching"
    SECRETS = "Secrets and data"
    ENVIRONMENT = "Environment variables"
    DEPLOY = "Deploy and way back"
    MAIL = "Mail"
    PAGES = "Pages and flows"
    MONITORING = "Monitoring and handover"


ROOMS = {
    "secrets": Line.SECRETS,
    "dns": Line.DNS,
    "tls": Line.CERTIFICATES,
    "web": Line.PAGES,
    "email": Line.MAIL,
    "smoke": Line.PAGES,
    "load": Line.PAGES,
    "edge": Line.EDGE,
    "deploy": Line.DEPLOY,
    "monitor": Line.MONITORING,
    "assistant": Line.SECRETS,
    "handover": Line.MONITORING,
    "gate": Line.MONITORING,
}
_OWN: dict[str, dict[Line, tuple[str, ...]]] = {
    "web": {
        Line.REDIRECTS: (
            "redirect-loop",
            "too-many-hops",
            "chain-too-long",
            "downgrade-hop",
            "staging-in-chain",
            "preview-in-chain",
            "foreign-host",
            "port-leak",
            "no-location",
            "redirect-missing",
            "redirect-elsewhere",
            "redirect-status",
            "not-gone",
            "not-upgraded",
            "wrong-canonical-host",
            "path-dropped",
            "query-dropped",
            "post-becomes-get",
            "temporary-redirect",
            "script-redirect",
            "trailing-slash",
            "open-redirect",
            "unverified-pattern",
            "old-page-lost",
            "import-not-tried",
        ),
        Line.EDGE: (
            "asset-not-cached",
            "page-kept-long",
            "private-page-cached",
            "private-page-cacheable",
            "cookie-in-cached-response",
            "cache-deception",
            "cache-poisonable",
            "login-not-throttled",
            "throttle-bypassed",
            "no-retry-after",
            "throttle-per-account-only",
            "throttle-locks-visitors",
        ),
        Line.SECRETS: (
            "secret-in-bundle",
            "exposed-file",
            "debug-page",
            "directory-listing",
            "source-map-exposed",
            "account-revealed",
            "cors-open",
        ),
    },
    "edge": {Line.CERTIFICATES: ("tls-mode", "name-uncovered")},
    "deploy": {
        Line.ENVIRONMENT: ("env-undocumented", "env-missing", "env-stale", "job-secret-missing"),
        Line.SECRETS: ("literal-secret-in-config", "public-secret-variable"),
    },
    "smoke": {
        Line.DEPLOY: ("not-deployed",),
        Line.MAIL: ("mail-lost", "mail-links-elsewhere"),
    },
}
_LINES = {
    f"{room}/{name}": line
    for room, lines in _OWN.items()
    for line, names in lines.items()
    for name in names
}


def line(rule: Rule) -> Line:
    """The line a rule is read under."""
    return _LINES.get(rule.id) or ROOMS.get(rule.room, Line.PAGES)


def named() -> tuple[str, ...]:
    """The rules with a line of their own, for whoever holds this list to the registry."""
    return tuple(_LINES)
