"""A watch in a time of its own: days pass in seconds, looks and channels are told what to do."""

import asyncio
import random
import selectors
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import anyio

from launchready.config.watch import Watch
from launchready.watch.channels_told import NotSentError, Told
from launchready.watch.engine import Engine
from launchready.watch.metrics import Tally
from launchready.watch.outbox import Outbox
from launchready.watch.store import Store
from launchready.watch.types import Look, Moment, Target

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
UP, DOWN = Look(state="up", seconds=0.2), Look(state="down", said="it answered 500")
UNKNOWN = Look(state="unknown", said="a bot wall answered")
Result = TypeVar("Result")


class _Leaping(selectors.DefaultSelector):
    """Waits for nothing: the time that would be waited for passes at once."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise AssertionError("everything waits for ever")
        self.passed += max(0.0, timeout)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.passed


def in_own_time(work: Callable[[], Awaitable[Result]]) -> Result:
    """Runs something to its end in a time that passes only while all wait."""
    return anyio.run(work, backend_options={"loop_factory": _Loop})


@dataclass(slots=True)
class Clock:
    """The steady clock of the loop; the day's may be set."""

    set_by: float = 0.0

    def __call__(self) -> Moment:
        steady = anyio.current_time()
        return Moment(steady, START + timedelta(seconds=steady + self.set_by))


@dataclass(slots=True)
class Said:
    """A channel that notes what it is told, and when; it takes so long, and fails so often."""

    name: str = "pager"
    takes: Callable[[], float] = lambda: 0.0
    fails: int = 0
    limit: float = 10.0
    heard: list[tuple[float, Told]] = field(default_factory=list)

    async def send(self, told: Told) -> None:
        await anyio.sleep(self.takes())
        if self.fails:
            self.fails -= 1
            raise NotSentError("it answered 503")
        self.heard.append((anyio.current_time(), told))

    @property
    def kinds(self) -> list[str]:
        return [told.kind for _, told in self.heard]


@dataclass(slots=True)
class Script:
    """A looker that says what `of` says of a target at a time."""

    of: Callable[[Target, float], Look]
    takes: Callable[[Look], float] = lambda _: 0.1
    network: Callable[[float], bool] = lambda _: True
    looks: int = 0

    async def look(self, target: Target) -> Look:
        self.looks += 1
        look = self.of(target, anyio.current_time())
        await anyio.sleep(self.takes(look))
        return look

    async def has_network(self) -> bool:
        await anyio.sleep(0.05)
        return self.network(anyio.current_time())


def page(name: str = "homepage", every: float = 30.0, limit: float = 10.0) -> Target:
    return Target(name=name, kind="page", every=every, limit=limit)


def tally(targets: Iterable[Target]) -> Tally:
    return Tally([(one.name, one.kind) for one in targets], ["pager"])


async def watched(
    script: Script,
    channel: Said,
    seconds: float,
    *,
    targets: tuple[Target, ...] = (page(),),
    watch: Watch | None = None,
    store: Store | None = None,
    clock: Clock | None = None,
    beside: Callable[[Engine, Outbox], Coroutine[Any, Any, None]] | None = None,
) -> Engine:
    """A watch for so many seconds; the time to deliver what waits is added."""
    now, counted = clock or Clock(), tally(targets)
    held = store or Store(None)
    outbox = Outbox([channel], held, counted, now)
    chance = random.Random(1)
    engine = Engine(watch or Watch(), targets, script, held, outbox, counted, now, chance=chance)
    async with anyio.create_task_group() as together:
        together.start_soon(outbox.run)
        if beside is not None:
            together.start_soon(beside, engine, outbox)
        with anyio.move_on_after(seconds):
            await engine.run()
        await anyio.sleep(30)
        together.cancel_scope.cancel()
    held.flush()
    return engine


def file_in(folder: Path) -> Path:
    return folder / "watch.db"
