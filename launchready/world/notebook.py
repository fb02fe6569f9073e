"""Reads Jupyter notebooks as what people typed and saw, line for line as the file has it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

# The longest notebook taken apart, in bytes; a longer one is read as the JSON it is.
_LONGEST = 16 * 1024 * 1024

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ALONE = re.compile(r'\s*"((?:[^"\\]|\\.)*)",?\s*')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]')


def is_one(raw: bytes) -> bool:
    """Whether the bytes are a notebook: JSON that names its format and has cells."""
    if raw[:1] not in (b"{", b"\xef") or len(raw) > _LONGEST:
        return False
    return raw.lstrip(b"\xef\xbb\xbf")[:1] == b"{" and b'"nbformat"' in raw and b'"cells"' in raw


def flattened(raw: bytes) -> tuple[bytes, tuple[tuple[int, str], ...]]:
    """The same lines with escapes resolved and images emptied, and the lines its cells begin at.

    What is not JSON after all stays as it is.
    """
    try:
        text = raw.decode("utf-8")
        json.loads(text)
    except (ValueError, RecursionError):
        return raw, ()
    walked = _Walk(text)
    lines = [walked.line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return "\n".join(lines).encode("utf-8", "replace"), walked.landmarks


class _Walk:
    """Where the cells, outputs and images of a notebook are, by line."""

    def __init__(self, text: str) -> None:
        self._landmarks: set[tuple[int, str]] = set()
        self._images: set[int] = set()
        for keys, first, last in _values(text):
            self._take(keys, first, last)

    @property
    def landmarks(self) -> tuple[tuple[int, str], ...]:
        """In the order of the lines; none where all is in one line."""
        lines = {line for line, _ in self._landmarks}
        return tuple(sorted(self._landmarks)) if len(lines) > 1 else ()

    def _take(self, keys: tuple[str | int, ...], first: int, last: int) -> None:
        match keys:
            case ("cells", int(cell)):
                self._landmarks.add((first, f"cell {cell + 1}"))
            case ("cells", int(cell), "outputs") if last > first:
                self._landmarks.add((last, f"cell {cell + 1}"))
            case ("cells", int(cell), "outputs", int(output)):
                self._landmarks.add((first, f"output {output + 1} of cell {cell + 1}"))
            case ("cells",):
                self._landmarks.add((last, "the notebook's own settings"))
            case ("cells", int(), _, _, *_, str(kind)) if _is_image(kind):
                self._images.update(range(first, last + 1))

    def line(self, number: int, line: str) -> str:
        typed = _ALONE.fullmatch(line)
        if number in self._images:
            return _STRING.sub(lambda found: '""' if len(found[1]) > 40 else found[0], line)
        return _said(typed[1]) if typed else _STRING.sub(lambda found: _quoted(found[1]), line)


def _is_image(kind: str) -> bool:
    return kind.startswith("image/") or kind == "application/pdf"


def _quoted(written: str) -> str:
    return f'"{_said(written)}"'


def _said(written: str) -> str:
    """What a JSON string says, where that is one line."""
    try:
        said = str(json.loads(f'"{written}"')).rstrip("\r\n")
    except ValueError:
        return written
    return written if "\n" in said else said


@dataclass(slots=True)
class _Open:
    """An object or a list that has begun: where, and at which of its keys we are."""

    line: int
    key: str | int | None


def _values(text: str) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """Every list, object and string of a JSON text, by its keys, with its first and last line."""
    opened: list[_Open] = []
    line, place = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", place, found.start())
        place = found.start()
        top = opened[-1] if opened else None
        match found[0]:
            case "{":
                opened.append(_Open(line, None))
            case "[":
                opened.append(_Open(line, 0))
            case "}" | "]" if top:
                opened.pop()
                yield _path(opened), top.line, line
            case "," if top:
                top.key = top.key + 1 if isinstance(top.key, int) else None
            case string if top and top.key is None:
                top.key = string[1:-1]
            case string if string != ":":
                yield _path(opened), line, line


def _path(opened: list[_Open]) -> tuple[str | int, ...]:
    return tuple("" if one.key is None else one.key for one in opened)
