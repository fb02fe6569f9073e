"""A repository is walked once, whatever lies in it: links that turn in circles, other people's
repositories, binaries, built and minified files."""

import os
import subprocess
from pathlib import Path

import pytest

from launchready.core.repository import Unread
from launchready.deploy.env_reads import variables
from launchready.deploy.paths import hands_on, is_documentation, is_migration, is_ours, is_run
from launchready.deploy.tree import LONGEST, WIDEST, walk
from launchready.world.repository import GitRepository
from tests.worlds import DictRepository

READS = "const k = process.env.{};\n"


def git(folder: Path, *words: str) -> None:
    who = (
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@shop.example",
        "-c",
        "protocol.file.allow=always",
    )
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.ts").write_text(READS.format("OUR_KEY"))
    git(folder, "init", "-q")
    return folder


def names(folder: Path) -> list[str]:
    git(folder, "add", "-A")
    return [one.name for one in variables(walk(GitRepository(folder)))]


def test_links_in_circles_and_links_out_of_the_repository_are_not_followed(shop: Path) -> None:
    stranger = shop.parent / "stranger"
    stranger.mkdir()
    (stranger / "b.ts").write_text(READS.format("THEIR_KEY"))
    (shop / "src" / "loop").symlink_to("..", target_is_directory=True)
    (shop / "itself").symlink_to("itself")
    (shop / "out").symlink_to(stranger, target_is_directory=True)
    (shop / "out.ts").symlink_to(stranger / "b.ts")

    assert names(shop) == ["OUR_KEY"]


def test_a_folder_that_became_a_link_after_it_was_added_is_not_followed(shop: Path) -> None:
    stranger = shop.parent / "stranger"
    stranger.mkdir()
    (stranger / "b.ts").write_text(READS.format("THEIR_KEY"))
    (shop / "lib").mkdir()
    (shop / "lib" / "b.ts").write_text(READS.format("OUR_OTHER_KEY"))
    git(shop, "add", "-A")
    (shop / "lib" / "b.ts").unlink()
    (shop / "lib").rmdir()
    (shop / "lib").symlink_to(stranger, target_is_directory=True)

    assert [one.name for one in variables(walk(GitRepository(shop)))] == ["OUR_KEY"]


def test_a_submodule_is_somebody_elses(shop: Path) -> None:
    other = shop.parent / "other"
    other.mkdir()
    (other / "b.ts").write_text(READS.format("THEIR_KEY"))
    git(other, "init", "-q")
    git(other, "add", "-A")
    git(other, "commit", "-qm", "a")
    git(shop, "submodule", "add", "-q", str(other), "theirs")

    assert (shop / "theirs" / "b.ts").exists()
    assert names(shop) == ["OUR_KEY"]


def test_binaries_built_and_minified_files_are_passed_over_without_a_word(shop: Path) -> None:
    (shop / "src" / "b.ts").write_bytes(b"\0\1\2process.env.BINARY_KEY\0" * 50)
    (shop / "src" / "c.js").write_text("a;" * WIDEST + READS.format("MINIFIED_KEY"))
    (shop / "src" / "d.min.js").write_text(READS.format("BUILT_KEY"))
    (shop / "src" / "e.js").write_text("//\n" * (LONGEST // 3 + 1) + READS.format("LONG_KEY"))
    (shop / "dist").mkdir()
    (shop / "dist" / "f.js").write_text(READS.format("DIST_KEY"))

    assert names(shop) == ["OUR_KEY"]
    assert walk(GitRepository(shop)).unread == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_among_the_files_does_not_hold_the_walk_up(shop: Path) -> None:
    os.mkfifo(shop / "src" / "pipe.ts")

    assert names(shop) == ["OUR_KEY"]


def test_settings_that_could_not_be_read_are_named_and_other_files_are_not() -> None:
    settings, code = (
        Unread(path=path, reason="too large", detail="17 MiB") for path in ("fly.toml", "a.ts")
    )

    assert walk(DictRepository(unread=(settings, code))).unread == ("fly.toml",)


def test_latin_1_and_windows_lines_are_read(shop: Path) -> None:
    (shop / "src" / "b.ts").write_bytes(b"// caf\xe9\r\nconst k = process.env.LATIN_KEY;\r\n")

    assert names(shop) == ["LATIN_KEY", "OUR_KEY"]


def test_every_path_is_noted_and_only_what_tells_something_is_kept(shop: Path) -> None:
    (shop / "src" / "b.ts").write_text("export const b = 1;\n")
    (shop / "logo.png").write_bytes(b"\x89PNG\0")
    git(shop, "add", "-A")
    tree = walk(GitRepository(shop))

    assert tree.paths == {"src/a.ts", "src/b.ts", "logo.png"}
    assert [one.path for one in tree.files] == ["src/a.ts"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/features/pay/a.ts", True),
        ("src/infrastructure/db.ts", True),
        ("lib/ai/tools/weather.ts", True),
        ("infra/main.ts", False),
        ("packages/infra/a.ts", False),
        ("tests/a.ts", False),
        ("src/a.test.ts", False),
        (".claude/skills/a.mjs", False),
        ("scripts/a.ts", False),
    ],
)
def test_what_production_runs_is_told_by_the_path(path: str, expected: bool) -> None:
    assert is_run(path) is expected


def test_paths_tell_what_a_file_is_for() -> None:
    assert is_ours("src/env.d.ts")
    assert not is_ours("src/api.d.ts")
    assert not is_ours("web/node_modules/a/a.js")
    assert is_documentation("docs/Setup.MD")
    assert is_migration("db/migrate/1_a.rb")
    assert not is_migration("src/a.rb")
    assert hands_on("docker/entrypoint.sh")
    assert not hands_on("src/a.ts")
