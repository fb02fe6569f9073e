"""A way back exists and was gone lately, as GitHub's deployments tell or as somebody signed."""

from datetime import date, timedelta

import pytest

from launchready.core.code_host import Deployment
from launchready.core.finding import Finding
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.deploy.release import Release
from launchready.deploy.rollback import last_return, rollback
from launchready.values.attestations import Attestation, read
from launchready.values.problem import ConfigError
from tests.worlds import NOON, DictCodeHost, DictRepository, Silent, a_world

FLY = {"fly.toml": "app = 'x'\n"}


def sent(*said: str, days: float = 1.0) -> tuple[Deployment, ...]:
    """Deployments in order, `a` a success of commit a, `a!` a failure, the last `days` ago."""
    return tuple(
        Deployment(
            id=number,
            commit=one.rstrip("!"),
            environment="production",
            created=NOON - timedelta(days=days, hours=len(said) - number),
            state="failure" if one.endswith("!") else "success",
        )
        for number, one in enumerate(said)
    )


def signed(days: int = 3, **facts: str) -> Attestation:
    usual = {"from": "v2", "to": "v1", "minutes": "4", **facts}
    at = Location(file="ops/attestations.yml", line=2)
    on = NOON.date() - timedelta(days=days)
    return Attestation(id="rollback-tested", at=at, by="ana", on=on, facts=usual)


async def asked(
    history: tuple[Deployment, ...] | Silent = (),
    *,
    files: dict[str, str] | None = None,
    release: Release | None = None,
) -> list[Finding]:
    code = DictCodeHost(history={"production": history})
    repository = DictRepository(files=FLY if files is None else files)
    return await rollback.ask(release or Release(), a_world(files=repository, code=code))


@pytest.mark.parametrize(
    ("said", "commit"),
    [
        (("a", "b", "a"), "a"),
        (("a", "b", "c", "a", "d"), "a"),
        (("a", "b!", "b", "a"), "a"),
        (("a", "a"), None),
        (("a", "b"), None),
        (("a", "b!", "a"), None),
        (("a!", "b", "a"), None),
        (("a", "b", "a!"), None),
        ((), None),
    ],
)
def test_only_an_earlier_commit_live_again_after_another_is_a_return(
    said: tuple[str, ...], commit: str | None
) -> None:
    found = last_return(tuple(reversed(sent(*said))))

    assert (found.commit if found else None) == commit


async def test_a_return_within_the_month_is_silent() -> None:
    assert await asked(sent("a", "b", "a")) == []


async def test_a_return_too_long_ago_blocks_and_tells_the_way_back() -> None:
    found = await asked(sent("a", "b", "a", days=40))

    assert [one.rule.id for one in found] == ["deploy/rollback-untested"]
    assert "2026-10-16" in found[0].message
    assert "fly deploy --image" in found[0].evidence[0]


async def test_no_platform_and_no_script_is_no_way_back() -> None:
    found = await asked(files={"README.md": "hello"})

    assert [one.rule.id for one in found] == ["deploy/no-rollback-path"]


async def test_a_rollback_job_is_a_way_back() -> None:
    files = {".github/workflows/rollback.yml": "jobs:\n  rollback:\n    steps: []\n"}

    assert await asked(sent("a", "b", "a"), files=files) == []


async def test_a_token_that_may_not_look_leaves_it_open() -> None:
    with pytest.raises(UnreachableError) as silence:
        await asked(
            Silent("GitHub refuses (403)", kind="refused", advice="Give deployments: read.")
        )

    assert silence.value.kind == "refused"
    assert "deployments: read" in silence.value.advice


async def test_a_statement_in_time_is_enough() -> None:
    release = Release(tested="attest", signed=(signed(),))

    assert await asked(release=release) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (None, "nobody signed"),
        (signed(days=31), "31 days ago"),
        (signed(days=-3), "yet to come"),
        (signed(minutes=""), "lacks minutes"),
        (signed(to="v2"), "to itself"),
    ],
    ids=["none", "old", "future", "no minutes", "nowhere"],
)
async def test_a_statement_that_does_not_count_blocks(
    statement: Attestation | None, said: str
) -> None:
    release = Release(tested="attest", signed=(statement,) if statement else ())
    found = await asked(release=release)

    assert [one.rule.id for one in found] == ["deploy/rollback-untested"]
    assert said in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "rollback-tested: {by: ana, on: 2026-11-20, evidence: run 7, from: v2, to: v1, minutes: 4}\n",  # noqa: E501 - data, one a line
        "attestations:\n  - {id: rollback-tested, by: ana, on: 2026-11-20, evidence: run 7, from: v2, to: v1, minutes: 4}\n",  # noqa: E501 - data, one a line
    ],
    ids=["by id", "a list"],
)
def test_statements_are_read_in_either_form(text: str) -> None:
    (one,) = read(text.encode(), "a.yml")

    assert (one.id, one.by, one.on, one.evidence) == (
        "rollback-tested",
        "ana",
        date(2026, 11, 20),
        "run 7",
    )
    assert one.facts == {"from": "v2", "to": "v1", "minutes": "4"}


@pytest.mark.parametrize(
    "text",
    [
        "x: 1\n",
        "x: {on: 2026-11-20}\n",
        "x: {by: a}\n",
        "x: {by: a, on: soon}\n",
        "- {by: a}\n",
        "word\n",
    ],
)
def test_a_statement_that_says_too_little_is_a_mistake_at_its_line(text: str) -> None:
    with pytest.raises(ConfigError) as mistake:
        read(text.encode(), "a.yml")

    assert mistake.value.problems[0].at.line == 1
