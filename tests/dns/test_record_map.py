"""What is committed is live, and whatever is not points at its line in the map."""

import pytest

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location
from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.dns.record_map import (
    CHANGED,
    DISAGREE,
    EXPOSED,
    EXTRA,
    MISSING,
    TTL,
    record_map,
)
from tests.dns.maps import FILE, ONE, TWO, Told, a_record, alias, ask, nothing, settled, world

WWW = a_record("type: A, ttl: 300, values: [192.0.2.1, 192.0.2.2]")
KEY = ("www.acme.test", "A")
GOOD = ("192.0.2.1", "192.0.2.2")


def brief(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.rule.id, one.rule.impact.word, one.message) for one in findings]


async def test_a_zone_that_matches_its_map_is_silent() -> None:
    assert await ask(WWW, {KEY: GOOD}) == []


async def test_a_missing_record_blocks_points_at_its_line_and_says_what_to_publish() -> None:
    (finding,) = await ask(WWW, {})

    assert finding.rule.id == MISSING.id
    assert finding.rule.impact is Impact.BLOCKER
    assert finding.at == Location(file=FILE, line=2)
    assert finding.subject == "www.acme.test A"
    assert finding.message == (
        "www.acme.test A is not in DNS (no such name); the map says 192.0.2.1, 192.0.2.2"
    )
    assert finding.rule.fix == (
        "Publish the record at your DNS host, or delete it from the map if it is retired."
        " The map has: www.acme.test. 300 IN A 192.0.2.1, www.acme.test. 300 IN A 192.0.2.2."
    )
    assert finding.evidence == (
        "ns1.acme.test (192.0.2.53): nothing (no such name)",
        "ns2.acme.test (198.51.100.53): nothing (no such name)",
    )


async def test_a_missing_type_is_told_from_a_missing_name() -> None:
    (finding,) = await ask(WWW, {KEY: nothing()})

    assert finding.message == (
        "www.acme.test A is not in DNS (the name exists without A);"
        " the map says 192.0.2.1, 192.0.2.2"
    )


async def test_servers_that_miss_a_record_in_different_ways_agree_that_it_is_missing() -> None:
    (finding,) = await ask(WWW, {("ns2.acme.test", *KEY): nothing(TWO)})

    assert finding.rule.id == MISSING.id
    assert finding.message == (
        "www.acme.test A is not in DNS (no such name on ns1.acme.test; the name exists without A"
        " on ns2.acme.test); the map says 192.0.2.1, 192.0.2.2"
    )


@pytest.mark.parametrize(
    ("live", "seen"),
    [
        (("203.0.113.9",), "203.0.113.9"),
        (("192.0.2.1",), "192.0.2.1"),
        (("192.0.2.1", "203.0.113.9"), "192.0.2.1, 203.0.113.9"),
        (alias("app.host.test."), "an alias of app.host.test."),
    ],
)
async def test_a_changed_record_blocks(live: Told, seen: str) -> None:
    assert brief(await ask(WWW, {KEY: live})) == [
        (
            CHANGED.id,
            "blocker",
            f"www.acme.test A is {seen}; the map says 192.0.2.1, 192.0.2.2",
        )
    ]


async def test_texts_are_compared_whole_and_shown_in_quotes() -> None:
    record = a_record("type: TXT, value: v=spf1 -all")

    (finding,) = await ask(record, {("www.acme.test", "TXT"): ("v=spf1  -all",)})

    assert finding.message == ('www.acme.test TXT is "v=spf1  -all"; the map says "v=spf1 -all"')
    assert 'The map has: www.acme.test. IN TXT "v=spf1 -all".' in finding.rule.fix


async def test_a_long_text_is_to_be_published_in_strings_that_fit() -> None:
    record = a_record(f"type: TXT, value: {'a' * 254}\\;{'b' * 10}")

    assert record.lines == f'www.acme.test. IN TXT "{"a" * 254};" "{"b" * 10}"'


@pytest.mark.parametrize(
    ("extras", "expected"),
    [("fail", [(EXTRA.id, "blocker")]), ("warn", [(EXTRA.id, "risk")]), ("ignore", [])],
)
async def test_an_extra_value_weighs_what_the_zone_says(
    extras: str, expected: list[tuple[str, str]]
) -> None:
    text = "www: {type: A, values: [192.0.2.1, 192.0.2.2]}"
    (record,) = settled(f"zones: [{{map: {FILE}, extras: {extras}}}]", {FILE: text}).records

    found = brief(await ask(record, {KEY: (*GOOD, "203.0.113.9")}))

    assert [one[:2] for one in found] == expected
    assert [one[2] for one in found] == [
        "www.acme.test A also has 203.0.113.9; the map says 192.0.2.1, 192.0.2.2 alone"
    ][: len(expected)]


@pytest.mark.parametrize(
    ("match", "live", "is_silent"),
    [
        ("subset", (*GOOD, "203.0.113.9"), True),
        ("subset", ("192.0.2.1",), False),
        ("any", ("192.0.2.1",), True),
        ("any", ("192.0.2.1", "203.0.113.9"), False),
        ("present", ("203.0.113.9",), True),
        ("exact", GOOD, True),
    ],
)
async def test_a_record_is_held_against_the_map_as_it_asks_to_be(
    match: str, live: tuple[str, ...], is_silent: bool
) -> None:
    record = a_record(
        f"type: A, values: [192.0.2.1, 192.0.2.2], octodns: {{launchready: {{match: {match}}}}}"
    )

    found = await ask(record, {KEY: live})

    assert [one.rule.id for one in found] == ([] if is_silent else [CHANGED.id])


@pytest.mark.parametrize("match", ["subset", "any", "present", "exact"])
async def test_no_way_of_matching_takes_a_missing_record(match: str) -> None:
    record = a_record(f"type: A, value: 192.0.2.1, octodns: {{launchready: {{match: {match}}}}}")

    assert [one.rule.id for one in await ask(record, {})] == [MISSING.id]


async def test_servers_that_disagree_block_and_each_is_quoted() -> None:
    (finding,) = await ask(WWW, {("ns1.acme.test", *KEY): GOOD})

    assert brief([finding]) == [
        (
            DISAGREE.id,
            "blocker",
            "www.acme.test A is 192.0.2.1, 192.0.2.2 on ns1.acme.test; nothing (no such name)"
            " on ns2.acme.test; the map says 192.0.2.1, 192.0.2.2",
        )
    ]
    assert finding.evidence == (
        "ns1.acme.test (192.0.2.53): 192.0.2.1, 192.0.2.2",
        "ns2.acme.test (198.51.100.53): nothing (no such name)",
    )


async def test_pools_may_differ_from_server_to_server() -> None:
    record = a_record(
        "type: A, values: [192.0.2.1, 192.0.2.2], octodns: {launchready: {match: any}}"
    )
    answers: dict[tuple[str, ...], Told] = {
        ("ns1.acme.test", *KEY): ("192.0.2.1",),
        ("ns2.acme.test", *KEY): ("192.0.2.2",),
    }

    assert await ask(record, answers) == []


@pytest.mark.parametrize(
    ("policy", "live", "told"),
    [
        ("ignore", 86400, []),
        ("max", 60, []),
        ("max", 300, []),
        ("max", 3600, ["www.acme.test A has a TTL of 3600 s; the map says at most 300 s"]),
        ("exact", 300, []),
        ("exact", 60, ["www.acme.test A has a TTL of 60 s; the map says 300 s"]),
    ],
)
async def test_a_ttl_is_advice_where_the_zone_asks_for_it(
    policy: str, live: int, told: list[str]
) -> None:
    text = "www: {type: A, ttl: 300, value: 192.0.2.1}"
    (record,) = settled(f"zones: [{{map: {FILE}, ttl: {policy}}}]", {FILE: text}).records
    answer = Answer(server=ONE, name="www.acme.test", type="A", values=("192.0.2.1",), ttl=live)

    found = await ask(record, {KEY: answer})

    assert [one.message for one in found] == told
    assert {one.rule.id for one in found} <= {TTL.id}


async def test_a_zone_nobody_serves_has_none_of_its_records() -> None:
    (finding,) = await record_map.ask(WWW, world({}, servers=()))

    assert brief([finding]) == [
        (
            MISSING.id,
            "blocker",
            "www.acme.test A is not in DNS: acme.test is delegated to no name server",
        )
    ]


SILENCE = UnreachableError("ns2 did not answer", kind="timed out", advice="Look at ns2.")


async def silence_of(answers: dict[tuple[str, ...], Told]) -> UnreachableError:
    with pytest.raises(UnreachableError) as caught:
        await ask(WWW, answers)
    return caught.value


async def test_a_silent_server_leaves_the_question_open() -> None:
    silence = await silence_of({KEY: GOOD, ("ns2.acme.test", *KEY): SILENCE})

    assert (silence.kind, silence.reason, silence.advice) == (
        "timed out",
        "ns2 did not answer",
        "Look at ns2.",
    )
    assert silence.found == ()


async def test_what_the_other_servers_prove_stands() -> None:
    silence = await silence_of({("ns2.acme.test", *KEY): SILENCE})

    assert [one.rule.id for one in silence.found] == [MISSING.id]


async def test_silence_everywhere_is_never_a_missing_record() -> None:
    silence = await silence_of({KEY: SILENCE})

    assert (silence.reason, silence.found) == ("ns2 did not answer", ())


async def test_a_zone_whose_servers_cannot_be_told_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError, match="ns2 did not answer"):
        await record_map.ask(WWW, world({KEY: GOOD}, servers=SILENCE))


FLAT = a_record("type: ALIAS, value: app.host.test.")
HOST = {"app.host.test": ("198.51.100.1", "198.51.100.2", "2001:db8::1")}


@pytest.mark.parametrize(
    "answers",
    [
        {KEY: ("198.51.100.1",)},
        {("www.acme.test", "AAAA"): ("2001:db8::1",)},
        {KEY: ("198.51.100.1", "198.51.100.9")},
        {KEY: alias("app.host.test."), ("www.acme.test", "AAAA"): alias("app.host.test.")},
    ],
)
async def test_a_flattened_name_may_show_any_address_of_its_target(
    answers: dict[tuple[str, ...], Told],
) -> None:
    assert await record_map.ask(FLAT, world(answers, hosts=HOST)) == []


async def test_a_flattened_name_that_leads_elsewhere_is_a_risk() -> None:
    found = await record_map.ask(FLAT, world({KEY: ("203.0.113.9",)}, hosts=HOST))

    assert brief(found) == [
        (
            CHANGED.id,
            "risk",
            "www.acme.test ALIAS is 203.0.113.9; the map says an alias of app.host.test.,"
            " which is 198.51.100.1, 198.51.100.2, 2001:db8::1",
        )
    ]


async def test_a_flattened_name_without_an_address_is_missing() -> None:
    found = await record_map.ask(FLAT, world({}, hosts=HOST))

    assert brief(found) == [
        (
            MISSING.id,
            "blocker",
            "www.acme.test ALIAS is not in DNS: www.acme.test has no address;"
            " the map says an alias of app.host.test.",
        )
    ]


async def test_a_flattened_name_that_one_server_lacks_is_a_disagreement() -> None:
    found = await record_map.ask(
        FLAT, world({("ns1.acme.test", *KEY): ("198.51.100.1",)}, hosts=HOST)
    )

    assert brief(found) == [
        (
            DISAGREE.id,
            "blocker",
            "www.acme.test ALIAS is 198.51.100.1 on ns1.acme.test; nothing on ns2.acme.test;"
            " the map says an alias of app.host.test.",
        )
    ]


async def test_a_target_that_cannot_be_looked_up_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError) as caught:
        await record_map.ask(
            FLAT, world({KEY: ("198.51.100.1",)}, hosts={"app.host.test": SILENCE})
        )

    assert caught.value.found == ()


PROXIED = a_record("type: A, value: 192.0.2.1, octodns: {cloudflare: {proxied: true}}")


async def test_a_proxied_record_shows_cloudflares_addresses() -> None:
    answers: dict[tuple[str, ...], Told] = {
        KEY: ("104.21.0.1", "172.67.0.1"),
        ("www.acme.test", "AAAA"): ("2606:4700::1",),
    }

    assert await ask(PROXIED, answers) == []


async def test_a_proxied_record_whose_own_address_shows_is_a_risk() -> None:
    assert brief(await ask(PROXIED, {KEY: ("192.0.2.1",)})) == [
        (
            EXPOSED.id,
            "risk",
            "www.acme.test A is 192.0.2.1 for everybody to see;"
            " the map says proxied by Cloudflare before 192.0.2.1",
        )
    ]


async def test_a_proxied_alias_that_shows_is_a_risk() -> None:
    record = a_record("type: CNAME, value: app.host.test., octodns: {cloudflare: {proxied: true}}")
    shown: dict[tuple[str, ...], Told] = {
        KEY: alias("app.host.test."),
        ("www.acme.test", "AAAA"): alias("app.host.test."),
    }

    assert [one[:2] for one in brief(await ask(record, shown))] == [(EXPOSED.id, "risk")]


async def test_a_proxied_record_that_leads_to_strangers_is_changed() -> None:
    assert brief(await ask(PROXIED, {KEY: ("203.0.113.9",)})) == [
        (
            CHANGED.id,
            "blocker",
            "www.acme.test A is 203.0.113.9, no address of Cloudflare's;"
            " the map says proxied by Cloudflare before 192.0.2.1",
        )
    ]


async def test_a_proxied_record_without_an_address_is_missing() -> None:
    assert [one[:2] for one in brief(await ask(PROXIED, {}))] == [(MISSING.id, "blocker")]


async def test_half_an_answer_is_no_answer() -> None:
    answers: dict[tuple[str, ...], Told] = {KEY: (), ("www.acme.test", "AAAA"): SILENCE}
    with pytest.raises(UnreachableError) as caught:
        await ask(PROXIED, answers)

    assert caught.value.found == ()
