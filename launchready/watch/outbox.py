"""Sends what people must hear, off the loop that looks: each channel by itself, until it is taken.

What waits is kept in the state file before it is sent, so that no restart loses it. A restart in
the middle of a send sends again under the same id: a doubled alarm is better than a lost one.
"""

import logging
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

import anyio

from launchready.watch import memory
from launchready.watch.channels_told import Channel, NotSentError, Told
from launchready.watch.metrics import Tally
from launchready.watch.store import Store
from launchready.watch.types import Moment

log = logging.getLogger(__name__)

# Seconds a channel may take beyond its own limit, between attempts, and until one is given up.
SPARE = 2.0
PAUSES = (2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)
LONGEST = 86400.0
# Alerts that wait for one channel; beyond them the oldest is given up.
MOST_WAITING = 500
# Alerts that one channel is given at a time.
AT_ONCE = 8


@dataclass(slots=True)
class _Item:
    told: Told
    due: float
    until: float
    tries: int = 0


class Outbox:
    """What is still to be said, a queue a channel."""

    def __init__(
        self,
        channels: Iterable[Channel],
        store: Store,
        tally: Tally,
        now: Callable[[], Moment],
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`say` tells whoever watches the log what became of an alert."""
        self._channels = {one.name: one for one in channels}
        self._store, self._tally, self._now, self._say = store, tally, now, say
        self._queues: dict[str, list[_Item]] = {name: [] for name in self._channels}
        self._bells = {name: anyio.Event() for name in self._channels}
        self._troubles: dict[str, str] = {}
        self._drained = anyio.Event()
        for told, channel, tries in memory.queued(store):
            if channel in self._queues:
                self._queues[channel].append(self._item(told, tries))
            else:
                memory.unqueue(store, told, channel)
        for name in self._channels:
            self._count(name)

    def _item(self, told: Told, tries: int = 0) -> _Item:
        steady = self._now().steady
        return _Item(told, steady, steady + LONGEST, tries)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the founder must know: the channels that took nothing of late."""
        return tuple(f"{name}: {why}" for name, why in self._troubles.items())

    @property
    def is_empty(self) -> bool:
        return not any(self._queues.values())

    def add(self, told: Told) -> None:
        """Queues something for every channel; it is in the state file before this returns."""
        for name, queue in self._queues.items():
            queue.append(self._item(told))
            memory.queue(self._store, told, name, 0, is_sending=False)
            if len(queue) > MOST_WAITING:
                self._give_up(name, queue[0], f"more than {MOST_WAITING} alerts wait")
            self._count(name)
        self._store.flush()
        for bell in self._bells.values():
            bell.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        async with anyio.create_task_group() as together:
            for name in self._channels:
                together.start_soon(self._serve, name)

    async def empty(self, within: float) -> bool:
        """Sends what waits, for so many seconds at most; whether all of it was taken."""
        self._drained = anyio.Event()
        waits = [one for queue in self._queues.values() for one in queue]
        if waits:
            async with anyio.create_task_group() as together:
                together.start_soon(self.run)
                with anyio.move_on_after(within):
                    await self._drained.wait()
                together.cancel_scope.cancel()
        return self._drained.is_set() == bool(waits) and not self._troubles

    async def _serve(self, name: str) -> None:
        """Several incidents at a time, for they may come together; of each, one thing at a time."""
        busy: set[str] = set()

        async def attempt(item: _Item) -> None:
            try:
                await self._attempt(name, item)
            finally:
                busy.discard(item.told.incident)
                self._bells[name].set()

        async with anyio.create_task_group() as together:
            while True:
                item = self._next(name, busy) if len(busy) < AT_ONCE else None
                wait = None if item is None else item.due - self._now().steady
                if item is not None and wait is not None and wait <= 0:
                    busy.add(item.told.incident)
                    together.start_soon(attempt, item)
                    continue
                self._bells[name] = bell = anyio.Event()
                with anyio.move_on_after(wait):
                    await bell.wait()

    def _next(self, name: str, busy: Container[str]) -> _Item | None:
        """The one that is due first; of one incident, what comes first is said first."""
        first: dict[str, _Item] = {}
        for one in self._queues[name]:
            first.setdefault(one.told.incident, one)
        free = (one for one in first.values() if one.told.incident not in busy)
        return min(free, key=lambda one: one.due, default=None)

    async def _attempt(self, name: str, item: _Item) -> None:
        item.tries += 1
        memory.queue(self._store, item.told, name, item.tries, is_sending=True)
        self._store.flush()
        limit = self._channels[name].limit + SPARE
        try:
            with anyio.fail_after(limit):
                await self._channels[name].send(item.told)
        except NotSentError as error:
            self._failed(name, item, error)
        except TimeoutError:
            self._failed(name, item, NotSentError(f"it took longer than {limit:g} s"))
        except Exception as error:  # noqa: BLE001
            # The loop that sends must go on whatever one alert does to one channel.
            log.error("%s failed to send: %s", name, type(error).__name__)  # noqa: TRY400
            self._failed(name, item, NotSentError("a fault of launchready"))
        else:
            self._tally.told(name, "sent")
            self._troubles.pop(name, None)
            self._forget(name, item)
            self._say(f"told {name}: {item.told.short}")
        self._store.flush()

    def _failed(self, name: str, item: _Item, error: NotSentError) -> None:
        steady = self._now().steady
        if error.is_final or steady >= item.until:
            self._give_up(name, item, error.reason)
            return
        self._tally.told(name, "failed")
        if name not in self._troubles:
            self._say(f"{name} did not take an alert, it is tried again: {error.reason}")
        self._troubles[name] = f"an alert was not taken and is tried again: {error.reason}"
        pause = PAUSES[min(item.tries, len(PAUSES)) - 1]
        item.due = steady + max(pause, error.again or 0.0)
        memory.queue(self._store, item.told, name, item.tries, is_sending=False)

    def _give_up(self, name: str, item: _Item, why: str) -> None:
        self._tally.told(name, "given up")
        self._troubles[name] = f"an alert could not be sent and was given up: {why}"
        self._say(f"{name} will not hear of {item.told.short}: {why}")
        self._forget(name, item)

    def _forget(self, name: str, item: _Item) -> None:
        self._queues[name].remove(item)
        memory.unqueue(self._store, item.told, name)
        self._count(name)
        if self.is_empty:
            self._drained.set()

    def _count(self, name: str) -> None:
        self._tally.waiting(name, len(self._queues[name]))
