"""One question to one address of one server, and the words for why it has no answer."""

from dataclasses import dataclass

from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.wire_names import to_wire

LOOK = "Look at the server, or run the gate where it can be reached."


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, of whom, and how long the whole of it may take, in seconds.

    `owner` is the name as messages' names are read; `wire` the question's own bytes; `flags` ask
    for recursion and the like; `signed` for signatures and proofs as well.
    """

    server: Server
    owner: str
    type: str
    number: int
    wire: bytes
    timeout: float
    flags: int = 0
    signed: bool = False

    @property
    def name(self) -> str:
        return self.owner if self.owner == "." else self.owner[:-1]

    def __str__(self) -> str:
        return f"{self.name} {self.type}"

    def message(self, id_: int, *, edns: bool) -> bytes:
        return wire.query(id_, self.wire, self.flags, edns=edns, signed=self.signed)


def question(
    server: Server,
    name: str,
    type_: str,
    timeout: float,
    *,
    flags: int = 0,
    signed: bool = False,
) -> Question:
    """Raises UnreachableError where the name cannot be asked for."""
    number = wire.TYPES.get(type_) or _type_by_library(type_)
    owner = f"{name.lower().removesuffix('.')}."
    try:
        raw = to_wire(owner)
    except ValueError:
        owner, raw = _name_by_library(name)
    return Question(
        server=server,
        owner=owner,
        type=type_,
        number=number,
        wire=raw + number.to_bytes(2, "big") + wire.IN,
        timeout=timeout,
        flags=flags,
        signed=signed,
    )


def _type_by_library(type_: str) -> int:
    import dns.rdatatype

    return int(dns.rdatatype.from_text(type_))


def _name_by_library(name: str) -> tuple[str, bytes]:
    """Names with escapes or in other scripts, and what is wrong with those that are none."""
    import dns.exception
    import dns.name

    try:
        read = dns.name.from_text(name.removesuffix(".") + ".").canonicalize()
    except (dns.exception.DNSException, ValueError) as error:
        raise UnreachableError(
            f"{name} cannot be asked for: {error}", advice="Correct the name."
        ) from error
    return read.to_text().lower(), read.to_wire() or b""


def no_way(asked: Question, how: str, error: Exception | None) -> UnreachableError:
    """The network's word; without an error, the server's hanging up."""
    why = "it closed the connection"
    if isinstance(error, ConnectionRefusedError):
        why = "nothing listens there"
    elif isinstance(error, OSError):
        why = (error.strerror or str(error) or type(error).__name__).lower()
    where = f"{how} at {asked.server.address} port {asked.server.port}"
    reason = f"{asked.server} could not be asked for {asked} over {where}: {why}"
    return UnreachableError(reason, advice=LOOK)


def something_else(asked: Question) -> UnreachableError:
    reason = f"{asked.server} was asked for {asked} over TCP and sent something else"
    return UnreachableError(reason, advice=LOOK)


def silence(asked: Question, *, strange: bool) -> UnreachableError:
    reason = f"{asked.server} did not answer for {asked} in {asked.timeout:g} s"
    if strange:
        reason += "; what came was no answer to the question"
    return UnreachableError(reason, kind="timed out", advice=LOOK)


def not_asked(asked: Question, patience: int) -> UnreachableError:
    reason = f"{asked.server} was not asked for {asked}: it let {patience} questions time out"
    return UnreachableError(reason, kind="timed out", advice=LOOK)
