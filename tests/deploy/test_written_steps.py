"""A release and the way back are written down, somebody else can do it, and errors are kept."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.code_host import Deployment
from launchready.core.finding import Finding
from launchready.core.location import Location, Named
from launchready.core.repository import Unread
from launchready.core.unreachable import UnreachableError
from launchready.deploy.deployers import LAST, deployers
from launchready.deploy.logs import logs
from launchready.deploy.release import Release
from launchready.deploy.written_steps import written_steps
from tests.worlds import NOON, DictCodeHost, DictRepository, Silent, a_world

LINE = Location(file="launchready.yml", line=9)
BACK = {"RUNBOOK.md": "To roll back, run vercel rollback.\n"}
STEPS = {"RELEASE.md": "- [ ] tests\n- [ ] migrations\n- [ ] look at it\n"}


async def written(files: dict[str, str], target: str = "") -> list[Finding]:
    release = Release(at=LINE, target=Named(name=target, at=LINE) if target else None)
    return await written_steps.ask(release, a_world(files=DictRepository(files=files)))


async def test_steps_that_nobody_wrote_down_are_told_with_the_platforms_command() -> None:
    found = await written({"README.md": "# Shop\n"}, "fly")

    assert [(one.rule.id, one.at) for one in found] == [
        ("deploy/rollback-unwritten", LINE),
        ("deploy/release-unwritten", LINE),
    ]
    assert "fly deploy --image" in found[0].evidence[0]


@pytest.mark.parametrize(
    "back",
    [
        BACK,
        {"README.md": "# Shop\n\n## Rolling back\n\nheroku rollback\n"},
        {"docs/deploy.md": "Failed deploy\n-------------\nx\n"},
        {"docs/ops/index.md": "Redeploy the previous image.\n"},
        {"scripts/rollback.sh": "x\n"},
        {".github/workflows/x.yml": "jobs:\n  rollback:\n    steps: []\n"},
    ],
    ids=range(6),
)
async def test_a_way_back_that_is_written_or_scripted_is_silent(back: dict[str, str]) -> None:
    assert await written(STEPS | back) == []


@pytest.mark.parametrize(
    "steps",
    [
        STEPS,
        {"docs/deployment.md": "1. merge\n2. tag\n3. look\n"},
        {".github/ISSUE_TEMPLATE/release.yml": "body: |\n  - [ ] a\n  - [ ] b\n  - [ ] c\n"},
    ],
    ids=range(3),
)
async def test_a_checklist_wherever_it_lies_is_silent(steps: dict[str, str]) -> None:
    assert await written(BACK | steps) == []


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({**STEPS, "README.md": "We never roll back.\n"}, "deploy/rollback-unwritten"),
        ({**STEPS, "CHANGELOG.md": "## Roll back of x\n"}, "deploy/rollback-unwritten"),
        ({**STEPS, ".agents/ops/RUNBOOK.md": "roll back\n"}, "deploy/rollback-unwritten"),
        ({**BACK, "RELEASE_NOTES.md": "- a\n- b\n- c\n"}, "deploy/release-unwritten"),
        ({**BACK, "RELEASE.md": "We release often.\n"}, "deploy/release-unwritten"),
        ({**BACK, "node_modules/x/RELEASE.md": "- a\n- b\n- c\n"}, "deploy/release-unwritten"),
    ],
)
async def test_a_remark_or_a_changelog_is_no_list_of_steps(
    files: dict[str, str], rule: str
) -> None:
    assert [one.rule.id for one in await written(files)] == [rule]


def sent(count: int, *creators: str) -> tuple[Deployment, ...]:
    return tuple(
        Deployment(
            id=number,
            commit=str(number),
            environment="production",
            created=NOON - timedelta(hours=number),
            state="success",
            creator=creators[number % len(creators)],
        )
        for number in range(count)
    )


async def by(history: tuple[Deployment, ...] | Silent) -> list[str]:
    code = DictCodeHost(history={"production": history})
    return [one.message for one in await deployers.ask(Release(at=LINE), a_world(code=code))]


async def test_ten_releases_by_one_person_are_told() -> None:
    assert await by(sent(LAST, "ana")) == [
        "the last 10 deployments to production were all made by ana"
    ]


@pytest.mark.parametrize(
    "history",
    [
        sent(LAST - 1, "ana"),
        sent(LAST, "ana", "ben"),
        sent(LAST, "github-actions[bot]"),
        sent(LAST, "shop-bot"),
        sent(LAST, ""),
        (),
    ],
    ids=["few", "two", "actions", "bot", "nobody", "none"],
)
async def test_two_people_a_machine_or_too_few_releases_are_silent(
    history: tuple[Deployment, ...],
) -> None:
    assert await by(history) == []


async def test_deployments_that_may_not_be_seen_leave_it_open() -> None:
    with pytest.raises(UnreachableError):
        await by(Silent("refused (403)", kind="refused", advice="Give deployments: read."))


def asks(*names: str) -> str:
    return json.dumps({"dependencies": dict.fromkeys(names, "1.0.0")}, indent=1)


async def kept(files: dict[str, str]) -> list[Finding]:
    return await logs.ask(Release(at=LINE), a_world(files=DictRepository(files=files)))


async def test_a_server_that_keeps_no_errors_is_told_at_its_line() -> None:
    found = await kept({"package.json": asks("react", "express")})

    assert [(one.rule.id, one.message, one.at.line) for one in found] == [
        (
            "deploy/no-error-log",
            "package.json runs express, which keeps no record of errors, and asks for no logger "
            "and no error tracker",
            4,
        )
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": asks("express", "pino-http")},
        {"package.json": asks("next", "@sentry/nextjs")},
        {"apps/web/package.json": asks("next"), "packages/log/package.json": asks("winston")},
        {"package.json": asks("next", "@acme/logger")},
        {"package.json": asks("fastify", "@trpc/server")},
        {"package.json": asks("react", "vite")},
        {"Gemfile": "gem 'rails'\n"},
        {"Cargo.toml": "[package]\n", "web/package.json": asks("@sveltejs/kit")},
        {"examples/a/package.json": asks("express")},
        {"package.json": "no json"},
    ],
    ids=range(10),
)
async def test_a_logger_a_tracker_or_no_server_is_silent(files: dict[str, str]) -> None:
    assert await kept(files) == []


@pytest.mark.parametrize("question", [logs, written_steps], ids=lambda one: one.id)
async def test_an_unread_file_leaves_it_open(question: object) -> None:
    unread = Unread(path="compose.yaml", reason="unreadable", detail="no permission")
    files = DictRepository(files={"package.json": asks("express")}, unread=(unread,))

    with pytest.raises(UnreachableError, match=r"compose\.yaml"):
        await question.ask(Release(at=LINE), a_world(files=files))  # type: ignore[attr-defined]


@given(st.text("# \n-rolbackRUN[]1.", max_size=80))
@settings(max_examples=60, deadline=None)
async def test_any_document_tells_the_way_back_or_does_not(text: str) -> None:
    found = await written({"docs/release.md": text})

    assert {one.rule.room for one in found} <= {"deploy"}
