"""The journey that a recording becomes, while it is made: steps, and names for what is secret."""

import re
from dataclasses import dataclass, field
from typing import Any

from launchready.smoke.har_entry import Entry
from launchready.smoke.har_places import place_of
from launchready.smoke.import_read import literal

_SECRET = re.compile(
    r"pass(?:word|wd|phrase|code)?|pwd|secret|token|api[-_]?key|auth|session|cookie|otp|pin\b|cvc|cvv|"
    r"card[-_]?number|iban|signature|credential|bearer|jwt",
    re.IGNORECASE,
)
_PERSON = re.compile(r"e-?mail|user(?:name)?$|login$|phone|^tel$", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s/]+@[^@\s/]+\.[^@\s/]+")
_RANDOM = re.compile(r"(?=[^\s]*[0-9])(?=[^\s]*[A-Za-z])[A-Za-z0-9_+/=.~:-]{16,}")
SHORTEST = 6  # characters of a value that is looked for in earlier answers


@dataclass(slots=True)
class Step:
    """A request of the recording, and how the journey writes it: `words` begin with its verb."""

    entry: Entry
    status: int
    words: dict[str, Any] = field(default_factory=dict)
    save: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """What was made so far: steps, and the names that stand for what is not written out."""

    steps: list[Step] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)

    def safe(self, key: str, value: str) -> str:
        """A value as the journey writes it: saved earlier, a variable, or as it stands."""
        if value in self.saved:
            return "{{" + self.saved[value] + "}}"
        if len(value) >= SHORTEST and (name := self._capture(key, value)):
            return "{{" + name + "}}"
        if value and is_private(key, value):
            return "${" + self._variable(key, value) + "}"
        return plain(value)

    def _variable(self, key: str, value: str) -> str:
        if value not in self.names:
            usual = re.sub(r"[^A-Za-z0-9]+", "_", key).strip("_").upper() or "SECRET"
            name, count = f"SMOKE_{usual}"[:60], 2
            while name in self.names.values():
                name, count = f"SMOKE_{usual}_{count}"[:60], count + 1
            self.names[value] = name
        return self.names[value]

    def _capture(self, key: str, value: str) -> str:
        """The name under which an earlier step keeps this value, "" where none tells it."""
        for step in reversed(self.steps):
            found = place_of(key, value, step.entry)
            if found is None:
                continue
            usual = re.sub(r"[^A-Za-z0-9_]+", "_", key).strip("_") or "value"
            name, count = (usual if usual[0].isalpha() else f"v_{usual}")[:50], 2
            while name in self.saved.values():
                name, count = f"{usual}_{count}"[:55], count + 1
            step.save[name] = found
            self.saved[value] = name
            return name
        return ""


def is_private(key: str, value: str) -> bool:
    named = _SECRET.search(key) or _PERSON.search(key)
    return bool(named or EMAIL.fullmatch(value) or _RANDOM.fullmatch(value))


def plain(text: str) -> str:
    """A text that stands for itself: neither a variable nor a value of the journey."""
    return literal(text).replace("{{", "{ {")
