"""Whether a run proves anything: a sender that could not keep up measures itself."""

from launchready.core.load import Run

MOST_LAG = 0.020  # seconds, the p99 of how late arrivals went out
LEAST_RATE = 0.98  # of what was asked for
MOST_CPU = 0.80  # of a core; locust's processes are counted one by one


def unsound(run: Run) -> str:
    """Why nothing can be concluded from a run, "" where something can; says which side it was."""
    health = run.health
    if health.lost:
        return (
            f"the sender, not the server, was at its limit: {health.lost} requests had no socket "
            "or port to go out from"
        )
    if health.cpu > MOST_CPU:
        return (
            f"the sender, not the server, was at its limit: it used {health.cpu * 100:.0f} % of a "
            f"core, of which {MOST_CPU * 100:.0f} % is the most"
        )
    if health.lag > MOST_LAG:
        return (
            "the sender, not the server, was late: one request in a hundred left "
            f"{health.lag * 1000:.0f} ms or more after its moment; {MOST_LAG * 1000:.0f} ms is "
            "the most"
        )
    if not run.aborted and health.achieved < LEAST_RATE * run.rate:
        return (
            f"the sender reached {health.achieved:.3g} of {run.rate:g} requests a second; "
            f"{LEAST_RATE * 100:.0f} % is the least"
        )
    return ""
