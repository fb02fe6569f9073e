"""Load runs as a generator leaves them, for tests of what reports make of them."""

import math
import random
from dataclasses import replace

from launchready.core.histogram import Histogram
from launchready.core.measured import Before, Estimate, LoadRun, Measured, Slot
from launchready.core.report import Answered, Report, Verdict
from launchready.core.sheet import Sheet
from tests.report.reports import NOON, PAGE, a_check, a_report, asked

LATENCY = a_check("load/latency", "It holds.", PAGE)


def _answers(number: int, middle: float, spread: float) -> list[float]:
    chance = random.Random(5)
    return [middle * math.exp(chance.gauss(0, spread)) for _ in range(number)]


def _slots(taken: list[float], number: int) -> tuple[Slot, ...]:
    each = len(taken) // number
    parts = [sorted(taken[place * each : (place + 1) * each]) for place in range(number)]
    return tuple(
        Slot(
            at=float(place),
            answers=each,
            failed=0,
            p50=part[each // 2],
            p95=part[each * 95 // 100],
            largest=part[-1],
        )
        for place, part in enumerate(parts)
    )


def a_target(name: str = "orders", *, spread: float = 0.6, number: int = 3000) -> Measured:
    """A target of a run of a minute, with everything that can be known of one."""
    taken = _answers(number, 0.08, spread)
    ranked = sorted(taken)
    shares = ((0.5, 0.02), (0.95, 0.01), (0.99, 0.005))
    return Measured(
        name=name,
        where=f"https://app.acme.test/{name}",
        answers=number + 3,
        failed=(("timed out", 2), ("answered 500", 1)),
        estimates=tuple(
            Estimate(
                share=one,
                seconds=ranked[int(one * number)],
                low=ranked[int((one - off) * number)],
                high=ranked[int((one + off / 2) * number)],
            )
            for one, off in shares
        ),
        limit=0.3,
        histogram=Histogram.of(taken),
        slots=_slots(taken, 60),
        phases=(("DNS", 0.0001), ("connect", 0.0004), ("TLS", 0.007), ("first byte", 0.071)),
        server=(("db", 0.05), ("app", 0.012), ("network and queue", 0.009)),
        queries=42,
        before=Before(
            name="the run of 2026-11-24 10:00 UTC",
            histogram=Histogram.of(one * 0.8 for one in taken),
            shift=0.25,
            chance=1e-9,
            caveat="another machine sent it",
        ),
    )


def a_run(*targets: Measured, invalid: str = "") -> LoadRun:
    return LoadRun(
        engine="builtin",
        machine="Linux, 2 CPUs",
        started=NOON,
        seconds=60,
        rate=50,
        achieved=49.9,
        targets=targets or (a_target(), replace(a_target("portal", spread=0.05), before=None)),
        environment="production",
        invalid=invalid,
    )


def under_load(run: LoadRun | None = None) -> Report:
    sheet = Sheet(title="the load run", rows=(), run=run or a_run())
    return a_report(
        Verdict.GO, asked(LATENCY, "the load run", Answered(findings=(), sheets=(sheet,)))
    )
