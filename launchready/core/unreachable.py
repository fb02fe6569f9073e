"""No answer, which is neither a pass nor a fault."""

from typing import Literal

from launchready.core.finding import Finding
from launchready.core.sheet import Sheet

Silence = Literal["timed out", "unreachable", "refused"]


class NotHereError(Exception):
    """What a question is about is not used here, which shows only once it is looked for.

    The question is skipped, with the reason. Never for what could not be looked at.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreachableError(Exception):
    """Something did not answer, and so the question stays open.

    `reason` says what was asked and what came back; `advice` says how to let us look; `found`
    are faults seen on the way, which stand whatever the rest would have said, and `sheets` facts.
    """

    def __init__(
        self,
        reason: str,
        *,
        kind: Silence = "unreachable",
        advice: str = "",
        found: tuple[Finding, ...] = (),
        sheets: tuple[Sheet, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind: Silence = kind
        self.advice = advice
        self.found = found
        self.sheets = sheets
