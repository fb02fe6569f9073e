"""One watch, put together: what looks, remembers, tells, shows and is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import anyio

from launchready import console
from launchready.config.watch import Watch
from launchready.run import Prepared, from_disk
from launchready.values.problem import ConfigError, Problem
from launchready.watch import alert_sum
from launchready.watch.channels import open_channels
from launchready.watch.engine import Engine
from launchready.watch.heartbeat import Pulses
from launchready.watch.housekeeping import Housekeeping
from launchready.watch.live_look import LiveLooker
from launchready.watch.metrics import Pulse, Tally
from launchready.watch.metrics_server import health, pages_of, serve
from launchready.watch.outbox import Outbox
from launchready.watch.screen import Screen
from launchready.watch.store import Store
from launchready.watch.types import Moment, Target
from launchready.world.settings import Network

# Seconds that `--once` waits for its alerts to be taken, and beyond a turn that a loop may stand.
_DELIVERY = 30.0
_SLACK = 30.0


def _now() -> Moment:
    return Moment(anyio.current_time(), datetime.now(UTC))


@dataclass(slots=True, kw_only=True)
class Running:
    """One watch, put together; `store` is open."""

    prepared: Prepared
    watch: Watch
    targets: tuple[Target, ...]
    store: Store
    screen: Screen
    page: Path | None
    tally: Tally = field(init=False)
    turned_at: float | None = None

    async def run(self) -> int:
        """Watches until cancelled."""
        outbox, engine = self._parts()
        pulses = self._pulses()
        notes = (lambda: (pulses.note,) if pulses.note else ()) if pulses else tuple
        house = self._house(engine, outbox, notes)

        def turned() -> None:
            self.turned_at = anyio.current_time()
            if pulses:
                pulses.turned()

        engine.on_turn(turned)
        deaf: list[ConfigError] = []
        async with anyio.create_task_group() as together:
            try:
                await self._listen(together)
            except ConfigError as error:
                deaf.append(error)
                together.cancel_scope.cancel()
            together.start_soon(outbox.run)
            together.start_soon(house.run)
            if pulses:
                together.start_soon(pulses.run)
            if self.watch.sentinel and not await self._looker().has_network():
                self.screen.say(
                    "no sentinel answers: while that lasts, what fails is told as unknown"
                )
            await engine.run()
        # Raised here, since a group would wrap it.
        if deaf:
            raise deaf[0]
        return 0

    async def once(self) -> int:
        """One turn, and its alerts; 0 when all is up, 1 when something is down, 3 when nobody
        can tell."""
        outbox, engine = self._parts()
        await engine.once()
        for target in self.targets:
            held = engine.stands[target.key]
            self.screen.say(f"{held.state or 'unknown':<8} {target.name}", stamp=False)
        if not await outbox.empty(_DELIVERY):
            console.complain("launchready: not every alert was taken: " + "; ".join(outbox.notes))
        self._house(engine, outbox).write_page()
        states = {one.state for one in engine.stands.values()}
        return 1 if "down" in states else 3 if states - {"up"} else 0

    def _house(
        self, engine: Engine, outbox: Outbox, notes: Callable[[], tuple[str, ...]] = tuple
    ) -> Housekeeping:
        return Housekeeping(
            engine=engine,
            outbox=outbox,
            store=self.store,
            now=_now,
            product=self.prepared.loaded.config.product,
            page=self.page,
            screen=self.screen,
            notes=notes,
        )

    @property
    def _network(self) -> Network:
        read = from_disk(self.prepared.repository.root)
        return self.prepared.loaded.config.network.with_roots(read)

    def _looker(self) -> LiveLooker:
        return LiveLooker(self.prepared, self.watch.sentinel)

    def _parts(self) -> tuple[Outbox, Engine]:
        channels = open_channels(self.watch.alerts, self._network)
        named = [(one.name, one.kind) for one in self.targets]
        self.tally = Tally(named, [one.name for one in channels])
        worst = [
            alert_sum.worst(one, self.watch)
            for one in self.targets
            if one.kind == "page" or all(o.kind != "page" for o in self.targets)
        ]
        self.tally.promises(max(worst))
        outbox = Outbox(channels, self.store, self.tally, _now, self.screen.say)
        engine = Engine(
            self.watch,
            self.targets,
            self._looker(),
            self.store,
            outbox,
            self.tally,
            _now,
            product=self.prepared.loaded.config.product,
            say=self.screen.say,
        )
        return outbox, engine

    @property
    def _stale(self) -> float:
        """Seconds after which a loop that has not turned stands still."""
        return min(alert_sum.worst(one, self.watch) for one in self.targets) + _SLACK

    def _pulses(self) -> Pulses | None:
        if self.watch.heartbeat is None:
            return None

        def count(fate: Pulse) -> None:
            self.tally.pulse(fate)

        return Pulses(self.watch.heartbeat, self._network, stale=self._stale, tally=count)

    async def _listen(self, together: anyio.abc.TaskGroup) -> None:
        if self.watch.metrics is None:
            return
        host, port = self.watch.metrics
        healthy = partial(health, lambda: self.turned_at, self._stale, anyio.current_time)
        pages = pages_of(self.page, lambda: self.tally.text(), healthy)
        try:
            got = await together.start(serve, host, port, pages)
        except OSError as error:
            found = f"{host}:{port} cannot be listened on: {error.strerror}"
            raise ConfigError([Problem(at=self.watch.at, found=found)]) from None
        self.screen.say(f"metrics on http://{host}:{got}/metrics")
