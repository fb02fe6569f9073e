"""How a load run stands, in a line for whoever watches."""

from launchready.core.load import Live


def in_words(live: Live) -> str:
    """The last seconds: what is sent, how long answers take, and how many fail."""
    stage = "load" if live.counts else "warm-up"
    return (
        f"{stage} {live.gone:.0f} of {live.total:.0f} s · {live.rate:.0f}/s · "
        f"p50 {_ms(live.p50)} · p95 {_ms(live.p95)} · errors {live.errors * 100:.1f} %"
    )


def _ms(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
