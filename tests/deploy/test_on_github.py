"""What GitHub guards and holds is compared with what the repository needs, by name alone."""

import pytest

from launchready.core.code_host import Protection
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.deploy.declared import Variable
from launchready.deploy.job_secrets import job_secrets
from launchready.deploy.platform_names import platform_names
from launchready.deploy.protection import protection
from launchready.deploy.release import Release
from tests.worlds import DictCodeHost, DictRepository, Silent, a_world

MAP = Release(
    variables=(
        Variable(name="ACME_KEY", at=Location(file="docs/env.yml", line=1), source="github"),
        Variable(name="OTHER", at=Location(file="docs/env.yml", line=2), source="render"),
        Variable(
            name="LATER",
            at=Location(file="docs/env.yml", line=3),
            source="github",
            environments=("staging",),
        ),
    )
)
JOB = {
    ".github/workflows/deploy.yml": "jobs:\n  go:\n    env:\n      K: ${{ secrets.ACME_KEY }}\n      T: ${{ secrets.GITHUB_TOKEN }}\n      O: ${{ vars.MAYBE || 'x' }}\n"  # noqa: E501 - data, one a line
}
REFUSED = Silent("the token may not look", kind="refused", advice="Give it secrets: read.")


async def test_a_variable_of_the_map_that_github_lacks_blocks_at_its_line() -> None:
    found = await platform_names.ask(MAP, a_world(code=DictCodeHost()))

    assert [(one.rule.id, one.subject, str(one.at)) for one in found] == [
        ("deploy/env-missing", "ACME_KEY", "docs/env.yml:1:1")
    ]


async def test_a_variable_that_github_has_is_silent() -> None:
    code = DictCodeHost(named={"production": frozenset({"acme_key"})})

    assert await platform_names.ask(MAP, a_world(code=code)) == []


async def test_a_secret_a_job_refers_to_and_github_lacks_is_told() -> None:
    world = a_world(files=DictRepository(files=JOB), code=DictCodeHost())
    found = await job_secrets.ask(Release(), world)

    assert [(one.subject, one.at.line) for one in found] == [("ACME_KEY", 4)]


async def test_a_secret_that_is_there_is_silent() -> None:
    code = DictCodeHost(named={"production": frozenset({"ACME_KEY"})})

    assert (
        await job_secrets.ask(Release(), a_world(files=DictRepository(files=JOB), code=code)) == []
    )


def job(environment: str) -> dict[str, str]:
    head = f"jobs:\n  deploy:\n    environment: {environment}\n"
    return {".github/workflows/go.yml": head + "    env: {K: '${{ secrets.ACME_KEY }}'}\n"}


@pytest.mark.parametrize(
    ("environment", "count"),
    [
        ("staging", 0),
        ("\n      name: staging\n      url: https://x.test", 0),
        ("other", 1),
        ("${{ inputs.where }}", 0),
    ],
    ids=["named", "a mapping", "another", "worked out"],
)
async def test_a_jobs_own_environment_is_where_its_secrets_are(
    environment: str, count: int
) -> None:
    code = DictCodeHost(named={"staging": frozenset({"ACME_KEY"})})
    world = a_world(files=DictRepository(files=job(environment)), code=code)

    assert len(await job_secrets.ask(Release(), world)) == count


async def test_a_preview_or_a_workflow_that_is_called_is_not_looked_at() -> None:
    (text,) = JOB.values()
    files = {
        ".github/workflows/preview.yml": text,
        ".github/workflows/called.yml": "on: workflow_call\n# deploy\n" + text,
    }

    assert (
        await job_secrets.ask(
            Release(), a_world(files=DictRepository(files=files), code=DictCodeHost())
        )
        == []
    )


@pytest.mark.parametrize("question", [platform_names, job_secrets], ids=lambda one: one.id)
async def test_names_that_may_not_be_seen_leave_it_open(question: object) -> None:
    world = a_world(
        files=DictRepository(files=JOB), code=DictCodeHost(named={"production": REFUSED})
    )

    with pytest.raises(UnreachableError, match="may not look"):
        await question.ask(MAP, world)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("guard", "count"),
    [
        (Protection(branch="main", checks=(), is_protected=False), 1),
        (Protection(branch="main", checks=(), is_protected=True), 1),
        (Protection(branch="main", checks=("test",), is_protected=True), 0),
    ],
    ids=["open", "no check", "guarded"],
)
async def test_a_branch_that_takes_anything_is_told(guard: Protection, count: int) -> None:
    found = await protection.ask(Release(), a_world(code=DictCodeHost(guard=guard)))

    assert [one.rule.id for one in found] == ["deploy/branch-unguarded"] * count


async def test_a_branch_that_may_not_be_seen_leaves_it_open() -> None:
    with pytest.raises(UnreachableError):
        await protection.ask(Release(), a_world(code=DictCodeHost(guard=REFUSED)))
