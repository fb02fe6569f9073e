"""Asks whether every account, incident and risk has somebody, and what stops the business two."""

from collections.abc import Iterator

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.handover.document import (
    ACCEPTED,
    BACKUP,
    CALL,
    GONE,
    INCIDENTS,
    OWNER,
    SECOND,
    Document,
    Part,
    is_nobody,
    is_same,
    is_unused,
    merged,
    parts,
)
from launchready.handover.settings import Handover

OWNERLESS = Rule(
    id="handover/owner-missing",
    impact=Impact.BLOCKER,
    stage=Stage.HANDOVER,
    title="Nobody is named for an account, an incident or a risk",
    why="What everybody thinks somebody else looks after is renewed, paid and mended by nobody.",
    fix="Write a person's name behind the line that is named; `not used` where you have no such "
    "account.",
    hours=0.25,
)
SINGLE = Rule(
    id="handover/single-owner",
    impact=Impact.RISK,
    stage=Stage.HANDOVER,
    title="Only one person can get into what the business stands on",
    why="When that one person is ill, asleep or gone, nobody can renew the domain, go back from "
    "a bad release or restore the data.",
    fix="Invite a second person to the account as an administrator, and write the name down.",
    hours=0.25,
)

# Whose lines these are: a risk without an owner is a risk, the others stop a rescue.
READ = {"ACCESS": Impact.BLOCKER, "RUNBOOK": Impact.BLOCKER, "RISKS": Impact.RISK}


def _read(handover: Handover) -> Iterator[Document]:
    return (one for one in handover.documents if one.name in READ)


@check(Handover, each=_read, emits=(OWNERLESS, SINGLE), network=False)
async def owners(document: Document, ctx: Context) -> list[Finding]:
    """Every account, incident and risk has an owner; what stops the business has two."""
    text = ctx.files.read(document.path)
    if text is None:
        reason = f"{document} is not in the repository, so nobody is named in it"
        raise UnreachableError(reason, advice="Run launchready handover, and fill it in.")
    found = merged(parts(text, document.path))
    match document.name:
        case "ACCESS":
            return _of_accounts(document, found)
        case "RUNBOOK":
            return _of_incidents(found)
        case _:
            return _of_risks(found)


def _of_accounts(document: Document, found: list[Part]) -> list[Finding]:
    accounts = [one for one in found if one.fields]
    if not accounts:
        message = f"{document} lists no account with an {OWNER} line"
        return [OWNERLESS.broken(document, message)]
    return [finding for one in accounts for finding in _of_account(one)]


def _of_account(part: Part) -> Iterator[Finding]:
    owner, second = part.said(OWNER), part.said(SECOND)
    if any(is_unused(one) for one in (owner, part.said("Account"))):
        return
    if is_nobody(owner):
        yield OWNERLESS.broken(part, f"{part} has nobody behind {OWNER}")
        return
    if second is None or is_unused(second):
        return
    if is_nobody(second):
        yield SINGLE.broken(part, f"{part} is in the hands of one person; no {SECOND} is named")
    elif is_same(owner or "", second):
        yield SINGLE.broken(part, f"{part} has the same person as {OWNER} and as {SECOND}")


def _of_incidents(found: list[Part]) -> list[Finding]:
    """A line at the top holds for every incident that names nobody itself."""
    usual = next((one for one in found if one.said(BACKUP) is not None), None)
    called = usual.said(CALL) if usual else None
    findings: list[Finding] = []
    if usual is not None and is_nobody(called):
        findings.append(OWNERLESS.broken(usual, f"{usual} has nobody behind {CALL}"))
    elif usual is not None:
        findings += _of_backup(usual, called or "")
    wanted = {one.casefold() for one in INCIDENTS.values()}
    for part in found:
        own = part.said(CALL)
        if part.title.casefold() in wanted and is_nobody(own) and usual is None:
            findings.append(OWNERLESS.broken(part, f"{part} does not say whom to call"))
    return findings


def _of_backup(part: Part, called: str) -> Iterator[Finding]:
    backup = part.said(BACKUP)
    if is_nobody(backup):
        yield SINGLE.broken(part, f"{part} names one person; nobody stands behind {BACKUP}")
    elif is_same(called, backup or ""):
        yield SINGLE.broken(part, f"{part} names the same person twice")


def _of_risks(found: list[Part]) -> list[Finding]:
    rule = OWNERLESS.with_impact(READ["RISKS"])
    return [
        rule.broken(one, f"{one} has nobody behind {OWNER}")
        for one in found
        if one.said(OWNER) is not None
        and is_nobody(one.said(OWNER))
        and is_nobody(one.said(ACCEPTED))
        and not one.said(GONE)
    ]
