"""Reads a response: an answer, or why it is none."""

from collections.abc import Iterable

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.world.dns_exchange import LOOK, Question
from launchready.world.dns_values import absolute, canonical

_ADVICE = {
    dns.rcode.SERVFAIL: "Look at the zone and, where it is signed, its DNSSEC: the server failed.",
    dns.rcode.REFUSED: "Load the zone on this server, or take the server out of the NS records.",
}


def answer(question: Question, response: dns.message.Message) -> Answer:
    """What an authoritative server says; raises UnreachableError when it has no say."""
    demand_success(question, response)
    rrset = own(question, response.answer, question.type)
    if not response.flags & dns.flags.AA:
        # The parent's servers give a zone cut's NS records without authority.
        rrset = own(question, response.authority, dns.rdatatype.NS)
        if question.type != dns.rdatatype.NS or rrset is None:
            raise _lame(question, response)
    alias = None if rrset else own(question, response.answer, dns.rdatatype.CNAME)
    exists = response.rcode() == dns.rcode.NOERROR or alias is not None
    return Answer(
        server=question.server,
        name=question.name.to_text(omit_final_dot=True).lower(),
        type=dns.rdatatype.to_text(question.type),
        values=values(rrset),
        ttl=rrset.ttl if rrset else None,
        missing=None if rrset else "no such type" if exists else "no such name",
        alias=values(alias)[0] if alias else None,
    )


def demand_success(question: Question, response: dns.message.Message) -> None:
    """NOERROR and NXDOMAIN are answers; every other code is a server that would not say."""
    if response.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return
    code = dns.rcode.to_text(response.rcode())
    told = "".join(f"; {one}" for one in _explanations(response))
    raise UnreachableError(
        f"{question.server} answered {code} when asked for {question}{told}",
        kind="refused",
        advice=_ADVICE.get(response.rcode(), LOOK),
    )


def _explanations(response: dns.message.Message) -> list[str]:
    """What the server says of its failure itself (RFC 8914)."""
    errors = [one for one in response.options if isinstance(one, dns.edns.EDEOption)]
    return [f"it says: {_ede(one)}" for one in errors]


def _ede(option: dns.edns.EDEOption) -> str:
    try:
        name = dns.edns.EDECode(option.code).name.replace("_", " ").lower()
    except ValueError:
        name = f"error {option.code}"
    return f"{name} ({option.text})" if option.text else name


def own(
    question: Question, section: Iterable[dns.rrset.RRset], type_: dns.rdatatype.RdataType
) -> dns.rrset.RRset | None:
    """The asked name's own records: behind an alias, others' come along (RFC 1034, 3.6.2)."""
    return next((one for one in section if (one.name, one.rdtype) == (question.name, type_)), None)


def _lame(question: Question, response: dns.message.Message) -> UnreachableError:
    cuts = [one.name for one in response.authority if one.rdtype == dns.rdatatype.NS]
    below = [one for one in cuts if question.name.is_subdomain(one) and one != dns.name.root]
    if below:
        reason = f"{question.server} does not answer for {question}: it has given "
        reason += f"{absolute(below[0]).rstrip('.')} away to other servers"
        return UnreachableError(
            reason, kind="refused", advice="Give that zone a record map of its own."
        )
    reason = f"{question.server} answers for {question} without authority: it has no such zone"
    return UnreachableError(reason, kind="refused", advice=_ADVICE[dns.rcode.REFUSED])


def at_end_of_chain(response: dns.message.Message, *, aliased: bool = True) -> tuple[str, ...]:
    """The values a resolver found behind whatever aliases there are, or only before any."""
    if not isinstance(response, dns.message.QueryMessage):
        return ()
    try:
        chain = response.resolve_chaining()
    except dns.exception.DNSException:
        return ()  # aliases in a circle lead nowhere, for a visitor too
    return values(chain.answer) if aliased or not chain.cnames else ()


def values(rrset: dns.rrset.RRset | None) -> tuple[str, ...]:
    return tuple(sorted({canonical(one) for one in rrset})) if rrset is not None else ()
