"""Every name of a zone by its own chain of names, as NSEC gives it away (RFC 4034, 4)."""

from collections.abc import Iterable, Iterator

from launchready.core.resolver import Owner, Server
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.dns_answer import demand_success
from launchready.world.dns_exchange import Exchange
from launchready.world.dns_question import LOOK, question
from launchready.world.wire_chain import link
from launchready.world.wire_faults import MalformedError

MOST_NAMES = 50_000
# So many names are looked for at once: a chain is followed from many places in it.
_BREADTH = 64


class Walk:
    """What is known of one zone's chain: each name's next, and its types."""

    def __init__(self, exchange: Exchange, server: Server, zone: str, timeout: float) -> None:
        self._exchange = exchange
        self._server = server
        self._apex = f"{zone.lower().removesuffix('.')}."
        self._timeout = timeout
        self._links: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._tried: set[str] = set()

    async def names(self) -> tuple[Owner, ...]:
        """Raises UnreachableError where there is no chain, or where it is hidden."""
        with self._exchange.connected():
            await self._ask([(self._apex, "NSEC")])
            if self._apex not in self._links:
                raise self._no_chain("it is not signed, or signed with NSEC3")
            while ends := self._ends():
                await self._follow(ends)
        return tuple(
            Owner(name=name.removesuffix("."), types=self._links[name][1])
            for name in sorted(self._links, key=lambda one: one.split(".")[::-1])
        )

    def _ends(self) -> list[str]:
        """Names that are known to be there, but not what comes after them."""
        if len(self._links) > MOST_NAMES:
            raise self._no_chain(f"it has more than {MOST_NAMES} names")
        return [name for name, _ in self._links.values() if name not in self._links]

    async def _follow(self, ends: list[str]) -> None:
        asked = [(name, "NSEC") for name in ends[:_BREADTH]]
        room = _BREADTH - len(asked)
        asked += [(name, "A") for name in _ahead(ends, self._apex, room) if self._is_new(name)]
        await self._ask(asked)
        # A signed zone below has its own NSEC at its name; the name after it has none.
        lost = [name for name in ends[:_BREADTH] if name not in self._links]
        await self._ask([(_after(name), "A") for name in lost])
        for name in lost:
            if name not in self._links:
                raise self._no_chain(f"it does not say what comes after {name.rstrip('.')}")

    def _is_new(self, name: str) -> bool:
        if name in self._tried:
            return False
        self._tried.add(name)
        return True

    async def _ask(self, asked: list[tuple[str, str]]) -> None:
        questions = [
            question(self._server, name, type_, self._timeout, signed=True) for name, type_ in asked
        ]
        for one, response in zip(
            questions, await self._exchange.ask(questions, over="TCP"), strict=True
        ):
            if isinstance(response, UnreachableError):
                raise response
            demand_success(one, response)
            self._harvest(response)

    def _harvest(self, response: wire.Message) -> None:
        for record in (*response.answer, *response.authority):
            if record.type != wire.TYPES["NSEC"] or not self._is_ours(record.name):
                continue
            try:
                following, types = link(response, record)
            except (MalformedError, IndexError) as error:
                raise self._no_chain("what it sends cannot be read") from error
            if not self._is_ours(following) or "\\000" in record.name + following:
                raise self._no_chain("it makes names up as it is asked")
            self._links[record.name] = following, types

    def _is_ours(self, name: str) -> bool:
        return name == self._apex or name.endswith(f".{self._apex}")

    def _no_chain(self, why: str) -> UnreachableError:
        zone = self._apex.rstrip(".")
        return UnreachableError(
            f"{self._server} gives no chain of the names in {zone}: {why}",
            kind="refused",
            advice=LOOK,
        )


def _after(name: str) -> str:
    """What comes right behind a name and everything below it (RFC 4034, 6.1)."""
    label, _, rest = name.partition(".")
    return f"{label}\\000.{rest}"


def _ahead(ends: Iterable[str], apex: str, room: int) -> Iterator[str]:
    """Names further on in the chain, near and far, so that it is followed from many places.

    They end in a hyphen, as few names do: a name that is there shows nothing of its neighbours.
    """
    for name in ends:
        label = name.removesuffix(f".{apex}").rpartition(".")[2] if name != apex else ""
        for size in range(len(label), 0, -1):
            if label[size - 1] not in "abcdefghijklmnopqrstuvwxy012345678":
                continue
            if room <= 0:
                return
            room -= 1
            yield f"{label[: size - 1]}{chr(ord(label[size - 1]) + 1)}-.{apex}"
