"""Whole zones: what a hostile or clever server hands out is bounded, and never taken for a zone."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

import anyio
import anyio.abc
import dns.flags
import dns.message
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.util
import dns.rrset
import pytest
from anyio.streams.buffered import BufferedByteReceiveStream
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.resolver import LiveResolver
from launchready.world.settings import Network
from launchready.world.wire_chain import link

SOA = "acme.test. 300 IN SOA ns1.acme.test. root.acme.test. 1 2 3 4 5"
A = "www.acme.test. 300 IN A 192.0.2.1"

Say = Callable[[dns.message.Message], Iterable[bytes]]


@asynccontextmanager
async def saying(say: Say) -> AsyncIterator[Server]:
    """A server that says what a test makes of each question, over TCP, and then keeps silent."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)

    async def serve(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            reader = BufferedByteReceiveStream(stream)
            try:
                while True:
                    size = int.from_bytes(await reader.receive_exactly(2), "big")
                    query = dns.message.from_wire(await reader.receive_exactly(size))
                    for one in say(query):
                        await stream.send(len(one).to_bytes(2, "big") + one)
            except (anyio.IncompleteRead, anyio.BrokenResourceError, anyio.EndOfStream):
                return

    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, serve)
        port = listener.extra(anyio.abc.SocketAttribute.local_port)
        yield Server(name="ns1.acme.test", address="127.0.0.1", port=port)
        group.cancel_scope.cancel()


def of(query: dns.message.Message, *lines: str) -> bytes:
    made = dns.message.make_response(query)
    made.flags |= dns.flags.AA
    for line in lines:
        name, ttl, _, type_, value = line.split(" ", 4)
        made.answer.append(dns.rrset.from_text(name, int(ttl), "IN", type_, value))
    return made.to_wire()


def resolver() -> LiveResolver:
    return LiveResolver(Network.model_validate({"timeout": "1s"}))


async def transferred(say: Say) -> str:
    async with saying(say) as server:
        with pytest.raises(UnreachableError) as caught:
            await resolver().transfer(server, "acme.test")
    return caught.value.reason


async def test_a_zone_comes_in_as_many_messages_as_it_likes() -> None:
    async with saying(lambda query: [of(query, SOA), of(query, A), of(query, SOA)]) as server:
        found = await resolver().transfer(server, "acme.test")

    assert [(one.name, one.type, one.values, one.ttl) for one in found] == [
        ("acme.test", "SOA", ("ns1.acme.test. root.acme.test. 1 2 3 4 5",), 300),
        ("www.acme.test", "A", ("192.0.2.1",), 300),
    ]


@pytest.mark.parametrize(
    ("say", "reason"),
    [
        (lambda query: [of(query, A)], "sent no zone: it does not start with the zone's SOA"),
        (lambda query: [of(query)], "a message without records is no part of a zone"),
        (lambda query: [b"\0"], "a message belongs to another question"),
        (lambda query: [of(query, SOA)[:-3]], "a record goes on past the end"),
        (lambda query: [of(query, SOA, A)], "did not answer for acme.test AXFR in 1 s"),
    ],
)
async def test_what_is_no_whole_zone_is_no_zone(say: Say, reason: str) -> None:
    assert (await transferred(say)).endswith(reason)


async def test_a_zone_without_an_end_ends() -> None:
    def for_ever(query: dns.message.Message) -> Iterable[bytes]:
        yield of(query, SOA)
        while True:
            yield of(query, *[f"h{n}.acme.test. 300 IN A 192.0.2.1" for n in range(500)])

    assert (await transferred(for_ever)).endswith("in 1 s")


async def walked(say: Say) -> str:
    async with saying(say) as server:
        with pytest.raises(UnreachableError) as caught:
            await resolver().walk(server, "acme.test")
    assert caught.value.kind == "refused"
    return caught.value.reason


def made_up(query: dns.message.Message) -> Iterable[bytes]:
    name = query.question[0].name.to_text()
    return [of(query, f"{name} 300 IN NSEC \\000.{name} A RRSIG NSEC")]


def beside(query: dns.message.Message) -> Iterable[bytes]:
    return [of(query, "acme.test. 300 IN NSEC www.other.test. A")]


def dead_end(query: dns.message.Message) -> Iterable[bytes]:
    return [of(query, "acme.test. 300 IN NSEC www.acme.test. A")]


@pytest.mark.parametrize(
    ("say", "why"),
    [
        (made_up, "it makes names up as it is asked"),
        (beside, "it makes names up as it is asked"),
        (dead_end, "it does not say what comes after www.acme.test"),
        (lambda query: [of(query)], "it is not signed, or signed with NSEC3"),
    ],
)
async def test_a_chain_that_hides_its_names_is_no_list_of_them(say: Say, why: str) -> None:
    assert (await walked(say)).endswith(f"gives no chain of the names in acme.test: {why}")


@given(types=st.sets(st.integers(1, 65535), min_size=1, max_size=12))
def test_the_types_of_a_name_are_read_as_dnspython_reads_them(types: set[int]) -> None:
    bitmap = dns.rdtypes.util.Bitmap.from_rdtypes([dns.rdatatype.RdataType(one) for one in types])
    text = f"www.acme.test. {bitmap.to_text()}"
    query = dns.message.make_query("acme.test", "NSEC")

    message = wire.read(of(query, f"acme.test. 300 IN NSEC {text}"))
    following, names = link(message, message.answer[0])

    assert following == "www.acme.test."
    assert {int(dns.rdatatype.from_text(one)) for one in names} == types
