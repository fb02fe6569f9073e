"""A check: one question, asked of one subject at a time."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Subject

# How long one question may take, in seconds, unless its check says otherwise.
USUAL_LIMIT = 60.0

Settings = TypeVar("Settings")
About = TypeVar("About", bound=Subject)
Coroutine = Callable[[About, Context], Awaitable[list[Finding]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question and how to ask it.

    `each` lists the subjects in a room's settings; `emits` are the rules the answer may break;
    `limit` is in seconds; `network` is False when nothing but the repository is read; `alone`
    is True for what must run after everything else and by itself; `light` for questions so
    small and many that the world itself keeps their number in hand; `first` for what the rooms
    that look at the release wait for.
    """

    id: str
    title: str
    settings: type[Any]
    each: Callable[[Any], Iterable[Subject]]
    emits: tuple[Rule, ...]
    ask: Callable[[Any, Context], Awaitable[list[Finding]]]
    limit: float = USUAL_LIMIT
    network: bool = True
    alone: bool = False
    light: bool = False
    first: bool = False

    @property
    def room(self) -> str:
        return self.id.partition("/")[0]

    def is_of(self, stages: Collection[Stage]) -> bool:
        """Whether its answer may say something of one of these stages; () means of any."""
        return not stages or any(rule.stage in stages for rule in self.emits)

    @property
    def worst(self) -> Impact:
        """The most that an answer could have said, had there been one."""
        return max(rule.impact for rule in self.emits)


def check(
    settings: type[Settings],
    *,
    each: Callable[[Settings], Iterable[About]],
    emits: tuple[Rule, ...],
    limit: float = USUAL_LIMIT,
    network: bool = True,
    alone: bool = False,
    light: bool = False,
    first: bool = False,
) -> Callable[[Coroutine[About]], Check]:
    """Make a check of a coroutine; its id is its file's name, its title the docstring.

    Raises ValueError when the coroutine has no docstring or emits nothing.
    """

    def make(ask: Coroutine[About]) -> Check:
        room, name = ask.__module__.split(".")[-2:]
        if not ask.__doc__ or not emits:
            raise ValueError(f"{ask.__module__}: a check needs a docstring and the rules it emits")
        return Check(
            id=f"{room}/{name.replace('_', '-')}",
            title=ask.__doc__.strip().splitlines()[0],
            settings=settings,
            each=each,
            emits=emits,
            ask=ask,
            limit=limit,
            network=network,
            alone=alone,
            light=light,
            first=first,
        )

    return make
