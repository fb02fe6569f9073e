"""Paths by pattern, as people know them from .gitignore."""

import re
from functools import cache


@cache
def _form(glob: str) -> "re.Pattern[str]":
    pattern = glob.strip("/")
    parts = [_part(one) for one in re.split(r"(\*\*/|/\*\*$|\*|\?)", pattern)]
    anywhere = "" if "/" in glob.rstrip("/") else r"(?:.*/)?"
    return re.compile(f"{anywhere}{''.join(parts)}(?:/.*)?", re.DOTALL)


def _part(text: str) -> str:
    wild = {"**/": r"(?:.*/)?", "/**": r"/.*", "*": r"[^/]*", "?": r"[^/]"}
    return wild.get(text, re.escape(text))


def is_among(path: str, globs: tuple[str, ...]) -> bool:
    """Whether a path is one that a pattern names, or below one.

    `*` and `?` stay within a name, `**` does not; a pattern without a slash names files and
    folders wherever they are.
    """
    return any(_form(one).fullmatch(path) for one in globs)
