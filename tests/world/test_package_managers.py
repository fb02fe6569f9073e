"""Real package managers tell of a lock, and see nothing but the files they are given."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from launchready.core.package_managers import Tool
from launchready.world.package_managers import LivePackageManagers
from tests.servers import needs

MANIFEST = {"name": "app", "version": "1.0.0", "workspaces": ["a"], "dependencies": {"a": "1.0.0"}}
MEMBER = {"name": "a", "version": "1.0.0"}
LOCK = {
    "name": "app",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "requires": True,
    "packages": {
        "": {**MANIFEST},
        "a": {"version": "1.0.0"},
        "node_modules/a": {"resolved": "a", "link": True},
    },
}


def of_npm(manifest: Mapping[str, object]) -> dict[str, bytes]:
    given = {"package.json": manifest, "a/package.json": MEMBER, "package-lock.json": LOCK}
    return {path: json.dumps(one).encode() for path, one in given.items()}


@needs("npm")
async def test_npm_takes_a_lock_in_step() -> None:
    assert await LivePackageManagers().agrees("npm", of_npm(MANIFEST)) is True


@needs("npm")
async def test_npm_refuses_a_lock_that_is_behind() -> None:
    given = of_npm({**MANIFEST, "dependencies": {"a": "1.0.0"}, "workspaces": ["a", "b"]})
    given["b/package.json"] = b'{"name": "b", "version": "1.0.0"}'

    assert await LivePackageManagers().agrees("npm", given) is False


@needs("npm")
async def test_npm_that_would_have_to_ask_a_registry_gives_no_answer() -> None:
    given = of_npm({**MANIFEST, "dependencies": {"a": "1.0.0", "left-pad": "1.3.0"}})

    assert await LivePackageManagers().agrees("npm", given) is None


UV = b'[project]\nname = "app"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = []\n'
UV_LOCK = b"""version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
"""


@pytest.mark.parametrize(
    ("manifest", "answer"),
    [(UV, True), (UV.replace(b'"1.0"', b'"2.0"'), False), (UV.replace(b"[]", b'["anyio"]'), None)],
    ids=["in step", "behind", "would ask an index"],
)
async def test_uv_tells_of_a_lock(manifest: bytes, answer: bool | None, tmp_path: Path) -> None:
    own = Path(sys.executable).parent / "uv"  # one of the tools we develop with
    (tmp_path / "uv").symlink_to(own)
    given = {"pyproject.toml": manifest, "uv.lock": UV_LOCK}
    path = f"{tmp_path}:{os.environ['PATH']}"

    assert await LivePackageManagers(path).agrees("uv", given) is answer


def a_program(folder: Path, name: str, body: str) -> str:
    file = folder / name
    file.write_text(f"#!{sys.executable}\n{body}\n")
    file.chmod(0o755)
    return str(folder)


async def test_a_program_gets_an_empty_home_and_no_variable_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "x" * 8)
    at = tmp_path / "seen.json"
    body = f"""import json, os, pathlib
seen = [dict(os.environ), os.listdir(os.environ["HOME"]), os.listdir(".")]
pathlib.Path({str(at)!r}).write_text(json.dumps(seen))"""
    path = a_program(tmp_path, "bun", body)
    said = await LivePackageManagers(path).agrees(
        "bun", {"bun.lockb": b"", "a/package.json": b"{}"}
    )

    variables, home, here = json.loads(at.read_text())
    assert said is True
    assert "GITHUB_TOKEN" not in variables
    assert home == []
    assert sorted(here) == ["a", "bun.lockb"]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (
            "print('error: lockfile had changes, but lockfile is frozen'); raise SystemExit(1)",
            False,
        ),
        ("print('no network'); raise SystemExit(1)", None),
        ("print('x' * 3_000_000)", True),
    ],
    ids=["no", "something else", "much said"],
)
async def test_only_a_plain_no_is_a_no(tmp_path: Path, body: str, answer: bool | None) -> None:
    path = a_program(tmp_path, "bun", body)

    assert await LivePackageManagers(path).agrees("bun", {"bun.lock": b""}) is answer


async def test_a_program_that_takes_too_long_is_ended_with_its_children(
    tmp_path: Path,
) -> None:
    at = tmp_path / "child"
    body = f"""import subprocess, pathlib, time
child = subprocess.Popen(["sleep", "60"])
pathlib.Path({str(at)!r}).write_text(str(child.pid))
time.sleep(60)"""
    path = a_program(tmp_path, "bun", body)

    assert (
        await LivePackageManagers(f"{path}:/usr/bin:/bin", patience=0.5).agrees(
            "bun", {"bun.lock": b""}
        )
        is None
    )
    assert not at.exists() or _is_gone(int(at.read_text()))


def _is_gone(number: int) -> bool:
    try:
        return "Z" in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("path", ["../x", "/tmp/x"])
async def test_no_file_is_written_elsewhere(tmp_path: Path, path: str) -> None:
    given = {path: b"", "bun.lock": b""}

    assert await LivePackageManagers(a_program(tmp_path, "bun", "")).agrees("bun", given) is None


@pytest.mark.parametrize("tool", ["npm", "bun", "uv", "poetry", "composer"])
async def test_a_program_that_is_not_there_gives_no_answer(tool: Tool) -> None:
    assert await LivePackageManagers("/nowhere").agrees(tool, {}) is None


async def test_a_program_of_the_repository_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "node_modules"
    folder.mkdir()
    path = os.pathsep.join([a_program(folder, "bun", ""), ".", "node_modules"])

    assert await LivePackageManagers(path).agrees("bun", {}) is None
