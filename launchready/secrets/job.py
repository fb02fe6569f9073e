"""The one job of the room: what to look at, and what to leave out."""

from dataclasses import dataclass

from launchready.core.location import Location
from launchready.secrets.allowlist import NOTHING_ALLOWED, Allowlist
from launchready.secrets.baseline import Baseline
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A scope of the repository, read under the founder's policy."""

    scope: Scope
    at: Location
    exclude: tuple[str, ...] = ()
    disable: frozenset[str] = frozenset()
    custom: tuple[Detector, ...] = ()
    random: bool = False
    baseline: Baseline | None = None
    allowed: Allowlist = NOTHING_ALLOWED
    verify: bool = False

    def __str__(self) -> str:
        return str(self.scope)
