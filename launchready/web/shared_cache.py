"""What a shared cache may do with an answer: store it, and for how long give it to others.

Sources: RFC 9111, 3 (storing) and 4.2 (freshness); RFC 9213 (fields for caches of one kind).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

Headers = Sequence[tuple[str, str]]

# Statuses a cache may keep unasked (RFC 9110, 15.1), and those it understands.
_BY_HEURISTIC = frozenset({200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501})
_UNDERSTOOD = _BY_HEURISTIC | {302, 303, 307, 400, 403, 500, 502, 503, 504}
# The most specific field that is there counts, and the others say nothing then (RFC 9213, 2.2).
TARGETED = (
    "cloudflare-cdn-cache-control",
    "vercel-cdn-cache-control",
    "netlify-cdn-cache-control",
    "cdn-cache-control",
)
_LONGEST = 2**31  # seconds; a number above counts as this one (RFC 9111, 1.2.2)
_SHARE = 0.1  # of the time since it was changed, an answer may be guessed to be fresh (4.2.2)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_MEMBER = re.compile(r"""\s*([a-z*][a-z0-9_.*-]*)\s*(?:=\s*("[^"]*"|[^,;\s]*))?((?:;[^,]*)?)\s*""")
_ITEM = re.compile(r'-?\d{1,15}(?:\.\d{1,3})?|"[^"]*"|\?[01]|[A-Za-z*][^\s"]*')
_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT",
    re.IGNORECASE,
)
_OLD_DATE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-([a-z]{3})-(\d\d) "
    r"(\d\d):(\d\d):(\d\d) GMT",
    re.IGNORECASE,
)
_C_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([a-z]{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})",
    re.IGNORECASE,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """How an answer may be given to others: not at all, `fresh` by what it says, by a `guess`
    from its age, or only after asking again (`stale`); for so many seconds more, because of
    `by`."""

    kind: Literal["never", "stale", "guess", "fresh"]
    seconds: float = 0.0
    by: str = ""

    @property
    def is_shared(self) -> bool:
        return self.kind in ("fresh", "guess")


@dataclass(frozen=True, slots=True, kw_only=True)
class Directives:
    """What a Cache-Control or one of its kin says, names in lower case; `by` is the field."""

    by: str = "cache-control"
    said: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.said

    def seconds(self, name: str) -> int | None:
        """A duration; None where it is missing, and 0 where it is no number (4.2.1)."""
        if name not in self.said:
            return None
        text = self.said[name]
        return min(int(text[:12]), _LONGEST) if text.isascii() and text.isdigit() else 0


def reuse(
    status: int, headers: Headers, now: datetime, *, had_authorization: bool = False
) -> Reuse:
    """What a shared cache may do with the answer to a GET received at `now`."""
    said = directives(headers)
    refused = _refusal(status, headers, said, had_authorization=had_authorization)
    if refused is not None:
        return Reuse(kind="never", by=refused)
    lifetime, kind, by = _lifetime(status, headers, said, now)
    left = lifetime + _grace(said) - _age(headers, now)
    if "no-cache" in said:
        return Reuse(kind="stale", by=f"{said.by}: no-cache")
    if left <= 0:
        return Reuse(kind="stale", by=by)
    return Reuse(kind=kind, seconds=left, by=by)


def directives(headers: Headers) -> Directives:
    """The directives that count for a cache in front of the site."""
    for name in TARGETED:
        found = _dictionary(name, values(headers, name))
        if found is not None:
            return found
    return Directives(said=_cache_control(values(headers, "cache-control")))


def values(headers: Headers, name: str) -> list[str]:
    return [value for key, value in headers if key.lower() == name]


def _refusal(
    status: int, headers: Headers, said: Directives, *, had_authorization: bool
) -> str | None:
    """Why it may not be stored, or not be given to others even when it is."""
    understands = "must-understand" in said and status in _UNDERSTOOD
    if "no-store" in said and not understands:
        return f"{said.by}: no-store"
    if "must-understand" in said and status not in _UNDERSTOOD:
        return f"{said.by}: must-understand"
    if "private" in said:
        return f"{said.by}: private"
    if any("*" in [one.strip() for one in text.split(",")] for text in values(headers, "vary")):
        return "vary: *"
    may_share = any(one in said for one in ("public", "s-maxage", "must-revalidate"))
    if had_authorization and not may_share:
        return "the request's Authorization"
    is_explicit = any(one in said for one in ("public", "max-age", "s-maxage"))
    has_expires = said.by == "cache-control" and bool(values(headers, "expires"))
    if status == 206 or status < 200:
        return f"status {status}"
    if not is_explicit and not has_expires and status not in _BY_HEURISTIC:
        return f"status {status}"
    return None


def _grace(said: Directives) -> int:
    """How long it may be given out while it is asked for again (RFC 5861, 3), in seconds."""
    forbidden = any(one in said for one in ("must-revalidate", "proxy-revalidate", "s-maxage"))
    return 0 if forbidden else said.seconds("stale-while-revalidate") or 0


def _lifetime(
    status: int, headers: Headers, said: Directives, now: datetime
) -> tuple[float, Literal["fresh", "guess"], str]:
    for name in ("s-maxage", "max-age"):
        seconds = said.seconds(name)
        if seconds is not None:
            return seconds, "fresh", f"{said.by}: {name}={seconds}"
    date = _dated(headers, "date") or now
    expires = values(headers, "expires")
    if expires and said.by == "cache-control":
        until = http_date(expires[0]) if len(expires) == 1 else None
        return ((until - date).total_seconds() if until else 0), "fresh", "expires"
    changed = _dated(headers, "last-modified")
    if changed is None or not ("public" in said or status in _BY_HEURISTIC):
        return 0, "guess", "nothing that says how long"
    return max(0.0, (date - changed).total_seconds() * _SHARE), "guess", "last-modified alone"


def _age(headers: Headers, now: datetime) -> float:
    """How old an answer is already (4.2.3), in seconds."""
    date = _dated(headers, "date")
    apparent = (now - date).total_seconds() if date else 0.0
    first = values(headers, "age")[0].partition(",")[0].strip() if values(headers, "age") else ""
    told = min(int(first[:12]), _LONGEST) if first.isascii() and first.isdigit() else 0
    return max(apparent, told, 0.0)


def _dated(headers: Headers, name: str) -> datetime | None:
    found = values(headers, name)
    return http_date(found[0]) if found else None


def _cache_control(texts: Sequence[str]) -> dict[str, str]:
    """The directives of all headers; of two that differ the shorter life counts (4.2.1)."""
    said: dict[str, str] = {}
    for part in _parts(", ".join(texts)):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        key = name.lower()
        if not _TOKEN.fullmatch(name) or (equals and part.partition("=")[0] != name):
            continue
        bare = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
        if key in said and key in ("max-age", "s-maxage"):
            bare = min(said[key], bare, key=lambda one: int(one) if one.isdigit() else 0)
        said[key] = bare
    return said


def _parts(text: str) -> list[str]:
    """A list's members; a comma within quotes parts nothing."""
    return [one.strip() for one in re.findall(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+', text)]


def _dictionary(name: str, texts: Sequence[str]) -> Directives | None:
    """A structured dictionary (RFC 9651, 3.2); None where it is missing or is none, for then a
    cache goes on as if it had not been sent."""
    if not texts:
        return None
    said: dict[str, str] = {}
    for member in ",".join(texts).split(","):
        match = _MEMBER.fullmatch(member)
        if not match:
            return None
        key, value = match[1], match[2]
        if value is not None and not _ITEM.fullmatch(value):
            return None
        said[key] = "" if value is None else value
    for key in ("max-age", "s-maxage"):
        if key in said and not said[key].isdigit():
            del said[key]
    return Directives(by=name, said=said)


def http_date(text: str) -> datetime | None:
    """An HTTP date in one of its three forms (RFC 9110, 5.6.7), None for anything else."""
    if match := _DATE.fullmatch(text):
        day, month, year, *clock = match.groups()
    elif match := _OLD_DATE.fullmatch(text):
        day, month, year, *clock = match.groups()
        year = f"20{year}" if int(year) < 70 else f"19{year}"
    elif match := _C_DATE.fullmatch(text):
        month, day, *clock, year = match.groups()
    else:
        return None
    hour, minute, second = (int(one) for one in clock)
    try:
        at = _MONTHS.index(month.capitalize()) + 1
        return datetime(int(year), at, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
