"""Wildcards of the rules language: `*` is any text, and a backslash takes its meaning away."""

import re

_PART = re.compile(r"\\([*\\])|(\*+)|([^*])", re.DOTALL)


def has_double_star(pattern: str) -> bool:
    return any(one[2] and len(one[2]) > 1 for one in _PART.finditer(pattern))


def matches(pattern: str, text: str, *, strictly: bool) -> bool:
    """Whether the whole text is like the pattern; `strictly` heeds upper and lower case.

    Takes time in proportion to the product of the two lengths, whatever they are.
    """
    if not strictly:
        pattern, text = pattern.lower(), text.lower()
    pieces = _pieces(pattern)
    first, rest = pieces[0], pieces[1:]
    if not rest:
        return text == first
    if not text.startswith(first):
        return False
    place = len(first)
    for piece in rest[:-1]:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(text) - place >= len(rest[-1]) and text.endswith(rest[-1])


def _pieces(pattern: str) -> list[str]:
    """The texts between the stars."""
    pieces = [""]
    for one in _PART.finditer(pattern):
        if one[2]:
            pieces.append("")
        else:
            pieces[-1] += one[1] or one[3]
    return pieces
