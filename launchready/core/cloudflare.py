"""What a check may ask Cloudflare about a zone: to read, never to change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A zone and the token that may read it; the token is never shown."""

    zone: str
    token: str = field(repr=False)


class Cloudflare(Protocol):
    """Reads Cloudflare's API v4 (developers.cloudflare.com/api), each answer once a run.

    `part` is a path below the zone (`settings/ssl`); `scope` is the token's permission that the
    part needs, for the words when it is missing. Each raises UnreachableError: "refused" when
    the token is not taken or lacks the scope, or when Cloudflare asks us to wait too long.
    """

    async def zone(self, access: Access) -> Json:
        """The zone itself."""
        ...

    async def part(self, access: Access, part: str, scope: str) -> Json | None:
        """One thing of the zone; None where nothing of the kind was ever made."""
        ...

    async def listed(self, access: Access, part: str, scope: str) -> tuple[Json, ...]:
        """Every thing of a list of the zone."""
        ...

    async def ranges(self) -> tuple[str, ...]:
        """The networks Cloudflare answers visitors from, in CIDR; takes no token."""
        ...
