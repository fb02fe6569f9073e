"""What a provider said of a key."""

from dataclasses import dataclass, field
from typing import Literal

State = Literal["alive", "dead", "unanswered"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the rule that found it."""

    rule: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether a key still works; `reason` says why nobody knows. Neither holds the key."""

    state: State
    provider: str
    reason: str = ""

    def __str__(self) -> str:
        match self.state:
            case "alive":
                return f"{self.provider} was asked and says it works"
            case "dead":
                return f"{self.provider} was asked and says it no longer works"
            case "unanswered":
                return f"whether it still works is not known: {self.reason}"
