"""What headers say about the caches an answer came through."""

import re
from collections.abc import Sequence

# The fields in which caches say what they did, and how each writes that it had the answer.
_TOLD = (
    ("cache-status", re.compile(r";\s*hit\b", re.IGNORECASE)),  # RFC 9211, 2.1
    ("cf-cache-status", re.compile(r"^(?:HIT|STALE|REVALIDATED|UPDATING)", re.IGNORECASE)),
    ("x-vercel-cache", re.compile(r"^(?:HIT|STALE|PRERENDER)", re.IGNORECASE)),
    ("x-nextjs-cache", re.compile(r"^(?:HIT|STALE)", re.IGNORECASE)),
    ("x-cache-status", re.compile(r"^(?:HIT|STALE)", re.IGNORECASE)),
    ("x-cache", re.compile(r"\bhit\b", re.IGNORECASE)),
    ("x-proxy-cache", re.compile(r"\bhit\b", re.IGNORECASE)),
)
_ALSO = ("age", "cache-control", "cdn-cache-control", "vary", "x-served-by")
_LONGEST = 120  # characters of a value

Headers = Sequence[tuple[str, str]]


def was_hit(headers: Headers) -> bool:
    """Whether a cache says that it had the answer already."""
    said = dict(reversed(headers))
    told = any(pattern.search(said.get(name, "")) for name, pattern in _TOLD)
    age = said.get("age", "0")
    return told or (age.isdigit() and int(age[:12]) > 0)


def seen_by(headers: Headers) -> tuple[str, ...]:
    """The fields that say what caches did, one a line."""
    names = {name for name, _ in _TOLD} | set(_ALSO)
    return tuple(f"{name}: {value[:_LONGEST]}" for name, value in headers if name in names)
