"""What a zone may answer, on real name servers: each is told for what it is, or is silent."""

from collections.abc import Iterator

import pytest

from tests.dns.room import asked, kinds, open_, told
from tests.dns.served import (
    ALL,
    BIND,
    KNOT,
    NSD,
    PARENT,
    PDNS,
    RESOLVER,
    SIGNED,
    TYPES_MAP,
    Servers,
    served,
)

RECORDS = "dns/record-map"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with served(tmp_path_factory.mktemp("outcomes")) as found:
        yield found


@ALL
@pytest.mark.parametrize("server", [KNOT, NSD, BIND, PDNS])
async def test_every_type_of_a_map_is_known_again(server: str, servers: Servers) -> None:
    answers = await asked("types.test", TYPES_MAP, servers.at(server), only=RECORDS)

    assert (told(answers), open_(answers)) == ([], [])
    assert len(answers) == 21


@ALL
@pytest.mark.parametrize("server", [KNOT, NSD, BIND])
async def test_what_is_missing_is_told_in_its_own_way(server: str, servers: Servers) -> None:
    map_ = """\
ent: {type: A, value: 192.0.2.1}
gone: {type: A, value: 192.0.2.1}
shop: {type: AAAA, value: '2001:db8::1'}
www: {type: MX, value: {preference: 10, exchange: m.test.}}
"""

    answers = await asked("cases.test", map_, servers.at(server), only=RECORDS)

    said = "is not in DNS"
    ent = "only names below it exist"
    assert told(answers) == [
        ("dns/record-missing", f"ent.cases.test A {said} ({ent}); the map says 192.0.2.1"),
        ("dns/record-missing", f"gone.cases.test A {said} (no such name); the map says 192.0.2.1"),
        (
            "dns/record-missing",
            f"shop.cases.test AAAA {said} (the name exists without AAAA); the map says 2001:db8::1",
        ),
        (
            "dns/record-changed",
            "www.cases.test MX is an alias of shop.cases.test.; the map says 10 m.test.",
        ),
    ]


@ALL
async def test_a_zone_that_a_server_could_not_load_is_open_and_its_server_lame(
    servers: Servers,
) -> None:
    map_ = "www: {type: A, value: 192.0.2.1}\n"

    answers = await asked("broken.test", map_, servers.at(BIND), policy=", unlisted: ignore")

    assert ("www.broken.test A", "refused") in {(one[0], one[1]) for one in open_(answers)}
    assert "SERVFAIL" in open_(answers)[-1][2]
    assert "dns/record-missing" not in {rule for rule, _ in told(answers)}


@ALL
async def test_a_server_without_the_zone_is_told_once_and_the_rest_is_judged(
    servers: Servers,
) -> None:
    map_ = "www: {type: CNAME, value: shop.cases.test.}\n"

    answers = await asked("cases.test", map_, servers.at(KNOT, SIGNED), only=RECORDS)
    about = await asked("cases.test", map_, servers.at(KNOT, SIGNED), only="dns/name-servers")

    assert (told(answers), open_(answers)) == ([], [])
    assert [rule for rule, _ in told(about)] == ["dns/server-lame"]


@ALL
async def test_a_server_that_is_behind_is_told_though_its_serial_went_round(
    servers: Servers,
) -> None:
    knot_, nsd_ = servers.at(KNOT, NSD)

    answers = await asked("cases.test", "{}", (knot_, nsd_), only="dns/name-servers")

    said = f"cases.test has serial 1 on {knot_}; 4294967290 on {nsd_}; the first is the newest"
    assert told(answers) == [("dns/serials-differ", said)]


@ALL
async def test_the_zone_above_names_a_server_the_zone_does_not(servers: Servers) -> None:
    (knot_, parent) = servers.at(KNOT, PARENT)
    above = {"test": (parent,)}

    same = await asked("types.test", "{}", (knot_,), more=above, only="dns/delegation")
    other = await asked("cases.test", "{}", (knot_,), more=above, only="dns/delegation")

    assert kinds(same) == {("dns/delegation-differs", "types.test")}
    assert told(other) == [
        (
            "dns/delegation-differs",
            "cases.test is served by different names: ns9.host.test. only at the zone above;"
            " ns2.host.test. only in the zone itself",
        )
    ]
    assert (open_(same), open_(other)) == ([], [])


@ALL
async def test_a_silent_server_is_no_missing_record(servers: Servers) -> None:
    map_ = "www: {type: CNAME, value: shop.cases.test.}\n"
    nowhere = f"{NSD}:{servers.nowhere}"

    answers = await asked("cases.test", map_, (nowhere,), only=RECORDS)

    ((_, kind, _),) = open_(answers)
    assert (kind, told(answers)) == ("unreachable", [])


@ALL
async def test_a_proxied_record_shows_its_proxy_and_mail_beside_it(servers: Servers) -> None:
    map_ = """\
bare: {type: A, value: 192.0.2.1, octodns: {cloudflare: {proxied: true}}}
proxied:
  - {type: CNAME, value: app.host.test., octodns: {cloudflare: {proxied: true}}}
  - {type: MX, value: {preference: 10, exchange: m.test.}}
"""

    answers = await asked("cases.test", map_, servers.at(KNOT, NSD), only=RECORDS)

    said = "bare.cases.test A is 192.0.2.1 for everybody to see;"
    said += " the map says proxied by Cloudflare before 192.0.2.1"
    assert told(answers) == [("dns/origin-exposed", said)]


@ALL
async def test_an_alias_is_held_against_its_targets_addresses(servers: Servers) -> None:
    resolver = f"{RESOLVER}:{servers.port}"
    right = "'': {type: ALIAS, value: app.host.test.}\n"

    fine = await asked("flat.test", right, servers.at(PDNS), resolver=resolver, only=RECORDS)
    wrong = await asked(
        "flat.test",
        right.replace("app.host", "gone.host"),
        servers.at(PDNS),
        resolver=resolver,
        only=RECORDS,
    )

    assert (told(fine), open_(fine)) == ([], [])
    assert told(wrong) == [
        (
            "dns/record-changed",
            "flat.test ALIAS is 192.0.2.50; the map says an alias of gone.host.test.,"
            " which has no address",
        )
    ]


@ALL
async def test_a_zone_in_another_script_is_the_same_zone(servers: Servers) -> None:
    map_ = "www: {type: A, value: 192.0.2.1}\nstra\u00dfe: {type: A, value: 192.0.2.2}\n"

    answers = await asked("xn--bcher-kva.test", map_, servers.at(KNOT, NSD, BIND), only=RECORDS)

    assert (told(answers), open_(answers)) == ([], [])


@ALL
async def test_a_wildcard_answers_for_itself_and_is_not_taken_for_a_name(
    servers: Servers,
) -> None:
    map_ = "'*.wild': {type: A, value: 192.0.2.7}\n"
    policy = ", absent: [beta.wild, own.wild, '*.bare']"

    records = await asked("cases.test", map_, servers.at(KNOT, NSD, BIND), only=RECORDS)
    absent = await asked(
        "cases.test", map_, servers.at(KNOT), policy=policy, only="dns/absent-names"
    )

    assert (told(records), open_(records)) == ([], [])
    assert kinds(absent) == {("dns/name-present", "own.wild.cases.test")}


@ALL
async def test_a_name_that_only_a_stranger_to_the_map_answers_for_is_told(
    servers: Servers,
) -> None:
    map_ = "a.wild: {type: A, value: 192.0.2.7}\n"

    answers = await asked("cases.test", map_, servers.at(KNOT, NSD), only=RECORDS)

    assert kinds(answers) == {("dns/wildcard-hides", "a.wild.cases.test A")}


@ALL
@pytest.mark.parametrize(
    ("ttl", "rules"), [("ignore", []), ("max", ["dns/ttl-differs"]), ("exact", ["dns/ttl-differs"])]
)
async def test_a_ttl_is_judged_by_policy(ttl: str, rules: list[str], servers: Servers) -> None:
    map_ = "slow: {type: A, ttl: 300, value: 192.0.2.1}\n"

    answers = await asked(
        "cases.test", map_, servers.at(KNOT, NSD), policy=f", ttl: {ttl}", only=RECORDS
    )

    assert [rule for rule, _ in told(answers)] == rules


@ALL
@pytest.mark.parametrize(
    ("match", "values", "rules"),
    [
        ("exact", "[192.0.2.1, 192.0.2.2]", []),
        ("exact", "[192.0.2.1]", ["dns/record-extra"]),
        ("exact", "[192.0.2.1, 192.0.2.2, 192.0.2.3]", ["dns/record-changed"]),
        ("subset", "[192.0.2.1]", []),
        ("subset", "[192.0.2.3]", ["dns/record-changed"]),
        ("any", "[192.0.2.1, 192.0.2.2, 192.0.2.3]", []),
        ("any", "[192.0.2.1]", ["dns/record-changed"]),
        ("present", "[203.0.113.1]", []),
    ],
)
async def test_values_are_judged_as_the_map_wants_them(
    match: str, values: str, rules: list[str], servers: Servers
) -> None:
    map_ = f"pool: {{type: A, values: {values}, octodns: {{launchready: {{match: {match}}}}}}}\n"

    answers = await asked("cases.test", map_, servers.at(KNOT, BIND), only=RECORDS)

    assert [rule for rule, _ in told(answers)] == rules


@ALL
async def test_a_server_that_limits_its_rate_tells_the_truth_of_every_absent_name(
    servers: Servers,
) -> None:
    policy = f", absent: [{', '.join(f'gone{number}' for number in range(500))}]"

    answers = await asked(
        "cases.test", "{}", servers.at(NSD), policy=policy, only="dns/absent-names"
    )

    assert (len(answers), told(answers), open_(answers)) == (500, [], [])


@ALL
async def test_one_server_with_an_alias_where_the_other_has_a_text_disagree(
    servers: Servers,
) -> None:
    map_ = "_dmarc: {type: TXT, value: v=DMARC1\\; p=reject}\n"

    answers = await asked("types.test", map_, servers.at(KNOT, PDNS), only=RECORDS)

    assert kinds(answers) == {("dns/servers-disagree", "_dmarc.types.test TXT")}


@ALL
async def test_what_a_resolver_remembers_or_refuses_is_nothing_to_the_map(
    servers: Servers,
) -> None:
    map_ = "bare: {type: A, value: 192.0.2.1}\n"
    nowhere = f"{NSD}:{servers.nowhere}"

    answers = await asked("cases.test", map_, servers.at(KNOT), resolver=nowhere, only=RECORDS)

    assert (told(answers), open_(answers)) == ([], [])
