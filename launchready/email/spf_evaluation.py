"""Whether an address may send for a domain, exactly as a receiver decides it (RFC 7208, 4)."""

import re
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal

from launchready.core.unreachable import UnreachableError
from launchready.email.lookup import Lookup, Records
from launchready.email.spf_macros import (
    Address,
    MacroString,
    SpfSyntaxError,
    dotted,
    expanded,
    letters_in,
    parsed,
    shortened,
)
from launchready.email.spf_record import Mechanism, SpfRecord, is_spf, parse

Result = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"]

MOST_LOOKUPS = 10  # RFC 7208, 4.6.4; the two below too
MOST_VOID = 2
MOST_HOSTS = 10
_QUALIFIERS: dict[str, Result] = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_LABEL = re.compile(r"[^.]{1,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What check_host says; `by` is the term that decided, `why` what went wrong.

    `silence` is what kept a temperror from an answer.
    """

    result: Result
    by: str = ""
    why: str = ""
    explanation: str | None = None
    lookups: int = 0
    silence: UnreachableError | None = None


class _PermError(Exception):
    """The record cannot be carried out."""


@dataclass(slots=True, kw_only=True)
class _Visit:
    """One delivery being judged: who sends what from where, and what it has cost so far."""

    lookup: Lookup
    address: Address
    local: str
    domain: str
    helo: str
    receiver: str
    now: int
    lookups: int = 0
    voids: int = 0
    validated: str | None = field(default=None)

    def count(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise _PermError(f"more than {MOST_LOOKUPS} lookups are needed")

    async def ask(self, name: str, type_: str, *, counts: bool = True) -> Records:
        """What a name holds; one that cannot exist is not asked for (RFC 7208, 4.8)."""
        if not _is_name(name):
            found = Records(name=name, type=type_, missing="no such name")
        else:
            found = await self.lookup.ask(name, type_)
        if counts and not found.values:
            self.voids += 1
            if self.voids > MOST_VOID:
                raise _PermError(f"more than {MOST_VOID} lookups find nothing")
        return found

    @property
    def family(self) -> str:
        return "A" if isinstance(self.address, IPv4Address) else "AAAA"


async def check_host(
    lookup: Lookup,
    *,
    address: str,
    sender: str,
    helo: str,
    receiver: str = "unknown",
    now: int = 0,
) -> Verdict:
    """The verdict on mail from `sender` that `address` delivers, having said HELO `helo`.

    `now` is the time in seconds since 1970, for the macro t.
    """
    local, _, domain = (sender or helo).rpartition("@")
    visit = _Visit(
        lookup=lookup,
        address=_unmapped(address),
        local=local or "postmaster",
        domain=domain,
        helo=helo,
        receiver=receiver,
        now=now,
    )
    if not _is_name(domain) or "." not in domain.rstrip("."):
        return Verdict(result="none", why=f"{domain or 'nothing'} is not a domain")
    try:
        verdict = await _evaluate(visit, domain.rstrip("."), is_outermost=True)
    except _PermError as error:
        verdict = Verdict(result="permerror", why=str(error))
    except UnreachableError as silence:
        verdict = Verdict(result="temperror", why=silence.reason, silence=silence)
    return replace(verdict, lookups=visit.lookups)


def _unmapped(text: str) -> Address:
    address = ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_name(name: str) -> bool:
    labels = name.removesuffix(".").split(".")
    return len(name) <= 254 and all(_LABEL.fullmatch(one) for one in labels)


async def _evaluate(visit: _Visit, domain: str, *, is_outermost: bool = False) -> Verdict:
    found = await visit.ask(domain, "TXT", counts=False)
    texts = [one for one in found.values if is_spf(one)]
    if not texts:
        return Verdict(result="none", why=f"{domain} has no SPF record")
    if len(texts) > 1:
        raise _PermError(f"{domain} has {len(texts)} SPF records")
    try:
        record = parse(texts[0])
    except SpfSyntaxError as error:
        raise _PermError(f"{domain}: {error}") from None
    for mechanism in record.mechanisms:
        if await _matches(visit, mechanism, domain):
            result = _QUALIFIERS[mechanism.qualifier]
            explanation = None
            if result == "fail" and is_outermost:
                explanation = await _explanation(visit, record, domain)
            return Verdict(
                result=result, by=f"{mechanism.text} of {domain}", explanation=explanation
            )
    if record.redirect is None:
        return Verdict(result="neutral", by=f"the end of {domain}'s record")
    visit.count()
    target = await _target(visit, record.redirect, domain)
    verdict = await _evaluate(visit, target, is_outermost=is_outermost)
    if verdict.result == "none":
        raise _PermError(f"redirect leads to {target}, which has no SPF record")
    return verdict


async def _matches(visit: _Visit, mechanism: Mechanism, domain: str) -> bool:
    if mechanism.cost:
        visit.count()
    target = domain
    if mechanism.target is not None:
        target = await _target(visit, mechanism.target, domain)
    match mechanism.name:
        case "all":
            return True
        case "ip4" | "ip6":
            return mechanism.network is not None and visit.address in mechanism.network
        case "include":
            return await _includes(visit, target)
        case "exists":
            return bool((await visit.ask(target, "A")).values)
        case "ptr":
            return await _names(visit, target) != []
        case "a":
            return await _is_at(visit, mechanism, target)
        case _:
            return await _is_mail_host(visit, mechanism, target)


async def _includes(visit: _Visit, target: str) -> bool:
    verdict = await _evaluate(visit, target) if _is_name(target) else Verdict(result="none")
    if verdict.result == "none":
        raise _PermError(f"include leads to {target}, which has no SPF record")
    return verdict.result == "pass"


async def _is_at(visit: _Visit, mechanism: Mechanism, host: str, *, counts: bool = True) -> bool:
    found = await visit.ask(host, visit.family, counts=counts)
    return any(visit.address in mechanism.around(ip_address(one)) for one in found.values)


async def _is_mail_host(visit: _Visit, mechanism: Mechanism, target: str) -> bool:
    found = await visit.ask(target, "MX")
    hosts = mail_hosts(found.values)
    if len(hosts) > MOST_HOSTS:
        raise _PermError(f"{target} has more than {MOST_HOSTS} mail servers")
    for host in hosts:
        if await _is_at(visit, mechanism, host, counts=False):
            return True
    return False


def mail_hosts(values: tuple[str, ...]) -> tuple[str, ...]:
    """The hosts of MX records, the preferred first; a null MX names none (RFC 7505)."""
    pairs = sorted((int(one.split(" ")[0]), one.split(" ")[-1].rstrip(".")) for one in values)
    return tuple(host for _, host in pairs if host)


async def _names(visit: _Visit, within: str) -> list[str]:
    """The client's own names in a domain that lead back to it (RFC 7208, 5.5).

    A lookup that fails here is no match, never an error.
    """
    pointer = visit.address.reverse_pointer
    try:
        found = await visit.ask(pointer, "PTR", counts=False)
    except UnreachableError:
        return []
    valid: list[str] = []
    for name in [one.rstrip(".") for one in found.values][:MOST_HOSTS]:
        if not f".{name.lower()}".endswith(f".{within.rstrip('.').lower()}") and within:
            continue
        try:
            addresses = await visit.ask(name, visit.family, counts=False)
        except UnreachableError:
            continue
        if any(ip_address(one) == visit.address for one in addresses.values):
            valid.append(name)
    return valid


async def _target(visit: _Visit, spec: MacroString, domain: str) -> str:
    return shortened(expanded(spec, await _values(visit, spec, domain)))


async def _values(visit: _Visit, spec: MacroString, domain: str) -> dict[str, str]:
    address = visit.address
    is_four = isinstance(address, IPv4Address)
    values = {
        "s": f"{visit.local}@{visit.domain}",
        "l": visit.local,
        "o": visit.domain,
        "d": domain,
        "i": dotted(address),
        "v": "in-addr" if is_four else "ip6",
        "h": visit.helo,
        "c": str(address),
        "r": visit.receiver,
        "t": str(visit.now),
    }
    if "p" in letters_in(spec):
        values["p"] = await _validated(visit, domain)
    return values


async def _validated(visit: _Visit, domain: str) -> str:
    """The client's own name: the domain itself, else one below it, else any (RFC 7208, 7.3)."""
    names = await _names(visit, "")
    folded = domain.lower()
    exact = [one for one in names if one.lower() == folded]
    below = [one for one in names if one.lower().endswith(f".{folded}")]
    return next(iter([*exact, *below, *names]), "unknown")


async def _explanation(visit: _Visit, record: SpfRecord, domain: str) -> str | None:
    """What the domain says to those it refuses; None wherever that cannot be had (6.2)."""
    if record.explanation is None:
        return None
    try:
        name = await _target(visit, record.explanation, domain)
        found = await visit.ask(name, "TXT", counts=False)
        if len(found.values) != 1:
            return None
        text = parsed(found.values[0], is_text=True)
        return expanded(text, await _values(visit, text, domain))
    except (UnreachableError, SpfSyntaxError):
        return None
