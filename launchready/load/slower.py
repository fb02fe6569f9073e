"""Judges whether a target became slower than it was in an earlier run."""

from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.histogram import Histogram
from launchready.core.location import Subject
from launchready.core.measured import Before
from launchready.load.ranks import compare

# Both must hold: chance alone rarely does as much, and it is enough for people to feel.
CHANCE = 0.01
SHIFT = 0.10
# What a median may differ by our own clockwork alone, in seconds (measured: 0.5 to 1.7 ms).
OUR_SHARE = 0.002

SLOWER = Rule(
    id="load/slower-than-before",
    impact=Impact.RISK,
    stage=Stage.PERFORMANCE,
    title="Answers come later than before",
    why="Something since the last run made the product slower, and launch traffic makes it worse.",
    fix="Compare the two versions under load, and look first at queries and calls that were added.",
    hours=4,
)


def held_against(
    now: Histogram, before: Histogram | None, name: str, unlike: list[str]
) -> Before | None:
    """How answers stand to an earlier run's; None where there are too few to tell.

    `unlike` are conditions under which the two runs differ, in words.
    """
    found = compare(before, now) if before is not None else None
    if before is None or found is None or found.before <= 0:
        return None
    return Before(
        name=name,
        histogram=before,
        shift=found.shift,
        chance=found.chance,
        caveat=_caveat(unlike),
    )


def judge(
    subject: Subject, now: Histogram, before: Before, today: float | None = None
) -> list[Finding]:
    """The finding, where it became slower for certain and by enough to feel. `today` is the
    median in seconds where it is known to more than a bucket."""
    then = before.histogram.quantile(0.5)
    is_ours = before.shift * then <= OUR_SHARE
    if before.chance >= CHANCE or before.shift < SHIFT or is_ours:
        return []
    today = now.quantile(0.5) if today is None else today
    message = (
        f"{subject} answers in {_ms(today)} (median), {before.shift * 100:.0f} % later than the "
        f"{_ms(then)} of {before.name}; no more than {SHIFT * 100:.0f} % is meant"
    )
    sizes = f"{before.histogram.total:,} answers then, {now.total:,} now"
    chance = f"chance alone does this in less than {_odds(before.chance)}"
    seen = [sizes, chance, *([before.caveat] if before.caveat else [])]
    return [SLOWER.broken(subject, message, *seen)]


def _caveat(unlike: list[str]) -> str:
    if not unlike:
        return ""
    return f"the two runs are not alike, so this is no proof: {', '.join(unlike)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"


def _odds(chance: float) -> str:
    """A chance in words: `1 of 200 cases`."""
    return f"1 of {min(1 / max(chance, 1e-9), 1e6):,.0f} cases"
