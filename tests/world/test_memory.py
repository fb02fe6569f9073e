"""What was learnt is known to all, and who gives up takes nothing from the others."""

import anyio

from launchready.core.unreachable import UnreachableError
from launchready.world.memory import Memory


async def test_only_what_nobody_has_asked_is_learnt() -> None:
    memory, learnt = Memory[str](), list[list[int]]()

    async def learn(places: list[int]) -> list[str | UnreachableError]:
        learnt.append(places)
        await anyio.sleep(0)
        return [UnreachableError("no") if one == 1 else f"place {one}" for one in places]

    first = await memory.recall_all(["a", "b", "a"], learn)
    second = await memory.recall_all(["a", "c", "b"], learn)

    assert [str(told) for told in first] == ["place 2", "no", "place 2"]
    assert [str(told) for told in second] == ["place 2", "no", "no"]
    assert learnt == [[2, 1], [1]]


async def test_who_waits_for_a_batch_that_is_given_up_asks_again() -> None:
    memory, learnt, got = Memory[str](), list[int](), list[str]()

    async def learn(places: list[int]) -> list[str]:
        learnt.append(len(places))
        await anyio.sleep(0.1 if len(learnt) == 1 else 0)
        return ["known"] * len(places)

    async def first() -> None:
        with anyio.move_on_after(0.02):
            await memory.recall_all(["a", "b"], learn)

    async def second() -> None:
        got.extend(str(one) for one in await memory.recall_all(["b", "c"], learn))

    async with anyio.create_task_group() as group:
        group.start_soon(first)
        await anyio.sleep(0.01)
        group.start_soon(second)

    assert got == ["known", "known"]
    assert learnt == [2, 1, 1]


async def test_what_is_forgotten_is_learnt_anew() -> None:
    memory, learnt = Memory[int](), list[int]()

    async def learn(places: list[int]) -> list[int]:
        learnt.append(len(places))
        return [len(learnt)] * len(places)

    await memory.recall_all(["a", "b"], learn)
    memory.forget(["b"])

    assert await memory.recall_all(["a", "b"], learn) == [1, 2]
