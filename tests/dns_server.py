"""A name server on loopback, right about its zones and faulty wherever a test wants it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import anyio
import anyio.abc
import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.zone
from anyio.streams.buffered import BufferedByteReceiveStream

from launchready.core.resolver import Server
from tests.servers import free_port

Fault = Literal[
    "SERVFAIL",
    "REFUSED",
    "silent",  # over UDP and TCP
    "silent over UDP",
    "lost once",  # the first datagram is not answered
    "truncated",  # over UDP an empty answer with TC set
    "half truncated",  # over UDP one value of many, with TC set
    "truncated, no TCP",
    "no EDNS",  # FORMERR to whatever has EDNS
    "not AA",
    "wrong id",
    "wrong question",
    "garbage",
]


@dataclass
class NameServer:
    """Zones from text, by origin; faults by name, without the final dot, or "*" for all.

    `recursive` answers as a resolver does: without authority, behind aliases and zone cuts.
    `asked` has every question, with the transport it came by.
    """

    zones: dict[str, str]
    faults: Mapping[str, Fault] = field(default_factory=dict)
    recursive: bool = False
    address: str = "127.0.0.1"
    port: int = 0
    patience: int = 10_000  # questions over one connection, before it hangs up
    connections: int = 0
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)

    @property
    def server(self) -> Server:
        return Server(name="ns1.acme.test", address=self.address, port=self.port)

    def respond(self, wire: bytes, transport: str) -> bytes | None:
        query = dns.message.from_wire(wire)
        name, type_ = query.question[0].name, query.question[0].rdtype
        text = name.to_text(omit_final_dot=True).lower()
        self.asked.append((text, dns.rdatatype.to_text(type_), transport))
        self.flags.append(query.flags)
        fault = self.faults.get(text, self.faults.get("*"))
        response = dns.message.make_response(query, recursion_available=self.recursive)
        self._fill(response, name, type_)
        return self._spoilt(fault, query, response, transport)

    def _fill(
        self, response: dns.message.Message, name: dns.name.Name, type_: dns.rdatatype.RdataType
    ) -> None:
        zone = self._zone_of(name)
        if zone is None:
            response.set_rcode(dns.rcode.REFUSED)
            return
        if not self.recursive:
            cut = _cut(zone, name, type_)
            if cut is not None:
                response.authority.append(cut)
                return
            response.flags |= dns.flags.AA
        for _ in range(8):
            if not _exists(zone, name):
                response.set_rcode(dns.rcode.NXDOMAIN)
            rrset = _rrset(zone, name, type_)
            alias = _rrset(zone, name, dns.rdatatype.CNAME) if rrset is None else None
            response.answer += [one for one in (rrset, alias) if one is not None]
            if alias is None:
                return
            name = alias[0].target
            zone = self._zone_of(name)
            if zone is None:
                return

    def _zone_of(self, name: dns.name.Name) -> dns.zone.Zone | None:
        origins = sorted((dns.name.from_text(one) for one in self.zones), key=len, reverse=True)
        origin = next((one for one in origins if name.is_subdomain(one)), None)
        if origin is None:
            return None
        text = self.zones[origin.to_text(omit_final_dot=True) if len(origin) > 1 else "."]
        return _zone(text, origin)

    def _spoilt(
        self,
        fault: Fault | None,
        query: dns.message.Message,
        response: dns.message.Message,
        transport: str,
    ) -> bytes | None:
        over_udp = transport == "UDP"
        match fault:
            case "silent":
                return None
            case "silent over UDP" if over_udp:
                return None
            case "lost once" if self.asked.count(self.asked[-1]) == 1:
                return None
            case "SERVFAIL" | "REFUSED":
                response = dns.message.make_response(query)
                response.set_rcode(dns.rcode.from_text(fault))
                response.use_edns(
                    0, options=[dns.edns.EDEOption(dns.edns.EDECode.DNSKEY_MISSING, "no key")]
                )
            case "truncated" | "truncated, no TCP" if over_udp:
                response.answer.clear()
                response.flags |= dns.flags.TC
            case "truncated, no TCP":
                return b""
            case "half truncated" if over_udp:
                response.answer[0] = dns.rrset.from_rdata_list(
                    response.answer[0].name, response.answer[0].ttl, [response.answer[0][0]]
                )
                response.flags |= dns.flags.TC
            case "no EDNS" if query.edns >= 0:
                response = dns.message.make_response(query)
                response.use_edns(-1)
                response.set_rcode(dns.rcode.FORMERR)
            case "not AA":
                response.flags &= ~dns.flags.AA
            case "wrong id":
                response.id = (response.id + 1) % 65536
            case "wrong question":
                response.question[0].name = dns.name.from_text("other.test.")
            case "garbage":
                return b"\xff" * 40
        return response.to_wire()


@cache
def _zone(text: str, origin: dns.name.Name) -> dns.zone.Zone:
    return dns.zone.from_text(text, origin=origin, relativize=False, check_origin=False)


def _exists(zone: dns.zone.Zone, name: dns.name.Name) -> bool:
    return any(one.is_subdomain(name) for one in zone.nodes)


def _rrset(
    zone: dns.zone.Zone, name: dns.name.Name, type_: dns.rdatatype.RdataType
) -> dns.rrset.RRset | None:
    return zone.get_rrset(name, type_)


def _cut(
    zone: dns.zone.Zone, name: dns.name.Name, type_: dns.rdatatype.RdataType
) -> dns.rrset.RRset | None:
    """The NS records of a zone given away at or above a name, but for the zone itself."""
    assert zone.origin is not None
    while name != zone.origin:
        found = _rrset(zone, name, dns.rdatatype.NS)
        if found is not None:
            return found
        name = name.parent()
    return None


@asynccontextmanager
async def serving(server: NameServer) -> AsyncIterator[NameServer]:
    """The server, on UDP and TCP at one free port, until the block ends."""
    server.port = server.port or free_port(server.address)
    udp = await anyio.create_udp_socket(local_host=server.address, local_port=server.port)
    tcp = await anyio.create_tcp_listener(local_host=server.address, local_port=server.port)

    async def on_udp() -> None:
        async for wire, (host, port) in udp:
            response = server.respond(wire, "UDP")
            if response is not None:
                await udp.sendto(response, host, port)

    async def on_tcp(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            server.connections += 1
            reader = BufferedByteReceiveStream(stream)
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError, anyio.IncompleteRead):
                for _ in range(server.patience):
                    size = int.from_bytes(await reader.receive_exactly(2), "big")
                    response = server.respond(await reader.receive_exactly(size), "TCP")
                    if response == b"":
                        return
                    if response is not None:
                        await stream.send(len(response).to_bytes(2, "big") + response)

    async with udp, tcp, anyio.create_task_group() as group:
        group.start_soon(on_udp)
        group.start_soon(tcp.serve, on_tcp)
        yield server
        group.cancel_scope.cancel()
