"""Follows an SPF record through everything it leads to, whoever sends: its cost and its reach."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from ipaddress import ip_address

from launchready.core.unreachable import UnreachableError
from launchready.email.address_space import EVERYTHING, NOTHING, Space, of_network
from launchready.email.lookup import Lookup, Records, together
from launchready.email.spf_evaluation import MOST_HOSTS, mail_hosts
from launchready.email.spf_macros import (
    MacroString,
    SpfSyntaxError,
    expanded,
    letters_in,
    shortened,
)
from launchready.email.spf_record import Mechanism, SpfRecord, is_spf, parse

# Records and hosts looked up for one domain; ten lookups are the most a receiver makes.
MOST_RECORDS, MOST_HOST_TERMS = 60, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One term of a record, or the record of the domain itself at the root.

    `domain` is what it leads to. `passes` are the addresses it lets pass, `varies` says that
    others may pass by what is known only of a mail that comes. `fault` is why no receiver can
    carry it out, `silence` why we could not look. The voids are lookups that find nothing, for
    a client of IPv4 and of IPv6.
    """

    term: str
    domain: str
    cost: int = 0
    texts: tuple[str, ...] = ()
    record: SpfRecord | None = None
    branches: tuple["Branch", ...] = ()
    passes: Space = NOTHING
    varies: bool = False
    fault: str = ""
    silence: UnreachableError | None = None
    voids_four: int = 0
    voids_six: int = 0

    def walk(self) -> Iterator["Branch"]:
        yield self
        for one in self.branches:
            yield from one.walk()

    @property
    def lookups(self) -> int:
        return sum(one.cost for one in self.walk())

    def drawn(self, depth: int = 0) -> Iterator[str]:
        """The tree, a line for each lookup, with what it costs in all."""
        if self.cost or not depth:
            cost = f"{self.lookups} lookup{'' if self.lookups == 1 else 's'}"
            yield f"{'· ' * depth}{self.term}: {cost}" + (f" ({self.fault})" if self.fault else "")
        for one in self.branches:
            yield from one.drawn(depth + 1)


@dataclass(slots=True)
class _Walk:
    lookup: Lookup
    origin: str
    read: int = 0
    hosts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A term waiting to be followed; `path` are the domains that led to it."""

    mechanism: Mechanism
    domain: str
    path: tuple[str, ...] = field(default=())


async def follow(lookup: Lookup, domain: str) -> Branch:
    """The tree of a domain's record. Silence stands in its branches and is not raised."""
    return await _record(_Walk(lookup, domain), domain, Branch(term=domain, domain=domain), ())


async def _record(walk: _Walk, domain: str, start: Branch, path: tuple[str, ...]) -> Branch:
    if domain.lower() in path:
        return replace(start, fault=f"{domain} leads back to itself")
    walk.read += 1
    if walk.read > MOST_RECORDS:
        return replace(start, fault=f"more than {MOST_RECORDS} records are needed")
    try:
        found = await walk.lookup.ask(domain, "TXT")
    except UnreachableError as silence:
        return replace(start, silence=silence)
    texts = tuple(one for one in found.values if is_spf(one))
    start = replace(start, texts=texts)
    if len(texts) != 1:
        return replace(start, fault=_why_not_one(domain, texts, found) if path or texts else "")
    try:
        record = parse(texts[0])
    except SpfSyntaxError as error:
        return replace(start, fault=str(error))
    return await _followed(walk, domain, replace(start, record=record), (*path, domain.lower()))


def _why_not_one(domain: str, texts: tuple[str, ...], found: Records) -> str:
    if texts:
        return f"{domain} has {len(texts)} SPF records, and one only may be"
    if found.missing == "no such name":
        return f"{domain} does not exist"
    return f"{domain} has no SPF record"


async def _followed(walk: _Walk, domain: str, start: Branch, path: tuple[str, ...]) -> Branch:
    record = start.record
    if record is None:
        return start

    async def one(mechanism: Mechanism) -> Branch:
        return await _term(walk, _Step(mechanism=mechanism, domain=domain, path=path))

    branches = await together(one, record.mechanisms)
    passing, matched, varies = NOTHING, NOTHING, False
    for mechanism, branch in zip(record.mechanisms, branches, strict=True):
        passing |= (branch.passes - matched) if mechanism.qualifier == "+" else NOTHING
        varies = varies or (branch.varies and mechanism.qualifier == "+")
        matched |= branch.passes
        if mechanism.name == "all":
            break
    if record.redirect is not None and record.last is None:
        tail = await _redirect(walk, record.redirect, domain, path)
        branches.append(tail)
        passing |= tail.passes - matched
        varies = varies or tail.varies
    used = tuple(branches[: _reach(record)])
    return replace(start, branches=used, passes=passing, varies=varies)


def _reach(record: SpfRecord) -> int:
    """How many terms count: what stands behind `all` is never looked at (RFC 7208, 5.1)."""
    names = [one.name for one in record.mechanisms]
    return names.index("all") + 1 if "all" in names else len(names) + 1


async def _redirect(walk: _Walk, spec: MacroString, domain: str, path: tuple[str, ...]) -> Branch:
    target = _fixed(spec, domain, walk.origin)
    if target is None:
        return Branch(term="redirect=…", domain="", cost=1, varies=True)
    start = Branch(term=f"redirect={target}", domain=target, cost=1)
    return await _record(walk, target, start, path)


async def _term(walk: _Walk, step: _Step) -> Branch:
    mechanism = step.mechanism
    start = Branch(term=mechanism.text, domain="", cost=mechanism.cost)
    if mechanism.name == "all":
        return replace(start, passes=EVERYTHING)
    if mechanism.network is not None:
        return replace(start, passes=of_network(mechanism.network))
    target: str | None = step.domain
    if mechanism.target is not None:
        target = _fixed(mechanism.target, step.domain, walk.origin)
    if target is None or mechanism.name == "ptr":
        return replace(start, varies=True)
    start = replace(start, domain=target)
    if mechanism.name == "include":
        return await _record(walk, target, start, step.path)
    walk.hosts += 1
    if walk.hosts > MOST_HOST_TERMS:
        return replace(start, varies=True)
    try:
        return await _hosts(walk, mechanism, start)
    except UnreachableError as silence:
        return replace(start, silence=silence)


async def _hosts(walk: _Walk, mechanism: Mechanism, start: Branch) -> Branch:
    if mechanism.name == "exists":
        found = await walk.lookup.ask(start.domain, "A")
        void = int(not found.values)
        passes = EVERYTHING if found.values else NOTHING
        return replace(start, passes=passes, voids_four=void, voids_six=void)
    hosts: tuple[str, ...] = (start.domain,)
    if mechanism.name == "mx":
        hosts = mail_hosts((await walk.lookup.ask(start.domain, "MX")).values)
        if not hosts:
            return replace(start, voids_four=1, voids_six=1)
        if len(hosts) > MOST_HOSTS:
            return replace(start, fault=f"{start.domain} has more than {MOST_HOSTS} mail servers")
    asked = [(host, type_) for type_ in ("A", "AAAA") for host in hosts]
    found_all = await together(lambda one: walk.lookup.ask(*one), asked)
    passes = NOTHING
    for found in found_all:
        for one in found.values:
            passes |= of_network(mechanism.around(ip_address(one)))
    is_a = mechanism.name == "a"
    return replace(
        start,
        passes=passes,
        voids_four=int(is_a and not found_all[0].values),
        voids_six=int(is_a and not found_all[-1].values),
    )


def _fixed(spec: MacroString, domain: str, origin: str) -> str | None:
    """What a domain-spec becomes for any mail; None where that depends on the mail."""
    if letters_in(spec) - {"d", "o"}:
        return None
    return shortened(expanded(spec, {"d": domain, "o": origin}))
