"""Sends the load that is promised to be borne, and judges what its visitors met."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.load import Run, Sample
from launchready.core.sheet import Seen
from launchready.core.unreachable import UnreachableError
from launchready.load.advice import MANY_QUERIES, SLOW_BESIDE_OTHERS
from launchready.load.aftermath import Aftermath, Shown, aftermath
from launchready.load.arrivals import plan
from launchready.load.interval import estimate
from launchready.load.progress import in_words
from launchready.load.settings import Load
from launchready.load.slower import SLOWER
from launchready.load.soundness import unsound
from launchready.load.verdict import (
    ERRORS_HIGH,
    P95_HIGH,
    findings,
    open_points,
    standing,
    walled,
)

# A run ends by itself: at most an hour, twice, and its time-outs. In seconds.
_LIMIT = 3 * 3600.0

_LET_US_IN = (
    "Let this machine's requests through (allow its address, or the User-Agent launchready/…, in "
    "the firewall and the rate limit), or test an environment without them."
)
_ON_A_QUIET_MACHINE = (
    "Run it on a machine that does nothing else, send less, or from several: engine: locust."
)


@check(
    Load,
    each=lambda load: (load,),
    emits=(P95_HIGH, ERRORS_HIGH, SLOWER, MANY_QUERIES, SLOW_BESIDE_OTHERS),
    limit=_LIMIT,
    alone=True,
)
async def latency(load: Load, ctx: Context) -> list[Finding]:
    """95 of 100 visitors are served in time, and hardly any request fails, under load."""
    planned = await plan(load, ctx, partial(_is_enough, load))
    run = await ctx.load.run(planned, lambda live: ctx.say(in_words(live)))
    names = {one.name for one in load.all}
    own = replace(run, samples=tuple(one for one in run.samples if one.target in names))
    why = unsound(run)
    after = _aftermath(load, ctx, run, why)
    if why:
        raise UnreachableError(why, advice=_ON_A_QUIET_MACHINE, sheets=(after.sheet,))
    if wall := walled(own.samples):
        reason = f"{wall}: that is a limiter's answer, and says nothing of what the app bears"
        raise UnreachableError(reason, kind="refused", advice=_LET_US_IN, sheets=(after.sheet,))
    now = standing(load, own.samples)
    broken = findings(own, now)
    found = [*broken, *after.findings]
    # One failure makes a no-go; what else cannot be told yet is no reason to wait for it.
    reasons, advice = ([], "") if now.is_decided or broken else open_points(own, now)
    if after.unread:
        reasons = [*reasons, after.unread]
        advice = f"{advice} Mend the file, or leave compare: out.".lstrip()
    if reasons:
        raise UnreachableError(
            "; ".join(reasons),
            advice=advice,
            found=tuple(found),
            sheets=(after.sheet,),
        )
    return Seen(found, (after.sheet,))


def _is_enough(load: Load, samples: Sequence[Sample]) -> bool:
    return standing(load, samples).is_decided


def _aftermath(load: Load, ctx: Context, run: Run, invalid: str) -> Aftermath:
    compare = load.compare
    made = aftermath(
        run,
        [
            Shown(
                subject=one,
                where=one.where.removeprefix("GET "),
                limit=one.p95 or load.expect.p95,
            )
            for one in load.all
        ],
        estimate,
        environment=ctx.site.environment,
        invalid=invalid,
        on_branch=load.history == "branch",
        files=ctx.files,
        compare=compare.file or "" if compare is not None else "",
        beside=compare.base_url or "" if compare is not None else "",
    )
    measured = replace(made.measured, notes=(*made.measured.notes, *_notes(load, run)))
    return replace(made, measured=measured)


def _notes(load: Load, run: Run) -> tuple[str, ...]:
    notes = []
    if run.aborted:
        notes.append(f"Ended early: {run.aborted}.")
    elif run.seconds > load.for_:
        notes.append(f"{load.for_:g} s could not tell, so it went on to {run.seconds:g} s.")
    if run.retried:
        notes.append(
            f"{run.retried} requests met a connection that the server was just closing, and were "
            "sent once more."
        )
    return tuple(notes)
