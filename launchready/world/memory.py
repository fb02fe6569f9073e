"""Remembers answers for a run; who asks the same at the same time shares one question."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import anyio

from launchready.core.unreachable import UnreachableError

Known = TypeVar("Known")


@dataclass(slots=True, eq=False)
class _Cell(Generic[Known]):
    done: anyio.Event | None = None  # made by the first who waits
    value: Known | None = None
    silence: UnreachableError | None = None

    @property
    def is_settled(self) -> bool:
        return self.value is not None or self.silence is not None


class Memory(Generic[Known]):
    """What was learnt, by what was asked; silence is remembered too, and told to each afresh."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, _Cell[Known]] = {}

    async def recall(self, key: Hashable, learn: Callable[[], Awaitable[Known]]) -> Known:
        """What is known under a key, learnt once.

        When the first to ask is cancelled, the next in line asks again: nobody waits for an
        answer that is not coming, and nobody is cancelled with another.
        """
        while True:
            cell = self._cells.get(key)
            if cell is None:
                return await self._learn(key, learn)
            if not cell.is_settled:
                cell.done = cell.done or anyio.Event()
                await cell.done.wait()
            if cell.value is not None:
                return cell.value
            if cell.silence is not None:
                raise _afresh(cell.silence)

    async def recall_all(
        self,
        keys: Sequence[Hashable],
        learn: Callable[[list[int]], Awaitable[Sequence[Known | UnreachableError]]],
    ) -> list[Known | UnreachableError]:
        """The same for many at once: `learn` gets the places of the keys that nobody has asked.

        What another is asking at this moment is waited for.
        """
        while True:
            mine = {key: place for place, key in enumerate(keys) if key not in self._cells}
            if mine:
                await self._learn_all(mine, learn)
            told = [await self._told(key) for key in keys]
            whole = [one for one in told if one is not None]
            if len(whole) == len(keys):
                return whole

    def forget(self, keys: Sequence[Hashable]) -> None:
        """The next to ask learns anew."""
        for key in keys:
            self._cells.pop(key, None)

    async def _told(self, key: Hashable) -> Known | UnreachableError | None:
        """None when whoever was asking has given up."""
        cell = self._cells.get(key)
        if cell is None:
            return None
        if not cell.is_settled:
            cell.done = cell.done or anyio.Event()
            await cell.done.wait()
        return _afresh(cell.silence) if cell.silence is not None else cell.value

    async def _learn_all(
        self,
        mine: dict[Hashable, int],
        learn: Callable[[list[int]], Awaitable[Sequence[Known | UnreachableError]]],
    ) -> None:
        cells = [self._cells.setdefault(key, _Cell[Known]()) for key in mine]
        try:
            learnt = await learn(list(mine.values()))
            for cell, one in zip(cells, learnt, strict=True):
                if isinstance(one, UnreachableError):
                    cell.silence = one
                else:
                    cell.value = one
        finally:
            for key, cell in zip(mine, cells, strict=True):
                self._settle(key, cell)

    async def _learn(self, key: Hashable, learn: Callable[[], Awaitable[Known]]) -> Known:
        cell = self._cells[key] = _Cell[Known]()
        try:
            cell.value = await learn()
        except UnreachableError as silence:
            cell.silence = silence
            raise
        else:
            return cell.value
        finally:
            self._settle(key, cell)

    def _settle(self, key: Hashable, cell: _Cell[Known]) -> None:
        if not cell.is_settled and self._cells.get(key) is cell:
            del self._cells[key]
        if cell.done is not None:
            cell.done.set()


def _afresh(silence: UnreachableError) -> UnreachableError:
    """The same again as another object: a traceback belongs to one raise."""
    return UnreachableError(
        silence.reason, kind=silence.kind, advice=silence.advice, found=silence.found
    )
