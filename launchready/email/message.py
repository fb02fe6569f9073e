"""Looks at a mail the product really sent, as it was received."""

from dataclasses import dataclass

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from launchready.email.authentication_results import client, told_by
from launchready.email.dkim_key import read_key
from launchready.email.dkim_signature import Verified, flaw, verify
from launchready.email.dmarc_discovery import Reading, both
from launchready.email.dmarc_reports import is_aligned
from launchready.email.lookup import AuthoritativeLookup, Lookup
from launchready.email.mail_file import (
    Mail,
    NoMailError,
    Signature,
    domain_in,
    read_mail,
    signatures,
)
from launchready.email.mail_links import Link, Trouble, links, shown, trouble
from launchready.email.settings import Delivered, Email
from launchready.email.spf_evaluation import check_host

FAILS = Rule(
    id="email/message-fails",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A mail the product sent does not pass DMARC",
    why="What happened to this mail happens to every welcome, receipt and password mail.",
    fix="Turn on DKIM for your domain at the sender, and mend what is named; then send it again.",
    hours=1.0,
)
ELSEWHERE = Rule(
    id="email/message-links-elsewhere",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A mail the product sent leads to the wrong place",
    why="Customers who follow it end on a test site, on nothing, or with a stranger.",
    fix="Set the base URL of the mails to production, or name the host in hosts.allow.",
    hours=0.5,
)
_SAID: dict[Trouble, str] = {
    "staging": "which is staging",
    "local": "which no customer can reach",
    "unfilled": "a placeholder that nobody filled in",
    "stranger": "which the config does not name",
}
_MOST_SIGNATURES = 10
_ADVICE = "Save a mail the product sent as your mail program shows its source, and commit it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One way a mail may pass DMARC, and what became of it."""

    passes: bool
    said: str
    silence: UnreachableError | None = None


@check(Email, each=lambda email: email.delivered, emits=(FAILS, ELSEWHERE))
async def message(delivered: Delivered, ctx: Context) -> list[Finding]:
    """A received mail passes DMARC, and everything in it leads to production."""
    raw = ctx.named.raw(delivered.file.name)
    if raw is None:
        raise UnreachableError(f"there is no {delivered}", advice=_ADVICE)
    try:
        mail = read_mail(raw)
    except NoMailError as error:
        raise UnreachableError(f"{delivered} is no mail: {error}", advice=_ADVICE) from None
    found = _elsewhere(delivered, mail, ctx)
    author = mail.author
    if not author:
        said = f"{delivered}: From is {mail.first('from')[:80]!r}, which names no domain"
        return [FAILS.broken(delivered, said), *found]
    try:
        return [*await _authentic(delivered, mail, AuthoritativeLookup(ctx.dns)), *found]
    except UnreachableError as silence:
        raise UnreachableError(
            silence.reason,
            kind=silence.kind,
            advice=silence.advice,
            found=(*silence.found, *found),
        ) from None


async def _authentic(delivered: Delivered, mail: Mail, lookup: Lookup) -> list[Finding]:
    _, reading, _ = await both(lookup, mail.author)
    standings = [
        await _signature(mail, one, reading, lookup) for one in signatures(mail)[:_MOST_SIGNATURES]
    ]
    if not standings:
        standings.append(Standing(passes=False, said="it has no DKIM signature"))
    standings.append(await _sent(mail, reading, lookup))
    evidence = [one.said for one in standings]
    told = told_by(mail, delivered.receiver) if delivered.receiver else None
    if told is not None:
        results = ", ".join(f"{name}={result}" for name, result in told.results)
        evidence.append(f"{delivered.receiver} wrote: {results}")
    if told is not None and "fail" in told.of("dmarc"):
        said = f"{delivered}: {delivered.receiver} found dmarc=fail when it came"
        return [FAILS.broken(delivered, said, *evidence)]
    if any(one.passes for one in standings):
        return []
    silent = [one.silence for one in standings if one.silence is not None]
    if silent:
        raise silent[0]
    said = f"{delivered}: nothing proves that it is {mail.author}'s: {evidence[0]}"
    return [FAILS.broken(delivered, said, *evidence)]


async def _signature(
    mail: Mail, signature: Signature, reading: Reading, lookup: Lookup
) -> Standing:
    try:
        verified = await _verified(mail, signature, lookup)
        strictly = reading.record is not None and reading.record.word("adkim") == "s"
        aligned = await is_aligned(lookup, mail.author, signature.domain, strictly=strictly)
    except UnreachableError as silence:
        return Standing(passes=False, said=f"{signature}: {silence.reason}", silence=silence)
    notes = "".join(f"; {one}" for one in verified.notes)
    if not verified.holds:
        return Standing(passes=False, said=f"{signature} fails: {verified.why}{notes}")
    if not aligned:
        said = f"{signature} holds, and does not stand for {mail.author}{notes}"
        return Standing(passes=False, said=said)
    return Standing(passes=True, said=f"{signature} holds{notes}")


async def _verified(mail: Mail, signature: Signature, lookup: Lookup) -> Verified:
    why = flaw(signature)
    if why:
        return Verified(signature=signature, why=why)
    name = f"{signature.selector}._domainkey.{signature.domain}"
    found = await lookup.ask(name, "TXT")
    if len(found.values) != 1:
        count = f"{len(found.values)} records" if found.values else "no record"
        return Verified(signature=signature, why=f"its key is gone: {name} has {count}")
    return verify(mail, signature, read_key(found.values[0]))


async def _sent(mail: Mail, reading: Reading, lookup: Lookup) -> Standing:
    """SPF of the address that delivered it, where its receiver noted that."""
    sender = mail.first("return-path").strip("<> ")
    address, domain = client(mail), domain_in(sender)
    if not address or not domain:
        return Standing(passes=False, said="SPF: the mail does not say which address delivered it")
    verdict = await check_host(lookup, address=address, sender=sender, helo=domain)
    said = f"SPF says {verdict.result} to {address} for {domain}"
    if verdict.silence is not None:
        return Standing(passes=False, said=said, silence=verdict.silence)
    strictly = reading.record is not None and reading.record.word("aspf") == "s"
    try:
        aligned = await is_aligned(lookup, mail.author, domain, strictly=strictly)
    except UnreachableError as silence:
        return Standing(passes=False, said=said, silence=silence)
    if verdict.result == "pass" and not aligned:
        return Standing(passes=False, said=f"{said}, which does not stand for {mail.author}")
    return Standing(passes=verdict.result == "pass", said=said)


def _elsewhere(delivered: Delivered, mail: Mail, ctx: Context) -> list[Finding]:
    """A finding for each host and trouble, at the first line that leads there."""
    groups: dict[tuple[Trouble, str], list[Link]] = {}
    for link in links(mail):
        why = trouble(link, ctx.site, delivered.domains)
        if why is not None:
            host = shown(link) if why == "unfilled" else link.host
            groups.setdefault((why, host), []).append(link)
    return [_leads(delivered, why, host, found) for (why, host), found in groups.items()]


def _leads(delivered: Delivered, why: Trouble, host: str, found: list[Link]) -> Finding:
    first = found[0]
    at = Location(file=delivered.file.name, line=first.line)
    subject = Named(name=f"{delivered} {host}", at=at)
    rule = ELSEWHERE.with_impact(Impact.RISK) if why == "stranger" else ELSEWHERE
    message = f"{delivered}: {first.what} leads to {host}, {_SAID[why]}"
    lines = [f"line {one.line}: {one.what} {shown(one)}" for one in found[:10]]
    return rule.broken(subject, message, *lines)
