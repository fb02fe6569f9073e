"""A difference is told only when a second look shows it too; pools and wildcards are named."""

from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.resolver import Answer, Server, Way
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import control
from launchready.dns.record import Record
from launchready.dns.record_map import record_map
from tests.dns.maps import ONE, TWO, Told, a_record, records, settled
from tests.worlds import NOON, DictResolver, a_world

WWW = ("www.acme.test", "A")
RIGHT, WRONG = ("192.0.2.1",), ("203.0.113.9",)
SILENT = UnreachableError("nothing listens over TCP")


def a_www() -> Record:
    return a_record("type: A, value: 192.0.2.1")


async def ask(record: Record, dns: DictResolver) -> list[Finding]:
    found: list[Finding] = await record_map.ask(record, a_world(dns=dns))
    return found


def zone(answers: dict[tuple[str, ...], Told]) -> DictResolver:
    return DictResolver(servers={"acme.test": (ONE,)}, answers=answers)


async def test_what_only_the_first_look_shows_is_no_difference() -> None:
    assert await ask(a_www(), zone({WWW: WRONG, (*WWW, "TCP"): RIGHT})) == []


async def test_what_both_looks_show_is_told() -> None:
    (found,) = await ask(a_www(), zone({WWW: WRONG}))

    assert found.message == "www.acme.test A is 203.0.113.9; the map says 192.0.2.1"


async def test_what_udp_showed_stands_where_tcp_is_closed() -> None:
    (found,) = await ask(a_www(), zone({WWW: WRONG, (*WWW, "TCP"): SILENT}))

    assert found.rule.id == "dns/record-changed"


async def test_a_zone_that_changed_while_we_looked_is_looked_at_once_more() -> None:
    dns = DictResolver(
        servers={"acme.test": (ONE,)}, answers={WWW: WRONG}, serials={"acme.test": [1, 2]}
    )

    await ask(a_www(), dns)

    looks = [over for _, name, type_, over in dns.asked if (name, type_) == WWW]
    assert looks[:3] == ["UDP", "TCP", "TCP"]


class Pool(DictResolver):
    """Tells one value of two at a time."""

    turn = 0

    async def ask(
        self, server: Server, name: str, type_: str, *, over: Way = "UDP", fresh: bool = False
    ) -> Answer:
        if name != WWW[0]:
            return Answer(server=server, name=name, type=type_, missing="no such name")
        self.turn += 1
        value = ("192.0.2.1", "192.0.2.2")[self.turn % 2]
        return Answer(server=server, name=name, type=type_, values=(value,), ttl=60)


async def test_a_pool_is_named_and_the_way_out_with_it() -> None:
    record = a_record("type: A, values: [192.0.2.1, 192.0.2.3]")

    (found,) = await ask(record, Pool(servers={"acme.test": (ONE,)}))

    assert found.message == (
        "www.acme.test A varies from answer to answer between 192.0.2.1, 192.0.2.2; the map says"
        " 192.0.2.1, 192.0.2.3: where that is meant, list all of them with match: any"
    )


async def test_a_pool_that_the_map_lists_is_silent() -> None:
    record = a_record(
        "type: A, values: [192.0.2.1, 192.0.2.2], octodns: {launchready: {match: any}}"
    )

    assert await ask(record, Pool(servers={"acme.test": (ONE, TWO)})) == []


BESIDE = (control("www.acme.test", NOON), "A")


async def test_a_record_that_only_a_wildcard_answers_for_is_a_risk() -> None:
    (found,) = await ask(a_www(), zone({WWW: RIGHT, BESIDE: RIGHT}))

    assert (found.rule.id, found.message) == (
        "dns/wildcard-hides",
        "www.acme.test A is 192.0.2.1, and so is every name below acme.test;"
        " the map has no wildcard there",
    )


async def test_a_record_beside_another_wildcard_is_silent() -> None:
    assert await ask(a_www(), zone({WWW: RIGHT, BESIDE: WRONG})) == []


async def test_a_record_below_a_wildcard_of_the_map_is_silent() -> None:
    file = "'*': {type: A, value: 192.0.2.1}\nwww: {type: A, value: 192.0.2.1}\n"
    dns = settled("zones: [{map: dns/acme.test.yaml}]", {"dns/acme.test.yaml": file})
    (www,) = [one for one in dns.records if one.name == "www.acme.test"]

    assert await ask(www, zone({WWW: RIGHT, BESIDE: RIGHT})) == []


async def test_a_wildcard_is_asked_for_by_a_name_nobody_has() -> None:
    (record,) = records("'*': {type: A, value: 192.0.2.1}\n")

    assert await ask(record, zone({BESIDE: RIGHT})) == []
    (found,) = await ask(record, zone({BESIDE: WRONG}))
    assert found.message == "*.acme.test A is 203.0.113.9; the map says 192.0.2.1"


async def test_a_server_without_the_zone_leaves_the_others_their_say() -> None:
    refused = UnreachableError("ns2 answered REFUSED", kind="refused")
    answers: dict[tuple[str, ...], Told] = {
        WWW: RIGHT,
        (TWO.name, *WWW): refused,
        (TWO.name, "acme.test", "SOA"): refused,
    }
    ctx: Context = a_world(dns=DictResolver(servers={"acme.test": (ONE, TWO)}, answers=answers))

    assert await record_map.ask(a_www(), ctx) == []
