"""The inboxes that a journey's mails arrive in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from launchready.core.unreachable import UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """A mail as its inbox has it; `headers` with their names in lower case, in order.

    `id` is the inbox's own and never comes twice. `to` are addresses in lower case.
    """

    id: str
    to: tuple[str, ...]
    sender: str
    subject: str
    text: str = ""
    html: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    received: datetime | None = None


class Watched(Protocol):
    """An inbox from a moment on."""

    async def letters(self, to: str) -> tuple[Letter, ...]:
        """The mails to an address that came after the moment, oldest first, at most 50.

        Raises UnreachableError when the inbox does not answer or does not let us in.
        """
        ...


class Inbox(Protocol):
    """One inbox. `receiver` is the authserv-id (RFC 8601, 2.5) whose verdicts on DKIM, SPF and
    DMARC can be believed, "" where nobody judges, as in a sink for tests."""

    @property
    def receiver(self) -> str: ...

    async def watch(self) -> Watched:
        """The inbox from now on. Raises UnreachableError."""
        ...


class Inboxes(Protocol):
    """The inboxes that a config names under smoke.inboxes."""

    def open(self, name: str) -> Inbox: ...


class NoInboxes:
    """What holds where a config names no inbox."""

    def open(self, name: str) -> Inbox:
        raise UnreachableError(
            f"there is no inbox {name}", advice="Describe it under smoke: inboxes:."
        )
