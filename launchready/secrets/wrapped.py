"""Looks through one wrapping: base64, as Kubernetes keeps secrets, and the escapes of addresses."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import quote, unquote

from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.detector import Detector, Seen
from launchready.secrets.matching import Match
from launchready.secrets.page import Page

# The shortest and the longest run looked into, in characters: a token takes 24 at least.
SHORTEST = 24
_LONGEST = 200_000
# Shorter anchors would be anywhere in base64.
_ANCHOR = 4
_BASE64 = re.compile(rf"[A-Za-z0-9+/]{{{SHORTEST},}}={{0,2}}|[A-Za-z0-9_-]{{{SHORTEST},}}={{0,2}}")
_ESCAPED = re.compile(r"[^\s\"'`<>]{0,2000}?%[0-9A-Fa-f]{2}[^\s\"'`<>]{0,4000}")

Unwrap = Callable[[str], str]


@cache
def _in_base64() -> tuple[Detector, ...]:
    return tuple(one for one in FORMS if _is_plain(one) and min(map(len, one.anchors)) >= _ANCHOR)


@cache
def _in_addresses() -> tuple[Detector, ...]:
    return tuple(one for one in FORMS if _is_plain(one) and all(_quoted(a) for a in one.anchors))


def _is_plain(one: Detector) -> bool:
    return bool(one.pattern and one.anchors and not one.path and not one.folded)


def _quoted(anchor: str) -> str:
    """An anchor as an address has it, "" where it looks the same there."""
    escaped = quote(anchor, safe="")
    return "" if escaped == anchor else escaped


def in_base64() -> Iterator[str]:
    """What stands in base64 where an anchor stands in the text: three ways, by where it begins."""
    for anchor in dict.fromkeys(a for one in _in_base64() for a in one.anchors):
        for before in range(3):
            raw = b"\0" * before + anchor.encode()
            sure = len(raw) * 8 // 6
            made = base64.b64encode(raw)[-(-before * 8 // 6) : sure].decode()
            yield made
            yield made.replace("+", "-").replace("/", "_")


def in_addresses() -> Iterator[str]:
    """What stands in an escaped address where an anchor stands in a plain one; case varies."""
    anchors = (a for one in _in_addresses() for a in one.anchors)
    yield from dict.fromkeys(_quoted(one) for one in anchors if _quoted(one))


def by_wrapping(page: Page) -> Iterator[Match]:
    """What stands within something that is only written differently."""
    for run in _BASE64.finditer(page.text):
        inner = _decoded(run[0])
        if inner:
            yield from _within(page, run, inner, _in_base64())
    if "%" in page.text:
        for run in _ESCAPED.finditer(page.text):
            written = run[0].lower()
            if any(one.lower() in written for one in in_addresses()):
                yield from _within(page, run, unquote(run[0], errors="replace"), _in_addresses())


def _within(
    page: Page, run: "re.Match[str]", inner: str, forms: tuple[Detector, ...]
) -> Iterator[Match]:
    lower = inner.lower()
    for one in forms:
        for found in one.matches(inner, lower):
            value = found["value"]
            seen = Seen(path=page.path, line=inner, now=page.now)
            start, end = _place(run[0], inner, found.span("value"))
            weight = one.weigh(value, seen, one.rule.impact)
            yield Match(one, run.start() + start, run.start() + end, weight, value)


def _place(run: str, inner: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where a value of the inner text is in the outer one: there as well, or about there."""
    value = inner[span[0] : span[1]]
    start = run.find(value)
    if start >= 0:
        return start, start + len(value)
    longer = len(run) / len(inner)
    return int(span[0] * longer), max(int(span[0] * longer) + 1, int(span[1] * longer))


def _decoded(run: str) -> str:
    """The text in base64, "" where it is none."""
    bare = run.rstrip("=").replace("-", "+").replace("_", "/")
    if len(bare) > _LONGEST or len(bare) % 4 == 1:
        return ""
    try:
        inner = base64.b64decode(bare + "=" * (-len(bare) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return inner if not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", inner) else ""
