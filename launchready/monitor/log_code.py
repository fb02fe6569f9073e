"""Source code with its comments and its texts blanked, so that only code is left to read.

What a text interpolates stays, for it is code; so does a text that is a name and nothing else,
since it names a key. Every character keeps its place.
"""

import re
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z_][\w.-]{0,59}\Z")
_SPACED = re.compile(r"[^\n]")
# Characters of one text: beyond this an unclosed quote is taken for a stray one.
_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class _Quoting:
    """How a text starts and ends; `inner` opens what it interpolates, "" where it does not."""

    start: str
    end: str
    inner: str = ""
    is_many_lines: bool = False
    is_raw: bool = False


_PLAIN = (_Quoting('"', '"'), _Quoting("'", "'"))
_C_COMMENT = r"//[^\n]*|/\*.*?\*/"
_REGEX = r"(?<=[(,=:\[!&|?{};])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*"
_LANGUAGES: dict[str, tuple[str, tuple[_Quoting, ...]]] = {
    "javascript": (
        rf"{_C_COMMENT}|{_REGEX}",
        (*_PLAIN, _Quoting("`", "`", "${", is_many_lines=True)),
    ),
    "python": (
        r"#[^\n]*",
        tuple(
            _Quoting(f"{prefix}{quote}", quote, inner, len(quote) == 3)
            for quote in ('"""', "'''", '"', "'")
            for prefix, inner in (("f", "{"), ("F", "{"), ("", ""))
        ),
    ),
    "ruby": (r"#(?!\{)[^\n]*|^=begin.*?^=end", (_Quoting('"', '"', "#{"), _Quoting("'", "'"))),
    "elixir": (
        r"#(?!\{)[^\n]*",
        (_Quoting('"""', '"""', "#{", is_many_lines=True), _Quoting('"', '"', "#{"), _PLAIN[1]),
    ),
    "php": (
        rf"{_C_COMMENT}|#(?!\[)[^\n]*",
        (_Quoting('"', '"', "{$", is_many_lines=True), _Quoting("'", "'", is_many_lines=True)),
    ),
    "go": (_C_COMMENT, (*_PLAIN, _Quoting("`", "`", is_many_lines=True, is_raw=True))),
    "java": (
        _C_COMMENT,
        (_Quoting('"""', '"""', "${", is_many_lines=True), _Quoting('"', '"', "${"), _PLAIN[1]),
    ),
}
_FOUND = {
    language: re.compile(
        "(?P<comment>"
        + comment
        + ")|"
        + "|".join(re.escape(one.start) for one in sorted(texts, key=lambda q: -len(q.start)))
        + r"|[{}]",
        re.S | re.M,
    )
    for language, (comment, texts) in _LANGUAGES.items()
}
# PHP puts `$name` and `$user->email` into a text as they stand.
_PHP_INNER = re.compile(r"\$[A-Za-z_]\w*(?:->\w+|\[\w+\])?")
_KOTLIN_INNER = re.compile(r"\$[A-Za-z_]\w*")


def code_of(text: str, language: str) -> str:
    """The text with everything blanked that is no code. Never raises."""
    out: list[str] = []
    place = _code(text, 0, language, out, depth=0)
    out.append(text[place:])
    return "".join(out)


def _code(text: str, place: int, language: str, out: list[str], depth: int) -> int:
    """Reads code until the text ends, or the brace that closes an interpolation."""
    find, open_braces = _FOUND[language], 0
    quotings = {one.start: one for one in _LANGUAGES[language][1]}
    while found := find.search(text, place):
        out.append(text[place : found.start()])
        mark, place = found.group(), found.end()
        if found.lastgroup == "comment":
            out.append(_SPACED.sub(" ", mark))
        elif mark == "{":
            open_braces += 1
            out.append(mark)
        elif mark == "}":
            out.append(mark)
            if depth and not open_braces:
                return place
            open_braces = max(0, open_braces - 1)
        else:
            place = _text(text, place, language, quotings[mark], out, depth)
    return place


def _text(text: str, place: int, language: str, how: _Quoting, out: list[str], depth: int) -> int:
    """Blanks a text from behind its opening quote to behind its closing one."""
    out.append(how.start)
    end = _plain_end(text, place, how)
    if end is not None and _NAME.match(text[place:end]):
        out.append(text[place:end] + how.end)
        return end + len(how.end)
    last = min(len(text), place + _LONGEST_TEXT)
    while place < last:
        if text[place] == "\\" and not how.is_raw:
            out.append(_SPACED.sub(" ", text[place : place + 2]))
            place += 2
        elif text.startswith(how.end, place):
            out.append(how.end)
            return place + len(how.end)
        elif text[place] == "\n" and not how.is_many_lines:
            return place
        elif how.inner and text.startswith(how.inner, place) and depth < 8:
            if how.inner == "{" and text.startswith("{{", place):
                out.append("  ")
                place += 2
                continue
            out.append(how.inner)
            place = _code(text, place + len(how.inner), language, out, depth + 1)
        else:
            place = _character(text, place, language, how, out)
    return place


def _character(text: str, place: int, language: str, how: _Quoting, out: list[str]) -> int:
    inner = None
    if text[place] == "$" and how.inner:
        if language == "php":
            inner = _PHP_INNER.match(text, place)
        elif language == "java":
            inner = _KOTLIN_INNER.match(text, place)
    if inner is not None:
        out.append(inner.group())
        return inner.end()
    out.append("\n" if text[place] == "\n" else " ")
    return place + 1


def _plain_end(text: str, place: int, how: _Quoting) -> int | None:
    end = text.find(how.end, place, place + 64)
    return end if end > place else None
