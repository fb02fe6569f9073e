"""The fields and functions of the rules language that we know, and what kind each is.

Kinds as in Cloudflare's reference (developers.cloudflare.com/ruleset-engine/rules-language).
A field that is not listed may be of any kind, and nobody can tell its value.
"""

from typing import Literal

Kind = Literal["text", "number", "address", "truth", "many", "any"]

FIELDS: dict[str, Kind] = {
    **dict.fromkeys(
        (
            "http.host", "http.request.method", "http.request.uri", "http.request.uri.path",
            "http.request.uri.query", "http.request.uri.path.extension", "http.request.full_uri",
            "http.request.version", "http.cookie", "http.referer", "http.user_agent",
            "http.x_forwarded_for", "http.request.body.raw", "http.request.body.mime",
            "raw.http.request.uri", "raw.http.request.uri.path", "raw.http.request.uri.query",
            "raw.http.request.full_uri", "ip.src.country", "ip.src.continent", "ip.geoip.country",
            "ip.geoip.continent", "ip.src.city", "ip.src.region", "ip.src.region_code",
            "cf.verified_bot_category", "cf.ray_id", "cf.worker.upstream_zone",
        ),
        "text",
    ),
    **dict.fromkeys(
        (
            "cf.edge.server_port", "cf.threat_score", "cf.bot_management.score", "cf.waf.score",
            "ip.src.asnum", "ip.geoip.asnum", "http.request.timestamp.sec", "http.response.code",
            "http.request.body.size",
        ),
        "number",
    ),
    **dict.fromkeys(("ip.src", "cf.edge.server_ip"), "address"),
    **dict.fromkeys(
        (
            "ssl", "cf.client.bot", "cf.bot_management.verified_bot",
            "cf.tls_client_auth.cert_verified", "cf.tls_client_auth.cert_presented",
            "http.request.body.truncated", "http.request.headers.truncated",
        ),
        "truth",
    ),
    **dict.fromkeys(
        (
            "http.request.headers", "http.request.headers.names", "http.request.headers.values",
            "http.request.uri.args", "http.request.cookies", "http.request.accepted_languages",
            "http.response.headers", "http.request.body.form",
        ),
        "many",
    ),
}  # fmt: skip

# What a function gives back, and the fewest and most it takes (None: as many as you like).
FUNCTIONS: dict[str, tuple[Kind, int, int | None]] = {
    "lower": ("text", 1, 1),
    "upper": ("text", 1, 1),
    "len": ("number", 1, 1),
    "concat": ("text", 2, None),
    "starts_with": ("truth", 2, 2),
    "ends_with": ("truth", 2, 2),
    "any": ("truth", 1, 1),
    "all": ("truth", 1, 1),
    "to_string": ("text", 1, 1),
    "url_decode": ("text", 1, 2),
}

# What these take first must be a field or another function, of text.
OF_TEXT = frozenset({"lower", "upper", "len", "starts_with", "ends_with", "url_decode"})
