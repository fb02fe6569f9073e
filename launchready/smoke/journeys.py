"""Does what a customer does, step by step, from sign-up to the mail and back."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Named
from launchready.core.sheet import Seen, Sheet
from launchready.core.unreachable import UnreachableError
from launchready.smoke.settings import Smoke
from launchready.visit.steps import Journey
from launchready.visit.walking import CLEAN_UP, Fault, Walk, walk

STEP_FAILED = Rule(
    id="smoke/step-failed",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A step of a customer's journey fails",
    why="This is where your first customers will stop.",
    fix="Do the step by hand, look into the app's log of that moment, and mend it; or correct "
    "the step.",
    hours=3,
)
MAIL_LOST = Rule(
    id="smoke/mail-lost",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A mail the product sends does not arrive",
    why="Whoever gets no confirmation or no reset link never comes in.",
    fix="Look into the mail provider's log for this recipient: not sent, refused, or held back.",
    hours=3,
)
MAIL_LINKS = Rule(
    id="smoke/mail-links-elsewhere",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A mail leads customers elsewhere",
    why="A link to staging, to a developer's machine or to a stranger does nothing for a customer.",
    fix="Set the product's public address where mails are written, or add the host to hosts.allow.",
    hours=1,
)
FLAKY = Rule(
    id="smoke/flaky",
    impact=Impact.RISK,
    stage=Stage.DEPLOYMENT,
    title="A step holds only when it is tried again",
    why="Customers do not try again.",
    fix="Find out what the first answer was waiting for: a cold start, a queue, a replica.",
    hours=2,
)
CONSOLE = Rule(
    id="smoke/console-errors",
    impact=Impact.ADVICE,
    stage=Stage.DEPLOYMENT,
    title="A page's scripts complain in the browser's console",
    why="An error there is often a button that does nothing on somebody's machine.",
    fix="Open the page with the browser's console and mend what it names.",
    hours=1,
)

_RULES = {
    "step": STEP_FAILED,
    "mail lost": MAIL_LOST,
    "mail links": MAIL_LINKS,
    "mail strangers": MAIL_LINKS.with_impact(Impact.ADVICE),
}
_LIMIT = 600 + 2 * CLEAN_UP + 10  # seconds; a journey keeps its own within: before


@check(
    Smoke,
    each=lambda smoke: smoke.journeys,
    emits=(STEP_FAILED, MAIL_LOST, MAIL_LINKS, FLAKY, CONSOLE),
    limit=_LIMIT,
)
async def journeys(journey: Journey, ctx: Context) -> list[Finding]:
    """A customer gets from the first step of a journey to its last."""
    made = await walk(journey, ctx)
    found = tuple(_broken(journey, one, made) for one in made.faults)
    if made.flaky:
        message = f"{journey}: {made.flaky[0]}"
        found += (FLAKY.broken(journey, message, *made.flaky[1:]),)
    if made.noise:
        message = f"{journey}: the browser's console shows {len(made.noise)} complaints"
        found += (CONSOLE.broken(journey, message, *made.noise[:10]),)
    sheets = (Sheet(title=f"journey {journey}", rows=_rows(made), walked=made.walked),)
    if made.silence is not None:
        raise UnreachableError(
            f"{journey}: {made.silence.reason}",
            kind=made.silence.kind,
            advice=made.silence.advice,
            found=found,
            sheets=sheets,
        )
    return Seen(found, sheets=sheets)


def _broken(journey: Journey, fault: Fault, made: Walk) -> Finding:
    """A finding at the step's line; before its own transcript stands how far the journey came."""
    subject = Named(name=f"{journey}: {fault.step}", at=fault.at)
    before = [
        f"{one.name}: {one.went} in {one.seconds:.1f} s"
        for one in made.walked.steps
        if one.name != fault.step
    ]
    message = f"{journey}: {fault.step}: {fault.why}"
    return _RULES[fault.kind].broken(subject, message, *fault.evidence, *before)


def _rows(made: Walk) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.name, f"{one.went} in {one.seconds:.1f} s" + (f": {one.why}" if one.why else ""))
        for one in made.walked.steps
    )
