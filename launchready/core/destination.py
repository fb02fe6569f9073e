"""Where a Location header leads, read as browsers read it."""

import re
from urllib.parse import quote, urljoin, urlsplit

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SLASHES = re.compile(r"^((?:https?:)?)//+", re.IGNORECASE)
_NO_HOST = re.compile(r"(?:https?:)?//(?:\?.*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]+")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 8192  # characters of a Location; servers and browsers stop near here too

# What may stand in a path or a query besides letters and digits (RFC 3986, 3.3 and 3.4, and the
# brackets browsers leave alone); `%` is there because what is encoded already stays so.
_IN_PATH = "%/:@!$&'()*+,;=~[]"
_IN_QUERY = _IN_PATH + "?"


def resolve(base: str, location: str) -> str | None:
    """The URL a browser goes to from `base`: absolute, ASCII, without fragment or default port.

    None when no browser would go anywhere over http: nothing is there, it is not a URL, or its
    scheme is another. A user and password in it are left out.
    """
    text = _without_controls(_decoded(location))
    if not text and location.strip().startswith("#"):
        text = base.partition("#")[0]  # browsers go there, which is where they are
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _PORTS:
        return None
    if not text or len(text) > _LONGEST or _NO_HOST.fullmatch(text):
        return None
    try:
        parts = urlsplit(urljoin(base, text))
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host) or port == 0:
        return None
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port not in (None, _PORTS[parts.scheme]) else ""
    path = quote(parts.path or "/", safe=_IN_PATH, errors="replace")
    query = quote(parts.query, safe=_IN_QUERY, errors="replace")
    return f"{parts.scheme}://{place}{path}" + (f"?{query}" if query else "")


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def port_in(url: str) -> int | None:
    """The port a URL names; None when it is its scheme's own, which `resolve` leaves out."""
    return urlsplit(url).port


def scheme_of(url: str) -> str:
    return urlsplit(url).scheme


def _decoded(location: str) -> str:
    """Raw bytes are UTF-8 to browsers; whoever read them as Latin-1 is put right."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _without_controls(text: str) -> str:
    """Tabs and line ends go, backslashes are slashes, and two start a host (WHATWG URL, 4.4)."""
    text = re.sub(r"[\t\r\n]", "", text.strip("".join(map(chr, range(33)))))
    before, mark, after = text.partition("#")[0].partition("?")
    return _SLASHES.sub(r"\1//", before.replace("\\", "/")) + mark + after


def _ascii(host: str) -> str:
    name = host.rstrip(".").lower()
    return name if name.isascii() else name.encode("idna").decode().lower()
