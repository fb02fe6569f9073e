"""What a load run says of what was promised: findings, and what cannot be told yet."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.load import Run, Sample
from launchready.core.measured import Estimate
from launchready.load.answers import is_wall
from launchready.load.settings import LONGEST, Load, Target, Visits
from launchready.load.standing import Faultiness, Slowness, faultiness, seconds_for, slowness

P95_HIGH = Rule(
    id="load/p95-high",
    impact=Impact.BLOCKER,
    stage=Stage.PERFORMANCE,
    title="Answers come too late under load",
    why="Of every hundred visitors, more than five wait longer than you promised; some leave.",
    fix="See which part of the time it is, find the slowest query or call in it, and run again.",
    hours=6,
)
ERRORS_HIGH = Rule(
    id="load/errors-high",
    impact=Impact.BLOCKER,
    stage=Stage.PERFORMANCE,
    title="Too many requests fail under load",
    why="On launch day these are visitors who see an error page, and orders that are lost.",
    fix="Look into the app's log of those minutes: workers, connections to the database, memory.",
    hours=6,
)

# More of them than this share and the rest says nothing of what the app bears.
_MOST_WALLS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How each target stands, and all together."""

    load: Load
    slow: tuple[tuple[Target | Visits, Slowness, int], ...]
    faulty: tuple[tuple[Target | Visits, Faultiness], ...]
    all: Faultiness

    @property
    def is_decided(self) -> bool:
        """Whether more answers would change nothing: something fails, or everything holds."""
        says = [one.says for _, one, _ in self.slow] + [self.all.says]
        fails = "fails" in says or any(one.says == "fails" for _, one in self.faulty)
        return fails or all(one == "holds" for one in says)


def standing(load: Load, samples: Sequence[Sample]) -> Standing:
    most = load.expect.errors / 100
    names = {one.name for one in load.all}
    own = [one for one in samples if one.target in names]
    of = {one.name: [each for each in own if each.target == one.name] for one in load.all}
    return Standing(
        load=load,
        slow=tuple(
            (one, slowness(of[one.name], one.p95 or load.expect.p95), len(of[one.name]))
            for one in load.all
        ),
        faulty=tuple((one, faultiness(of[one.name], most)) for one in load.all),
        all=faultiness(own, most),
    )


def walled(samples: Sequence[Sample]) -> str:
    """Who turned us away so often that nothing can be said of the app, "" where nobody did."""
    walls = Counter(one.error for one in samples if is_wall(one.error))
    if not samples or sum(walls.values()) <= _MOST_WALLS * len(samples):
        return ""
    worst, _ = walls.most_common(1)[0]
    return f"{sum(walls.values())} of {len(samples)} requests were {worst}"


def findings(run: Run, now: Standing) -> list[Finding]:
    """What breaks a promise for certain."""
    faulty = [one for one in now.faulty if one[1].says == "fails"]
    found = [_errors(target, one, run, now.load) for target, one in faulty]
    if not faulty and (now.all.says == "fails" or run.aborted):
        found.append(_errors(now.load, now.all, run, now.load))
    for target, one, count in now.slow:
        # Where errors alone make it late they are told, once.
        if one.says == "fails" and (one.is_slow_itself or not found):
            found.append(_late(target, one, count, now.load))
    return found


def open_points(run: Run, now: Standing) -> tuple[list[str], str]:
    """What cannot be told, and what would tell; nothing where everything is told."""
    reasons: list[str] = []
    lengths: list[float | None] = []
    for target, one, count in now.slow:
        if one.says == "cannot tell":
            reasons.append(_open_p95(target, one, count))
            lengths.append(seconds_for(one.needed(count), count, run.seconds))
    if now.all.says == "cannot tell":
        low, high = now.all.within
        reasons.append(
            f"{now.all.failed} of {now.all.count:,} failed, so between {_percent(low)} and "
            f"{_percent(high)} do; {_percent(now.all.limit)} is the most that may"
        )
        lengths.append(seconds_for(now.all.needed(), now.all.count, run.seconds))
    return reasons, _longer(lengths) if reasons else ""


def _late(target: Target | Visits, one: Slowness, count: int, load: Load) -> Finding:
    judged = one.good if one.is_slow_itself else one.judged
    message = (
        f"{target} has a p95 of {_with_interval(judged)}; {_ms(one.limit)} is promised at {load}"
    )
    told = [target.where, f"{count:,} answers"]
    if not one.is_slow_itself:
        told.append("errors count as answers that never came: a visitor who gets one is not served")
    return P95_HIGH.broken(target, message, *told)


def _errors(subject: Target | Visits | Load, one: Faultiness, run: Run, load: Load) -> Finding:
    name = "The load" if isinstance(subject, Load) else str(subject)
    kinds = Counter(
        each.error
        for each in run.samples
        if each.error and (isinstance(subject, Load) or each.target == subject.name)
    )
    message = (
        f"{name}: {one.failed:,} of {one.count:,} requests failed ({_percent(one.share)}) at "
        f"{load}; {_percent(one.limit)} is the most that may"
    )
    told = [f"{count:,} times: {kind}" for kind, count in kinds.most_common(8)]
    if run.aborted:
        told.append(f"the run was ended early: {run.aborted}")
    return ERRORS_HIGH.broken(subject, message, *told)


def _open_p95(target: Target | Visits, one: Slowness, count: int) -> str:
    if one.judged is None:
        return f"{target} was asked too rarely to say anything of its p95"
    return (
        f"{target} has a p95 of {_with_interval(one.judged)} by {count:,} answers, which cannot "
        f"tell whether it is within {_ms(one.limit)}"
    )


def _longer(lengths: Sequence[float | None]) -> str:
    known = [one for one in lengths if one is not None]
    if len(known) < len(lengths):
        return (
            "No run of an hour would tell: it is too near the limit. Make it faster, or say what "
            "you can live with."
        )
    length = max(known)
    rounded = f"{math.ceil(length)}s" if length < 120 else f"{math.ceil(length / 60)}m"
    more = f", with i_own_this: true past {LONGEST:g} s" if length > LONGEST else ""
    return f"A run of about {rounded} would tell (for: {rounded}{more}), or a higher rate."


def _with_interval(one: Estimate | None) -> str:
    if one is None:
        return "nothing"
    low = "nothing" if one.low is None else _ms(one.low)
    high = "no end" if one.high is None or one.high == float("inf") else _ms(one.high)
    return f"{_ms(one.seconds)} ({low} to {high})"


def _ms(seconds: float) -> str:
    if seconds == float("inf"):
        return "no time at all"
    return f"{seconds * 1000:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"


def _percent(share: float) -> str:
    return f"{share * 100:.2g} %"
