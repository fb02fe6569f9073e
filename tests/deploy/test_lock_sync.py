"""Every lock of the repository is held against its manifest; a program that is there is asked."""

import json

import pytest

from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.deploy.lock_sync import MOST_ASKED, MOST_SHOWN
from launchready.deploy.release import Release
from launchready.deploy.reproducible import reproducible
from tests.worlds import DictPackageManagers, DictRepository, Silent, a_world

NPM = json.dumps({"dependencies": {"left": "^1.0.0"}})
MORE = """{
  "scripts": {"postinstall": "x"},
  "dependencies": {"left": "^1.0.0",
    "right": "^2.0.0"}
}"""
LOCK = json.dumps({"lockfileVersion": 3, "packages": {"": {"dependencies": {"left": "^1.0.0"}}}})
OLD_LOCK = '{"lockfileVersion": 1, "dependencies": {"left": {}}}'


async def built(
    files: dict[str, str], managers: DictPackageManagers | None = None
) -> list[Finding]:
    world = a_world(files=DictRepository(files=files), managers=managers)
    return await reproducible.ask(Release(), world)


async def test_a_lock_that_is_behind_is_told_at_the_line_that_asks() -> None:
    found = await built({"web/package.json": MORE, "web/package-lock.json": LOCK})

    assert found[0].evidence == ("tells the same: npm ci --dry-run, in web",)
    assert [(one.subject, one.message, str(one.at)) for one in found] == [
        (
            "web/package.json in step",
            "web/package.json asks for right@^2.0.0, which web/package-lock.json does not have",
            "web/package.json:4:1",
        )
    ]


async def test_what_the_program_takes_is_in_step_whatever_we_saw() -> None:
    managers = DictPackageManagers(says={"npm": True})

    assert await built({"package.json": MORE, "package-lock.json": LOCK}, managers) == []


async def test_what_the_program_refuses_is_told_though_we_saw_nothing() -> None:
    managers = DictPackageManagers(says={"npm": False})
    found = await built({"package.json": NPM, "package-lock.json": LOCK}, managers)

    assert [one.message for one in found] == [
        "package.json was changed after package-lock.json was made"
    ]


async def test_a_program_is_shown_the_lock_and_manifests_without_their_scripts() -> None:
    managers = DictPackageManagers()
    await built(
        {
            "package.json": json.dumps(
                {"workspaces": ["a"], "scripts": {"x": "y"}, "packageManager": "npm@1"}
            ),
            "a/package.json": MORE,
            "package-lock.json": LOCK,
            ".npmrc": "script-shell=evil\n",
        },
        managers,
    )

    (given,) = managers.given
    assert given[0] == "npm"
    assert set(given[1]) == {"package.json", "a/package.json", "package-lock.json"}
    assert json.loads(given[1]["package.json"]) == {"workspaces": ["a"]}
    assert b"postinstall" not in given[1]["a/package.json"]


async def test_no_more_programs_are_asked_than_a_run_has_time_for() -> None:
    managers = DictPackageManagers()
    files = {f"s{n}/package.json": NPM for n in range(9)}
    await built(files | {f"s{n}/package-lock.json": LOCK for n in range(9)}, managers)

    assert len(managers.given) == MOST_ASKED


async def test_a_workspace_too_large_for_a_program_is_compared_by_its_files() -> None:
    managers = DictPackageManagers(says={"npm": True})
    members = {f"p/{n}/package.json": '{"dependencies": {"a": "1.0.0"}}' for n in range(MOST_SHOWN)}
    root = {"package.json": '{"workspaces": ["p/*"]}', "package-lock.json": LOCK}
    found = await built(members | root, managers)

    assert managers.given == []
    assert found[0].message == "p/0/package.json was changed after package-lock.json was made"


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"package.json": NPM, "package-lock.json": "{"}, "npm ci --dry-run"),
        ({"package.json": NPM, "package-lock.json": OLD_LOCK}, "npm ci --dry-run"),
        ({"package.json": NPM, "yarn.lock": ""}, "yarn install --immutable"),
        ({"package.json": NPM, "bun.lockb": ""}, "bun install --frozen-lockfile"),
        ({"pyproject.toml": "", "pdm.lock": ""}, "pdm lock --check"),
    ],
)
async def test_a_lock_that_cannot_be_compared_leaves_it_open_with_the_command(
    files: dict[str, str], command: str
) -> None:
    with pytest.raises(UnreachableError, match="in step") as silence:
        await built(files)

    assert command in silence.value.advice


async def test_an_install_in_ci_that_refuses_differences_is_proof() -> None:
    files = {
        "package.json": NPM,
        "package-lock.json": OLD_LOCK,
        ".github/workflows/a.yml": "steps:\n  - run: npm ci\n",
    }

    assert await built(files) == []


async def test_a_lock_that_cannot_be_read_leaves_it_open_and_keeps_what_was_found() -> None:
    files = DictRepository(
        files={"package.json": NPM, "yarn.lock": "", "Dockerfile": "FROM node\n"},
    )

    class Broken(DictRepository):
        def raw(self, path: str) -> bytes | None:
            if path == "yarn.lock":
                raise Silent("yarn.lock is too large")
            return super().raw(path)

    broken = Broken(files=files.files)
    with pytest.raises(UnreachableError, match="too large") as silence:
        await reproducible.ask(Release(), a_world(files=broken))

    assert [one.subject for one in silence.value.found] == ["Dockerfile node"]


async def test_two_locks_side_by_side_are_one_fault_and_not_compared() -> None:
    found = await built({"package.json": MORE, "package-lock.json": LOCK, "yarn.lock": ""})

    assert [one.subject for one in found] == ["package.json lock"]
