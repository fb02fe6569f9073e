"""A way back exists and was gone lately, as GitHub's deployments tell or as somebody signed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.code_host import Deployment
from launchready.core.finding import Finding
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.deploy.release import Release
from launchready.deploy.rollback import last_return, rollback
from launchready.values.attestations import Attestation, bound, read
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


def signed(days: int = 3, by: str = "ana", **facts: str) -> Attestation:
    usual = {"from": "v2", "to": "v1", "minutes": "4", **facts}
    at = Location(file="ops/attestations.yml", line=2)
    on = NOON.date() - timedelta(days=days)
    return Attestation(id="rollback-tested", at=at, by=by, on=on, facts=usual)


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


async def test_no_deployment_at_all_blocks_and_tells_how_github_would_know() -> None:
    (found,) = await asked(())

    assert found.rule.id == "deploy/rollback-untested"
    assert "name environment: production in the job that deploys" in found.message


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


async def test_code_kept_elsewhere_than_github_leaves_it_open_and_says_how_to_sign() -> None:
    code = DictCodeHost(elsewhere="the code is kept at gitlab.com, not on GitHub")
    world = a_world(files=DictRepository(files=FLY), code=code)
    with pytest.raises(UnreachableError) as silence:
        await rollback.ask(Release(), world)

    assert "gitlab.com" in silence.value.reason
    assert "tested: attest" in silence.value.advice


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
        (signed(minutes="a few"), "is no number"),
        (signed(to="v2"), "to itself"),
        (signed(by="dependabot[bot]"), "no person"),
        (signed(by="deploy-bot"), "no person"),
        (signed(until="2026-11-24"), "signed until 2026-11-24"),
        (signed(expires="2026-11-24"), "signed until 2026-11-24"),
        (signed(until="soon"), "a day that is none"),
        (signed(binds="0123456789abcdef"), "has changed since"),
    ],
    ids=[
        "none",
        "old",
        "future",
        "no minutes",
        "odd minutes",
        "nowhere",
        "bot",
        "bot by name",
        "until",
        "expires",
        "no day",
        "other facts",
    ],
)
async def test_a_statement_that_does_not_count_blocks(
    statement: Attestation | None, said: str
) -> None:
    release = Release(tested="attest", signed=(statement,) if statement else ())
    found = await asked(release=release)

    assert [one.rule.id for one in found] == ["deploy/rollback-untested"]
    assert said in found[0].message


async def test_a_statement_tied_to_what_deploys_is_stale_once_that_changes() -> None:
    path = ".github/workflows/deploy.yml"
    files = {path: "jobs:\n  go:\n    steps:\n      - run: flyctl deploy\n"}
    found = await asked(files=files, release=Release(tested="attest"))
    said = next(one for one in found[0].evidence if one.startswith("binds: "))
    statement = signed(binds=said.split()[1])

    async def now(text: str) -> list[Finding]:
        release = Release(tested="attest", signed=(statement,))
        return await asked(files={path: text}, release=release)

    assert await now(files[path]) == []
    assert await now(files[path].rstrip() + "   \n\n") == []
    changed = await now(files[path] + "      - run: migrate\n")
    assert "has changed since" in changed[0].message


async def test_a_statement_that_holds_for_less_than_the_usual_is_in_time_until_then() -> None:
    release = Release(tested="attest", signed=(signed(until="2026-11-25"),))

    assert await asked(release=release) == []


@given(
    st.lists(
        st.tuples(
            st.text("abc-", min_size=1, max_size=6),
            st.one_of(st.text(max_size=12), st.dates().map(str)),
        ),
        max_size=4,
    )
)
@settings(max_examples=80)
def test_any_file_of_statements_is_read_or_refused_with_its_lines(
    pairs: list[tuple[str, str]],
) -> None:
    text = "".join(f"{key}: {{by: a, on: {value}, until: {value}}}\n" for key, value in pairs)
    problems = 0
    try:
        found = read(text.encode("utf-8", "replace"), "a.yml")
    except ConfigError as mistake:
        found = ()
        problems = len([one for one in mistake.problems if one.at.line])

    assert found or problems or not pairs
    assert {one.id for one in found} <= {key for key, _ in pairs}


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3))
@settings(max_examples=60)
def test_a_hash_of_facts_changes_with_them_and_not_with_ends_of_lines(
    facts: dict[str, str],
) -> None:
    assert bound(facts) == bound({key: f"{one}  \n" for key, one in facts.items()})
    assert bound(facts) != bound({**facts, "more": "x"})


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
