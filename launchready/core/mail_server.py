"""What a check may ask of a mail server."""

from dataclasses import dataclass
from typing import Protocol

from launchready.core.handshake import Endpoint, Handshake


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """How a mail server received us; `shaken` is None where it offers no STARTTLS."""

    endpoint: Endpoint
    banner: str
    shaken: Handshake | None = None


class MailServers(Protocol):
    """Greets mail servers over port 25, and sends no mail.

    Whatever keeps a greeting from coming about is UnreachableError: most hosted runners may not
    use port 25 at all, and a server may turn strangers away.
    """

    async def endpoints(self, host: str) -> tuple[Endpoint, ...]:
        """Every address of a mail server, or those the config maps it to; () when it has none."""
        ...

    async def greet(self, endpoint: Endpoint) -> Greeting:
        """Says hello, and begins TLS where that is offered."""
        ...
