"""Reads sitemaps and sitemap indexes (sitemaps.org's protocol), at most so much of each."""

import zlib
from dataclasses import dataclass
from xml.parsers import expat

# What is unpacked of a packed one, in bytes; the protocol allows 50 MB, and hosts show early.
LARGEST = 10_000_000
_MOST = 50_000  # addresses in one file, by the protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """The addresses in it; `is_index` where they are sitemaps themselves, `is_cut` where more
    would have followed."""

    is_index: bool
    addresses: tuple[str, ...]
    is_cut: bool = False


class NoSitemapError(Exception):
    """It is not a sitemap; the text says why."""


def parsed(raw: bytes, *, cut: bool = False) -> Sitemap:
    """A sitemap as XML, plain text or either of them in gzip; its beginning where it is `cut`.

    Raises NoSitemapError.
    """
    raw = _unpacked(raw) if raw[:2] == b"\x1f\x8b" else raw
    head = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if head.startswith(b"<"):
        if head.startswith((b"<!doctype html", b"<html")):
            raise NoSitemapError("it is an HTML page")
        return _xml(raw.removeprefix(b"\xef\xbb\xbf").lstrip(), cut=cut)
    lines = [one.strip() for one in raw.decode("utf-8", "replace").splitlines() if one.strip()]
    lines = lines[:-1] if cut else lines
    if not lines or not all(one.startswith(("http://", "https://")) for one in lines):
        raise NoSitemapError("it is neither XML nor a list of addresses")
    return Sitemap(is_index=False, addresses=tuple(lines[:_MOST]), is_cut=cut)


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(raw, LARGEST)
    except zlib.error:
        raise NoSitemapError("it is not the gzip file it looks like") from None


def _xml(raw: bytes, *, cut: bool) -> Sitemap:
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(raw, not cut)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise NoSitemapError(f"line {error.lineno} is no XML: {reason}") from None
    if reader.root not in ("urlset", "sitemapindex"):
        raise NoSitemapError(f"it begins with <{reader.root[:40]}>, not with <urlset>")
    is_index = reader.root == "sitemapindex"
    return Sitemap(is_index=is_index, addresses=tuple(reader.found[:_MOST]), is_cut=cut)


class _Reader:
    def __init__(self) -> None:
        self.root = ""
        self.found: list[str] = []
        self._path: list[str] = []
        self._text = ""

    def refuse(self, *_: object) -> None:
        raise NoSitemapError("it declares a document type, which sitemaps have none of")

    def start(self, name: str, _: dict[str, str]) -> None:
        bare = name.rpartition(" ")[2]
        self.root = self.root or bare
        self._path.append(bare)
        self._text = ""

    def end(self, _: str) -> None:
        if self._path[1:] in (["url", "loc"], ["sitemap", "loc"]) and len(self.found) <= _MOST:
            self.found.append(self._text.strip())
        self._path.pop()

    def text(self, data: str) -> None:
        if self._path[-1] == "loc":
            self._text += data
