"""Remembers answers for a run; who asks the same at the same time shares one question."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import anyio

from launchready.core.unreachable import UnreachableError

Known = TypeVar("Known")


@dataclass(slots=True)
class _Cell(Generic[Known]):
    done: anyio.Event = field(default_factory=anyio.Event)
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
            await cell.done.wait()
            if cell.value is not None:
                return cell.value
            if cell.silence is not None:
                raise _afresh(cell.silence)

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
            if not cell.is_settled:
                del self._cells[key]
            cell.done.set()


def _afresh(silence: UnreachableError) -> UnreachableError:
    """The same again as another object: a traceback belongs to one raise."""
    return UnreachableError(
        silence.reason, kind=silence.kind, advice=silence.advice, found=silence.found
    )
