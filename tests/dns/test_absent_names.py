"""A name that must be gone is gone, on every server and in every form."""

from dataclasses import replace

import pytest

from launchready.core.finding import Change, Finding
from launchready.core.location import Location
from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.dns.absent_names import PRESENT, absent_names
from launchready.dns.everywhere import control
from launchready.dns.record import AbsentName
from tests.dns.maps import ONE, Told, nothing, world
from tests.worlds import NOON, DictResolver

AT = Location(file="launchready.yml", line=9, column=9)
BETA = AbsentName(zone="acme.test", name="beta.acme.test", at=AT)
NS = ("beta.acme.test", "NS")
SILENCE = UnreachableError("ns2 did not answer", kind="timed out")


def other(type_: str) -> Answer:
    return nothing(type_=type_, name="beta.acme.test")


async def ask(answers: dict[tuple[str, ...], Told]) -> list[Finding]:
    found: list[Finding] = await absent_names.ask(BETA, world(answers))
    return found


async def test_a_name_that_is_gone_is_silent() -> None:
    assert await ask({}) == []


async def test_a_name_with_only_others_below_it_counts_as_gone() -> None:
    types = ("NS", "A", "AAAA", "MX", "TXT", "CAA")

    assert await ask({("beta.acme.test", one): other(one) for one in types}) == []


async def test_a_name_that_answers_blocks_and_points_at_its_line() -> None:
    (finding,) = await ask({NS: other("NS"), ("beta.acme.test", "A"): ("192.0.2.66",)})

    assert (finding.rule, finding.message, finding.evidence) == (
        PRESENT,
        "beta.acme.test has A 192.0.2.66 on ns1.acme.test; the config says it must not exist",
        ("A 192.0.2.66 on ns1.acme.test", "A 192.0.2.66 on ns2.acme.test"),
    )
    assert finding.at == AT
    assert finding.change == Change(
        zone="acme.test",
        sign="-",
        record="beta.acme.test",
        wanted="",
        live="A 192.0.2.66",
        servers=("ns1.acme.test", "ns2.acme.test"),
    )


async def test_one_server_that_still_knows_the_name_is_enough() -> None:
    (finding,) = await ask({("ns2.acme.test", *NS): ("ns.old.test.",)})

    assert finding.message == (
        "beta.acme.test has NS ns.old.test. on ns2.acme.test; the config says it must not exist"
    )


async def test_an_alias_is_a_name_too() -> None:
    answer = Answer(
        server=ONE, name=NS[0], type="NS", missing="no such type", alias="old.host.test."
    )

    (finding,) = await ask({NS: answer})

    assert finding.message.startswith("beta.acme.test has CNAME old.host.test. on ns1.acme.test;")


async def test_a_silent_server_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError) as caught:
        await ask({("ns2.acme.test", *NS): SILENCE})

    assert (caught.value.kind, caught.value.found) == ("timed out", ())


async def test_what_another_server_proves_stands() -> None:
    with pytest.raises(UnreachableError) as caught:
        await ask({NS: ("ns.old.test.",), ("ns2.acme.test", *NS): SILENCE})

    assert [one.rule.id for one in caught.value.found] == [PRESENT.id]


async def test_a_zone_nobody_serves_has_no_names() -> None:
    assert await absent_names.ask(BETA, world({}, servers=())) == []


BESIDE = control("beta.acme.test", NOON)


async def test_a_name_that_only_a_wildcard_answers_for_is_a_risk() -> None:
    answers: dict[tuple[str, ...], Told] = {
        NS: other("NS"),
        ("beta.acme.test", "A"): ("192.0.2.66",),
        (BESIDE, "A"): ("192.0.2.66",),
    }

    (finding,) = await ask(answers)

    assert (finding.rule.id, finding.message) == (
        "dns/wildcard-hides",
        "beta.acme.test has A 192.0.2.66 on ns1.acme.test, as every name below acme.test has:"
        " a wildcard answers; the config says it must not exist",
    )


async def test_a_name_of_its_own_below_a_wildcard_blocks() -> None:
    answers: dict[tuple[str, ...], Told] = {
        NS: other("NS"),
        ("beta.acme.test", "A"): ("192.0.2.66",),
        (BESIDE, "A"): ("192.0.2.1",),
    }

    assert [one.rule.id for one in await ask(answers)] == [PRESENT.id]


async def test_a_name_below_a_wildcard_of_the_map_is_gone() -> None:
    answers: dict[tuple[str, ...], Told] = {
        NS: other("NS"),
        ("beta.acme.test", "A"): ("192.0.2.66",),
        (BESIDE, "A"): ("192.0.2.66",),
    }

    assert await absent_names.ask(replace(BETA, is_covered=True), world(answers)) == []


async def test_absence_is_asked_over_tcp() -> None:
    ctx = world({})

    await absent_names.ask(BETA, ctx)

    assert isinstance(ctx.dns, DictResolver)
    assert {over for _, _, _, over in ctx.dns.asked} == {"TCP"}
