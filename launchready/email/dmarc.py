"""Looks at what receivers do with forged mail of a domain, and whom they tell (DMARC)."""

from collections.abc import Awaitable, Callable

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.email.dmarc_discovery import AtName, Reading, both
from launchready.email.dmarc_record import errors, oddities, rewritten
from launchready.email.dmarc_reports import is_aligned, reports_lost
from launchready.email.dmarc_rules import (
    INVALID,
    MISSING,
    NOT_ENFORCED,
    READERS_DIFFER,
    REPORTS_LOST,
    RULES,
    UNALIGNED,
    UNTIDY,
)
from launchready.email.lookup import AuthoritativeLookup, Lookup, open_question
from launchready.email.published import to_paste, txt
from launchready.email.settings import Domain, Email, Sender


@check(Email, each=lambda email: email.domains, emits=RULES)
async def dmarc(domain: Domain, ctx: Context) -> list[Finding]:
    """DMARC is published, enforced, and its reports arrive."""
    lookup = AuthoritativeLookup(ctx.dns)
    steps, new, old = await both(lookup, domain.name)
    own = steps[0]
    broken = [*_broken(domain, own), *await _disagreeing(domain, lookup)]
    if new.policy is None and old.policy is None:
        return broken or [await _missing(domain, own, lookup)]
    found = [*broken, *_differing(domain, new, old), *_enforced(domain, new, old)]
    found += _untidy(domain, own)
    holding = new if new.record is not None else old
    silences: list[UnreachableError] = []

    async def add(ask: Callable[[], Awaitable[list[Finding]]]) -> None:
        try:
            found.extend(await ask())
        except UnreachableError as silence:
            silences.append(silence)

    await add(lambda: _reports(domain, holding, lookup))
    for sender in domain.senders:
        await add(lambda one=sender: _aligned(domain, one, holding, lookup))  # type: ignore[misc]
    if silences:
        raise open_question(silences, found)
    return found


def first_record(domain: Domain) -> str:
    """The record to begin with: what sends mail is watched first, what sends none is shut."""
    policy = "reject" if domain.is_parked else "none"
    return f"v=DMARC1; p={policy}; rua=mailto:dmarc@{domain.name}"


async def _missing(domain: Domain, own: AtName, lookup: Lookup) -> Finding:
    name = f"_dmarc.{domain}"
    rule = to_paste(MISSING, txt(name, first_record(domain)))
    if own.found.is_dangling:
        said = f"{name} is an alias of {own.found.aliases[-1]}, which leads nowhere"
        return rule.broken(domain, said)
    if own.others:
        said = f'{name} has "{own.others[0][:60]}", which is no DMARC record: one begins v=DMARC1;'
        return rule.broken(domain, said, *own.others)
    at_top = await lookup.ask(domain.name, "TXT")
    if any("v=dmarc1" in one.lower() for one in at_top.values):
        said = f"{domain} has its DMARC record at the domain itself; it belongs at {name}"
        return rule.broken(domain, said)
    return rule.broken(domain, f"{domain} has no DMARC record: {name} holds none")


def _broken(domain: Domain, own: AtName) -> list[Finding]:
    texts = [one.written for one in own.records]
    name = f"_dmarc.{domain}"
    if len(own.records) > 1:
        message = f"{name} has {len(own.records)} DMARC records; receivers then use none"
        return [to_paste(INVALID, txt(name, texts[0])).broken(domain, message, *texts)]
    said = errors(own.record) if own.record is not None else []
    if not said:
        return []
    rule = to_paste(INVALID, txt(name, first_record(domain)))
    return [rule.broken(domain, f"{name} is broken: {'; '.join(said)}", *texts)]


async def _disagreeing(domain: Domain, lookup: AuthoritativeLookup) -> list[Finding]:
    """Name servers of which one has a record and another an alias, or something else."""
    name = f"_dmarc.{domain}"
    said = await lookup.everywhere(name, "TXT")
    if len({one for _, one in said}) < 2:
        return []
    shown = [f"{server}: {one}" for server, one in said]
    message = f"{name} is not the same on every name server: {'; '.join(shown[:4])}"
    return [INVALID.broken(domain, message, *shown)]


def _differing(domain: Domain, new: Reading, old: Reading) -> list[Finding]:
    if new.policy == old.policy and (new.share == old.share or new.policy == "none"):
        return []
    message = f"{domain} is read as {new} by receivers of RFC 9989 and as {old} by older ones"
    policy = old.policy or new.policy or "none"
    holding = new.record or old.record
    if holding is None:
        return []
    record = rewritten(holding, without=("t", "psd", "sp", "np"), p=policy)
    rule = to_paste(READERS_DIFFER, txt(f"_dmarc.{domain}", record))
    texts = dict.fromkeys(one.record.written for one in (new, old) if one.record is not None)
    return [rule.broken(domain, message, *texts)]


def _enforced(domain: Domain, new: Reading, old: Reading) -> list[Finding]:
    said: list[str] = []
    reading = new if new.policy is not None else old
    record = reading.record
    if reading.policy == "none":
        said.append("the policy is none" + (f": {reading.why}" if reading.why else ""))
    elif record is not None:
        if record.is_test:
            said.append("t=y makes receivers apply a milder policy")
        if old.share < 100:
            said.append(f"pct={old.share} spares the rest of the forged mail")
        weak = [
            one
            for one in ("sp", "np")
            if record.policy(one) == "none" and reading.at == domain.name
        ]
        said += [f"{one}=none lets subdomains be forged" for one in weak]
    if not said:
        return []
    if record is None:
        return []
    policy = "reject" if domain.is_parked or record.policy("p") == "reject" else "quarantine"
    better = rewritten(record, without=("t", "sp", "np"), p=policy)
    rule = to_paste(NOT_ENFORCED, txt(f"_dmarc.{reading.at}", better))
    texts = [record.written]
    return [rule.broken(domain, f"{domain}'s DMARC is not enforced: {'; '.join(said)}", *texts)]


def _untidy(domain: Domain, own: AtName) -> list[Finding]:
    said = oddities(own.record) if own.record is not None else []
    said += [f'"{one[:40]}" stands beside it and is none' for one in own.others]
    if not said:
        return []
    texts = [one.written for one in own.records]
    tidy = [txt(f"_dmarc.{domain}", rewritten(one)) for one in own.records[:1]]
    return [to_paste(UNTIDY, *tidy).broken(domain, f"_dmarc.{domain}: {'; '.join(said)}", *texts)]


async def _reports(domain: Domain, holding: Reading, lookup: Lookup) -> list[Finding]:
    if holding.record is None:
        return []
    if holding.at != domain.name and holding.record.word("psd") == "y":
        return []  # a registry's record is nobody's to mend here
    lost = await reports_lost(lookup, holding.at, holding.record)
    if not lost:
        return []
    records = [record for _, record in lost if record]
    if not holding.record.reports_to:
        text = f"{holding.record.written.rstrip('; ')}; rua=mailto:dmarc@{holding.at}"
        records = [txt(f"_dmarc.{holding.at}", text)]
    message = f"{domain}'s DMARC record {'; '.join(said for said, _ in lost)}"
    rule = to_paste(REPORTS_LOST, *records)
    return [rule.broken(domain, message, holding.record.written)]


async def _aligned(
    domain: Domain, sender: Sender, holding: Reading, lookup: Lookup
) -> list[Finding]:
    record = holding.record
    if record is None:
        return []
    signs = sender.signs_as or domain.name
    returns = sender.return_path or (domain.name if sender.include else "a domain of its own")
    strict_dkim, strict_spf = record.word("adkim") == "s", record.word("aspf") == "s"
    if await is_aligned(lookup, domain.name, signs, strictly=strict_dkim):
        return []
    if await is_aligned(lookup, domain.name, returns, strictly=strict_spf):
        return []
    message = f"{sender} signs as {signs} and sends as {returns}; neither stands for {domain}"
    return [UNALIGNED.broken(domain.part(sender, sender.at), message, record.written)]
