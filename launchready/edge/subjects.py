"""What the edge room asks about: hosts, zones, paths, servers and the policy."""

from dataclasses import dataclass

from launchready.core.cloudflare import Access
from launchready.core.location import Location
from launchready.edge.evaluate import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host of ours and the zone it is served from; `access` None without a token.

    `cdn` is the edge that the config names for it, in words, "" where it names none.
    """

    name: str
    at: Location
    access: Access | None = None
    cdn: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A path on a host of ours, asked for with a method; `whole` when all below it counts too."""

    host: Host
    method: str
    path: str
    whole: bool
    at: Location
    why: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.host}{self.path}" + ("/*" if self.whole else "")

    @property
    def access(self) -> Access:
        if self.host.access is None:
            raise ValueError(f"{self.host} has no zone")
        return self.host.access

    def requests(self) -> tuple[Asked, ...]:
        """What stands for it: the path, and one below it."""
        base = self.path.rstrip("/")
        paths = (self.path or "/", f"{base}/launchready") if self.whole else (self.path,)
        return tuple(Asked(method=self.method, host=self.host.name, path=one) for one in paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone at Cloudflare, the hosts of ours in it, and the public APIs that they serve."""

    access: Access
    hosts: tuple[Host, ...]
    apis: tuple[Spot, ...]
    at: Location

    def __str__(self) -> str:
        return self.access.zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A host of ours and an address where its origin may answer without the edge."""

    host: str
    address: str
    port: int
    at: Location

    def __str__(self) -> str:
        return f"{self.host} at {self.address}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The committed policy's file, from the repository's root, and all that it must speak of."""

    file: str
    zone: str
    spots: tuple[Spot, ...]
    at: Location

    def __str__(self) -> str:
        return self.file or "the edge policy"
