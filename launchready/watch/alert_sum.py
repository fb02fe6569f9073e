"""How long it takes from an outage to its alert at worst, as a sum of what must pass first."""

from collections.abc import Iterable
from dataclasses import dataclass

from launchready.config.watch import Watch
from launchready.values.problem import ConfigError, Problem
from launchready.watch.types import Target

# Seconds a sentinel may take, and the first attempt to tell people: by one POST, or by mail and
# what apprise paces.
SENTINEL_LIMIT = 3.0
DELIVERY_LIMIT = 10.0
SLOW_DELIVERY_LIMIT = 30.0
USUAL_WITHIN = 120.0


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the sum, in seconds."""

    what: str
    seconds: float


def terms(target: Target, watch: Watch) -> tuple[Term, ...]:
    """What passes at worst: the outage comes right after a look that held, the next look waits
    for its limit, each confirmation too, and the first attempt to tell is a slow one."""
    looks = watch.confirmations
    asked = SENTINEL_LIMIT if watch.sentinel else 0.0
    found = [
        Term("until the next look", target.every * (1 + watch.jitter / 100)),
        Term("for the look to fail", target.limit),
        Term("to confirm it", (looks - 1) * (watch.pause + target.limit)),
        Term("to see that our own network works", looks * asked),
        Term("to tell people", _delivery(watch)),
    ]
    return tuple(one for one in found if one.seconds)


def _delivery(watch: Watch) -> float:
    is_slow = any(one.email or one.apprise for one in watch.alerts)
    return SLOW_DELIVERY_LIMIT if is_slow else DELIVERY_LIMIT


def worst(target: Target, watch: Watch) -> float:
    """Seconds from an outage to its alert at most."""
    return sum(one.seconds for one in terms(target, watch))


def demand(targets: Iterable[Target], watch: Watch, within: float) -> None:
    """Raises ConfigError where a page's alert could come later than promised."""
    pages = [one for one in targets if one.kind == "page"]
    late = max(pages, key=lambda one: worst(one, watch), default=None)
    if late is None or worst(late, watch) <= within:
        return
    told = ", ".join(f"{one.seconds:g} s {one.what}" for one in terms(late, watch))
    found = (
        f"an outage of {late.name} would be told after {worst(late, watch):g} s at worst, and "
        f"{within:g} s are promised: {told}"
    )
    meant = "make every.pages, timeout, pause or confirmations smaller, or alert_within longer"
    raise ConfigError([Problem(at=watch.at, found=found, meant=meant)])
