"""Holds what servers answered against a record of the map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from launchready.core.resolver import Answer
from launchready.dns.edge import is_edge
from launchready.dns.record import Record, shown

Kind = Literal["missing", "changed", "extra", "disagree", "ttl", "exposed"]
State = Literal["fine", "missing", "changed", "extra"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way a record is not as promised, in words; `evidence` has a line a server.

    `live` is what was seen in its stead, and `servers` who said so.
    """

    kind: Kind
    said: str
    evidence: tuple[str, ...] = ()
    live: str = ""
    servers: tuple[str, ...] = ()


def judge_values(record: Record, answers: Sequence[Answer]) -> list[Fault]:
    """A record whose values are seen as they are."""
    states = {_state(record, one) for one in answers}
    if states <= {"fine"}:
        return []
    evidence = tuple(_line(record, one) for one in answers)
    promise = f"the map says {record.promised}"
    servers = tuple(dict.fromkeys(str(one.server) for one in answers))
    if len({(one.values, one.alias) for one in answers}) > 1:
        told = _told((_seen(record, one), str(one.server)) for one in answers)
        fault = Fault(kind="disagree", said=f"{record} is {told}; {promise}", live=told)
        return [replace(fault, evidence=evidence)]
    if "missing" in states:
        absent = _absences(answers)
        said = f"{record} is not in DNS ({absent}); {promise}"
        fault = Fault(kind="missing", said=said, evidence=evidence, live=absent)
        return [replace(fault, servers=servers)]
    first = answers[0]
    if "extra" in states:
        more = shown(record.type, tuple(one for one in first.values if one not in record.values))
        said = f"{record} also has {more}; the map says {record.promised} alone"
        fault = Fault(kind="extra", said=said, evidence=evidence, live=more)
        return [replace(fault, servers=servers)]
    seen = _seen(record, first)
    said = f"{record} is {seen}; {promise}"
    return [Fault(kind="changed", said=said, evidence=evidence, live=seen, servers=servers)]


def _state(record: Record, answer: Answer) -> State:
    if not answer.values:
        return "changed" if answer.alias else "missing"
    live, wanted = set(answer.values), set(record.values)
    match record.match:
        case "present":
            return "fine"
        case "subset":
            return "fine" if wanted <= live else "changed"
        case "any":
            return "fine" if live <= wanted else "changed"
        case "exact" if wanted < live:
            return "fine" if record.extras == "ignore" else "extra"
        case "exact":
            return "fine" if live == wanted else "changed"


def _seen(record: Record, answer: Answer) -> str:
    if answer.values:
        return shown(record.type, answer.values)
    return f"an alias of {answer.alias}" if answer.alias else f"nothing ({_absence(answer)})"


def _absence(answer: Answer) -> str:
    if answer.missing == "no such type":
        return f"the name exists without {answer.type}"
    return "no such name"


def _absences(answers: Sequence[Answer]) -> str:
    reasons = {_absence(one) for one in answers}
    return (
        reasons.pop()
        if len(reasons) == 1
        else _told((_absence(one), str(one.server)) for one in answers)
    )


def _told(said: Iterable[tuple[str, str]]) -> str:
    """Who says what, each thing once."""
    servers: dict[str, dict[str, None]] = {}
    for words, server in said:
        servers.setdefault(words, {})[server] = None
    return "; ".join(f"{words} on {', '.join(names)}" for words, names in servers.items())


def _line(record: Record, answer: Answer) -> str:
    where = answer.server
    address = f" ({where.address})" if where.address not in where.name else ""
    return f"{where}{address}: {_seen(record, answer)}"


def judge_ttl(record: Record, answers: Sequence[Answer]) -> list[Fault]:
    """How long resolvers may remember a record that is otherwise as promised."""
    if record.keeping == "ignore" or record.ttl is None:
        return []
    live = sorted({one.ttl for one in answers if one.ttl is not None})
    if record.keeping == "max":
        wrong, most = [one for one in live if one > record.ttl], "at most "
    else:
        wrong, most = [one for one in live if one != record.ttl], ""
    if not wrong:
        return []
    seen = " and ".join(f"{one} s" for one in wrong)
    return [
        Fault(
            kind="ttl",
            said=f"{record} has a TTL of {seen}; the map says {most}{record.ttl} s",
            live=f"TTL {seen}",
            servers=tuple(dict.fromkeys(str(one.server) for one in answers if one.ttl in wrong)),
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """Where one server sends the visitors of a name."""

    server: str
    addresses: tuple[str, ...]
    alias: str | None

    def __str__(self) -> str:
        if self.alias:
            return f"an alias of {self.alias}"
        return ", ".join(self.addresses) or "nothing"


def judge_addresses(
    record: Record,
    answers: Sequence[tuple[Answer, ...]],
    target: tuple[str, ...] | None,
) -> list[Fault]:
    """A record that shows as addresses only; `target` is where an ALIAS leads, if it is known."""
    reaches = [_reach(one) for one in answers]
    evidence = tuple(f"{one.server}: {one}" for one in reaches)
    reached = [one for one in reaches if one.addresses or one.alias]
    promise = f"the map says {_kind(record)} {record.promised}"
    if reaches and not reached:
        said = f"{record} is not in DNS: {record.name} has no address; {promise}"
        return [Fault(kind="missing", said=said, evidence=evidence, live="no address")]
    if len(reached) < len(reaches):
        told = _told((str(one), one.server) for one in reaches)
        said = f"{record} is {told}; {promise}"
        return [Fault(kind="disagree", said=said, evidence=evidence, live=told)]
    if record.match == "present":
        return []
    faults = (_off_edge(record, one) for one in reaches)
    if not record.proxied:
        faults = (_off_target(record, one, target) for one in reaches)
    live = "; ".join(dict.fromkeys(str(one) for one in reaches))
    return [
        Fault(kind=kind, said=said, evidence=evidence, live=live)
        for kind, said in dict.fromkeys(one for one in faults if one)
    ]


def _kind(record: Record) -> str:
    return "proxied by Cloudflare before" if record.proxied else "an alias of"


def _reach(answers: tuple[Answer, ...]) -> _Reach:
    return _Reach(
        server=str(answers[0].server),
        addresses=tuple(value for one in answers for value in one.values),
        alias=next((one.alias for one in answers if one.alias), None),
    )


def _off_edge(record: Record, reach: _Reach) -> tuple[Kind, str] | None:
    promise = f"the map says {_kind(record)} {record.promised}"
    open_ = [one for one in reach.addresses if one in record.values]
    if reach.alias or open_:
        seen = f"an alias of {reach.alias}" if reach.alias else ", ".join(open_)
        return "exposed", f"{record} is {seen} for everybody to see; {promise}"
    strange = [one for one in reach.addresses if not is_edge(one)]
    if strange:
        return "changed", f"{record} is {', '.join(strange)}, no address of Cloudflare's; {promise}"
    return None


def _off_target(
    record: Record, reach: _Reach, target: tuple[str, ...] | None
) -> tuple[Kind, str] | None:
    if target is None or reach.alias == record.values[0]:
        return None
    promise = f"the map says an alias of {record.promised}"
    if reach.alias:
        return "changed", f"{record} is an alias of {reach.alias}; {promise}"
    if set(reach.addresses) & set(target):
        return None
    whose = f"which is {', '.join(target)}" if target else "which has no address"
    return "changed", f"{record} is {', '.join(reach.addresses)}; {promise}, {whose}"
