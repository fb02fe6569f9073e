"""The addresses that an answer shows or loads, and the markup in it that would run."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

_MARKDOWN = re.compile(r"!?\[[^\]\n]{0,500}\]\(\s*<?(https?://[^\s)>]{1,4000})", re.IGNORECASE)
_REFERENCE = re.compile(r"^\s*\[[^\]\n]{1,200}\]:\s*<?(https?://[^\s>]{1,4000})", re.I | re.M)
_HTML = re.compile(
    r"<(?:img|a|iframe|script|link|video|audio|source|form|object|embed)\b[^>]{0,2000}?"
    r"(?:src|href|action|data|srcset)\s*=\s*[\"']?(https?://[^\s\"'>]{1,4000})",
    re.IGNORECASE,
)
_BARE = re.compile(r"https?://[^\s<>\"'`)\]]{4,4000}", re.IGNORECASE)
_FENCED = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_ACTIVE = re.compile(
    r"<script\b|<[a-z][^>]{0,2000}?\son[a-z]{3,20}\s*=|<iframe\b|<svg\b[^>]{0,200}\son|"
    r"\]\(\s*<?(?:javascript|vbscript|data:text/html)[^)]{0,200}|"
    r"(?:href|src)\s*=\s*[\"']?\s*javascript:",
    re.IGNORECASE,
)


def shown(text: str) -> tuple[str, ...]:
    """URLs of pictures and links that a page showing the answer loads or offers."""
    plain = outside_code(text)
    found = [
        unescape(match[1])
        for one in (_MARKDOWN, _REFERENCE, _HTML)
        for match in one.finditer(plain)
    ]
    return tuple(dict.fromkeys(found))


def written(text: str) -> tuple[str, ...]:
    """Every URL in it, also one that is plain text; many chats make a link of it."""
    bare = [match[0].rstrip(".,;:!?") for match in _BARE.finditer(text)]
    return tuple(dict.fromkeys([*shown(text), *bare]))


def host_in(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def carried(url: str) -> str:
    """What a URL tells whoever is asked for it: all of it, decoded."""
    return unquote(url)


def active(text: str) -> str:
    """The first piece of markup outside code that a page would run unless it escapes it, or ""."""
    match = _ACTIVE.search(outside_code(text))
    return match[0] if match else ""


def outside_code(text: str) -> str:
    """The text without its code blocks and code spans, which pages show as they are."""
    return _FENCED.sub(" ", text)
