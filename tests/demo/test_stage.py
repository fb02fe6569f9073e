"""The stage is a real repository with a config that holds, and is gone when its block ends."""

import os
import re
import socket
import struct
import subprocess
from collections.abc import Mapping

import anyio
import pytest

from launchready.demo.repository import GitError, commit
from launchready.demo.stage import Stage, staged
from launchready.handover.document import DOCUMENTS
from tests.demo.visitor import Visitor

RESET = struct.pack("ii", 1, 0)  # close with a reset
KEYS = (re.compile("sk_" + "live_[A-Za-z0-9]{24}"), re.compile("AK" + "IA[A-Z2-7]{16}"))


def git(stage: Stage, *command: str) -> str:
    done = subprocess.run(["git", *command], cwd=stage.root, capture_output=True, text=True)
    return done.stdout


def committed(stage: Stage) -> dict[str, str]:
    names = git(stage, "ls-tree", "-r", "--name-only", "HEAD").split()
    return {name: git(stage, "show", f"HEAD:{name}") for name in names}


def keys_in(files: Mapping[str, str]) -> dict[str, int]:
    counted = {name: sum(len(one.findall(text)) for one in KEYS) for name, text in files.items()}
    return {name: count for name, count in counted.items() if count}


async def test_everything_is_committed_and_holds_no_key() -> None:
    async with staged() as stage:
        files, status = committed(stage), git(stage, "status", "--porcelain")

    assert sorted(files) == [
        ".env.example",
        ".github/workflows/deploy.yml",
        ".gitignore",
        ".python-version",
        "Dockerfile",
        "README.md",
        "app.py",
        "ci/portal-root.pem",
        "dns/portal.test.yaml",
        "docs/env.yml",
        *sorted(f"docs/handover/{one}.md" for one in DOCUMENTS),
        "launchready.yml",
        "ops/attestations.yml",
        "ops/gatus.yaml",
        "render.yaml",
        "requirements.txt",
    ]
    assert status == ""
    assert keys_in(files) == {}


async def test_broken_has_two_live_keys_committed_and_new_ones_each_time() -> None:
    async with staged(broken=True) as one, staged(broken=True) as other:
        first, second = committed(one), committed(other)

    assert keys_in(first) == {"scripts/refund.py": 2}
    assert first["scripts/refund.py"] != second["scripts/refund.py"]


async def test_visitors_who_hang_up_at_once_do_not_stop_the_servers() -> None:
    async with staged() as stage:
        for place in (stage.http, stage.https, *stage.name_servers):
            for _ in range(20):
                with socket.create_connection((place.host, place.port)) as visitor:
                    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        seen = await Visitor(stage).get("https://portal.test/")

    assert seen.status_code == 200


async def test_folder_and_servers_are_gone_after_the_block() -> None:
    async with staged() as stage:
        pass

    assert not stage.root.parent.exists()
    assert await refused(stage)


async def test_folder_and_servers_are_gone_when_the_block_is_cancelled() -> None:
    seen: list[Stage] = []
    with anyio.move_on_after(30) as scope:
        async with staged() as stage:
            seen.append(stage)
            scope.cancel()
            await anyio.sleep_forever()

    assert not seen[0].root.parent.exists()
    assert await refused(seen[0])


async def test_what_fails_in_the_block_comes_out_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        async with staged():
            raise ZeroDivisionError


async def refused(stage: Stage) -> bool:
    for place in (stage.http, stage.https, *stage.name_servers):
        try:
            async with await anyio.connect_tcp(place.host, place.port):
                return False
        except OSError:
            continue
    return True


async def test_what_git_is_told_elsewhere_does_not_matter(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text("[commit]\n\tgpgSign = true\n[core]\n\thooksPath = /\n")
    for name, value in {"HOME": home, "GIT_DIR": home, "GIT_AUTHOR_DATE": "never"}.items():
        monkeypatch.setenv(name, str(value))
    async with staged() as stage:
        for name in ("GIT_DIR", "GIT_AUTHOR_DATE"):
            monkeypatch.delenv(name)
        author = git(stage, "log", "-1", "--format=%an <%ae>")

    assert author == "Portal Founder <founder@portal.test>\n"


async def test_a_folder_git_will_not_commit_in_says_why(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("odd")
    (root / ".git").write_text("no repository\n")

    with pytest.raises(GitError, match="git init failed: fatal"):
        await commit(root, {"a": "b"}, "message")


async def test_without_git_the_files_are_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    root = tmp_path_factory.mktemp("plain")
    await commit(root, {"dns/a.yaml": "b\n"}, "message")

    assert [one.name for one in root.iterdir()] == ["dns"]
    assert (root / "dns/a.yaml").read_text() == "b\n"
