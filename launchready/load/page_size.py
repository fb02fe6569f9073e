"""Asks for lists with few and with many rows, to see what a row costs."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.sheet import Seen, Sheet
from launchready.load.asked_as import carried, looked_at
from launchready.load.asking import grown
from launchready.load.growth import MOST
from launchready.load.settings import Load, Target

GROWS = Rule(
    id="load/grows-with-page-size",
    impact=Impact.RISK,
    stage=Stage.PERFORMANCE,
    title="A list gets slower with each row",
    why="Each row costs a query or a call of its own; your busiest customers wait the longest.",
    fix="Fetch what belongs to all rows in one query (a join, a prefetch), then measure again.",
    hours=4,
)


def _lists(load: Load) -> tuple[Target, ...]:
    return tuple(one for one in looked_at(load) if one.page_size and one.method == "GET")


@check(Load, each=_lists, emits=(GROWS,), limit=300, alone=True)
async def page_size(target: Target, ctx: Context) -> list[Finding]:
    """A list with fifty rows comes about as soon as one with a single row."""
    parameter = target.page_size or ""
    seen = await grown(target.url.name, parameter, await carried(target, ctx), ctx)
    row = seen.per_row * 1000
    sheet = Sheet(
        title=f"{target} by {parameter}",
        rows=(("time to answer (medians)", str(seen)), ("one more row", f"{row:.2g} ms")),
    )
    if row <= MOST or not seen.rises:
        return Seen((), (sheet,))
    message = f"{target} takes {row:.1f} ms more for each row; no more than {MOST:g} ms is meant"
    return Seen([GROWS.broken(target, message, f"{parameter} {seen}")], (sheet,))
