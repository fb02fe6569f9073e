"""The requests of a recording (HAR 1.2), each with its answer."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from launchready.core.destination import resolve
from launchready.smoke.import_read import problem

_STATIC = (
    ".js", ".mjs", ".css", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif",
    ".ico", ".woff", ".woff2",
    ".ttf", ".otf", ".eot", ".mp4", ".webm", ".mp3", ".wasm", ".webmanifest",
)  # fmt: skip
_STATIC_KINDS = ("image/", "font/", "audio/", "video/", "text/css", "application/font")
_SCRIPTS = ("javascript", "ecmascript", "wasm")
_BEACONS = (
    "/collect",
    "/beacon",
    "/analytics",
    "/track",
    "/pixel",
    "/rum",
    "/telemetry",
    "/g/collect",
)
_ASIDE = frozenset({"ping", "beacon", "preflight", "csp-report", "font", "image", "stylesheet",
                    "script", "media", "manifest", "websocket", "eventsource"})  # fmt: skip
_LONGEST = 2_000_000  # characters of an answer that are looked through


@dataclass(slots=True, kw_only=True, repr=False)
class Entry:
    """One request and its answer; headers' names in lower case, kinds without parameters.

    `redirect` is where the answer leads, "" where it leads nowhere. `body_after`, `kind_after` and
    `url_after` are of the page that a redirect ended on.
    """

    method: str
    url: str
    status: int
    kind: str
    text: str
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[tuple[str, str], ...]
    body: str
    body_kind: str
    params: tuple[tuple[str, str], ...]
    redirect: str
    resource: str
    body_after: str = ""
    kind_after: str = ""
    url_after: str = ""

    @property
    def landing(self) -> str:
        """Where it ended."""
        return self.url_after or self.url

    @property
    def html(self) -> str:
        """The page it ended on, "" where that is none."""
        kind, text = (
            (self.kind_after, self.body_after) if self.url_after else (self.kind, self.text)
        )
        return text if "html" in kind else ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_page(self) -> bool:
        return self.kind in ("text/html", "application/xhtml+xml")

    @property
    def is_static(self) -> bool:
        if self.resource in _ASIDE - {"ping", "beacon", "preflight", "csp-report"}:
            return True
        is_kind = self.kind.startswith(_STATIC_KINDS) or any(s in self.kind for s in _SCRIPTS)
        path = PurePosixPath(urlsplit(self.url).path)
        return self.method == "GET" and (is_kind or path.suffix.lower() in _STATIC)

    @property
    def is_beacon(self) -> bool:
        path = urlsplit(self.url).path.lower().rstrip("/")
        return self.resource in _ASIDE or path.endswith(_BEACONS)


def entries(root: Any, file: str) -> list[Entry]:
    """Every request over http in its order. Raises ConfigError where this is no HAR."""
    log = root.get("log") if isinstance(root, dict) else None
    listed = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(listed, list):
        raise problem(file, "this is no HAR file", "one that a browser's network tab saves")
    made = [_entry(one) for one in listed if isinstance(one, dict)]
    return [one for one in made if one is not None]


def _entry(one: dict[str, Any]) -> Entry | None:
    request, response = _dict(one, "request"), _dict(one, "response")
    content, post = _dict(response, "content"), _dict(request, "postData")
    url = str(request.get("url", ""))
    if resolve(url, url) is None:
        return None
    status = response.get("status")
    location = str(response.get("redirectURL") or _header(response, "location"))
    is_redirect = isinstance(status, int) and status in (301, 302, 303, 307, 308)
    return Entry(
        method=str(request.get("method", "GET")).upper(),
        url=url.partition("#")[0],
        status=status if isinstance(status, int) and 100 <= status < 600 else 0,
        kind=_kind(content.get("mimeType")),
        text=_content(content),
        headers=_pairs(request, "headers", lower=True),
        cookies=_pairs(response, "cookies"),
        body=str(post.get("text") or ""),
        body_kind=_kind(post.get("mimeType")),
        params=_pairs(post, "params"),
        redirect=(resolve(url, location) or "") if is_redirect and location else "",
        resource=str(one.get("_resourceType", "")).lower(),
    )


def _dict(holder: dict[str, Any], key: str) -> dict[str, Any]:
    found = holder.get(key)
    return found if isinstance(found, dict) else {}


def _kind(value: object) -> str:
    return str(value or "").partition(";")[0].strip().lower()


def _pairs(holder: dict[str, Any], key: str, *, lower: bool = False) -> tuple[tuple[str, str], ...]:
    listed = holder.get(key)
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    pairs = [(str(one.get("name", "")), str(one.get("value", "") or "")) for one in found]
    return tuple((name.lower() if lower else name, value) for name, value in pairs if name)


def _header(holder: dict[str, Any], name: str) -> str:
    return next((v for k, v in _pairs(holder, "headers", lower=True) if k == name), "")


def _content(content: dict[str, Any]) -> str:
    text = str(content.get("text") or "")
    if content.get("encoding") != "base64":
        return text[:_LONGEST]
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")[:_LONGEST]
    except (binascii.Error, ValueError):
        return ""
