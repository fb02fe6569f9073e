"""Names the targets that are slow for a reason somebody can find: queries, or work of their own."""

from collections.abc import Sequence
from statistics import median

from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Subject
from launchready.core.measured import Measured

# Queries of the database for one answer beyond which they are likely one a row.
MOST_QUERIES = 30
# So many times the usual p95 of the other targets, and no less than this in seconds.
TIMES = 5.0
NOTICEABLE = 0.2

MANY_QUERIES = Rule(
    id="load/many-queries",
    impact=Impact.ADVICE,
    stage=Stage.PERFORMANCE,
    title="One answer asks the database many times",
    why="Each query waits for the last, and each new row of your customers' data adds one more.",
    fix="Find the query that runs once a row and fetch its rows together (a join, a prefetch).",
    hours=3,
)
SLOW_BESIDE_OTHERS = Rule(
    id="load/slow-beside-others",
    impact=Impact.ADVICE,
    stage=Stage.PERFORMANCE,
    title="One target is far slower than the others",
    why="While it is worked on it holds what the fast pages need: a worker, a connection, memory.",
    fix="Look first at what it alone does; an export belongs into a queue, or streamed row by row.",
    hours=4,
)


def advise(pairs: Sequence[tuple[Subject, Measured]]) -> list[Finding]:
    """What stands out among the targets of one run, slowest first."""
    told = [*_many(pairs), *_beside(pairs)]
    return sorted(told, key=lambda one: one.rule.id)


def _many(pairs: Sequence[tuple[Subject, Measured]]) -> list[Finding]:
    return [
        MANY_QUERIES.broken(
            subject,
            f"{subject} asks the database {one.queries:,} times for one answer, by its own "
            f"Server-Timing; no more than {MOST_QUERIES} is usual",
        )
        for subject, one in pairs
        if one.queries is not None and one.queries > MOST_QUERIES
    ]


def _beside(pairs: Sequence[tuple[Subject, Measured]]) -> list[Finding]:
    told = [(subject, one, p95.seconds) for subject, one in pairs if (p95 := one.estimate(0.95))]
    found = []
    for subject, one, seconds in sorted(told, key=lambda row: -row[2]):
        others = [time for _, other, time in told if other is not one]
        usual = median(others) if others else seconds
        if seconds < NOTICEABLE or seconds < TIMES * usual:
            continue
        message = (
            f"{subject} has a p95 of {_ms(seconds)}, {seconds / usual:.0f} times the usual "
            f"{_ms(usual)} of the other targets"
        )
        found.append(SLOW_BESIDE_OTHERS.broken(subject, message, *_ranked(told)))
    return found


def _ranked(told: Sequence[tuple[Subject, Measured, float]]) -> list[str]:
    """Every target by its p95, slowest first."""
    return [f"{subject}: {_ms(time)}" for subject, _, time in sorted(told, key=lambda one: -one[2])]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"
