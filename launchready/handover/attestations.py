"""Asks whether people have vouched, lately, for what nothing but a person can see."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.handover.covered import digest, lost
from launchready.handover.settings import Handover
from launchready.handover.signing import Invalid, Open, Signing, standing
from launchready.values.problem import nearest

STALE = Rule(
    id="handover/attestation-stale",
    impact=Impact.BLOCKER,
    stage=Stage.HANDOVER,
    title="What somebody signed no longer counts",
    why="A drill, a restore or a list of who is called was vouched for, and what it speaks of is "
    "another by now: nobody knows whether it would work tonight.",
    fix="Do again what the statement says, and sign it with launchready handover --attest.",
    hours=1.0,
)
ENDS_SOON = Rule(
    id="handover/attestation-ends-soon",
    impact=Impact.ADVICE,
    stage=Stage.HANDOVER,
    title="What somebody signed ends soon",
    why="The day after its end the answer is unknown, and a launch waits for it.",
    fix="Do it again, and sign it with launchready handover --attest.",
    hours=0.5,
)
_ADVICE = "Do this, then sign it with launchready handover --attest: "


@check(Handover, each=lambda it: it.blocking, emits=(STALE, ENDS_SOON), network=False)
async def attestations(one: Signing, ctx: Context) -> list[Finding]:
    """Somebody vouched lately for the drill, the restore, the accounts and who is called."""
    return judged(one, ctx, STALE)


def judged(one: Signing, ctx: Context, stale: Rule) -> list[Finding]:
    """The finding of one statement. Raises UnreachableError where nobody has vouched for it."""
    today = ctx.now().date()
    facts = digest(one.statement, ctx.files.read, config=one.config, output=one.output)
    gone = lost(one.statement, ctx.files.read, output=one.output)
    if gone and one.signed is not None:
        why = f"{one} was signed for {', '.join(gone)}, which is not in the repository"
        return [stale.broken(one, why)]
    stands = standing(one, today, facts)
    match stands:
        case Invalid(why=why):
            evidence = (f"it says: {one.statement.says}",) if one.statement.says else ()
            return [stale.broken(one, why, *evidence)]
        case Open(why=why):
            raise UnreachableError(why, advice=_advice(one))
        case _ if stands.ends_soon:
            message = f"{one} holds until {stands.until}, the end of that day (UTC)"
            return [ENDS_SOON.broken(one, message)]
        case _:
            return []


def _advice(one: Signing) -> str:
    near = nearest(one.statement.id, one.others) if one.signed is None else None
    hint = f" The file has {near}; was {one.statement.id} meant?" if near else ""
    return f"{_ADVICE}{one.statement.how or 'what it says.'}{hint}"
