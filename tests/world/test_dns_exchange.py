"""Many questions share one socket and one connection, whatever the server does with them."""

from collections import Counter

import anyio
import pytest

from launchready.core.resolver import Answer, Asked, Reply, Server
from launchready.core.unreachable import UnreachableError
from launchready.world.dns_line import PATIENCE
from launchready.world.dns_udp import WINDOW
from launchready.world.resolver import LiveResolver
from launchready.world.settings import Network
from tests.dns_server import Fault, NameServer, serving
from tests.servers import free_port

COUNT = 150
ZONE = "@ 300 SOA ns1.acme.test. root.acme.test. 1 2 3 4 5\n@ 300 NS ns1.acme.test.\n" + "".join(
    f"h{number} 300 A 192.0.2.{number}\n" for number in range(COUNT)
)
ASKED = [Asked(name=f"h{number}.acme.test", type="A") for number in range(COUNT)]
RIGHT = [(f"192.0.2.{number}",) for number in range(COUNT)]


def server_with(patience: int = 10_000, **faults: Fault) -> NameServer:
    named = {f"{name}.acme.test" if name != "every" else "*": one for name, one in faults.items()}
    return NameServer(zones={"acme.test": ZONE}, faults=named, patience=patience)


def resolver(timeout: str = "5s") -> LiveResolver:
    return LiveResolver(Network.model_validate({"timeout": timeout}))


def values(replies: tuple[Reply, ...]) -> list[object]:
    return [one.values if isinstance(one, Answer) else one.kind for one in replies]


def transports(server: NameServer) -> Counter[str]:
    """How many questions came by each; one that came again, as on a slow machine, counts once."""
    return Counter(one[2] for one in set(server.asked))


async def test_more_questions_than_the_window_are_answered_in_their_order() -> None:
    async with serving(server_with()) as server:
        replies = await resolver().ask_all(server.server, ASKED)

    assert WINDOW < COUNT
    assert values(replies) == RIGHT
    assert transports(server) == {"UDP": COUNT}


async def test_over_tcp_all_go_through_one_connection() -> None:
    async with serving(server_with()) as server:
        replies = await resolver().ask_all(server.server, ASKED, over="TCP")

    assert values(replies) == RIGHT
    assert transports(server) == {"TCP": COUNT}
    assert server.connections == 1


async def test_what_is_truncated_goes_on_through_one_connection() -> None:
    async with serving(server_with(h3="truncated", h4="truncated", h9="half truncated")) as server:
        replies = await resolver().ask_all(server.server, ASKED)

    assert values(replies) == RIGHT
    assert transports(server) == {"UDP": COUNT, "TCP": 3}
    assert server.connections == 1


@pytest.mark.parametrize("patience", [1, 7])
async def test_a_server_that_hangs_up_is_asked_again_for_the_rest(patience: int) -> None:
    async with serving(server_with(patience)) as server:
        replies = await resolver().ask_all(server.server, ASKED[:20], over="TCP")

    assert values(replies) == RIGHT[:20]


async def test_a_question_it_hangs_up_on_costs_no_other_its_answer() -> None:
    async with serving(server_with(h5="truncated, no TCP")) as server:
        replies = await resolver().ask_all(server.server, ASKED[:20], over="TCP")

    assert values(replies[:5] + replies[6:]) == RIGHT[:5] + RIGHT[6:20]
    assert isinstance(replies[5], UnreachableError)
    assert replies[5].reason.endswith(f"port {server.port}: it closed the connection")


async def test_a_server_that_hangs_up_on_everything_is_given_up() -> None:
    async with serving(server_with(patience=0)) as server:
        replies = await resolver().ask_all(server.server, ASKED, over="TCP")

    assert values(replies) == ["unreachable"] * COUNT
    assert server.connections < 10


async def test_nonsense_over_tcp_costs_no_other_question_its_answer() -> None:
    async with serving(server_with(h5="garbage", h6="wrong question", h7="wrong id")) as server:
        replies = await resolver().ask_all(server.server, ASKED[:20], over="TCP")

    assert values(replies[8:]) == RIGHT[8:20]
    assert values(replies[:5]) == RIGHT[:5]
    assert [str(one).endswith("and sent something else") for one in replies[5:8]] == [True] * 3


async def test_a_server_deaf_to_udp_is_soon_asked_over_tcp_alone() -> None:
    async with serving(server_with(every="silent over UDP")) as server:
        replies = await resolver().ask_all(server.server, ASKED)

    assert values(replies) == RIGHT
    assert transports(server) == {"UDP": WINDOW, "TCP": COUNT}


async def test_a_closed_port_ends_all_questions_at_once() -> None:
    server = Server(name="ns1.acme.test", address="127.0.0.1", port=free_port())

    replies = await resolver("60s").ask_all(server, ASKED)

    assert values(replies) == ["unreachable"] * COUNT


async def test_a_silent_server_costs_one_time_out_for_all() -> None:
    async with serving(server_with(every="silent")) as server:
        replies = await resolver("400ms").ask_all(server.server, ASKED)

    assert values(replies) == ["timed out"] * COUNT
    assert str(replies[-1]).endswith(f"it let {PATIENCE} questions time out")


async def test_answers_of_a_batch_are_known_to_who_asks_later_and_asked_anew_when_told() -> None:
    async with serving(server_with()) as server:
        dns = resolver()
        await dns.ask_all(server.server, ASKED[:3])
        await dns.ask(server.server, "H1.acme.test.", "A")
        await dns.ask_all(server.server, [*ASKED[:4], ASKED[3]])
        before = len(server.asked)
        await dns.ask(server.server, "h1.acme.test", "A", fresh=True)
        await dns.ask(server.server, "h1.acme.test", "A", over="TCP")
        await dns.serial(server.server, "acme.test")
        serial = await dns.serial(server.server, "acme.test")

    assert (before, len(server.asked), serial) == (4, 8, 1)


async def test_a_name_that_cannot_be_asked_for_costs_no_other_its_answer() -> None:
    async with serving(server_with()) as server:
        asked = [ASKED[0], Asked(name="a..b", type="A"), ASKED[1]]
        replies = await resolver().ask_all(server.server, asked)

    assert values(replies) == [RIGHT[0], "unreachable", RIGHT[1]]


async def test_those_who_wait_together_are_served_when_the_first_gives_up() -> None:
    async with serving(server_with(h0="silent", h1="lost once")) as server:
        dns, got = resolver("3s"), list[object]()

        async def ask(number: int) -> None:
            got.append((await dns.ask(server.server, ASKED[number].name, "A")).values)

        async with anyio.create_task_group() as group:
            with anyio.move_on_after(0.05):
                async with anyio.create_task_group() as first:
                    first.start_soon(ask, 0)
                    await anyio.sleep(0.01)
                    for number in range(1, 6):
                        group.start_soon(ask, number)

    assert sorted(map(str, got)) == sorted(map(str, RIGHT[1:6]))


async def test_a_batch_and_single_questions_share_what_is_asked() -> None:
    async with serving(server_with()) as server:
        dns = resolver()
        async with anyio.create_task_group() as group:
            group.start_soon(dns.ask_all, server.server, ASKED[:50])
            for one in ASKED[:60]:
                group.start_soon(dns.ask, server.server, one.name, one.type)

    assert len(set(server.asked)) == 60
