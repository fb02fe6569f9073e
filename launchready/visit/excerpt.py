"""What a page shows, and a short part of it that is safe to print."""

import html
import re

from launchready.core.browser import Response

_WINDOW = 300  # characters on each side that masking looks at
_LONGEST = 160  # characters that are shown

_TAG = re.compile(r"<(?:!--|[/!?]?[a-zA-Z])")
_IN_TAG = re.compile(r">|=\s{0,8}[\"']")
_HIDDEN = re.compile(r"<(script|style|template|noscript)\b", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NAMED = re.compile(
    r"([\w-]{0,40}(?:token|secret|passw|key|auth|cookie|session|csrf|nonce)[\w-]{0,40}"
    r"[\"']?\s{0,3}[:=]\s{0,3})(?:\"[^\"]*\"?|'[^']*'?|(?:Bearer |Basic )?[^\s,;&<>]+)",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"[A-Za-z0-9_+=~-]{16,}")
_CUT_BEFORE = re.compile(r"^[^\s,;{}<>\"']*")
_CUT_AFTER = re.compile(r"(?<![^\s,;{}<>\"'])[^\s,;{}<>\"']*$")


def visible(response: Response) -> str:
    """The text a visitor reads, whitespace as browsers show it; other kinds as they are."""
    text = response.text
    if "html" not in (response.header("content-type") or "html"):
        return " ".join(text.split())
    return " ".join(html.unescape("".join(_pieces(text))).split())


def _pieces(text: str) -> list[str]:
    """The text between tags. Goes forward only, so that no page takes long."""
    pieces, at = [], 0
    while (tag := _TAG.search(text, at)) is not None:
        pieces.append(text[at : tag.start()])
        hidden = _HIDDEN.match(text, tag.start())
        if tag.group() == "<!--":
            end = text.find("-->", tag.end())
            at = end + 3
        else:
            closing = re.compile(rf"</{hidden[1]}", re.IGNORECASE) if hidden else None
            start = closing.search(text, tag.end()) if closing else tag
            end = _end_of_tag(text, start.end()) if start else -1
            at = end + 1
            # Words on both sides of a paragraph's end are two; those around <b> are one.
            pieces.append("" if _is_inline(tag, text) else " ")
        if end == -1:
            return pieces
    return [*pieces, text[at:]]


def _end_of_tag(text: str, at: int) -> int:
    """Where a tag is closed; a > in a quoted value closes none. -1 where nothing does."""
    while (mark := _IN_TAG.search(text, at)) is not None:
        if mark.group() == ">":
            return mark.start()
        at = text.find(mark.group()[-1], mark.end()) + 1
        if not at:
            return -1
    return -1


def _is_inline(tag: re.Match[str], text: str) -> bool:
    name = re.compile(r"[a-zA-Z0-9]*").match(text, tag.end() - 1)
    return name is not None and name.group().lower() in _INLINE


_INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "u"}
)


def excerpt(text: str, around: str = "") -> str:
    """A short part of a text, around a word of it or from its start, without likely secrets."""
    at = max(text.find(around), 0)
    start, end = max(0, at - _WINDOW), at + len(around) + _WINDOW
    window = without_secrets(_whole_words(text, start, end))
    begin = max(0, max(window.find(around), 0) - (_LONGEST - len(around)) // 2)
    shown = _whole_words(window, begin, begin + _LONGEST)
    before = "… " if start or begin else ""
    after = " …" if end < len(text) or begin + _LONGEST < len(window) else ""
    return before + shown + after


def _whole_words(text: str, start: int, end: int) -> str:
    """A slice without the words it would cut, half a secret being one too."""
    part = text[start:end]
    if start:
        part = _CUT_BEFORE.sub("", part)
    if end < len(text):
        part = _CUT_AFTER.sub("", part)
    return part.strip()


def without_secrets(text: str) -> str:
    """The text with what looks like a credential or belongs to a person left out."""
    text = _EMAIL.sub("…", _NAMED.sub(r"\1…", text))
    return _LONG_WORD.sub(lambda word: "…" if _is_random(word[0]) else word[0], text)


def _is_random(word: str) -> bool:
    return any(one.isdigit() for one in word) and any(one.isalpha() for one in word)
