"""One way to write what is looked at, so that two ways of writing it are seen to be the same."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from launchready.core.destination import resolve

_PORTS = {"http": 80, "https": 443, "tcp": None, "tls": 443, "starttls": 25, "smtp": 25}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://")


def normal(target: str) -> str:
    """A target with its scheme, host (A-labels), port, path and query each in one way.

    A final slash, the order of a query's parts, the case of scheme and host, a port that is the
    scheme's own, and percent signs that need not be there make no difference (RFC 3986, 6.2).
    What has no scheme is read as https, as most probes of a bare host do.
    """
    text = target.strip()
    if not text:
        return ""
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return _other(text, scheme[1].lower())
    full = text if scheme else f"https://{text}"
    found = resolve(full, full)
    if found is None:
        return text.lower()
    parts = urlsplit(found)
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~").rstrip("/")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.scheme}://{parts.netloc}{path or '/'}" + (f"?{query}" if query else "")


def _other(text: str, scheme: str) -> str:
    """`tcp://host:port` and the like."""
    rest = text.partition("://")[2]
    host, _, port = rest.rstrip("/").rpartition(":") if ":" in rest else (rest, "", "")
    name = normal(f"https://{host or rest}").removeprefix("https://").rstrip("/")
    usual = _PORTS.get(scheme)
    return f"{scheme}://{name}:{port or usual or ''}".rstrip(":")


def host(target: str) -> str:
    """The host a target names, "" where it names none."""
    return (urlsplit(normal(target)).hostname or "") if target.strip() else ""


def port(target: str) -> int | None:
    """The port a target is reached at, None where it names none."""
    try:
        parts = urlsplit(normal(target))
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
