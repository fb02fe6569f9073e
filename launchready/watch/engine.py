"""Looks at every target on its own beat, confirms what fails, and has people told.

The loop knows no network, no file format and no vendor: a Looker looks, a Store remembers, an
Outbox tells. Lengths are measured by a clock that never jumps.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import anyio

from launchready.config.watch import Watch
from launchready.watch import memory, words
from launchready.watch.metrics import Tally
from launchready.watch.outbox import Outbox
from launchready.watch.standing import Change, Standing, Tell, after
from launchready.watch.store import Store
from launchready.watch.types import Look, Looker, Moment, Target

# Seconds over which the first looks are spread, and between two looks at one target at least.
SPREAD = 5.0
LEAST_PAUSE = 1.0


class Engine:
    """One watch. `stands` is what is known of each target."""

    def __init__(
        self,
        watch: Watch,
        targets: Sequence[Target],
        looker: Looker,
        store: Store,
        outbox: Outbox,
        tally: Tally,
        now: Callable[[], Moment],
        *,
        product: str = "",
        say: Callable[[str], None] = lambda _: None,
        chance: random.Random | None = None,
    ) -> None:
        """`say` is told every change."""
        self.watch, self.targets = watch, tuple(targets)
        self._looker, self._store, self._outbox, self._tally = looker, store, outbox, tally
        self._now, self._product, self._say = now, product, say
        self._turned: Callable[[], None] = lambda: None
        self._chance = chance or random.Random()  # noqa: S311 - it spreads looks in time
        remembered = memory.standings(store, now())
        self.stands = {one.key: remembered.pop(one.key, Standing()) for one in self.targets}
        self._left = remembered
        self._warned = memory.warned(store)
        # Incidents of our own dead network: one is told for all, the others are not.
        self._own: set[str] = set()
        self._hushed: set[str] = set()
        self._counted: dict[str, float] = {}
        self.is_changed = True
        for one in self.targets:
            if (state := self.stands[one.key].state) is not None:
                tally.stands(one.name, one.kind, state)

    def on_turn(self, call: Callable[[], None]) -> None:
        """Calls this after each turn."""
        self._turned = call

    async def run(self) -> None:
        """Looks until cancelled."""
        self._part()
        async with anyio.create_task_group() as together:
            for one in self.targets:
                together.start_soon(self._follow, one)

    async def once(self) -> None:
        """One turn: every target is looked at, and confirmed where it must be."""
        self._part()
        async with anyio.create_task_group() as together:
            for one in self.targets:
                together.start_soon(self.turn, one)

    def _part(self) -> None:
        """Ends what was open of targets that the config no longer names, so that nobody waits."""
        now = self._now()
        for key, held in self._left.items():
            if held.stretch is not None and held.is_told:
                memory.end_stretch(self._store, held.stretch, now)
            incident = held.flapping or (held.stretch.incident if held.stretch else "")
            if incident and (held.is_told or held.flapping):
                told = words.parted(key, incident, held.tells + 1, self._product, now.at)
                self._outbox.add(told)
            memory.forget(self._store, key)
        self._left = {}

    async def _follow(self, target: Target) -> None:
        await anyio.sleep(self._chance.uniform(0, min(SPREAD, target.every)))
        while True:
            began = self._now().steady
            await self.turn(target)
            part = self.watch.jitter / 100
            due = began + target.every * self._chance.uniform(1 - part, 1 + part)
            await anyio.sleep(max(LEAST_PAUSE, due - self._now().steady))

    async def turn(self, target: Target) -> None:
        """One look at a target, those that confirm it, and what follows from them."""
        first = self._now()
        self._count(target, first)
        look = await self._seen(target)
        held = self.stands[target.key]
        if look.state == "down" and not held.is_down:
            look = await self._confirmed(target, look, self.watch.confirmations)
        elif look.state == "up" and held.is_down:
            look = await self._confirmed(target, look, self.watch.recoveries)
        now = self._now()
        self._change(target, after(held, look, now, self.watch, first), now)
        self._warn(target, look, now)
        self._turned()
        self._tally.turned(now.at.timestamp())
        self._tally.kept(is_writable=self._store.flush())

    async def _confirmed(self, target: Target, look: Look, times: int) -> Look:
        """The look that stands after so many in a row: the last one, whatever it is."""
        for _ in range(times - 1):
            await anyio.sleep(self.watch.pause)
            again = await self._seen(target)
            if again.state != look.state:
                return again
            look = again
        return look

    async def _seen(self, target: Target) -> Look:
        began = self._now()
        look = await self._looker.look(target)
        if look.state == "down" and self.watch.sentinel and not await self._looker.has_network():
            lines = (f"{target.name}: {look.said}", *look.lines)
            look = replace(look, state="unknown", said=words.OWN_NETWORK, lines=lines)
        at = began.at.timestamp()
        self._store.looked(target.key, at, look.seconds, look.state)
        self._tally.looked(target.name, target.kind, look.state, seconds=look.seconds, at=at)
        return look

    def _count(self, target: Target, now: Moment) -> None:
        """Adds the time since the last look to the day, as what it was then."""
        last = self._counted.get(target.key)
        state = self.stands[target.key].state
        self._counted[target.key] = now.steady
        if last is None or state is None:
            return
        looks = max(self.watch.confirmations, self.watch.recoveries)
        most = 2 * target.every + looks * (self.watch.pause + target.limit)
        spent = min(now.steady - last, most)
        self._store.spent(target.key, now.at.date().isoformat(), state, spent)

    def _change(self, target: Target, change: Change, now: Moment) -> None:
        before = self.stands[target.key]
        self.stands[target.key] = change.standing
        if change.ended is not None:
            memory.note_stretch(self._store, target, change.ended, now)
        if change.began is not None:
            memory.note_stretch(self._store, target, change.began)
            if change.began.state == "down":
                self._tally.broke(target.name, target.kind)
        state = change.standing.state
        if state is not None:
            self._tally.stands(target.name, target.kind, state)
        if state != before.state or change.tell is not None:
            said = change.standing.said
            self._say(f"{target.name} ({target.kind}): {state}{': ' if said else ''}{said}")
            self.is_changed = True
        memory.keep(self._store, target, change.standing, now)
        if change.tell is not None and not self._is_hushed(change.tell):
            self._outbox.add(words.told(change.tell, target, self._product, self.watch, now.at))

    def _is_hushed(self, tell: Tell) -> bool:
        """Whether somebody was told already that the watch itself reaches nobody."""
        if tell.kind == "unknown" and tell.reason == words.OWN_NETWORK:
            (self._hushed if self._own else self._own).add(tell.incident)
            return tell.incident in self._hushed
        was_hushed = tell.incident in self._hushed
        self._own.discard(tell.incident)
        self._hushed.discard(tell.incident)
        return was_hushed and tell.kind == "up"

    def _warn(self, target: Target, look: Look, now: Moment) -> None:
        """Tells of what will break, once, and when it was mended."""
        if look.state != "up":
            return
        known = self._warned.setdefault(target.key, {})
        seen = {one.fingerprint: one for one in look.warned}
        for one in [*seen.values(), *known.values()]:
            is_new, is_over = one.fingerprint not in known, one.fingerprint not in seen
            if not is_new and not is_over:
                continue
            memory.warn(self._store, target, one, is_over=is_over)
            self._say(f"{target.name}: {'mended: ' if is_over else ''}{one.message}")
            told = words.warning(target, one, self._product, now.at, is_over=is_over)
            self._outbox.add(told)
        self._warned[target.key] = seen
