"""What a run learned and must never show: tokens of a login, cookies, passwords it made up."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True, repr=False)
class Private:
    """Grows while a run goes on; whoever writes the report masks all of it."""

    known: set[str] = field(default_factory=set)

    def keep(self, texts: Iterable[str]) -> None:
        """From now on these are never shown."""
        self.known.update(one for one in texts if one)
