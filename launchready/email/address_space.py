"""Sets of addresses, exact, however many networks they are made of."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from launchready.email.spf_macros import Address

Spans = tuple[tuple[int, int], ...]


def _joined(spans: Spans) -> Spans:
    """The same in order, spans that touch made one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1] + 1:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return tuple(kept)


def _without(spans: Spans, gone: Spans) -> Spans:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        at = start
        for first, last in gone:
            if last < at or first > end:
                continue
            if first > at:
                kept.append((at, first - 1))
            at = max(at, last + 1)
        if at <= end:
            kept.append((at, end))
    return tuple(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Addresses of both families."""

    four: Spans = ()
    six: Spans = ()

    def __or__(self, other: "Space") -> "Space":
        return Space(four=_joined(self.four + other.four), six=_joined(self.six + other.six))

    def __sub__(self, other: "Space") -> "Space":
        return Space(four=_without(self.four, other.four), six=_without(self.six, other.six))

    def __contains__(self, address: object) -> bool:
        found = ip_address(str(address))
        spans = self.four if isinstance(found, IPv4Address) else self.six
        return any(start <= int(found) <= end for start, end in spans)

    @property
    def four_size(self) -> int:
        return sum(end - start + 1 for start, end in self.four)

    @property
    def six_size(self) -> int:
        return sum(end - start + 1 for start, end in self.six)


NOTHING = Space()
EVERYTHING = Space(four=((0, 2**32 - 1),), six=((0, 2**128 - 1),))


def of_network(network: IPv4Network | IPv6Network) -> Space:
    span = ((int(network.network_address), int(network.broadcast_address)),)
    return Space(four=span) if isinstance(network, IPv4Network) else Space(six=span)


def of_address(address: Address) -> Space:
    span = ((int(address), int(address)),)
    return Space(four=span) if isinstance(address, IPv4Address) else Space(six=span)
