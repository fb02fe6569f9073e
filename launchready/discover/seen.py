"""What was seen, and why it is believed: the lines a founder reads before anything is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One thing that was found: `topic` heads it, `why` is where it was seen."""

    topic: str
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A section that could not be filled in, and what would be needed for it."""

    section: str
    text: str
