"""Asks whether what somebody else would need at midnight is written down."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.handover.document import INCIDENTS, NEEDED, Document, parts
from launchready.handover.settings import Handover

MISSING = Rule(
    id="handover/document-missing",
    impact=Impact.BLOCKER,
    stage=Stage.HANDOVER,
    title="What is needed to run this alone is not written down",
    why="The night something breaks, whoever is awake has to guess where things are, whom to "
    "call and how to go back.",
    fix="Run launchready handover, fill in the lines that only you can, and commit the folder.",
    hours=0.5,
)


@check(Handover, each=lambda handover: handover.documents, emits=(MISSING,), network=False)
async def documents(document: Document, ctx: Context) -> list[Finding]:
    """Every document of the handover is in the repository, and the runbook is whole."""
    rule = MISSING if document.name in NEEDED else MISSING.with_impact(Impact.RISK)
    text = ctx.files.read(document.path)
    if text is None:
        return [rule.broken(document, f"{document} is not in the repository")]
    if not text.strip():
        return [rule.broken(document, f"{document} is empty")]
    if document.name != "RUNBOOK":
        return []
    titles = {one.title.casefold() for one in parts(text, document.path)}
    lacking = [one for one in INCIDENTS.values() if one.casefold() not in titles]
    if not lacking:
        return []
    message = f"{document} does not say what to do when: {'; '.join(lacking)}"
    return [rule.broken(document, message)]
