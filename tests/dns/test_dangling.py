"""A target that is gone is told, and one a stranger could claim only when two signs say so."""

import pytest

from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.resolver import Answer, Server
from launchready.core.unreachable import UnreachableError
from launchready.dns.dangling import dangling
from tests.dns.maps import Told, a_record, records
from tests.worlds import SERVER, DictBrowser, DictResolver, a_world, page

ADDRESS = ("192.0.2.1",)
SILENT = UnreachableError("ns1 did not answer", kind="timed out")
REFUSED = UnreachableError("ns1 answered REFUSED", kind="refused")


def alias(name: str, to: str) -> Answer:
    return Answer(server=SERVER, name=name, type="A", missing="no such type", alias=to)


def bare(name: str, type_: str = "A") -> Answer:
    return Answer(server=SERVER, name=name, type=type_, missing="no such type")


def world(
    answers: dict[tuple[str, ...], Told],
    *,
    servers: dict[str, tuple[Server, ...] | UnreachableError] | None = None,
    pages: dict[str | tuple[str, str], Response | UnreachableError] | None = None,
) -> Context:
    dns = DictResolver(servers=servers or {}, answers=answers)
    return a_world(dns=dns, web=DictBrowser(pages=pages or {}))


async def told(record: str, ctx: Context) -> list[tuple[str, str]]:
    found = await dangling.ask(a_record(record), ctx)
    return [(one.rule.id, one.message) for one in found]


@pytest.mark.parametrize(
    "record",
    [
        "type: CNAME, value: app.host.test.",
        "type: ALIAS, value: app.host.test.",
        "type: MX, value: {preference: 10, exchange: app.host.test.}",
        "type: MX, value: {preference: 0, exchange: .}",
        "type: SRV, value: {priority: 1, weight: 1, port: 1, target: app.host.test.}",
        "type: HTTPS, value: {svcpriority: 1, targetname: .}",
        "type: TXT, value: 'v=spf1 include:app.host.test exists:%{i}.x.test -all'",
        "type: TXT, value: 'another text include:gone.host.test'",
    ],
)
async def test_targets_that_exist_are_silent(record: str) -> None:
    assert await told(record, world({("app.host.test", "A"): ADDRESS})) == []


async def test_an_alias_of_an_alias_is_followed() -> None:
    answers: dict[tuple[str, ...], Told] = {
        ("app.host.test", "A"): alias("app.host.test", "edge.host.test."),
        ("edge.host.test", "A"): bare("edge.host.test"),
        ("edge.host.test", "AAAA"): ("2001:db8::1",),
    }

    assert await told("type: CNAME, value: app.host.test.", world(answers)) == []


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            "type: CNAME, value: app.host.test.",
            "www.acme.test CNAME leads to app.host.test, which does not exist",
        ),
        (
            "type: MX, values: [{preference: 1, exchange: mx.host.test.}]",
            "www.acme.test MX leads to mx.host.test, which does not exist",
        ),
        (
            "type: SRV, value: {priority: 1, weight: 1, port: 1, target: sip.host.test.}",
            "www.acme.test SRV leads to sip.host.test, which does not exist",
        ),
        (
            "type: TXT, value: 'v=spf1 ~include:spf.host.test. -all'",
            "www.acme.test TXT leads to spf.host.test, which does not exist",
        ),
        (
            "type: TXT, value: 'v=spf1 redirect=spf.host.test'",
            "www.acme.test TXT leads to spf.host.test, which does not exist",
        ),
        (
            "type: NS, value: ns.host.test.",
            "www.acme.test NS leads to ns.host.test, which does not exist",
        ),
    ],
)
async def test_a_target_that_is_gone_blocks(record: str, message: str) -> None:
    assert await told(record, world({})) == [("dns/dangling-target", message)]


async def test_a_target_without_an_address_is_told() -> None:
    answers: dict[tuple[str, ...], Told] = {
        ("app.host.test", "A"): bare("app.host.test"),
        ("app.host.test", "AAAA"): bare("app.host.test", "AAAA"),
    }
    said = "www.acme.test CNAME leads to app.host.test, which has no address"

    found = await told("type: CNAME, value: app.host.test.", world(answers))

    assert found == [("dns/dangling-target", said)]


async def test_an_alias_for_a_key_needs_no_address() -> None:
    answers: dict[tuple[str, ...], Told] = {
        ("key.host.test", "A"): bare("key.host.test"),
        ("key.host.test", "AAAA"): bare("key.host.test", "AAAA"),
    }
    (record,) = records("pm._domainkey: {type: CNAME, value: key.host.test.}\n")

    assert await dangling.ask(record, world(answers)) == []


async def test_a_target_in_a_domain_nobody_holds_could_be_registered() -> None:
    ctx = world({}, servers={"app.free.test": (), "free.test": (), "test": (SERVER,)})

    assert await told("type: CNAME, value: app.free.test.", ctx) == [
        (
            "dns/takeover",
            "www.acme.test CNAME leads to app.free.test, which does not exist; nobody seems to"
            " hold free.test, so a stranger may be able to register it",
        )
    ]


async def test_a_domain_that_its_registry_knows_is_not_free() -> None:
    ctx = world(
        {("held.test", "NS"): ("ns.parked.test.",)},
        servers={"app.held.test": (), "held.test": (), "test": (SERVER,)},
    )

    found = await told("type: CNAME, value: app.held.test.", ctx)

    assert [rule for rule, _ in found] == ["dns/dangling-target"]


@pytest.mark.parametrize("record_type", ["MX", "SRV", "NS"])
async def test_mail_services_and_delegations_may_not_lead_to_an_alias(record_type: str) -> None:
    values = {
        "MX": "{preference: 10, exchange: a.host.test.}",
        "SRV": "{priority: 1, weight: 1, port: 1, target: a.host.test.}",
        "NS": "a.host.test.",
    }
    answers: dict[tuple[str, ...], Told] = {
        ("a.host.test", "A"): alias("a.host.test", "b.host.test."),
        ("b.host.test", "A"): ADDRESS,
    }

    found = await told(f"type: {record_type}, value: {values[record_type]}", world(answers))

    said = f"www.acme.test {record_type} leads to a.host.test, an alias of b.host.test"
    assert found == [("dns/target-is-alias", said)]


async def test_a_service_that_disowns_a_name_by_having_none_is_two_signs() -> None:
    found = await told("type: CNAME, value: acme.azurewebsites.net.", world({}))

    assert found == [
        (
            "dns/takeover",
            "www.acme.test CNAME leads to acme.azurewebsites.net at Microsoft Azure, where nobody"
            " seems to hold it: a stranger may be able to claim it",
        )
    ]


@pytest.mark.parametrize(
    ("body", "rules"),
    [("<h1>project not found</h1>", ["dns/takeover"]), ("<h1>Welcome to Acme</h1>", [])],
)
async def test_a_service_that_answers_is_taken_at_its_word_only(
    body: str, rules: list[str]
) -> None:
    ctx = world(
        {("na-west1.surge.sh", "A"): ADDRESS},
        pages={"http://www.acme.test/": page("http://www.acme.test/", 404, body)},
    )

    found = await told("type: CNAME, value: na-west1.surge.sh.", ctx)

    assert [rule for rule, _ in found] == rules


async def test_a_service_whose_page_cannot_be_read_is_no_second_sign() -> None:
    ctx = world({("na-west1.surge.sh", "A"): ADDRESS})

    assert await told("type: CNAME, value: na-west1.surge.sh.", ctx) == []


async def test_a_wildcard_at_a_service_is_every_name_to_claim() -> None:
    (record,) = records("'*': {type: CNAME, value: acme.azurewebsites.net.}\n")

    (found,) = await dangling.ask(record, world({("acme.azurewebsites.net", "A"): ADDRESS}))

    assert found.rule.id == "dns/wildcard-at-provider"


async def test_a_delegation_to_a_server_without_the_zone_leads_nowhere() -> None:
    given = Server(name="ns.host.test", address="192.0.2.9")
    ctx = world(
        {("ns.host.test", "A"): ("192.0.2.9",), ("ns.host.test", "www.acme.test", "SOA"): REFUSED},
        servers={"www.acme.test": (given,)},
    )

    ((rule, message),) = await told("type: NS, value: ns.host.test.", ctx)

    assert rule == "dns/dangling-target"
    assert message.startswith(
        "www.acme.test NS gives www.acme.test to ns.host.test, which does not serve it"
    )


async def test_a_server_that_does_not_answer_is_an_open_question() -> None:
    ctx = world({("app.host.test", "A"): SILENT})

    with pytest.raises(UnreachableError) as caught:
        await told("type: CNAME, value: app.host.test.", ctx)

    assert (caught.value.kind, caught.value.found) == ("timed out", ())


async def test_what_was_found_before_a_silence_stands() -> None:
    ctx = world({("b.host.test", "A"): SILENT})
    values = "{preference: 1, exchange: a.host.test.}, {preference: 2, exchange: b.host.test.}"
    record = f"type: MX, values: [{values}]"

    with pytest.raises(UnreachableError) as caught:
        await told(record, ctx)

    assert [one.rule.id for one in caught.value.found] == ["dns/dangling-target"]


async def test_several_bad_targets_are_one_fault() -> None:
    record = a_record(
        "type: MX, values: [{preference: 1, exchange: a.test.}, {preference: 2, exchange: b.test.}]"
    )

    (found,) = await dangling.ask(record, world({}))

    assert found.evidence == (
        "www.acme.test MX leads to a.test, which does not exist",
        "www.acme.test MX leads to b.test, which does not exist",
    )


async def test_aliases_in_a_circle_lead_nowhere() -> None:
    answers: dict[tuple[str, ...], Told] = {
        ("a.host.test", "A"): alias("a.host.test", "b.host.test."),
        ("b.host.test", "A"): alias("b.host.test", "a.host.test."),
    }

    found = await told("type: CNAME, value: a.host.test.", world(answers))

    assert [rule for rule, _ in found] == ["dns/dangling-target"]
