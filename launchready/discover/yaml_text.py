"""Writes text that strangers chose into YAML, so that it is read back as it was."""

import re

from launchready.report.escape import is_unseen

# Unquoted only what can be nothing but text, and is no variable: hosts, paths, plain words.
_PLAIN = re.compile(r"/?[A-Za-z](?:[A-Za-z0-9_./-]*[A-Za-z0-9_/])?|/")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
WIDEST = 96  # characters of a line before a list is put below itself


def scalar(text: str) -> str:
    """A text, in which nothing is filled in."""
    return spelt(text.replace("${", "$${"))


def spelt(text: str) -> str:
    """A text as it stands, `${NAME}` filled in later."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_escaped(one) for one in text) + '"'


def row(key: str, items: list[str], indent: str) -> list[str]:
    """A key with a list: in one line where that is short, else a line an item."""
    line = f"{indent}{key}: [{', '.join(items)}]"
    if len(line) <= WIDEST:
        return [line]
    return [f"{indent}{key}:", *(f"{indent}  - {one}" for one in items)]


def comment(text: str, longest: int = 160) -> str:
    """A text within one comment, whatever it holds."""
    shown = " ".join("".join(" " if is_unseen(one) else one for one in text).split())
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _escaped(mark: str) -> str:
    if mark in '"\\':
        return "\\" + mark
    if mark.isprintable() and mark != "\N{ZERO WIDTH NO-BREAK SPACE}":
        return mark
    code = ord(mark) if not 0xD800 <= ord(mark) <= 0xDFFF else 0xFFFD
    return f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}"
