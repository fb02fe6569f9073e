"""`launchready watch`: keeps looking at what the config names, and has people told."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import anyio

from launchready import console, interrupt
from launchready.config.watch import Watch
from launchready.outputs import UsageError
from launchready.run import Prepared, Request, from_disk, prepare
from launchready.values.problem import ConfigError, Problem
from launchready.watch import alert_sum, words
from launchready.watch.channels import open_channels
from launchready.watch.channels_told import NotSentError
from launchready.watch.engine import Engine
from launchready.watch.heartbeat import Pulses
from launchready.watch.housekeeping import Housekeeping
from launchready.watch.live_look import LiveLooker
from launchready.watch.metrics import Tally
from launchready.watch.metrics_server import health, pages_of, serve
from launchready.watch.outbox import SPARE, Outbox
from launchready.watch.screen import Screen
from launchready.watch.store import StateError, Store
from launchready.watch.targets import targets
from launchready.watch.types import Moment, Target

ROOMS = ("smoke", "tls", "dns")
# Seconds that `--once` waits for its alerts to be taken, and beyond a turn that a loop may stand.
_DELIVERY = 30.0
_SLACK = 30.0


def command(args: argparse.Namespace) -> int:
    """Runs `launchready watch` and gives its exit code. Raises ConfigError and UsageError."""
    asked = Request(
        start=Path.cwd(), config=args.config, environment=args.env, rooms=ROOMS, watching=True
    )
    prepared = prepare(asked)
    console.log_to_stderr(lambda text: prepared.hide(text))
    watch = prepared.loaded.config.watch or Watch()
    found, left = targets(prepared.loaded, watch)
    within = _promised(prepared, watch)
    alert_sum.demand(found, watch, within)
    watch = watch.model_copy(update={"alert_within": within})
    if args.drill:
        return interrupt.run(partial(_drill, prepared, watch))
    with Screen(os.environ) as screen:
        running = _opened(args, prepared, watch, found, screen)
        try:
            for line in running.opening(left):
                screen.say(line)
            work = running.once if args.once else running.run
            return interrupt.run(work)
        finally:
            running.store.close()


def _promised(prepared: Prepared, watch: Watch) -> float:
    """Seconds in which an outage must be told: what watch says, else monitor, else two minutes."""
    other = getattr(prepared.loaded.rooms.get("monitor"), "alert_within", None)
    return watch.alert_within or other or alert_sum.USUAL_WITHIN


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

    def opening(self, left: tuple[str, ...]) -> list[str]:
        """What is said first: what is watched, how soon an outage is told, and to whom."""
        kinds = [one.kind for one in self.targets]
        counts = [
            f"{count} {name}{'s' if count > 1 else ''}"
            for name, kind in (("page", "page"), ("certificate", "tls"), ("zone", "dns"))
            if (count := kinds.count(kind))  # type: ignore[arg-type]
        ]
        lines = [f"watching {', '.join(counts)}"]
        for kind in ("page", "tls", "dns"):
            of_kind = [one for one in self.targets if one.kind == kind]
            if of_kind:
                lines.append(_sum_told(max(of_kind, key=lambda o: o.limit), self.watch))
        told = [str(one) for one in self.watch.alerts]
        who = ", ".join(told) if told else "nobody; name somebody under watch: alerts:"
        kept = self.store.note or ""
        return [*lines, f"telling {who}", *([kept] if kept else []), *left]

    async def run(self) -> int:
        """Watches until cancelled."""
        outbox, engine = self._parts()
        pulses = self._pulses()
        house = Housekeeping(
            engine=engine,
            outbox=outbox,
            store=self.store,
            now=_now,
            product=self.prepared.loaded.config.product,
            page=self.page,
            screen=self.screen,
            notes=lambda: (pulses.note,) if pulses and pulses.note else (),
        )

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
        house = Housekeeping(
            engine=engine,
            outbox=outbox,
            store=self.store,
            now=_now,
            product=self.prepared.loaded.config.product,
            page=self.page,
            screen=self.screen,
        )
        house.write_page()
        states = {one.state for one in engine.stands.values()}
        return 1 if "down" in states else 3 if states - {"up"} else 0

    def _looker(self) -> LiveLooker:
        return LiveLooker(self.prepared, self.watch.sentinel)

    def _parts(self) -> tuple[Outbox, Engine]:
        network = self.prepared.loaded.config.network.with_roots(
            from_disk(self.prepared.repository.root)
        )
        channels = open_channels(self.watch.alerts, network)
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
        network = self.prepared.loaded.config.network
        tally: Callable[..., None] = lambda fate: self.tally.pulse(fate)  # noqa: E731
        return Pulses(self.watch.heartbeat, network, stale=self._stale, tally=tally)

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


def _sum_told(target: Target, watch: Watch) -> str:
    parts = alert_sum.terms(target, watch)
    told = " + ".join(f"{one.seconds:g} s {one.what}" for one in parts)
    kind = {"page": "a page", "tls": "a certificate", "dns": "a zone"}[target.kind]
    worst = alert_sum.worst(target, watch)
    return f"a fault of {kind} is told within {worst:g} s at worst: {told}"


def _opened(
    args: argparse.Namespace,
    prepared: Prepared,
    watch: Watch,
    found: tuple[Target, ...],
    screen: Screen,
) -> Running:
    root = prepared.repository.root
    state: Path | None = args.state or (root / watch.state if watch.state else None)
    page: Path | None = args.page or (root / watch.page if watch.page else None)
    if state is None and not args.once:
        screen.say("nothing is remembered after a restart; --state FILE names where to")
    if state is not None and not state.absolute().parent.is_dir():
        raise UsageError(f"{state} cannot be written: its folder is not there")
    if page is not None and not (page.is_dir() or page.absolute().parent.is_dir()):
        raise UsageError(f"{page} cannot be written: its folder is not there")
    try:
        store = Store(state)
    except StateError as error:
        raise UsageError(str(error)) from None
    return Running(
        prepared=prepared, watch=watch, targets=found, store=store, screen=screen, page=page
    )


async def _drill(prepared: Prepared, watch: Watch) -> int:
    """Says a drill on every channel; 0 when each took it, else 1."""
    network = prepared.loaded.config.network.with_roots(from_disk(prepared.repository.root))
    channels = open_channels(watch.alerts, network)
    if not channels:
        raise ConfigError([Problem(at=watch.at, found="alerts names nobody to tell")])
    told = words.drill(prepared.loaded.config.product, datetime.now(UTC))
    code = 0
    for one in channels:
        try:
            with anyio.fail_after(one.limit + SPARE):
                await one.send(told)
        except (NotSentError, TimeoutError) as error:
            why = error.reason if isinstance(error, NotSentError) else "no answer in time"
            console.say(f"{one.name} did not take it: {why}")
            code = 1
        else:
            console.say(f"{one.name} took it; see that it arrived")
    return code
