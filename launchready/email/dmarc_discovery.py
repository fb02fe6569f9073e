"""Finds the policy a receiver applies to a domain: by RFC 9989's tree walk, and by RFC 7489."""

from dataclasses import dataclass

from launchready.email.dmarc_record import DmarcRecord, Policy, is_dmarc, read
from launchready.email.lookup import Lookup, Records

# Names of more labels are cut to this many after the first query (RFC 9989, 4.10).
_MOST_LABELS = 7
# Second-level labels under which registries of two-letter domains sell names. RFC 7489 asks for
# the Public Suffix List; this is the part of it that holds nearly every company's domain.
_SOLD_UNDER = frozenset(
    {
        *("ac", "asn", "biz", "co", "com", "edu", "firm", "gen", "go", "gob", "gouv", "gov"),
        *("govt", "gv", "id", "ind", "info", "ltd", "me", "mil", "ne", "net", "nhs", "nic"),
        *("nom", "or", "org", "plc", "sch", "web"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtName:
    """What stands at `_dmarc` of a name."""

    domain: str
    found: Records
    records: tuple[DmarcRecord, ...]

    @property
    def record(self) -> DmarcRecord | None:
        """The record; several are none (RFC 9989, 4.10; RFC 7489, 6.6.3)."""
        return self.records[0] if len(self.records) == 1 else None

    @property
    def others(self) -> tuple[str, ...]:
        """TXT records here that are not DMARC's."""
        return tuple(one for one in self.found.values if not is_dmarc(one))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one generation of receivers makes of a domain.

    `policy` None is no DMARC at all. `at` is the domain whose record holds, `share` the part of
    the failing mail, in per cent, that the policy is applied to.
    """

    policy: Policy | None
    at: str = ""
    record: DmarcRecord | None = None
    share: int = 100
    why: str = ""

    def __str__(self) -> str:
        if self.policy is None:
            return "no DMARC"
        share = f" for {self.share} % of it" if self.share < 100 else ""
        return f"{self.policy}{share}" + (f" ({self.why})" if self.why else "")


async def at_name(lookup: Lookup, domain: str) -> AtName:
    found = await lookup.ask(f"_dmarc.{domain}", "TXT")
    records = tuple(read(one) for one in found.values if is_dmarc(one))
    return AtName(domain=domain, found=found, records=records)


async def walk(lookup: Lookup, domain: str) -> tuple[AtName, ...]:
    """The tree walk from a domain upward, until a record says that it may stop."""
    steps: list[AtName] = []
    for name in walked(domain):
        step = await at_name(lookup, name)
        steps.append(step)
        if step.record is not None and step.record.word("psd") in ("y", "n"):
            break
    return tuple(steps)


def walked(domain: str) -> tuple[str, ...]:
    """The names the walk asks for, at most eight (RFC 9989, 4.10)."""
    labels = domain.split(".")
    start = max(1, len(labels) - _MOST_LABELS)
    return (domain, *(".".join(labels[at:]) for at in range(start, len(labels))))


def organizational(domain: str, steps: tuple[AtName, ...]) -> str:
    """The organizational domain a walk has found (RFC 9989, 4.10.2)."""
    with_record = [one for one in steps if one.record is not None]
    if not with_record:
        return domain
    last = with_record[-1]
    if last.record is not None and last.record.word("psd") == "y" and last.domain != domain:
        labels = domain.split(".")
        return ".".join(labels[-(last.domain.count(".") + 2) :])
    return last.domain


def by_public_suffix(domain: str) -> str:
    """The organizational domain of RFC 7489, 3.2, as nearly as a short list tells."""
    labels = domain.split(".")
    is_sold_deeper = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SOLD_UNDER
    return ".".join(labels[-3:] if is_sold_deeper else labels[-2:])


def by_9989(domain: str, steps: tuple[AtName, ...], *, exists: bool = True) -> Reading:
    """The policy by RFC 9989, 4.10.1: the domain's own, its organization's, its registry's."""
    organization = organizational(domain, steps)
    by_domain = {one.domain: one for one in steps if one.record is not None}
    registry = [one.domain for one in steps if one.record and one.record.word("psd") == "y"]
    for name in (domain, organization, *registry):
        step = by_domain.get(name)
        if step is None or step.record is None:
            continue
        record = step.record
        own = record.policy("p")
        if own is None or record.is_wrong("sp") or record.is_wrong("np"):
            return _unreadable(name, record)
        policy = own
        if name != domain:
            policy = record.policy("sp") or own
            policy = policy if exists else record.policy("np") or policy
        if record.is_test and policy != "none":
            lower: Policy = "quarantine" if policy == "reject" else "none"
            return Reading(policy=lower, at=name, record=record, why="t=y makes it milder")
        return Reading(policy=policy, at=name, record=record)
    return Reading(policy=None)


def _unreadable(name: str, record: DmarcRecord) -> Reading:
    """Without a readable policy a record counts for its reports alone, in both RFCs."""
    kept: Policy | None = "none" if record.has_place_for_reports else None
    return Reading(policy=kept, at=name, record=record, why="its policy is unreadable")


def by_7489(domain: str, own: AtName, above: AtName | None) -> Reading:
    """The policy by RFC 7489, 6.6.3: the domain's own, or that above it by the suffix list."""
    step = own if own.records or above is None else above
    record = step.record
    if record is None:
        return Reading(policy=None)
    policy = record.policy("p")
    if policy is None or record.is_wrong("sp"):
        return _unreadable(step.domain, record)
    if step.domain != domain:
        policy = record.policy("sp") or policy
    return Reading(policy=policy, at=step.domain, record=record, share=record.percentage)


async def both(lookup: Lookup, domain: str) -> tuple[tuple[AtName, ...], Reading, Reading]:
    """The walk, and what receivers of RFC 9989 and of RFC 7489 make of the domain."""
    steps = await walk(lookup, domain)
    suffix = by_public_suffix(domain)
    above = None
    if suffix != domain:
        known = next((one for one in steps if one.domain == suffix), None)
        above = known or await at_name(lookup, suffix)
    exists = True
    if any(one.record and one.record.policy("np") and one.domain != domain for one in steps):
        # A name that does not exist at all is subject to np= (RFC 9989, 4.7 and A.4).
        exists = (await lookup.ask(domain, "A")).missing != "no such name"
    return steps, by_9989(domain, steps, exists=exists), by_7489(domain, steps[0], above)
