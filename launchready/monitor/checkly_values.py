"""What the expressions of a Checkly project come to, with the constants of all its files."""

import re
from collections.abc import Mapping
from typing import Any

from launchready.monitor.checkly_code import Call, Name, Unknown

DEEPEST = 20
_HOLE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_EVERY = re.compile(r"Frequency\.EVERY_([0-9]+)(S|M|H)")
_SIZES = {"S": 1.0, "M": 60.0, "H": 3600.0}


class Values:
    """Looks constants up; those of the file itself come first."""

    def __init__(self, own: Mapping[str, Any], others: Mapping[str, Any]) -> None:
        self._own, self._others = own, others

    def of(self, node: Any, depth: int = 0) -> Any:
        """A text, number, truth, list, mapping or Call; Unknown where it cannot be told."""
        if depth > DEEPEST:
            return Unknown("…")
        match node:
            case Name():
                return self._named(node.text, depth)
            case ("template", str() as text):
                return self._filled(text, depth)
            case ("+", left, right):
                first, second = self.of(left, depth + 1), self.of(right, depth + 1)
                whole = isinstance(first, str) and isinstance(second, str)
                return first + second if whole else Unknown("a sum")
            case ("or", left, right):
                first = self.of(left, depth + 1)
                return self.of(right, depth + 1) if isinstance(first, Unknown | None) else first
            case list():
                return self._listed(node, depth)
            case dict():
                return self._mapped(node, depth)
        return node

    def _named(self, text: str, depth: int) -> Any:
        if _EVERY.fullmatch(text):
            return Name(text)
        first, _, rest = text.partition(".")
        for known in (self._own, self._others):
            if first in known:
                found = self.of(known[first], depth + 1)
                for key in rest.split(".") if rest else ():
                    found = self.of(found[key], depth + 1) if _has(found, key) else Unknown(text)
                return found
        return Unknown(text)

    def _filled(self, text: str, depth: int) -> Any:
        def fill(hole: re.Match[str]) -> str:
            value = self.of(Name(hole[1]), depth + 1) if _is_name(hole[1]) else Unknown(hole[1])
            return value if isinstance(value, str) else hole[0]

        made = _HOLE.sub(fill, text)
        return Unknown(made) if "${" in made else made

    def _listed(self, node: list[Any], depth: int) -> list[Any]:
        found: list[Any] = []
        for one in node:
            if isinstance(one, tuple) and one[:1] == ("...",):
                inner = self.of(one[1], depth + 1)
                found += inner if isinstance(inner, list) else [inner]
            else:
                found.append(self.of(one, depth + 1))
        return found

    def _mapped(self, node: dict[str, Any], depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, one in node.items():
            value = self.of(one, depth + 1)
            if not key.startswith("..."):
                found[key] = value
            elif isinstance(value, dict):
                found.update(value)
        return found


def _has(found: object, key: str) -> bool:
    return isinstance(found, dict) and key in found


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$.]*", text))


def seconds_between(frequency: object) -> float | None:
    """The interval of a check: `Frequency.EVERY_30S`, or minutes; None where it is not told."""
    if isinstance(frequency, Name) and (match := _EVERY.fullmatch(frequency.text)):
        return float(match[1]) * _SIZES[match[2]]
    is_number = isinstance(frequency, float) and frequency > 0
    return frequency * 60 if is_number and isinstance(frequency, float) else None


def chain(node: object) -> list[tuple[str, tuple[Any, ...]]]:
    """`A.b(1).c(2)` as its names and arguments; nothing for what is no call."""
    if not isinstance(node, Call):
        return []
    return [(node.name.rpartition(".")[2], node.given), *node.then]
