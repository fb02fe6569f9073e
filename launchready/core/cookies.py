"""The cookies of one visit, from its first response to its last."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from launchready.core.browser import Response

_MOST = 50  # cookies of one visit
_LONG_AGO = re.compile(r"\b(?:1970|0001)\b")
_LONGEST = 4096  # characters of one cookie (RFC 6265, 6.1)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Cookie:
    """One cookie, and where it may be sent to."""

    name: str
    value: str
    domain: str
    path: str
    for_one_host: bool
    for_https: bool

    def goes_to(self, url: str) -> bool:
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path or "/"
        is_within = not self.for_one_host and host.endswith(f".{self.domain}")
        is_below = path == self.path or path.startswith(self.path.rstrip("/") + "/")
        is_safe = not self.for_https or is_trusted(url)
        return (host == self.domain or is_within) and is_below and is_safe


@dataclass(slots=True, repr=False)
class Jar:
    """Keeps what responses set and gives each request what belongs to it."""

    _kept: dict[tuple[str, str, str], _Cookie] = field(default_factory=dict)

    def take(self, response: Response) -> None:
        """Keep, replace or drop what a response sets."""
        for name, value in response.headers:
            if name == "set-cookie" and len(value) <= _LONGEST:
                self._set(value, response.url)

    def header(self, url: str) -> str:
        """The Cookie header for a request, "" when there is nothing to send."""
        return "; ".join(f"{one.name}={one.value}" for one in self._sent_to(url))

    def value(self, name: str, url: str) -> str | None:
        """A cookie's value as a request would carry it; None when it would not."""
        return next((one.value for one in self._sent_to(url) if one.name == name), None)

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that is kept."""
        return tuple(one.value for one in self._kept.values())

    def copy(self) -> "Jar":
        """The same cookies, kept apart from here on."""
        return Jar(dict(self._kept))

    def put(
        self,
        *,
        name: str,
        value: str,
        domain: str,
        path: str,
        for_one_host: bool,
        for_https: bool,
    ) -> None:
        """Keep a cookie that another jar had."""
        if (domain, path, name) in self._kept or len(self._kept) < _MOST:
            self._kept[(domain, path, name)] = _Cookie(
                name=name,
                value=value,
                domain=domain,
                path=path,
                for_one_host=for_one_host,
                for_https=for_https,
            )

    def _sent_to(self, url: str) -> list[_Cookie]:
        """Those a request carries, the longest path first (RFC 6265, 5.4)."""
        sent = [one for one in self._kept.values() if one.goes_to(url)]
        return sorted(sent, key=lambda one: -len(one.path))

    def _set(self, text: str, url: str) -> None:
        pair, *rest = text.split(";")
        name, equals, value = (part.strip() for part in pair.partition("="))
        said = attributes(rest)
        host, path = urlsplit(url).hostname or "", urlsplit(url).path
        domain = said.get("domain", "").lstrip(".").lower()
        if not equals or not name or not _may_be_for(domain, host):
            return
        if "secure" in said and not is_trusted(url):
            return  # browsers take no Secure cookie over http
        usual = path.rpartition("/")[0] or "/"
        cookie = _Cookie(
            name=name,
            value=value,
            domain=domain or host,
            path=said["path"] if said.get("path", "").startswith("/") else usual,
            for_one_host=not domain,
            for_https="secure" in said,
        )
        key = (cookie.domain, cookie.path, name)
        if is_taken_back(said):
            self._kept.pop(key, None)
        elif key in self._kept or len(self._kept) < _MOST:
            self._kept[key] = cookie


def is_trusted(url: str) -> bool:
    """Whether browsers keep Secure cookies for it: over https, and for this machine itself
    (Secure Contexts, 3.1)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_here = host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")
    return parts.scheme == "https" or is_here


def _may_be_for(domain: str, host: str) -> bool:
    """Whether a host may set a cookie for a domain: its own or one above, but no bare ending."""
    is_above = f".{host}".endswith(f".{domain}")
    return not domain or domain == host or (is_above and "." in domain)


def attributes(parts: list[str]) -> dict[str, str]:
    """What stands behind a cookie's name and value, names in lower case; of two the last counts."""
    split = [one.partition("=") for one in parts]
    return {key.strip().lower(): text.strip() for key, _, text in split if key.strip()}


def is_taken_back(said: dict[str, str]) -> bool:
    """Whether a cookie is being taken back; frameworks do that with age 0 or the year 1970 or 1."""
    age, ends = said.get("max-age", ""), said.get("expires", "")
    return age == "0" or age.startswith("-") or (not age and bool(_LONG_AGO.search(ends)))
