"""One request, as it goes over the wire."""

import re
from dataclasses import dataclass

import httpcore
import httpx

from launchready import __version__
from launchready.core.unreachable import UnreachableError
from launchready.world.http_body import Body
from launchready.world.route import written

AGENT = f"launchready/{__version__} (+https://github.com/org/launchready)"

# What an anonymous visitor's browser may say. Every other header may be somebody's credential:
# Cookie and Authorization are, and so may X-Api-Key be, or a name we have never heard of.
_HARMLESS = {
    "accept", "accept-encoding", "accept-language", "cache-control", "host", "if-modified-since",
    "if-none-match", "origin", "pragma", "range", "referer", "user-agent", "x-forwarded-host",
}  # fmt: skip
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?|[0-9A-Fa-f:.]+")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for one URL; `host` is in A-labels, `target` is path and query."""

    url: str
    scheme: str
    host: str
    port: int
    netloc: str
    target: bytes
    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None

    @property
    def where(self) -> str:
        """Whom it is for, in words; paths and queries may hold what nobody should read."""
        return written((self.host, self.port))

    @property
    def is_harmless(self) -> bool:
        """Whether it only reads, and says nothing a stranger could not say."""
        said = {name.lower() for name, _ in self.headers}
        return self.method in ("GET", "HEAD") and self.body is None and said <= _HARMLESS

    def asks_for(self, coding: str) -> bool:
        """Whether the caller asked for a coding himself, and so reads it himself."""
        said = [value.lower() for name, value in self.headers if name.lower() == "accept-encoding"]
        return any(coding in value for value in said)

    def on_the_wire(self) -> httpcore.Request:
        said = {name.lower() for name, _ in self.headers}
        usual = [("Host", self.netloc), ("User-Agent", AGENT), ("Accept", "*/*")]
        usual += [("Accept-Encoding", "gzip, deflate"), *self._length()]
        headers = [one for one in usual if one[0].lower() not in said] + list(self.headers)
        return httpcore.Request(
            self.method,
            httpcore.URL(scheme=self.scheme, host=self.host, port=self.port, target=self.target),
            headers=[(name.encode(), value.encode()) for name, value in headers],
            content=self.body or b"",
        )

    def _length(self) -> list[tuple[str, str]]:
        writes = self.body is not None or self.method in ("POST", "PUT", "PATCH")
        return [("Content-Length", str(len(self.body or b"")))] if writes else []


def request(
    url: str,
    method: str = "GET",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes | None = None,
) -> Request:
    """A request for a URL, its user and password left out. Raises UnreachableError."""
    try:
        parts = httpx.URL(url)
        host = parts.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise _no_url(str(error)) from error
    port = parts.port if parts.port is not None else _PORTS.get(parts.scheme, 0)
    if parts.scheme not in _PORTS:
        raise _no_url(f"{parts.scheme or 'no scheme'} is neither http nor https")
    if not _HOST.fullmatch(host) or not 0 < port <= 65535:
        raise _no_url("it names no host and port that could exist")
    return Request(
        url=url,
        scheme=parts.scheme,
        host=host,
        port=port,
        netloc=parts.netloc.decode("ascii"),
        target=parts.raw_path,
        method=method.upper(),
        headers=headers,
        body=body,
    )


def _no_url(why: str) -> UnreachableError:
    return UnreachableError(
        f"a URL cannot be fetched: {why}", advice="Correct the URL, or the page that names it."
    )


def coding_of(headers: tuple[tuple[str, str], ...], asked: Request) -> str:
    """How a body is packed; "" where the caller asked for a coding that we do not read.

    Raises UnreachableError for a coding that nobody asked for.
    """
    coding = next((value for name, value in headers if name == "content-encoding"), "")
    coding = coding.strip().lower()
    if Body.reads(coding):
        return coding
    if asked.asks_for(coding):
        return ""
    raise UnreachableError(
        f"{asked.where} packed its answer as {coding[:40]}, which was not asked for",
        advice="Let the server heed Accept-Encoding.",
    )
