"""Lays text out in the columns of a terminal, and paints it when asked to."""

import re
import unicodedata
from dataclasses import dataclass

# Prose narrower than the first cannot be read in columns, wider than the second not at all.
NARROWEST = 48
WIDEST = 100
# What stands on one line may use more of a wide window than prose does.
WIDEST_LINE = 200

# An amount and its unit stay together.
_BREAK = re.compile(r"(?<!About) (?!(?:h|min|s)\b)")
_DOT = " · "
_UNSEEN = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34"}


def measure(width: int) -> int:
    """The width prose is set at on a terminal so wide."""
    return max(NARROWEST, min(width, WIDEST))


def cells(text: str) -> int:
    """How many columns a terminal gives a text; colours and links of our own take none."""
    text = _UNSEEN.sub("", text)
    if text.isascii():
        return len(text)
    return sum(_cells_of(one) for one in text)


def _cells_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """As much of an unpainted text as so many columns hold; a cut shows."""
    if cells(text) <= columns:
        return text
    text = text[:columns]
    while text and cells(text) >= columns:
        text = text[:-1]
    return f"{text}…"


def padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - cells(text))


def wrap(text: str, columns: int) -> list[str]:
    """Lines of whole words; a word that is longer than a line stays whole, to be copied."""
    return _filled(_BREAK.split(text), " ", columns)


def flow(parts: list[str], columns: int) -> list[str]:
    """Parts with a dot between them, broken between parts where one line does not hold them."""
    lines = _filled(parts, _DOT, columns)
    return [piece for line in lines for piece in wrap(line, columns)]


def _filled(parts: list[str], joint: str, columns: int) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if lines and cells(lines[-1] + joint + part) <= columns:
            lines[-1] += joint + part
        else:
            lines.append(part)
    return lines


@dataclass(frozen=True, slots=True)
class Paint:
    """ANSI colours where they are wanted, nothing where not."""

    colour: bool

    def __call__(self, text: str, *looks: str) -> str:
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_CODES[one] for one in looks)}m{text}\x1b[0m"


@dataclass(frozen=True, slots=True)
class Columns:
    """Labels at the left and text hanging beside them, aligned however many lines it takes.

    `width` is for prose, `line` for what stands on one line; `root` is the address of the
    repository's files where the terminal shows links, "" where not.
    """

    width: int
    paint: Paint
    line: int = 0
    root: str = ""

    def hang(self, label: str, text: str, *looks: str, at: int, indent: int = 0) -> list[str]:
        """Text wrapped from column `at` on; the label, painted, stands before its first line."""
        return self.beside(label, wrap(text, self.width - at), *looks, at=at, indent=indent)

    def beside(
        self, label: str, lines: list[str], *looks: str, at: int, indent: int = 0
    ) -> list[str]:
        """The same with lines that are made up already."""
        gap = " " * (at - indent - cells(label))
        first = f"{' ' * indent}{self.paint(label, *looks)}{gap}"
        return [(" " * at if place else first) + line for place, line in enumerate(lines)]

    def title(self, name: str, *details: str, at: int) -> list[str]:
        """A name and what belongs to it on one line where they fit, else a line each."""
        rest = [one for one in details if one]
        if cells("  ".join([name, *rest])) > self.width - at:
            return [self.paint(name, "bold"), *rest]
        return ["  ".join([self.paint(name, "bold"), *rest])]
