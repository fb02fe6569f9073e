"""A thousand outages and a day without a pause: none is missed, none is late, nothing grows."""

import gc
import random
import tracemalloc
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import pytest

from launchready.config.watch import Watch
from launchready.watch import alert_sum
from launchready.watch.channels_told import Told
from launchready.watch.engine import Engine
from launchready.watch.outbox import Outbox
from launchready.watch.store import Store
from launchready.watch.types import Look, Target
from tests.watch.engine_world import (
    DOWN,
    UNKNOWN,
    UP,
    Said,
    Script,
    file_in,
    in_own_time,
    page,
    watched,
)

PROMISED = 120.0


@dataclass
class Weather:
    """Outages of many targets at random times, and single looks that fail between them."""

    chance: random.Random
    targets: tuple[Target, ...]
    outages: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    failed_looks: int = 0
    silent: bool = True

    def plan(self, each: int, quiet: tuple[float, float], length: tuple[float, float]) -> float:
        """So many outages a target, after so much quiet, so long; when the last one is over."""
        end = 0.0
        for target in self.targets:
            at, planned = self.chance.uniform(60, 600), []
            for _ in range(each):
                lasts = self.chance.uniform(*length)
                planned.append((at, at + lasts))
                at += lasts + self.chance.uniform(*quiet)
            self.outages[target.key] = planned
            end = max(end, at)
        return end

    def look(self, target: Target, at: float) -> Look:
        if any(began <= at < ended for began, ended in self.outages[target.key]):
            return DOWN
        if self.chance.random() < 0.01 and self._is_quiet(target, at):
            self.failed_looks += 1
            return DOWN
        return UP

    def _is_quiet(self, target: Target, at: float) -> bool:
        """Far from an outage and from the last look that failed: what fails is one look alone."""
        last = self._last.get(target.key, -1e9)
        if at - last < 60 or any(a - 90 < at < b + 90 for a, b in self.outages[target.key]):
            return False
        self._last[target.key] = at
        return True

    _last: dict[str, float] = field(default_factory=dict)

    def takes(self, look: Look) -> float:
        """A look that fails takes up to its limit, as one that is refused or times out."""
        if look.state == "down":
            return self.chance.choice((0.01, 10.0, self.chance.uniform(0, 10)))
        return self.chance.uniform(0.05, 2)


def delays(weather: Weather, heard: list[tuple[float, Told]]) -> list[float]:
    """Seconds from each outage to its alert; every alert belongs to an outage of its own."""
    left = {key: list(planned) for key, planned in weather.outages.items()}
    found = []
    for at, told in heard:
        if told.kind != "down":
            continue
        planned = left[f"page {told.target}"]
        began, ended = planned.pop(0)
        assert began < at < ended + PROMISED, f"{told.target} was told down at {at} for no outage"
        found.append(at - began)
    assert not any(left.values()), "an outage was never told"
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_a_thousand_outages_each_is_told_within_the_sum_and_nothing_else_is(seed: int) -> None:
    chance = random.Random(seed)
    weather = Weather(chance, tuple(page(f"page {n}") for n in range(20)))
    end = weather.plan(17, quiet=(1810, 2400), length=(70, 900))
    watch = Watch()
    channel = Said(takes=lambda: chance.uniform(0, 10))
    script = Script(weather.look, weather.takes)
    in_own_time(lambda: watched(script, channel, end, targets=weather.targets, watch=watch))
    late = delays(weather, channel.heard)

    assert len(late) == 340  # three seeds: 1,020
    assert weather.failed_looks > 100
    assert max(late) <= alert_sum.worst(weather.targets[0], watch) <= PROMISED
    assert channel.kinds.count("up") == channel.kinds.count("down")
    assert set(channel.kinds) == {"down", "up"}


def test_a_day_without_a_pause_leaves_memory_and_file_as_small_as_they_were(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)
    sizes: list[int] = []
    beside_it: list[int] = []
    weights: list[int] = []
    targets = tuple(page(f"page {n}") for n in range(3))

    def of(_: Target, __: float) -> Look:
        return chance.choices((UP, DOWN, UNKNOWN), (0.9, 0.06, 0.04))[0]

    async def beside(engine: Engine, outbox: Outbox) -> None:
        _ = engine, outbox
        for _hour in range(30):
            await anyio.sleep(3600)
            store.prune(START_AT + anyio.current_time(), (one.key for one in targets))
            gc.collect()
            weights.append(tracemalloc.get_traced_memory()[0])
            channel.heard.clear()
            sizes.append(file_in(tmp_path).stat().st_size)
            beside_it.append(sum(one.stat().st_size for one in tmp_path.iterdir()) - sizes[-1])

    store, channel, script = Store(file_in(tmp_path)), Said(), Script(of)
    tracemalloc.start()
    in_own_time(
        lambda: watched(
            script, channel, 30 * 3600.0 + 60, targets=targets, store=store, beside=beside
        )
    )
    tracemalloc.stop()
    store.close()

    assert script.looks > 3 * 30 * 110
    assert weights[-1] - weights[2] < 200_000  # bytes
    # A day of looks is kept; after it, the file grows by outages alone.
    assert sizes[-1] < 2_000_000
    assert sizes[-1] - sizes[26] < 300_000
    assert max(beside_it) < 2_000_000


START_AT = 1_795_608_000.0  # START of engine_world, in seconds since 1970
