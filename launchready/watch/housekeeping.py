"""Writes the status page, keeps the state file small, and tells what is wrong with the watch."""

import gc
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import anyio

from launchready.watch import history, status_page, words
from launchready.watch.engine import Engine
from launchready.watch.outbox import Outbox
from launchready.watch.screen import Screen
from launchready.watch.store import Store
from launchready.watch.types import Moment

# Seconds between two rounds, two pages where nothing changed, and two prunings.
ROUND = 5.0
PAGE_EVERY = 60.0
PRUNE_EVERY = 3600.0
# Rounds between two collections: a look leaves TLS contexts in cycles, which Python takes for
# small and lets pile up.
_COLLECT_EVERY = 12
# Seconds by which the clock of the day may drift from the steady one in a round.
_JUMP = 5.0
# Seconds for which the state must be written again before its trouble is told anew.
_TROUBLE_AGAIN = 3600.0


@dataclass(slots=True, kw_only=True)
class Housekeeping:
    """What goes on beside the looks; `notes` gives what else the page must say."""

    engine: Engine
    outbox: Outbox
    store: Store
    now: Callable[[], Moment]
    product: str
    page: Path | None
    screen: Screen
    notes: Callable[[], tuple[str, ...]] = lambda: ()
    _paged: float | None = None
    _pruned: float | None = None
    _troubled: float | None = None
    _last: Moment | None = field(default=None)
    _page_problem: str = ""

    async def run(self) -> None:
        """Goes round until cancelled."""
        gc.freeze()
        for turn in itertools.count():
            self.round()
            if turn % _COLLECT_EVERY == 0:
                gc.collect()
            await anyio.sleep(ROUND)

    def round(self) -> None:
        """One round."""
        now = self.now()
        self._mind_the_clock(now)
        self.store.flush()
        self._mind_the_state(now)
        if self._pruned is None or now.steady - self._pruned >= PRUNE_EVERY:
            self._pruned = now.steady
            self.store.prune(now.at.timestamp(), (one.key for one in self.engine.targets))
        is_due = self._paged is None or now.steady - self._paged >= PAGE_EVERY
        if is_due or self.engine.is_changed:
            self._paged, self.engine.is_changed = now.steady, False
            self.write_page()
        self.screen.stands(self._summary())

    def write_page(self) -> None:
        """Writes the status page, where one is wanted; a full disk leaves the old one."""
        if self.page is None:
            return
        stands = [(one, self.engine.stands[one.key]) for one in self.engine.targets]
        view = history.view(
            self.product,
            stands,
            self.store,
            self.now().at,
            every=PAGE_EVERY,
            notes=self._notes(),
        )
        try:
            status_page.write(self.page, view)
        except OSError as error:
            said = f"the status page cannot be written: {error.strerror}"
            if said != self._page_problem:
                self.screen.say(said)
            self._page_problem = said
        else:
            self._page_problem = ""

    def _notes(self) -> tuple[str, ...]:
        state = self.store.problem
        own = (f"What is seen cannot be remembered just now: {state}.",) if state else ()
        return (*own, *self.outbox.notes, *self.notes())

    def _mind_the_state(self, now: Moment) -> None:
        """Says once that the state cannot be written, and that it can be again."""
        if self.store.problem:
            is_new = self._troubled is None or now.steady - self._troubled >= _TROUBLE_AGAIN
            if is_new:
                text = f"the watch goes on and cannot remember what it sees: {self.store.problem}"
                self.screen.say(text)
                name = f"state-{now.at:%Y%m%d%H%M%S}"
                told = words.of_the_watch(name, text, self.product, now.at)
                self.outbox.add(told)
            self._troubled = now.steady
        elif self._troubled is not None and now.steady - self._troubled >= _TROUBLE_AGAIN:
            self._troubled = None

    def _mind_the_clock(self, now: Moment) -> None:
        """A clock that was set is told; no length depends on it."""
        last, self._last = self._last, now
        if last is None:
            return
        jump = (now.at - last.at).total_seconds() - (now.steady - last.steady)
        if abs(jump) > _JUMP:
            self.screen.say(f"the clock was set by {jump:+.0f} s; times of the page follow it")
            # What seems old may be young: nothing is forgotten for an hour.
            self._pruned = now.steady

    def _summary(self) -> str:
        states = [one.state for one in self.engine.stands.values()]
        parts = [f"{states.count(one)} {one}" for one in ("up", "down", "unknown") if one in states]
        return ", ".join(parts) or "looking"
