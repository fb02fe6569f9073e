"""Goes through a baseline with a person: which of it is a secret, and which only looks like one.

The questions and the labels are those of `detect-secrets audit`; but a secret is never shown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from launchready.secrets.baseline import Entry
from launchready.secrets.search import Standing

# How much of a line is shown around a secret, in characters.
_AROUND = 60
MASK = "••••••••"
QUESTION = "Does it belong in the repository? (y)es, (n)o, (s)kip, (b)ack, (q)uit: "

Ask = Callable[[str], str]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry nobody has labelled, and its line without any secret; "" where we cannot tell."""

    entry: Entry
    kind: str
    shown: str


def items(entries: Iterable[Entry], used: Mapping[Entry, Standing]) -> list[Item]:
    """What is to be asked about, in the order of the file."""
    stand = list(used.values())
    found: list[Item] = []
    for one in entries:
        if one.is_secret is None:
            place = used.get(one)
            kind = place.detector.rule.id if place else one.kind
            found.append(Item(one, kind, _shown(place, stand) if place else ""))
    return found


def _shown(place: Standing, stand: Sequence[Standing]) -> str:
    """A line with every secret known to stand in it masked, the longest first."""
    start = max(place.text.find(place.value), 0)
    text = place.text
    near = {one.value for one in stand if (one.path, one.line) == (place.path, place.line)}
    if place.value not in text:
        return ""  # a key of several lines: its first says nothing
    for value in sorted(near, key=len, reverse=True):
        text = text.replace(value, MASK)
    first = max(0, min(start, text.find(MASK)) - _AROUND)
    return text[first : first + 2 * _AROUND + len(MASK)].strip()


def walk(todo: Sequence[Item], ask: Ask, say: Say) -> dict[Entry, bool | None]:
    """What a person said of each: True for a secret, False for none, None where skipped."""
    labels: dict[Entry, bool | None] = {}
    at = 0
    while at < len(todo):
        item = todo[at]
        say(f"{at + 1} of {len(todo)}  {item.entry.path}:{item.entry.line}  {item.kind}")
        say(f"    {item.shown or 'its line is not shown: open the file to see it'}")
        match _answer(ask):
            case "q":
                break
            case "b":
                at = max(0, at - 1)
                continue
            case "y":
                labels[item.entry] = False
            case "n":
                labels[item.entry] = True
            case _:
                labels[item.entry] = None
        at += 1
    return labels


def _answer(ask: Ask) -> str:
    """The first letter of an answer that is one; the end of the input is the end of it all."""
    while True:
        try:
            said = ask(QUESTION).strip().lower()
        except EOFError:
            return "q"
        if said[:1] in ("y", "n", "s", "b", "q"):
            return said[:1]


def labelled(entries: Iterable[Entry], labels: Mapping[Entry, bool | None]) -> list[Entry]:
    """The entries with what was said of them."""
    return [
        replace(one, is_secret=labels[one]) if labels.get(one) is not None else one
        for one in entries
    ]
