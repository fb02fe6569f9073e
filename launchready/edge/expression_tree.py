"""What a rule's expression says, as a tree."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Literal

Ip = IPv4Address | IPv6Address
Plain = str | int | Ip | IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Both ends belong to it: numbers, or addresses of one family."""

    first: int | Ip
    last: int | Ip


@dataclass(frozen=True, slots=True, kw_only=True)
class ListName:
    """`$blocked`: a list that the account keeps elsewhere."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the request; `indexes` are its keys, numbers, or `*` for every one."""

    name: str
    indexes: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A function of the rules language with what it is given."""

    name: str
    given: "tuple[Field | Call | str | int | Node, ...]"
    indexes: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}()"


Left = Field | Call
Right = Plain | Field | ListName | tuple[Plain | Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`operator` is written in its short word: eq, ne, lt, le, gt, ge, contains, matches, in,
    wildcard, strict wildcard, and &."""

    left: Left
    operator: str
    right: Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Truthy:
    """A field or a function that is true or false by itself."""

    left: Left


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """`true`, which the dashboard writes for all requests, or `false`."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    inner: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic:
    operator: Literal["and", "xor", "or"]
    parts: "tuple[Node, ...]" = field(default=())


Node = Comparison | Truthy | Constant | Not | Logic
