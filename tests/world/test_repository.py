"""The tree and the index are read as git knows them, and what is not read is said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.repository import Lines, Unread
from launchready.core.unreachable import UnreachableError
from launchready.world.decode import lines_of, text_of
from launchready.world.disk import content
from launchready.world.parts import LARGEST
from launchready.world.repository import GitRepository, find_root
from tests.world.a_repository import Made, a_repository, of_files, seen


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return a_repository(tmp_path / "portal")


def test_the_tree_is_what_git_tracks_and_what_it_does_not_ignore(made: Made) -> None:
    made.commit(**{"a.py": "one\ntwo\n", "sub/b.py": "x", ".gitignore": "*.log\n"})
    made.write("new.py", "fresh")
    made.write("debug.log", "noise")
    made.write("a.py", "one\nchanged\n")
    parts = {one.path: one for one in made.files.tree() if isinstance(one, Lines)}

    assert {path: one.tracked for path, one in parts.items()} == {
        ".gitignore": True,
        "a.py": True,
        "sub/b.py": True,
        "new.py": False,
    }
    assert parts["a.py"].lines == ((1, "one"), (2, "changed"))


def test_a_tracked_file_that_is_ignored_is_read_all_the_same(made: Made) -> None:
    made.write(".env", "A=1")
    made.git("add", "-f", ".env")
    made.commit(**{".gitignore": ".env\n"})

    assert (".env", [(1, "A=1")]) in seen(made.files.tree())


def test_a_file_deleted_on_disk_is_not_in_the_tree(made: Made) -> None:
    made.commit(**{"a": "x", "b": "y"})
    (made.root / "a").unlink()

    assert seen(made.files.tree()) == [("b", [(1, "y")])]


@pytest.mark.parametrize(
    "name",
    ['quo"te', "new\nline", "tab\there", "bäckslash\\ü", " lead", "-dash", "日本", ":(top)x"],
)
def test_any_name_a_file_can_have_is_read(made: Made, name: str) -> None:
    commit = made.commit(**{name: "content\n"})
    expected = [(name, [(1, "content")])]

    assert seen(made.files.tree()) == expected
    assert seen(made.files.history()) == expected
    assert made.files.read(name) == "content\n"
    assert made.files.read_at(commit, name) == b"content\n"


def test_a_name_that_is_not_utf8_is_read_and_can_be_printed(made: Made) -> None:
    (made.root / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    made.git("add", "-A")

    assert seen(made.files.tree()) == [("caf\ufffd.txt", [(1, "x")])]


def test_links_and_what_they_lead_to_are_passed_over(made: Made, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("not ours")
    made.commit(**{"folder/a": "ours", "b": "b"})
    (made.root / "link").symlink_to(outside / "secret")
    made.git("add", "-A")
    (made.root / "folder" / "a").unlink()
    (made.root / "folder").rmdir()
    (made.root / "folder").symlink_to(outside)
    (outside / "a").write_text("not ours either")

    assert seen(made.files.tree()) == [("b", [(1, "b")])]
    assert made.files.read("folder/a") is None
    assert made.files.read("../outside/secret") is None


def test_a_pipe_is_no_file_and_does_not_hold_us(made: Made) -> None:
    made.commit(**{"a": "x"})
    (made.root / "a").unlink()
    os.mkfifo(made.root / "a")

    assert list(made.files.tree()) == []


def test_a_submodule_is_passed_over(made: Made, tmp_path: Path) -> None:
    other = a_repository(tmp_path / "other")
    other.commit(**{"theirs": "x"})
    made.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.root), "sub")
    made.commit()

    assert [path for path, _ in seen(made.files.tree())] == [".gitmodules"]
    assert [path for path, _ in seen(made.files.history())] == [".gitmodules"]


def test_a_file_left_out_by_a_sparse_checkout_is_read_from_the_index(made: Made) -> None:
    made.commit(**{"app/a": "a", "big/b": "b"})
    made.git("sparse-checkout", "set", "app")

    assert not (made.root / "big").exists()
    assert sorted(seen(made.files.tree())) == [("app/a", [(1, "a")]), ("big/b", [(1, "b")])]


def test_a_file_too_large_is_said_to_be_unread(made: Made) -> None:
    made.commit(**{"dump.sql": b"x" * (LARGEST + 1)})

    for parts in (made.files.tree(), made.files.history()):
        unread = [one for one in parts if isinstance(one, Unread)]
        assert [(one.path, one.reason) for one in unread] == [("dump.sql", "too large")]


def test_a_binary_gives_the_runs_people_could_read(made: Made) -> None:
    made.commit(**{"a.bin": b"\x89PNG\0\1short\0\2this run is long enough\0\xff"})

    for parts in (made.files.tree(), made.files.history()):
        (one,) = of_files(parts)
        assert (one.unit, one.lines) == ("byte", ((14, "this run is long enough"),))


def test_a_file_the_disk_will_not_give_says_why(made: Made) -> None:
    assert content(made.root, "x" * 300, LARGEST) == "File name too long"
    assert content(made.root, "a\0b", LARGEST) == "not a path"
    assert content(made.root, "gone", LARGEST) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_read_however_it_was_saved(made: Made, encoding: str) -> None:
    made.commit(**{"a.txt": "first\r\nKEY=value, größer\r\n".encode(encoding)})
    expected = [("a.txt", [(1, "first"), (2, "KEY=value, größer")])]

    assert seen(made.files.tree()) == seen(made.files.history()) == expected


def test_latin1_is_read_as_it_was_meant(made: Made) -> None:
    made.commit(**{"a.txt": "größer".encode("latin-1")})

    assert seen(made.files.tree()) == [("a.txt", [(1, "größer")])]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_binary(raw: bytes) -> None:
    text = text_of(raw)

    assert text is None or all("\n" not in line for line in lines_of(text))


def test_what_is_staged_is_what_the_index_adds(made: Made) -> None:
    made.commit(**{"a": "one\ntwo\nthree\n", "old": "moved\n"})
    made.write("a", "one\nnew\nthree\n")
    made.git("mv", "old", "renamed")
    made.git("add", "a")
    made.write("a", "one\nnot staged\nthree\n")

    assert seen(made.files.staged()) == [("a", [(2, "new")])]


def test_everything_staged_is_new_before_the_first_commit(made: Made) -> None:
    made.write("a", "one\n")
    made.git("add", "a")

    assert seen(made.files.staged()) == [("a", [(1, "one")])]
    assert (made.files.head(), seen(made.files.history())) == (None, [])


def test_the_index_git_names_to_a_hook_is_the_one_looked_at(made: Made) -> None:
    made.commit(**{"a": "one\n"})
    made.write("a", "one\ntwo\n")
    hook = made.root / ".git" / "hooks" / "pre-commit"
    show = (
        "import sys; from pathlib import Path\n"
        "from launchready.world.repository import GitRepository\n"
        "parts = GitRepository(Path('.').absolute()).staged()\n"
        "sys.stderr.write(repr([one.lines for one in parts])); sys.exit(1)\n"
    )
    code = Path(__file__).parents[2]
    hook.write_text(f"#!/bin/sh\nPYTHONPATH='{code}' exec '{sys.executable}' -c \"{show}\"\n")
    hook.chmod(0o755)
    with pytest.raises(subprocess.CalledProcessError) as caught:
        made.git("commit", "-q", "-a", "-m", "two")

    assert "[((2, 'two'),)]" in caught.value.stderr


def test_a_folder_that_is_no_repository_is_walked(tmp_path: Path) -> None:
    for path in ("a.py", "sub/b.py", "node_modules/x.js", "venv/pyvenv.cfg", "venv/c.py"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    files = GitRepository(tmp_path)
    parts = [one for one in files.tree() if isinstance(one, Lines)]

    assert [(one.path, one.tracked) for one in parts] == [("a.py", False), ("sub/b.py", False)]
    assert files.head() is None
    for look in (files.staged(), files.added("A..B"), files.history()):
        with pytest.raises(UnreachableError, match="is not a git repository"):
            next(look)


def test_the_root_is_found_from_below_and_is_the_folder_itself_without_git(
    made: Made, tmp_path: Path
) -> None:
    made.write("a/b/c", "x")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert find_root(made.root / "a" / "b") == made.root
    assert find_root(elsewhere) == elsewhere


def test_a_folder_that_cannot_be_looked_into_is_no_repository_and_no_traceback(
    made: Made,
) -> None:
    too_long = made.root / ("n" * 300)

    assert find_root(too_long) == made.root


def test_a_file_is_read_as_a_commit_had_it(made: Made) -> None:
    first = made.commit(**{"launchready.yml": "version: 1\n"})
    made.commit(**{"launchready.yml": "version: 2\n"})

    assert made.files.read_at(first, "launchready.yml") == b"version: 1\n"
    assert made.files.read_at("HEAD~1", "launchready.yml") == b"version: 1\n"
    assert made.files.read_at("HEAD", "gone.yml") is None
    for rev in ("nowhere", "-h", "--upload-pack=x"):
        with pytest.raises(UnreachableError, match="there is no commit"):
            made.files.read_at(rev, "launchready.yml")


def test_a_broken_repository_is_unreachable_and_not_clean(made: Made) -> None:
    made.commit(**{"a": "x"})
    (made.root / ".git" / "HEAD").write_text("nonsense")

    with pytest.raises(UnreachableError) as caught:
        list(made.files.tree())
    assert caught.value.advice


def test_nothing_the_repository_brings_along_is_run(made: Made, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    script = made.root / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch '{trap}'\ncat\n")
    script.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "diff.x.textconv",
        "core.pager",
        "filter.x.clean",
    ):
        made.git("config", key, str(script))
    made.write(".gitattributes", "* diff=x\n")
    made.git("-c", "core.fsmonitor=false", "add", "-A")
    made.git("-c", "core.fsmonitor=false", "commit", "-q", "-m", "x")
    made.write("run.sh", script.read_text() + "\n")
    trap.unlink(missing_ok=True)
    for parts in (made.files.tree(), made.files.staged(), made.files.history()):
        list(parts)

    assert not trap.exists()
