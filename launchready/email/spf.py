"""Looks at who may send mail in a domain's name (SPF)."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.email.lookup import AuthoritativeLookup, Lookup, open_question
from launchready.email.published import to_paste, txt
from launchready.email.settings import Domain, Email
from launchready.email.spf_evaluation import check_host
from launchready.email.spf_judgement import (
    costs,
    ends,
    record_for,
    senders,
    strangers,
    unreadable,
    untidy,
)
from launchready.email.spf_rules import MISSING, RULES, SENDER_MISSING
from launchready.email.spf_tree import Branch, follow

# Addresses for documentation: nobody sends from them (RFC 5737, RFC 3849).
_STRANGERS = ("203.0.113.200", "198.51.100.200", "2001:db8:dead::200")


@check(Email, each=lambda email: email.domains, emits=RULES)
async def spf(domain: Domain, ctx: Context) -> list[Finding]:
    """SPF lets the declared senders through, and nobody else."""
    lookup = AuthoritativeLookup(ctx.dns)
    root = await follow(lookup, domain.name)
    if root.silence is not None:
        raise root.silence
    if not root.texts:
        return [await _missing(domain, lookup)]
    broken = unreadable(domain, root)
    found = [*broken, *costs(domain, root)]
    silences = [one.silence for one in root.walk() if one.silence is not None]
    if not broken:
        found += strangers(domain, root, await _let_through(domain, root, lookup))
        found += [] if silences else senders(domain, root)
        found += await _addresses(domain, lookup, silences)
        found += ends(domain, root)
    found += untidy(domain, root)
    found += await _return_paths(domain, lookup, silences)
    if silences:
        raise open_question(silences, found)
    return found


async def _missing(domain: Domain, lookup: Lookup) -> Finding:
    found = await lookup.ask(domain.name, "TXT")
    near = next((one for one in found.values if "spf1" in one.lower()), None)
    said = f'; "{near[:60]}" is none, for a record begins with v=spf1 and a blank' if near else ""
    if found.is_dangling:
        said = f"; it is an alias of {found.aliases[-1]}, which leads nowhere"
    rule = to_paste(MISSING, txt(domain.name, record_for(domain)))
    return rule.broken(domain, f"{domain} has no SPF record{said}")


async def _let_through(domain: Domain, root: Branch, lookup: Lookup) -> str:
    """What a delivery by a stranger gets away with; "" when it does not pass."""
    for address in _STRANGERS:
        verdict = await check_host(
            lookup, address=address, sender=f"probe@{domain.name}", helo=domain.name
        )
        if verdict.result == "pass" and address not in root.passes:
            return f"{domain}'s SPF record lets {address} pass, by {verdict.by}"
    return ""


async def _return_paths(
    domain: Domain, lookup: Lookup, silences: list[UnreachableError]
) -> list[Finding]:
    """Whether each domain of our own that takes a sender's bounces has an SPF that can be used."""
    found: list[Finding] = []
    for sender in domain.senders:
        name = sender.return_path
        if name is None or name == domain.name:
            continue
        root = await follow(lookup, name)
        silent = [one.silence for one in root.walk() if one.silence is not None]
        faults = [one.fault for one in root.walk() if one.fault]
        if not root.texts and root.silence is None:
            faults = ["it has no SPF record"]
        silences += silent
        if faults:
            message = f"{sender} sends as {name}, which SPF cannot vouch for: {faults[0]}"
            subject = domain.part(sender, sender.at)
            found.append(SENDER_MISSING.broken(subject, message, *root.texts))
    return found


async def _addresses(
    domain: Domain, lookup: Lookup, silences: list[UnreachableError]
) -> list[Finding]:
    """Whether each address of our own passes, as receivers would find."""
    found: list[Finding] = []
    for one in domain.sending_ips:
        verdict = await check_host(
            lookup, address=one.name, sender=f"postmaster@{domain.name}", helo=domain.name
        )
        if verdict.silence is not None:
            silences.append(verdict.silence)
        elif verdict.result != "pass":
            term = f"ip{6 if ':' in one.name else 4}:{one.name}"
            texts = (await lookup.ask(domain.name, "TXT")).values
            rule = to_paste(SENDER_MISSING, f"{term} in {domain}'s SPF record")
            seen = f"says {verdict.result} to {one} (by {verdict.by or verdict.why})"
            subject = domain.part(one, one.at)
            found.append(rule.broken(subject, f"{domain}'s SPF record {seen}", *texts))
    return found
