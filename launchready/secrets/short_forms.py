"""Short forms of patterns: what every match begins with, cheap enough to look for everywhere.

A short form has no lookaround, no group and no end, and lets more through than its pattern. It
is written for bytes of UTF-8 and holds what hyperscan, re2 and re all understand.
"""

import re
from typing import Any

# The most characters that one repetition demands, where few are demanded in all.
_REPEATED = 12


class _EndError(Exception):
    """Enough is demanded; what follows is left out."""


def short_form(pattern: str, demanded: int) -> bytes | None:
    """What must stand where a pattern matches, None where that cannot be told.

    `demanded` is how many characters of a match are looked at: more take time to make ready, and
    rarely tell more.
    """
    try:
        from re import _parser  # private, and the only parser there is

        parsed = _parser.parse(pattern, re.ASCII)
        writer = _Writer(bool(parsed.state.flags & re.IGNORECASE), max(_REPEATED, demanded // 2))
        written = writer.sequence(parsed, demanded)[0]
    except (ImportError, AttributeError, KeyError, UnicodeEncodeError, ValueError):
        return None
    return written.encode("ascii") or None


_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}


class _Writer:
    """Writes a parsed pattern anew; every part comes with how many characters it demands, and
    whether it is whole."""

    def __init__(self, folded: bool, repeated: int) -> None:  # noqa: FBT001 - how it begins
        self._folded = folded
        self._repeated = repeated

    def sequence(self, parts: Any, room: int) -> tuple[str, int, bool]:
        written, used = "", 0
        for sign, value in parts:
            if used >= room:
                return written, used, False
            one, size, is_whole = self._part(str(sign), value, room - used)
            written, used = written + one, used + size
            if not is_whole:
                return written, used, False
        return written, used, True

    def _part(self, sign: str, value: Any, room: int) -> tuple[str, int, bool]:
        match sign:
            case "LITERAL":
                return self._literal(value), 1, True
            case "NOT_LITERAL":
                return f"[^{_escaped(value)}]+", 1, True
            case "ANY":
                return r"[^\n]+", 1, True
            case "IN":
                written, is_wide = self._class(value)
                return written + ("+" if is_wide else ""), 1, True
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, repeated = value
                return self._repeat(least, most, repeated, room)
            case "SUBPATTERN":
                return self._group(value, room)
            case "BRANCH":
                every = [self.sequence(one, room) for one in value[1]]
                written = "|".join(one for one, _, _ in every)
                return f"(?:{written})", min(size for _, size, _ in every), _all_whole(every)
            case "ASSERT" | "ASSERT_NOT" | "AT":
                return "", 0, True
        return "", room, False

    def _group(self, value: Any, room: int) -> tuple[str, int, bool]:
        _, adds, drops, parts = value
        before = self._folded
        self._folded = (before or bool(adds & re.IGNORECASE)) and not drops & re.IGNORECASE
        written, size, is_whole = self.sequence(parts, room)
        self._folded = before
        return f"(?:{written})", size, is_whole

    def _repeat(self, least: int, most: int, parts: Any, room: int) -> tuple[str, int, bool]:
        written, size, is_whole = self.sequence(parts, room)
        if not is_whole:
            # Only the first of several: none at all where there may be none.
            return (f"(?:{written})", size, False) if least else ("", 0, False)
        if written.endswith("+") and len(parts) == 1:
            # A character is a byte or more, and one sign after another would be tried in turn.
            return f"{written[:-1]}{{{min(least, self._repeated)},}}", least, True
        if most > 1 and re.search(r"[+*]|,}", written):
            # Repeated within a repetition, there are too many ways to go wrong: one is enough.
            return (f"(?:{written})", size, False) if least else ("", 0, False)
        wide = size != 1
        bare = f"(?:{written})"
        if not least:
            few = most <= 1 or (not wide and most <= 64)
            return f"{bare}{{0,{most}}}" if few else f"{bare}*", 0, True
        demanded = min(least, self._repeated)
        if demanded < least or size * demanded >= room:
            return f"{bare}{{{demanded}}}", size * demanded, False
        if least == most:
            return f"{bare}{{{least}}}", size * least, True
        upper = str(most) if not wide and most <= 64 else ""
        return f"{bare}{{{least},{upper}}}", size * least, True

    def _literal(self, code: int) -> str:
        if code > 127:
            return "".join(f"\\x{byte:02x}" for byte in chr(code).encode())
        return f"(?i:{_escaped(code)})" if self._folded and chr(code).isalpha() else _escaped(code)

    def _class(self, items: Any) -> tuple[str, bool]:
        """A class of characters, and whether one of them may take several bytes."""
        written, negated = "", False
        for sign, value in items:
            match str(sign):
                case "NEGATE":
                    negated = True
                case "LITERAL":
                    written += _escaped(value)
                case "RANGE":
                    written += f"{_escaped(value[0])}-{_escaped(value[1])}"
                case "CATEGORY":
                    written += _CATEGORIES[str(value)]
        bare = f"[{'^' if negated else ''}{written}]"
        is_wide = negated or "\\S" in written or "\\D" in written or "\\W" in written
        return (f"(?i:{bare})" if self._folded else bare), is_wide


def _all_whole(every: list[tuple[str, int, bool]]) -> bool:
    return all(is_whole for _, _, is_whole in every)


def _escaped(code: int) -> str:
    """A character of ASCII as a pattern has it. Raises UnicodeEncodeError for others."""
    return f"\\x{chr(code).encode('ascii')[0]:02x}"
