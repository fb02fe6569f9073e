"""Reads a response: an answer, or why it is none."""

from collections.abc import Iterable
from typing import Literal

from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.dns_question import LOOK, Question
from launchready.world.wire_faults import MalformedError
from launchready.world.wire_values import value

_ADVICE = {
    wire.SERVFAIL: "Look at the zone and, where it is signed, its DNSSEC: the server failed.",
    wire.REFUSED: "Load the zone on this server, or take the server out of the NS records.",
}
# What a server may say of its failure (RFC 8914, 5.2, and IANA's list).
_EXPLANATIONS = (
    *("other", "unsupported dnskey algorithm", "unsupported ds digest type", "stale answer"),
    *("forged answer", "dnssec indeterminate", "dnssec bogus", "signature expired"),
    *("signature not yet valid", "dnskey missing", "rrsigs missing", "no zone key bit set"),
    *("nsec missing", "cached error", "not ready", "blocked", "censored", "filtered"),
    *("prohibited", "stale nxdomain answer", "not authoritative", "not supported"),
    *("no reachable authority", "network error", "invalid data", "signature expired before valid"),
    *("too early", "unsupported nsec3 iterations value", "unable to conform to policy"),
    *("synthesized", "invalid query type"),
)
# A longer chain of aliases is a circle, to every resolver.
_LONGEST_CHAIN = 16


def answer(question: Question, response: wire.Message) -> Answer:
    """What an authoritative server says; raises UnreachableError when it has no say."""
    demand_success(question, response)
    found = own(question, response.answer, question.number)
    if not response.flags & wire.AA:
        # The parent's servers give a zone cut's NS records without authority.
        found = own(question, response.authority, wire.TYPES["NS"])
        if question.type != "NS" or not found:
            raise _lame(question, response)
    alias = [] if found else own(question, response.answer, wire.TYPES["CNAME"])
    missing: Literal["no such name", "no such type", None] = None
    if not found:
        exists = response.rcode == wire.NOERROR or alias
        missing = "no such type" if exists else "no such name"
    return Answer(
        server=question.server,
        name=question.name,
        type=question.type,
        values=values(question, response, found),
        ttl=min(one.ttl for one in found) if found else None,
        missing=missing,
        alias=values(question, response, alias)[0] if alias else None,
    )


def demand_success(question: Question, response: wire.Message) -> None:
    """NOERROR and NXDOMAIN are answers; every other code is a server that would not say."""
    if response.rcode in (wire.NOERROR, wire.NXDOMAIN):
        return
    raise failure(question, response)


def failure(question: Question, response: wire.Message, *also: str) -> UnreachableError:
    code = wire.RCODES.get(response.rcode, f"code {response.rcode}")
    told = [*(f"it says: {one}" for one in explanations(response)), *also]
    return UnreachableError(
        "; ".join([f"{question.server} answered {code} when asked for {question}", *told]),
        kind="refused",
        advice=_ADVICE.get(response.rcode, LOOK),
    )


def explanations(response: wire.Message) -> tuple[str, ...]:
    """What the server says of its failure itself (RFC 8914)."""
    return tuple(_explanation(code, text) for code, text in response.explanations)


def _explanation(code: int, text: str) -> str:
    name = _EXPLANATIONS[code] if code < len(_EXPLANATIONS) else f"error {code}"
    return f"{name} ({text})" if text else name


def own(question: Question, section: Iterable[wire.Record], type_: int) -> list[wire.Record]:
    """The asked name's own records: behind an alias, others' come along (RFC 1034, 3.6.2)."""
    return [one for one in section if one.type == type_ and one.name == question.owner]


def _lame(question: Question, response: wire.Message) -> UnreachableError:
    cuts = [one.name for one in response.authority if one.type == wire.TYPES["NS"]]
    below = [one for one in cuts if f".{question.owner}".endswith(f".{one}") and one != "."]
    if below:
        reason = f"{question.server} does not answer for {question}: it has given "
        reason += f"{below[0].rstrip('.')} away to other servers"
        return UnreachableError(
            reason, kind="refused", advice="Give that zone a record map of its own."
        )
    reason = f"{question.server} answers for {question} without authority: it has no such zone"
    return UnreachableError(reason, kind="refused", advice=_ADVICE[wire.REFUSED])


def at_end_of_chain(
    question: Question, response: wire.Message, *, aliased: bool = True
) -> tuple[str, ...]:
    """The values a resolver found behind whatever aliases there are, or only before any."""
    name = question.owner
    for _ in range(_LONGEST_CHAIN):
        mine = [one for one in response.answer if one.name == name]
        found = [one for one in mine if one.type == question.number]
        aliases = [one for one in mine if one.type == wire.TYPES["CNAME"]]
        if found or not aliases or not aliased:
            return values(question, response, found)
        name = values(question, response, aliases)[0]
    return ()  # aliases in a circle lead nowhere, for a visitor too


def values(
    question: Question, response: wire.Message, records: Iterable[wire.Record]
) -> tuple[str, ...]:
    """Sorted and each once. Raises UnreachableError for a record that cannot be read."""
    try:
        return tuple(sorted({value(response, one) for one in records}))
    except MalformedError as error:
        raise UnreachableError(
            f"{question.server} was asked for {question} and sent what cannot be read: {error}",
            advice=LOOK,
        ) from error
