"""What became of a journey, step by step, for reports."""

from dataclasses import dataclass, field
from typing import Literal

Went = Literal["passed", "failed", "skipped", "unanswered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkedStep:
    """One step: `lines` are its transcript, `why` what was wrong with it or kept it from being
    tried. `picture` is a JPEG of the page where a browser failed. `tries` counts how often it
    was asked."""

    name: str
    went: Went
    seconds: float = 0.0
    why: str = ""
    lines: tuple[str, ...] = ()
    picture: bytes | None = field(default=None, repr=False)
    tries: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """A journey's steps in order, with those that were not come to."""

    journey: str
    steps: tuple[WalkedStep, ...]
