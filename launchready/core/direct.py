"""What a check may ask of one server of many: the one at an address, whatever the DNS says."""

from typing import Protocol

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError


class Direct(Protocol):
    """Asks one machine for a page as if the name led there."""

    async def fetch_at(self, host: str, address: str, port: int) -> Response:
        """The front page of `https://host/` from that address and port, never remembered.

        SNI and Host are the name's. A certificate that fails does not stop it: the response says
        so in `untrusted`. Raises UnreachableError when no response came.
        """
        ...


class NoDirect:
    """A world in which no server can be asked past the DNS."""

    async def fetch_at(self, host: str, address: str, port: int) -> Response:
        raise UnreachableError(f"{host} at {address}:{port} cannot be asked from here")
