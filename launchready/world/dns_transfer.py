"""A whole zone at once, from a server that hands it out (RFC 5936)."""

import secrets

import anyio
import anyio.abc

from launchready.core.resolver import Answer, Server
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.dns_answer import demand_success
from launchready.world.dns_question import LOOK, Question, no_way, question, silence
from launchready.world.wire_chain import type_name
from launchready.world.wire_faults import MalformedError
from launchready.world.wire_values import value

MOST_BYTES = 64 * 1024 * 1024


class _Zone:
    """What has come of a zone: it starts and ends with its SOA."""

    def __init__(self, asked: Question) -> None:
        self._asked = asked
        self._sets: dict[tuple[str, int], tuple[int, set[str]]] = {}
        self._ends = 0
        self.size = 0

    @property
    def is_whole(self) -> bool:
        return self._ends == 2

    def take(self, raw: bytes) -> None:
        self.size += len(raw)
        if self.size > MOST_BYTES:
            raise MalformedError(f"it is larger than {MOST_BYTES} bytes")
        message = wire.read(raw)
        demand_success(self._asked, message)
        if not message.answer:
            raise MalformedError("a message without records is no part of a zone")
        for record in message.answer:
            self._add(message, record)

    def _add(self, message: wire.Message, record: wire.Record) -> None:
        if record.type == wire.TYPES["SOA"] and record.name == self._asked.owner:
            self._ends += 1
        elif not self._ends:
            raise MalformedError("it does not start with the zone's SOA")
        _, values = self._sets.setdefault((record.name, record.type), (record.ttl, set()))
        values.add(value(message, record))

    def answers(self) -> tuple[Answer, ...]:
        return tuple(
            Answer(
                server=self._asked.server,
                name=name.removesuffix("."),
                type=type_name(type_),
                values=tuple(sorted(values)),
                ttl=ttl,
            )
            for (name, type_), (ttl, values) in self._sets.items()
        )


async def transfer(server: Server, zone: str, timeout: float) -> tuple[Answer, ...]:
    """Every RRset of a zone. Raises UnreachableError when it is refused or does not come whole."""
    asked = question(server, zone, "AXFR", timeout)
    try:
        with anyio.fail_after(timeout):
            return await _transfer(asked)
    except TimeoutError:
        raise silence(asked, strange=False) from None
    except (anyio.EndOfStream, anyio.BrokenResourceError) as error:
        raise no_way(asked, "TCP", None) from error
    except OSError as error:
        cause = error.__cause__ if isinstance(error.__cause__, OSError) else error  # anyio's
        raise no_way(asked, "TCP", cause) from error
    except MalformedError as error:
        reason = f"{server} was asked for {asked} and sent no zone: {error}"
        raise UnreachableError(reason, advice=LOOK) from error


async def _transfer(asked: Question) -> tuple[Answer, ...]:
    id_, zone = secrets.randbelow(1 << 16), _Zone(asked)
    async with await anyio.connect_tcp(asked.server.address, asked.server.port) as stream:
        message = asked.message(id_, edns=False)
        await stream.send(len(message).to_bytes(2, "big") + message)
        inbox = bytearray()
        while not zone.is_whole:
            while len(inbox) < 2 or len(inbox) < 2 + int.from_bytes(inbox[:2], "big"):
                inbox += await stream.receive()
            end = 2 + int.from_bytes(inbox[:2], "big")
            raw = bytes(inbox[2:end])
            del inbox[:end]
            if raw[:2] != id_.to_bytes(2, "big"):
                raise MalformedError("a message belongs to another question")
            zone.take(raw)
    return zone.answers()
