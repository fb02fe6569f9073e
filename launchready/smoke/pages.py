"""Asks for the pages a visitor needs and holds each against what it is meant to be."""

from dataclasses import replace

from launchready.core.bot_wall import kept_out
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import REDIRECTS, Chain
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.smoke.asking import asked
from launchready.smoke.settings import Page, Smoke
from launchready.visit.excerpt import excerpt
from launchready.visit.expectations import Expectation
from launchready.visit.gather import gathered
from launchready.visit.judging import holds, is_undecided, why_undecided
from launchready.visit.seen import Seen
from launchready.visit.seen import seen as as_seen
from launchready.visit.telling import got, told, without_query

# A single slow answer may be the runner's own fault: it is asked again this often, and the
# middle of the times counts.
_ASKED_AGAIN = 2

PAGE_WRONG = Rule(
    id="smoke/page-wrong",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A page is not what it is meant to be",
    why="This is what your first visitors will see.",
    fix="Open the page, look into the app's log of that moment, and mend it; or correct expect:.",
    hours=2,
)
SLOW = Rule(
    id="smoke/slow",
    impact=Impact.RISK,
    stage=Stage.PERFORMANCE,
    title="A page is slower than it is meant to be",
    why="Visitors leave pages that make them wait, and launch day makes slow pages slower.",
    fix="Find what the page waits for (a query, a cold start, another service) and shorten it.",
    hours=3,
)

_LONG = "Expect something near the page's start, or ask for a smaller page."
_BROKEN_ENDS = {
    "loop": "redirects in a loop",
    "too many": "redirects without end",
    "no location": "redirects without saying where to",
    "port": "redirects to an internal port",
}


@check(Smoke, each=lambda smoke: smoke.pages, emits=(PAGE_WRONG, SLOW))
async def pages(page: Page, ctx: Context) -> list[Finding]:
    """Every page a visitor needs answers as it is meant to."""
    chain = await asked(page, ctx)
    if chain.silence is not None:
        raise _silent(page, chain.silence)
    broken = _broken_on_the_way(page, chain)
    if broken:
        return [broken]
    if _leaves_as_allowed(page, chain, ctx.site):
        return []
    seen = await gathered(_seen(page, chain), page.expectations, ctx)
    failed = [one for one in page.expectations if not holds(one, seen)]
    _demand_answer(page, chain, failed, seen)
    if failed and all(one.about == "RESPONSE_TIME" for one in failed) and not page.writes:
        return await _slow(page, failed, seen, ctx)
    return [_wrong(page, chain, failed, seen)] if failed else []


def _silent(page: Page, silence: UnreachableError) -> UnreachableError:
    return UnreachableError(f"{page}: {silence.reason}", kind=silence.kind, advice=silence.advice)


def _broken_on_the_way(page: Page, chain: Chain) -> Finding | None:
    last = chain.last
    if last is not None and last.untrusted is not None:
        host = host_of(chain.url)
        message = f"{page}: the certificate of {host} fails ({last.untrusted})"
        return PAGE_WRONG.broken(page, message, *_way(chain), *_behind_the_warning(page, chain))
    if chain.end in _BROKEN_ENDS and page.redirects == "follow":
        message = f"{page}: {without_query(chain.url)} {_BROKEN_ENDS[chain.end]}"
        return PAGE_WRONG.broken(page, message, *_way(chain))
    return None


def _behind_the_warning(page: Page, chain: Chain) -> list[str]:
    """What else is wrong, for those who will mend the certificate and ask again."""
    if chain.hops[-1].status in REDIRECTS:
        return []
    seen = as_seen(chain)
    failed = [one for one in page.expectations if not holds(one, seen)]
    return _told([one for one in failed if one.about != "RESPONSE_TIME"], seen)


def _leaves_as_allowed(page: Page, chain: Chain, site: Site) -> bool:
    """A page that only hands visitors on, a checkout say, and nothing more was said of it."""
    allowed = {one.name for one in site.allow}
    is_there = chain.end == "stranger" and host_of(chain.landing) in allowed
    return is_there and not page.expect.all


def _seen(page: Page, chain: Chain) -> Seen:
    """What came; where redirects are not followed, it ends where it was asked."""
    came = as_seen(chain)
    return came if page.redirects == "follow" else replace(came, url=chain.url)


def _seconds(chain: Chain) -> float:
    return sum(hop.response.seconds for hop in chain.hops)


def _demand_answer(page: Page, chain: Chain, failed: list[Expectation], seen: Seen) -> None:
    """Raises UnreachableError where what came says nothing about what visitors get."""
    if any(one.about == "STATUS" for one in failed):
        turned_away = kept_out(chain.hops[-1].response)
        if turned_away is not None:
            raise turned_away
        return
    open_ = [one for one in page.expectations if is_undecided(one, seen)]
    if open_:
        why = why_undecided(open_[0], seen)
        is_long = not seen.why_unknown(open_[0].about)
        reason = f"{page} {why.removeprefix('it ')}" if is_long else f"{page}: {why}"
        advice = _LONG if is_long else "Look whether its host answers from where this runs."
        wrong = [_wrong(page, chain, sure, seen)] if (sure := _sure(failed, seen)) else []
        raise UnreachableError(reason, advice=advice, found=tuple(wrong))


def _sure(failed: list[Expectation], seen: Seen) -> list[Expectation]:
    return [one for one in failed if not is_undecided(one, seen)]


def _wrong(page: Page, chain: Chain, failed: list[Expectation], seen: Seen) -> Finding:
    first = failed[0]
    more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
    came = got(first, seen)
    if chain.end == "stranger" and first.about == "STATUS":
        came = f"it leads to {host_of(chain.landing)}, which is not ours"
    message = f"{page}: {came}; {first.written} is meant{more}"
    return PAGE_WRONG.broken(page, message, *_way(chain), *_told(failed, seen))


def _told(failed: list[Expectation], seen: Seen) -> list[str]:
    """What was meant and what came, one a line, with a part of the page if none of them has it."""
    lines = [line for one in failed for line in told(one, seen)]
    body = excerpt(seen.shown)
    if failed and body and all(one.about not in ("BODY", "CSS", "SCHEMA") for one in failed):
        lines.append(f"it reads {body!r}")
    return lines


async def _slow(page: Page, failed: list[Expectation], seen: Seen, ctx: Context) -> list[Finding]:
    times = [seen.seconds]
    for _ in range(_ASKED_AGAIN):
        again = await asked(page, ctx, fresh=True)
        if again.silence is not None:
            raise _silent(page, again.silence)
        times.append(_seconds(again))
    middle = sorted(times)[len(times) // 2]
    limits = [float(str(wanted)) for one in failed for wanted in one.wanted]
    if middle <= min(limits):
        return []
    listed = ", ".join(f"{one:.2f} s" for one in times)
    message = f"{page}: took {middle:.2f} s; {failed[0].written} is meant"
    return [SLOW.broken(page, message, f"asked {len(times)} times: {listed}")]


def _way(chain: Chain) -> tuple[str, ...]:
    return tuple(
        f"{hop.status} {without_query(hop.url)}"
        + (f" -> {without_query(hop.target)}" if hop.target else "")
        for hop in chain.hops
    )
