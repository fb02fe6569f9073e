"""What a check may ask of the DNS."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A name server's address as it is asked: `name` is for people, `port` usually 53.

    `address` is "" where the name server has none, which asking it then says.
    """

    name: str
    address: str
    port: int = 53

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One server's answer about one RRset, its values sorted and each once.

    Values are text in one form: addresses as Python's ipaddress writes them; names in lower
    case with their final dot (`10 mx.acme.test.`); CAA as `0 issue "value"`; hexadecimal digits
    in lower case; TXT as its strings joined, decoded as UTF-8 with backslash escapes. `missing`
    tells a name that does not exist (NXDOMAIN) from one without this type, be it that only
    something below it exists (NODATA); it is None when there are values. `alias` is the CNAME's
    target where the name is a CNAME and another type was asked.
    """

    server: Server
    name: str
    type: str
    values: tuple[str, ...] = ()
    ttl: int | None = None
    missing: Literal["no such name", "no such type", None] = None
    alias: str | None = None


class Resolver(Protocol):
    """Asks the DNS. Every method raises UnreachableError when there is no usable answer."""

    async def authoritative(self, zone: str) -> tuple[Server, ...]:
        """Every address of every authoritative server of a zone, as configured or delegated.

        () when the zone is not delegated at all. IPv6 addresses are left out where this machine
        has no IPv6 and the server has another address.
        """
        ...

    async def ask(self, server: Server, name: str, type_: str) -> Answer:
        """One RRset from one authoritative server; SERVFAIL, REFUSED and lame are unreachable."""
        ...

    async def addresses(self, host: str) -> tuple[str, ...]:
        """A and AAAA of a host, as a visitor's resolver gives them; () when it has none."""
        ...
