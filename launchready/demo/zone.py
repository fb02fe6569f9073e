"""Answers DNS queries from a table of one zone, as its authoritative server does (RFC 1035)."""

from dataclasses import dataclass

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.CNAME
import dns.rrset

TTL = 300  # seconds, of every record
LARGEST_PLAIN_UDP = 512  # bytes, for those who speak no EDNS (RFC 1035, 4.2.1)
LARGEST_UDP = 1232  # bytes

Records = tuple[tuple[str, str, str], ...]
Sets = dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone's record sets by name and type."""

    origin: dns.name.Name
    sets: Sets

    def reply(self, wire: bytes, *, over_udp: bool) -> bytes | None:
        """The answer to a query as bytes; None for what is no query at all."""
        try:
            query = dns.message.from_wire(wire)
        except dns.exception.DNSException:
            return None
        if query.flags & dns.flags.QR:
            return None
        if not over_udp:
            return (self._whole(query) or self.answer(query)).to_wire()
        answer = self.answer(query)
        room = min(max(query.payload, LARGEST_PLAIN_UDP), LARGEST_UDP)
        try:
            return answer.to_wire(max_size=room)
        except dns.exception.TooBig:
            return _truncated(query).to_wire()

    def _whole(self, query: dns.message.Message) -> dns.message.Message | None:
        """The zone handed out (RFC 5936), where that is what is asked for."""
        asked = [(one.name, one.rdtype) for one in query.question]
        if asked != [(self.origin, dns.rdatatype.AXFR)]:
            return None
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.AA
        first = self.sets[self.origin, dns.rdatatype.SOA]
        answer.answer = [first, *(one for one in self.sets.values() if one is not first), first]
        return answer

    def answer(self, query: dns.message.Message) -> dns.message.Message:
        """The authoritative answer; other zones' names and transfers over UDP are refused."""
        answer = dns.message.make_response(query, our_payload=LARGEST_UDP)
        if query.opcode() != dns.opcode.QUERY or len(query.question) != 1:
            known = query.opcode() == dns.opcode.QUERY
            answer.set_rcode(dns.rcode.FORMERR if known else dns.rcode.NOTIMP)
            return answer
        asked = query.question[0]
        # Above the zone there is nothing, and who walks up to its parent must hear so.
        around = self.origin.parent() if len(self.origin) > 2 else self.origin
        is_ours = asked.rdclass == dns.rdataclass.IN and asked.name.is_subdomain(around)
        if not is_ours or dns.rdatatype.is_metatype(asked.rdtype):
            answer.set_rcode(dns.rcode.REFUSED)
            return answer
        answer.flags |= dns.flags.AA
        self._fill(answer, asked.name, asked.rdtype)
        return answer

    def _fill(
        self, answer: dns.message.Message, name: dns.name.Name, type_: dns.rdatatype.RdataType
    ) -> None:
        for _ in self.sets:  # a chain of aliases cannot be longer
            found = self.sets.get((name, type_))
            alias = self.sets.get((name, dns.rdatatype.CNAME))
            if found is not None:
                answer.answer.append(found)
                return
            if alias is None:
                break
            answer.answer.append(alias)
            name = _target(alias)
            if not name.is_subdomain(self.origin):
                return
        answer.authority.append(self.sets[self.origin, dns.rdatatype.SOA])
        if not any(one.is_subdomain(name) for one, _ in self.sets):
            answer.set_rcode(dns.rcode.NXDOMAIN)


def zone(origin: str, records: Records) -> Zone:
    """A zone of (name, type, value) in presentation form; the name "" is the origin's own."""
    top = dns.name.from_text(origin)
    values: dict[tuple[str, str], list[str]] = {}
    for name, type_, value in records:
        values.setdefault((name, type_), []).append(value)
    sets: Sets = {}
    for (name, type_), listed in values.items():
        owner = dns.name.from_text(name, top) if name else top
        one = dns.rrset.from_text_list(owner, TTL, "IN", type_, listed)
        sets[owner, one.rdtype] = one
    return Zone(origin=top, sets=sets)


def _target(alias: dns.rrset.RRset) -> dns.name.Name:
    (first,) = alias
    assert isinstance(first, dns.rdtypes.ANY.CNAME.CNAME)  # noqa: S101 - only CNAMEs are filed here
    return first.target


def _truncated(query: dns.message.Message) -> dns.message.Message:
    answer = dns.message.make_response(query, our_payload=LARGEST_UDP)
    answer.flags |= dns.flags.AA | dns.flags.TC
    return answer
