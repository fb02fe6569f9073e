"""How long each pattern takes over the worst line of a million characters we can make for it.

    python benchmarks/secrets_patterns.py [--size N] [--worst N] [--engine N]

The lines are made of the pattern itself: what it matches and what it nearly matches, over and
over; each of its anchors; each thing it repeats, without an end, by itself and after all that
stands before it. `--engine` gives the N worst lines to the whole room, too.
"""

import argparse
import re
import re._constants as marks  # type: ignore[import-not-found]  # typeshed has no private modules
import re._parser as parser  # type: ignore[import-not-found]  # as above
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from launchready.core.repository import Lines
from launchready.secrets import pem, plugins
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.generic import ASSIGNED, NAMES, assigned
from launchready.secrets.engine import hits

_NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
# A first look at each line is at this share of it.
_SHARE = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """A pattern, what goes over a text with it, and what it starts at."""

    name: str
    pattern: str
    run: Callable[[str], object]
    anchors: tuple[str, ...] = field(default=())


def subjects() -> Iterator[Subject]:
    """Every pattern of ours that is given a whole text, and detect-secrets' own plugins."""
    for number, one in enumerate(FORMS):
        if one.pattern:
            yield Subject(
                f"{one.rule.id.partition('/')[2]} {number}",
                one.pattern,
                lambda text, one=one: sum(1 for _ in one.matches(text, text.lower())),
                one.anchors,
            )
    yield Subject("names", ASSIGNED.pattern, _names, NAMES[:6])
    yield Subject("private keys", r"-----BEGIN RSA PRIVATE KEY-----[A-Z+/\n]{12,90}", _keys)
    piece = plugins.LONGEST_LINE
    for name in plugins.NAMES:
        yield Subject(f"plugin {name}", _of_plugin(name), _in_pieces(name, piece))


def _names(text: str) -> int:
    return sum(1 for _ in assigned(text, 0, len(text), "deploy/.env"))


def _keys(text: str) -> int:
    return sum(1 for _ in pem.blocks(text))


def _of_plugin(name: str) -> str:
    listed = getattr(plugins.plugin(name), "denylist", ())
    return "|".join(f"(?:{getattr(one, 'pattern', one)})" for one in listed) or "[a-z]+"


def _in_pieces(name: str, piece: int) -> Callable[[str], object]:
    """Plugins are given pieces of a long line, never the whole of it, and no long row of blanks;
    here the pieces touch."""

    def run(text: str) -> int:
        text = re.sub(r"(\s)\1{2,}", r"\1\1", text)
        return sum(
            len(plugins.finds(name, text[at : at + piece])) for at in range(0, len(text), piece)
        )

    return run


def lines(one: Subject, size: int) -> Iterator[str]:
    """The lines made for a pattern, each of a size."""
    tree = parser.parse(one.pattern)
    whole = _least(tree)
    # What matches, then what fails at its end, in the middle, and at its first repeat.
    near = [whole, whole[:-1], whole[:-1] + "\x7f", whole[: len(whole) // 2] + " ", whole + " "]
    stems = [stem for stem, _ in _heads(tree)]
    units = [*near, *one.anchors[:8], *stems]
    for unit in dict.fromkeys(unit for unit in units if unit):
        yield _filled("", unit, size)
    for stem, char in dict.fromkeys(_heads(tree)):
        yield _filled(stem, char, size)
        for anchor in one.anchors[:2]:
            yield _filled("", anchor + char * 60, size)
    for char in " =\"':_-.\\":
        yield _filled(one.anchors[0] if one.anchors else "", char, size)


def _filled(head: str, unit: str, size: int) -> str:
    return (head + unit * (size // len(unit) + 1))[:size]


def _least(tree: Any) -> str:
    """The shortest thing a pattern matches, near enough: what looks around is passed over."""
    return "".join(_char(kind, what) for kind, what in tree)


def _char(kind: Any, what: Any) -> str:
    if kind is marks.LITERAL:
        return chr(what)
    if kind in _REPEATS:
        return _least(what[2]) * max(what[0], 0)
    if kind is marks.SUBPATTERN:
        return _least(what[-1])
    if kind is marks.BRANCH:
        return _least(what[1][0])
    if kind is marks.ATOMIC_GROUP:
        return _least(what)
    if kind is marks.IN:
        return _member(what)
    return "x" if kind in {marks.ANY, marks.NOT_LITERAL} else ""


_REPEATS = {marks.MAX_REPEAT, marks.MIN_REPEAT, marks.POSSESSIVE_REPEAT}
_OF_CLASS = {
    marks.CATEGORY_DIGIT: "7",
    marks.CATEGORY_WORD: "w",
    marks.CATEGORY_SPACE: " ",
    marks.CATEGORY_NOT_SPACE: "x",
}


def _member(what: Any) -> str:
    kind, value = what[0]
    if kind is marks.NEGATE:
        return "x"
    if kind is marks.RANGE:
        return chr(value[0])
    return chr(value) if kind is marks.LITERAL else _OF_CLASS.get(value, "x")


def _heads(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """What stands before each repeat, and what it repeats."""
    for kind, what in tree:
        if kind in _REPEATS and what[1] > 1:
            yield before, _least(what[2]) or "x"
        if kind in _REPEATS:
            yield from _heads(what[2], before)
        elif kind is marks.SUBPATTERN:
            yield from _heads(what[-1], before)
        elif kind is marks.BRANCH:
            for branch in what[1]:
                yield from _heads(branch, before)
        before += _char(kind, what)


def _took(run: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    run(text)
    return time.process_time() - start


def worst(one: Subject, size: int) -> tuple[float, str]:
    """How long the slowest line takes, in seconds, and that line."""
    short = size // _SHARE
    made = [(_took(one.run, text), number) for number, text in enumerate(lines(one, short))]
    slowest = {number for _, number in sorted(made, reverse=True)[:2]}
    full = [text for number, text in enumerate(lines(one, size)) if number in slowest]
    return max((_took(one.run, text), text) for text in full)


def _whole(text: str) -> int:
    return len(hits(Lines(path="deploy/.env", lines=((1, text),)), _NOON))


def main(given: Sequence[str] | None = None) -> None:
    argument = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    argument.add_argument("--size", type=int, default=1_000_000, help="of a line, in characters")
    argument.add_argument("--worst", type=int, default=25, help="patterns to list")
    argument.add_argument("--engine", type=int, default=5, help="lines for the whole room")
    options = argument.parse_args(given)
    told = sorted(
        ((*worst(one, options.size), one.name) for one in subjects()), key=lambda row: -row[0]
    )
    _say(f"{len(told)} patterns, lines of {options.size} characters, processor time:")
    _say(_shares([took for took, _, _ in told]))
    for took, text, name in told[: options.worst]:
        _say(f"  {1000 * took:>8.1f} ms  {name:32} {text[:60]!r}")
    for _, text, name in told[: options.engine]:
        _say(f"  the whole room: {_took(_whole, text):>6.2f} s  {name:32} {text[:40]!r}")


def _shares(took: Iterable[float]) -> str:
    listed = sorted(took)
    over = sum(one > 0.05 for one in listed)
    return f"  median {1000 * listed[len(listed) // 2]:.1f} ms, {over} over 50 ms"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
