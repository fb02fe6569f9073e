"""What a person signed counts while it is theirs, recent, shown, and about the facts of today."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.config.load import load
from launchready.core.finding import Finding, Impact
from launchready.core.unreachable import UnreachableError
from launchready.handover import also_signed, attestations
from launchready.handover.covered import digest
from launchready.handover.settings import Handover
from launchready.handover.signing import Holds, Signing, refused, standing
from launchready.handover.statements import KNOWN, STATEMENTS
from launchready.values.problem import ConfigError
from tests.worlds import NOON, DictRepository, a_world

TODAY = NOON.date()
FILE = "ops/attestations.yml"
CONFIG = """\
version: 1
monitor: {provider: gatus, file: ops/gatus.yaml, paging: {downtime: [ana, ben]}}
handover: {people: [Ana, Ben]}
"""
FILES = {"ops/gatus.yaml": "endpoints: []\n", "launchready.yml": CONFIG}


def room(
    signed: str = "", config: str = "version: 1\nhandover: {people: [Ana, Ben]}\n"
) -> Handover:
    def read(path: str) -> bytes:
        if path != FILE or not signed:
            raise FileNotFoundError(path)
        return signed.encode()

    section = load(
        config.encode(), "launchready.yml", environment="production", variables={}, read=read
    ).rooms["handover"]
    assert isinstance(section, Handover)
    return section


def bound(id_: str, files: dict[str, str] | None = None) -> str:
    read = (FILES if files is None else files).get
    return digest(KNOWN[id_], read, config="launchready.yml", output="docs/handover")


def a_drill(**other: str) -> str:
    """A whole, valid alert drill of yesterday as the file has it, with some keys otherwise."""
    keys = {
        "by": "Ana",
        "on": (TODAY - timedelta(days=1)).isoformat(),
        "evidence": "pager log 17",
        "seconds": "95",
        "reached": "Ben",
        "binds": bound("alert-drill"),
    } | other
    return "alert-drill:\n" + "".join(
        f"  {key}: {value!r}\n" for key, value in keys.items() if value
    )


def subject(section: Handover, id_: str) -> Signing:
    return next(one for one in section.signings if one.statement.id == id_)


async def asked(signed: str, id_: str = "alert-drill", **files: str) -> list[Finding]:
    one = subject(room(signed), id_)
    ctx = a_world(files=DictRepository(FILES | files))
    check = attestations.attestations if id_ != "rollback-tested" else also_signed.also_signed
    return await check.ask(one, ctx)


async def test_a_drill_of_yesterday_by_a_person_counts() -> None:
    assert await asked(a_drill()) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"by": "renovate[bot]"}, "is signed by renovate[bot], which is no person's name"),
        ({"by": "github-actions"}, "is signed by github-actions, which is no person's name"),
        ({"by": "Carl"}, "is signed by Carl, who is not among handover: people:"),
        ({"on": "2026-12-24"}, "is dated 2026-12-24, which is yet to come"),
        ({"evidence": ""}, "names no evidence"),
        ({"seconds": ""}, "lacks seconds"),
        ({"seconds": "soon"}, "has seconds that is no number"),
        ({"expires": "never"}, "has expires: never, which is not a day like 2027-01-31"),
    ],
)
async def test_what_the_entry_itself_lacks_blocks_at_its_line(
    other: dict[str, str], said: str
) -> None:
    found = await asked(a_drill(**other))

    assert [(one.rule.id, one.rule.impact) for one in found] == [
        ("handover/attestation-stale", Impact.BLOCKER)
    ]
    assert found[0].message == f"alert-drill in {FILE} {said}"
    assert (found[0].at.file, found[0].at.line) == (FILE, 1)


async def test_a_change_of_the_facts_makes_a_statement_stale() -> None:
    changed = CONFIG.replace("ben", "carl")

    assert bound("alert-drill", FILES | {"launchready.yml": changed}) != bound("alert-drill")
    found = await asked(a_drill(), **{"launchready.yml": changed})
    assert found[0].message == (
        "alert-drill was signed on 2026-11-24, and launchready.yml#monitor has changed since"
    )
    by_file = await asked(a_drill(), **{"ops/gatus.yaml": "endpoints: [{name: home}]\n"})
    assert [one.rule.id for one in by_file] == ["handover/attestation-stale"]


async def test_what_is_not_covered_may_change() -> None:
    others = CONFIG + "\nproduct: Acme\n"

    assert await asked(a_drill(), **{"launchready.yml": others, "README.md": "x"}) == []


@pytest.mark.parametrize(
    ("signed", "said", "advice"),
    [
        ("", f"nobody signed alert-drill in {FILE}", "Stop a page in staging"),
        (
            a_drill(on="2026-10-25"),
            "alert-drill was signed on 2026-10-25 by Ana and held until 2026-11-24",
            "--attest",
        ),
        (a_drill(expires="2026-11-24"), "held until 2026-11-24", "--attest"),
        (a_drill(binds=""), f"those of today are binds: {bound('alert-drill')}", "--attest"),
        (
            a_drill().replace("alert-drill", "alert-dril"),
            "nobody signed alert-drill",
            "The file has alert-dril; was alert-drill meant?",
        ),
    ],
)
async def test_what_nobody_vouched_for_lately_is_unknown(
    signed: str, said: str, advice: str
) -> None:
    with pytest.raises(UnreachableError) as raised:
        await asked(signed)

    assert said in raised.value.reason
    assert advice in raised.value.advice
    assert raised.value.found == ()


@pytest.mark.parametrize(
    ("on", "rules"), [("2026-11-01", ["handover/attestation-ends-soon"]), ("2026-11-10", [])]
)
async def test_the_end_is_told_before_it_comes(on: str, rules: list[str]) -> None:
    assert [one.rule.id for one in await asked(a_drill(on=on))] == rules


@pytest.mark.parametrize("id_", [one.id for one in STATEMENTS if one.days == 30])
def test_drill_and_rollback_hold_a_month_and_the_rest_a_quarter(id_: str) -> None:
    assert id_ in ("alert-drill", "rollback-tested")
    assert {one.days for one in STATEMENTS} == {30, 90}


async def test_a_lighter_statement_is_a_risk_and_leaves_a_launch_open() -> None:
    signed = a_drill(**{"from": "v2", "to": "v1", "minutes": ""}).replace(
        "alert-drill", "rollback-tested"
    )
    found = await asked(signed, "rollback-tested")

    assert [(one.rule.id, one.rule.impact) for one in found] == [
        ("handover/attestation-stale", Impact.RISK)
    ]
    assert also_signed.also_signed.worst is Impact.RISK
    assert attestations.attestations.worst is Impact.BLOCKER


def test_a_statement_that_is_not_needed_is_not_asked() -> None:
    config = "version: 1\nhandover: {not_needed: {restore-tested: we keep no data}}\n"
    ids = {str(one) for one in room(config=config).signings}

    assert ids == set(KNOWN) - {"restore-tested"}


def test_a_statement_nobody_knows_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean restore-tested"):
        room(config="version: 1\nhandover: {not_needed: {restore-test: no}}\n")


def test_a_broken_file_is_a_config_error_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"ops/attestations.yml:2:7.*not a day"):
        room("alert-drill: {by: Ana,\n  on: soon}\n")


def test_of_two_signatures_the_later_counts() -> None:
    days = {"Ana": "2026-11-20", "Ben": "2026-09-01"}
    signed = "".join(f"- {{id: alert-drill, by: {by}, on: {on}}}\n" for by, on in days.items())
    one = subject(room(signed), "alert-drill")

    assert one.signed is not None
    assert one.signed.by == "Ana"


@pytest.mark.parametrize("name", ["ana", "@Ana", " Ben "])
def test_people_are_known_however_they_are_written(name: str) -> None:
    assert refused(name, ("Ana", "ben")) == ""


@pytest.mark.parametrize("name", ["", "bot", "deploy-bot", "Dependabot", "CI", "x[bot]", "todo"])
def test_no_machine_signs(name: str) -> None:
    assert "no person's name" in refused(name, ())


@pytest.mark.parametrize("name", ["Abbot", "Talbot", "Cira", "Ada Lovelace"])
def test_people_whose_names_look_like_a_machines_sign(name: str) -> None:
    assert refused(name, ()) == ""


@settings(max_examples=60, deadline=None)
@given(
    age=st.integers(-3, 400),
    binds=st.sampled_from(["", bound("alert-drill"), "0" * 16]),
    by=st.sampled_from(["Ana", "Ben", "Carl", "renovate[bot]"]),
)
def test_only_a_recent_bound_word_of_a_listed_person_ever_counts(
    age: int, binds: str, by: str
) -> None:
    on = (TODAY - timedelta(days=age)).isoformat()
    one = subject(room(a_drill(on=on, binds=binds, by=by)), "alert-drill")
    counts = isinstance(standing(one, TODAY, bound("alert-drill")), Holds)

    assert counts == (by in ("Ana", "Ben") and -1 <= age <= 30 and binds == bound("alert-drill"))


def test_what_covers_nothing_needs_no_hash() -> None:
    assert digest(KNOWN["support-answered"], FILES.get, config="launchready.yml", output="d") == ""


async def test_nobody_can_vouch_for_a_document_that_is_gone() -> None:
    page = {"docs/handover/ACCESS.md": "## Registrar\n\n- Owner: Ana\n"}
    keys = {"binds": bound("access-reviewed", FILES | page)}
    signed = a_drill(**keys).replace("alert-drill", "access-reviewed")

    assert await asked(signed, "access-reviewed", **page) == []
    found = await asked(signed, "access-reviewed")
    assert [one.message for one in found] == [
        "access-reviewed was signed for docs/handover/ACCESS.md, which is not in the repository"
    ]
