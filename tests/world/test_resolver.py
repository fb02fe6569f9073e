"""The resolver tells an answer from a silence, whatever a server does wrong."""

from dataclasses import replace

import anyio
import pytest

from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError
from launchready.world.dns_line import PATIENCE
from launchready.world.resolver import LiveResolver
from launchready.world.settings import Network
from tests.dns_server import Fault, NameServer, serving
from tests.servers import free_port

ZONE = """
@ 300 SOA ns1.acme.test. root.acme.test. 1 2 3 4 5
@ 300 NS ns1.acme.test.
@ 300 A 192.0.2.1
@ 300 MX 20 MX2.Example.NET.
@ 300 MX 10 mx1.example.net.
@ 300 CAA 0 Issue "letsencrypt.org"
www 60 A 192.0.2.20
www 60 A 192.0.2.10
www 60 AAAA 2001:DB8:0:0::1
txt 300 TXT "v=spf1 " "-all"
bytes 300 TXT "caf\\233"
shop 300 CNAME acme.test.
_sip._tcp 300 SRV 1 2 5060 Sip.acme.test.
below.empty 300 A 192.0.2.9
away 300 NS ns1.elsewhere.test.
"""


def sound(**faults: Fault) -> NameServer:
    named = {name.replace("_", "."): fault for name, fault in faults.items()}
    return NameServer(zones={"acme.test": ZONE}, faults=named)


def resolver(timeout: str = "5s", **network: object) -> LiveResolver:
    return LiveResolver(Network.model_validate({"timeout": timeout, **network}))


async def silence_of(server: NameServer, name: str = "www.acme.test", wait: str = "2s") -> str:
    async with serving(server):
        with pytest.raises(UnreachableError) as caught:
            await resolver(wait).ask(server.server, name, "A")
    assert caught.value.advice
    return f"{caught.value.kind}: {caught.value.reason}"


@pytest.mark.parametrize(
    ("name", "type_", "values"),
    [
        ("www.acme.test", "A", ("192.0.2.10", "192.0.2.20")),
        ("WWW.acme.TEST.", "AAAA", ("2001:db8::1",)),
        ("acme.test", "MX", ("10 mx1.example.net.", "20 mx2.example.net.")),
        ("acme.test", "CAA", ('0 issue "letsencrypt.org"',)),
        ("txt.acme.test", "TXT", ("v=spf1 -all",)),
        ("bytes.acme.test", "TXT", ("caf\\xe9",)),
        ("shop.acme.test", "CNAME", ("acme.test.",)),
        ("_sip._tcp.acme.test", "SRV", ("1 2 5060 sip.acme.test.",)),
        ("away.acme.test", "NS", ("ns1.elsewhere.test.",)),
    ],
)
async def test_values_come_in_one_form(name: str, type_: str, values: tuple[str, ...]) -> None:
    async with serving(sound()) as server:
        answer = await resolver().ask(server.server, name, type_)

    assert (answer.values, answer.missing, answer.alias) == (values, None, None)
    assert answer.name == name.rstrip(".").lower()


async def test_a_name_that_is_not_there_is_told_from_one_without_the_type() -> None:
    async with serving(sound()) as server:
        ask = resolver().ask
        gone = await ask(server.server, "gone.acme.test", "A")
        other = await ask(server.server, "txt.acme.test", "A")
        empty = await ask(server.server, "empty.acme.test", "A")

    assert [one.missing for one in (gone, other, empty)] == [
        "no such name",
        "no such type",
        "no such type",
    ]
    assert gone.values == other.values == empty.values == ()


async def test_the_values_behind_an_alias_are_not_the_names_own() -> None:
    async with serving(sound()) as server:
        answer = await resolver().ask(server.server, "shop.acme.test", "MX")

    assert (answer.values, answer.alias, answer.missing) == ((), "acme.test.", "no such type")


async def test_the_ttl_is_the_servers() -> None:
    async with serving(sound()) as server:
        answer = await resolver().ask(server.server, "www.acme.test", "A")

    assert answer.ttl == 60


async def test_an_authoritative_server_is_asked_without_recursion() -> None:
    async with serving(sound()) as server:
        await resolver().ask(server.server, "www.acme.test", "A")

    assert server.asked == [("www.acme.test", "A", "UDP")]
    assert server.flags == [0]


@pytest.mark.parametrize("fault", ["truncated", "half truncated", "silent over UDP"])
async def test_what_udp_does_not_give_whole_is_asked_over_tcp(fault: Fault) -> None:
    async with serving(sound(www_acme_test=fault)) as server:
        answer = await resolver("2s").ask(server.server, "www.acme.test", "A")

    assert answer.values == ("192.0.2.10", "192.0.2.20")
    assert server.asked[-1][2] == "TCP"


async def test_a_lost_datagram_is_sent_again() -> None:
    async with serving(sound(www_acme_test="lost once")) as server:
        answer = await resolver("2s").ask(server.server, "www.acme.test", "A")

    assert answer.values == ("192.0.2.10", "192.0.2.20")
    assert [one[2] for one in server.asked] == ["UDP", "UDP"]


async def test_a_server_that_stumbles_over_edns_is_asked_without() -> None:
    async with serving(sound(www_acme_test="no EDNS")) as server:
        answer = await resolver().ask(server.server, "www.acme.test", "A")

    assert answer.values == ("192.0.2.10", "192.0.2.20")


async def test_servfail_is_no_answer_and_says_what_the_server_says() -> None:
    told = await silence_of(sound(www_acme_test="SERVFAIL"))

    assert told == (
        "refused: ns1.acme.test answered SERVFAIL when asked for www.acme.test A;"
        " it says: dnskey missing (no key)"
    )


async def test_refused_is_no_answer() -> None:
    told = await silence_of(sound(), "www.other.test")

    assert told == "refused: ns1.acme.test answered REFUSED when asked for www.other.test A"


async def test_an_answer_without_authority_is_no_answer() -> None:
    told = await silence_of(sound(www_acme_test="not AA"))

    assert told == (
        "refused: ns1.acme.test answers for www.acme.test A without authority: it has no such zone"
    )


async def test_a_name_given_to_other_servers_is_no_answer() -> None:
    told = await silence_of(sound(), "www.away.acme.test")

    assert told == (
        "refused: ns1.acme.test does not answer for www.away.acme.test A:"
        " it has given away.acme.test away to other servers"
    )


@pytest.mark.parametrize("fault", ["wrong question", "garbage"])
async def test_what_answers_another_question_is_no_answer(fault: Fault) -> None:
    told = await silence_of(sound(www_acme_test=fault), wait="500ms")

    assert told == (
        "unreachable: ns1.acme.test was asked for www.acme.test A over TCP and sent something else"
    )


async def test_silence_is_a_time_out() -> None:
    told = await silence_of(sound(www_acme_test="silent"), wait="500ms")

    assert told == "timed out: ns1.acme.test did not answer for www.acme.test A in 0.5 s"


async def test_a_truncated_answer_that_tcp_does_not_complete_is_no_answer() -> None:
    server = sound(www_acme_test="truncated, no TCP")

    told = await silence_of(server)

    assert told == (
        "unreachable: ns1.acme.test could not be asked for www.acme.test A over TCP"
        f" at 127.0.0.1 port {server.port}: it closed the connection"
    )


async def test_a_closed_port_is_unreachable_at_once() -> None:
    server = Server(name="ns1.acme.test", address="127.0.0.1", port=free_port())

    with pytest.raises(UnreachableError) as caught:
        await resolver("60s").ask(server, "www.acme.test", "A")

    assert caught.value.kind == "unreachable"
    assert caught.value.reason.endswith(f"127.0.0.1 port {server.port}: nothing listens there")


async def test_an_address_without_a_route_is_unreachable() -> None:
    # An IPv6 link-local address without its interface has none anywhere.
    server = Server(name="ns1.acme.test", address="fe80::1")

    with pytest.raises(UnreachableError) as caught:
        await resolver().ask(server, "www.acme.test", "A")

    assert caught.value.kind == "unreachable"


async def test_a_server_that_keeps_silent_is_not_asked_for_ever() -> None:
    server = NameServer(zones={"acme.test": ZONE}, faults={"*": "silent"})
    asking = resolver("100ms")
    kinds: list[str] = []
    async with serving(server):
        for number in range(PATIENCE + 3):
            with pytest.raises(UnreachableError) as caught:
                await asking.ask(server.server, f"host{number}.acme.test", "A")
            kinds.append(caught.value.kind)

    assert {one[0] for one in server.asked} == {f"host{n}.acme.test" for n in range(PATIENCE)}
    assert kinds == ["timed out"] * (PATIENCE + 3)
    assert "let 5 questions time out" in caught.value.reason


async def test_answers_and_silences_are_remembered_and_shared() -> None:
    async with serving(sound(bad_acme_test="SERVFAIL")) as server:
        asking = resolver()
        silences: list[UnreachableError] = []

        async def ask(name: str) -> None:
            try:
                await asking.ask(server.server, name, "A")
            except UnreachableError as silence:
                silences.append(silence)

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(ask, "www.acme.test")
                group.start_soon(ask, "bad.acme.test")
        await ask("WWW.acme.test.")
        await ask("bad.acme.test")

    assert sorted(server.asked) == [
        ("bad.acme.test", "A", "UDP"),
        ("www.acme.test", "A", "UDP"),
    ]
    assert len({id(one) for one in silences}) == len(silences) == 4


async def test_one_that_gives_up_does_not_take_the_answer_from_the_others() -> None:
    async with serving(sound(www_acme_test="lost once")) as server:
        asking = resolver("5s")
        got: list[tuple[str, ...]] = []

        async def wait() -> None:
            got.append((await asking.ask(server.server, "www.acme.test", "A")).values)

        async def give_up() -> None:
            with anyio.move_on_after(0.1):
                await wait()

        async with anyio.create_task_group() as group:
            group.start_soon(give_up)
            await anyio.sleep(0.01)
            group.start_soon(wait)

    assert got == [("192.0.2.10", "192.0.2.20")]


async def test_a_name_that_cannot_be_asked_for_is_no_crash() -> None:
    server = Server(name="ns1.acme.test", address="127.0.0.1")

    with pytest.raises(UnreachableError):
        await resolver().ask(server, "a..b", "A")
    with pytest.raises(UnreachableError):
        await resolver().ask(replace(server, address="127.0.0.9"), "x" * 70 + ".test", "A")
