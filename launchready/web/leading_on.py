"""Pages that send their visitors on by themselves: a Refresh, or a script and nothing else."""

import re
from html import unescape

from launchready.core.browser import Response
from launchready.core.destination import resolve

# Characters of a page that are read: what leads on stands at its top.
_MOST = 64_000
# Characters of text with which a page is one to read, not a step on the way.
_FEW_WORDS = 200
_REFRESH = re.compile(r"\s*[0-9.]*\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"'>\s]+)", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_IS_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_MOVES = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"']([^\"']{1,2000})[\"']"
    r"|\blocation\.(?:replace|assign)\(\s*[\"']([^\"']{1,2000})[\"']"
)


def leads_on(response: Response, url: str) -> tuple[str, str] | None:
    """How a page sends visitors on and to where; None when it does not, or only to itself."""
    if not 200 <= response.status < 300:
        return None
    how, where = _said(response)
    target = resolve(url, where) if where else None
    return (how, target) if target and target != url else None


def _said(response: Response) -> tuple[str, str]:
    header = _REFRESH.match(response.header("refresh") or "")
    if header:
        return "a Refresh header", header[1]
    if "html" not in (response.header("content-type") or "html"):
        return "", ""
    page = _without(_without(response.text[:_MOST], "<!--", "-->"), "<noscript", "</noscript>")
    for tag in _META.findall(page):
        content = _CONTENT.search(tag) if _IS_REFRESH.search(tag) else None
        said = _REFRESH.match(unescape(content[1] or content[2] or "")) if content else None
        if said:
            return "a meta refresh", said[1]
    return _by_script(page)


def _by_script(page: str) -> tuple[str, str]:
    """Only pages of few words and no script of elsewhere: an app may move people as it likes."""
    shown = _without(_without(page, "<script", "</script>"), "<style", "</style>")
    words = re.sub(r"<[^<>]*>", " ", shown).split()
    if sum(map(len, words)) > _FEW_WORDS or re.search(r"<script[^<>]*\ssrc\s*=", page, re.I):
        return "", ""
    found = _MOVES.search(page)
    return ("a script", found[1] or found[2]) if found else ("", "")


def _without(text: str, start: str, end: str) -> str:
    """A text without what stands between marks, read once from front to back."""
    lower, kept, at = text.lower(), list[str](), 0
    while (begins := lower.find(start, at)) >= 0:
        kept.append(text[at:begins])
        ends = lower.find(end, begins)
        if ends < 0:
            return "".join(kept)
        at = ends + len(end)
    return "".join([*kept, text[at:]])
