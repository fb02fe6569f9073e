"""Weighs the pages among the targets: what a first visitor fetches before anything is shown."""

from launchready.core.bot_wall import demand_service
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.sheet import Seen
from launchready.core.unreachable import UnreachableError
from launchready.load.asked_as import carried, looked_at
from launchready.load.page_files import is_html
from launchready.load.settings import Load, Target
from launchready.load.weighing import Weight, size, weigh

# Bytes of script over the wire: more keeps a telephone busy for seconds after it has come.
MOST_SCRIPT = 300_000

PAGE_HEAVY = Rule(
    id="load/page-heavy",
    impact=Impact.ADVICE,
    stage=Stage.PERFORMANCE,
    title="A page makes visitors fetch much script",
    why="On a telephone nothing can be clicked before it is fetched and run, and people leave.",
    fix="Send scripts compressed, split off what the first view does not need, drop the largest.",
    hours=4,
)
FILE_MISSING = Rule(
    id="load/file-missing",
    impact=Impact.ADVICE,
    stage=Stage.PERFORMANCE,
    title="A page asks for a file that is not there",
    why="Something on the page looks or works wrong, and each visitor waits for the error.",
    fix="Publish the file with the release, or take what asks for it out of the page.",
    hours=0.5,
)


def _pages(load: Load) -> tuple[Target, ...]:
    return tuple(one for one in looked_at(load) if one.method == "GET")


@check(Load, each=_pages, emits=(PAGE_HEAVY, FILE_MISSING), limit=300)
async def page_weight(page: Target, ctx: Context) -> list[Finding]:
    """A page's scripts are light, and the files it asks for are there."""
    answer = await ctx.web.fetch(page.url.name, headers=await carried(page, ctx))
    demand_service(answer)
    if answer.status >= 400:
        raise UnreachableError(
            f"{page} answered {answer.status}", advice="Correct its url, or give it a session."
        )
    if not is_html(answer):
        return []
    weight = await weigh(answer, ctx)
    found = [*_heavy(page, weight), *_missing(page, weight)]
    sheet = weight.sheet(f"what {page} weighs")
    if weight.unread:
        reason = f"not all that {page} loads could be looked at: {'; '.join(weight.unread[:3])}"
        raise UnreachableError(reason, found=tuple(found), sheets=(sheet,))
    return Seen(found, (sheet,))


def _heavy(page: Target, weight: Weight) -> list[Finding]:
    if weight.scripts <= MOST_SCRIPT:
        return []
    message = (
        f"{page} loads {size(weight.scripts)} of script over the wire; {size(MOST_SCRIPT)} is meant"
    )
    unpacked = [f"sent uncompressed: {url} ({size(count)})" for url, count in weight.unpacked]
    return [PAGE_HEAVY.broken(page, message, *unpacked)]


def _missing(page: Target, weight: Weight) -> list[Finding]:
    if not weight.missing:
        return []
    count = len(weight.missing)
    what = "a file that is" if count == 1 else f"{count} files that are"
    message = f"{page} asks for {what} not there: {weight.missing[0]}"
    return [FILE_MISSING.broken(page, message, *weight.missing[1:])]
