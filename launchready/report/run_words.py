"""The words reports share about a load run: its heads, its cells, and what stands below them."""

from launchready.core.measured import Before, Estimate, LoadRun, Measured
from launchready.report.scale import duration

HEADS = ("target", "p50", "p95", "p99", "errors", "answers")


def about(run: LoadRun) -> list[str]:
    """What was sent, by what and for how long, in parts."""
    sent = f"{run.rate:.3g} requests a second for {duration(run.seconds)}"
    reached = f"{run.achieved:.3g} a second reached"
    return [sent, reached, f"engine {run.engine} on {run.machine}"]


def cells(one: Measured) -> tuple[str, ...]:
    """A target's row, in the order of HEADS."""
    failed = f"{one.failures / one.answers * 100:.2g} %" if one.answers else "none sent"
    return (
        one.name,
        *(estimate(one.estimate(share)) for share in (0.5, 0.95, 0.99)),
        failed,
        f"{one.answers:,}",
    )


def estimate(one: Estimate | None) -> str:
    """`280 ms (260 ms to 301 ms)`; an open end where there were too few answers for it."""
    if one is None:
        return "-"
    if one.low is None and one.high is None:
        return f"{duration(one.seconds)} (too few to say how sure)"
    low = "?" if one.low is None else duration(one.low)
    high = "?" if one.high is None else duration(one.high)
    return f"{duration(one.seconds)} ({low} to {high})"


def details(one: Measured) -> list[tuple[str, str]]:
    """What else is known of a target, as (label, words); nothing where nothing is."""
    rows = [
        ("limit for p95", duration(one.limit) if one.limit else ""),
        ("parts of a request (medians)", _parts(one.phases)),
        ("the server's own time (medians)", _parts(one.server)),
        ("queries of the database", f"up to {one.queries:,} an answer" if one.queries else ""),
        ("errors", ", ".join(f"{kind}: {count:,}" for kind, count in one.failed)),
        ("before", _before(one.before) if one.before else ""),
    ]
    return [(label, words) for label, words in rows if words]


def _parts(times: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{name} {duration(seconds)}" for name, seconds in times)


def _before(one: Before) -> str:
    way = "later" if one.shift >= 0 else "sooner"
    chance = "less than 0.0001" if one.chance < 1e-4 else f"{one.chance:.2g}"
    told = f"the median comes {abs(one.shift) * 100:.1f} % {way} than in {one.name}"
    caveat = f"; {one.caveat}" if one.caveat else ""
    return f"{told} (p = {chance}){caveat}".replace("p = less than", "p below")
