"""Asks whether people have vouched for what a launch can live without for a while."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact
from launchready.handover.attestations import ENDS_SOON, STALE, judged
from launchready.handover.settings import Handover
from launchready.handover.signing import Signing

LIGHTER = STALE.with_impact(Impact.RISK)


@check(Handover, each=lambda it: it.lighter, emits=(LIGHTER, ENDS_SOON), network=False)
async def also_signed(one: Signing, ctx: Context) -> list[Finding]:
    """Somebody vouched lately for where keys are kept, where mail lands, and that help answers."""
    return judged(one, ctx, LIGHTER)
