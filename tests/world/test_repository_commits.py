"""What commits added is seen, merges and renames included; history that is cut is said to be."""

import shutil
import subprocess
from pathlib import Path

import pytest

from launchready.core.repository import Unread
from launchready.core.unreachable import UnreachableError
from launchready.world.objects import BATCH, parsed
from tests.world.a_repository import Made, a_repository, of_files, seen, until_silent


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return a_repository(tmp_path / "portal")


def test_a_range_gives_what_its_commits_added_with_the_lines_of_then(made: Made) -> None:
    base = made.commit(**{"a": "one\ntwo\n"})
    first = made.commit(**{"a": "zero\none\ntwo\nthree\n"})
    second = made.commit(**{"b": "b\n"})
    parts = of_files(made.files.added(f"{base}..{second}"))

    assert [(one.commit, one.path, one.lines) for one in parts] == [
        (first, "a", ((1, "zero"), (4, "three"))),
        (second, "b", ((1, "b"),)),
    ]
    assert parts[0].whole == ("zero", "one", "two", "three")
    assert seen(made.files.added(f"{base}...")) == seen(made.files.added(f"{base}..HEAD"))
    assert seen(made.files.added(f"{second}..{second}")) == []


def test_a_line_deleted_later_is_in_history_and_not_in_the_tree(made: Made) -> None:
    made.commit(**{"a": "keep\nsecret\n"})
    made.commit(**{"a": "keep\n"})

    assert seen(made.files.history()) == [("a", [(1, "keep"), (2, "secret")])]
    assert seen(made.files.tree()) == [("a", [(1, "keep")])]


def test_a_file_deleted_later_is_in_history(made: Made) -> None:
    made.commit(**{"a": "secret\n"})
    (made.root / "a").unlink()
    made.commit()

    assert seen(made.files.history()) == [("a", [(1, "secret")])]


def test_what_only_a_merge_wrote_is_seen_and_what_it_took_from_a_side_is_not(made: Made) -> None:
    base = made.commit(**{"a": "one\n"})
    made.git("checkout", "-q", "-b", "side")
    made.commit(**{"side": "side\n"})
    made.git("checkout", "-q", "main")
    made.commit(**{"mine": "mine\n"})
    made.git("merge", "-q", "--no-commit", "side")
    made.write("a", "one\nevil\n")
    made.write("new", "also evil\n")
    merge = made.commit()
    parts = of_files(made.files.added(f"{base}..HEAD"))

    assert sorted((one.path, one.lines) for one in parts if one.commit == merge) == [
        ("a", ((2, "evil"),)),
        ("new", ((1, "also evil"),)),
    ]
    assert sorted(one.path for one in parts if one.commit != merge) == ["mine", "side"]


def test_a_conflict_resolved_by_hand_is_seen(made: Made) -> None:
    made.commit(**{"a": "one\n"})
    made.git("checkout", "-q", "-b", "side")
    made.commit(**{"a": "theirs\n"})
    made.git("checkout", "-q", "main")
    made.commit(**{"a": "mine\n"})
    made.git("merge", "-q", "-s", "ours", "--no-commit", "side")
    merge = made.commit(**{"a": "mine\ntheirs\nboth\n"})
    parts = of_files(made.files.history())

    assert [one.lines for one in parts if one.commit == merge] == [((3, "both"),)]


def test_a_merge_of_three_is_seen_whole(made: Made) -> None:
    made.commit(**{"a": "one\n"})
    for side in ("x", "y"):
        made.git("checkout", "-q", "-b", side, "main")
        made.commit(**{side: side})
    made.git("checkout", "-q", "main")
    made.commit(**{"mine": "mine"})
    made.git("merge", "-q", "--no-commit", "x", "y")
    merge = made.commit(**{"evil": "evil\n"})
    parts = of_files(made.files.history())

    assert [(one.path, one.lines) for one in parts if one.commit == merge] == [
        ("evil", ((1, "evil"),))
    ]


def test_a_renamed_file_adds_only_what_changed_in_it(made: Made) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    base = made.commit(**{"old name": text})
    made.git("mv", "old name", "new name")
    made.commit()
    made.git("mv", "new name", "last name")
    made.commit(**{"last name": text + "added\n"})

    assert seen(made.files.added(f"{base}..")) == [("last name", [(21, "added")])]


def test_a_moved_line_is_not_new(made: Made) -> None:
    base = made.commit(**{"a": "one\ntwo\nthree\n"})
    made.commit(**{"a": "three\none\ntwo\n"})

    assert seen(made.files.added(f"{base}..")) == []


def test_history_has_every_branch_tag_and_stash(made: Made) -> None:
    made.commit(**{"a": "main\n"})
    made.git("checkout", "-q", "-b", "other")
    made.commit(**{"b": "branch\n"})
    made.git("checkout", "-q", "--detach")
    made.commit(**{"c": "tagged\n"})
    made.git("tag", "v1")
    made.git("checkout", "-q", "main")
    made.write("a", "main\nstashed\n")
    made.git("stash", "-q")
    made.git("checkout", "-q", "--detach")
    made.commit(**{"d": "detached\n"})
    lines = {line for _, listed in seen(made.files.history()) for _, line in listed}

    assert lines == {"main", "branch", "tagged", "stashed", "detached"}


def test_attributes_do_not_hide_a_file(made: Made) -> None:
    made.commit(**{".gitattributes": "a -diff\nb binary\n", "a": "one\n", "b": "two\n"})
    lines = dict(seen(made.files.history()))

    assert (lines["a"], lines["b"]) == ([(1, "one")], [(1, "two")])


def test_a_replaced_object_does_not_hide_what_was_committed(made: Made) -> None:
    bad = made.commit(**{"a": "secret\n"})
    made.git("checkout", "-q", "--orphan", "clean")
    clean = made.commit(**{"a": "clean\n"})
    made.git("replace", bad, clean)

    assert ("a", [(1, "secret")]) in seen(made.files.history())


def test_a_commit_that_is_not_there_is_unanswered(made: Made) -> None:
    made.commit(**{"a": "x"})
    got, error = until_silent(made.files.added(f"{'1' * 40}..HEAD"))

    assert got == []
    assert error is not None
    assert error.reason == f"there is no commit {'1' * 40} in this clone"
    assert "fetch-depth: 0" in error.advice


def _shallow(made: Made, depth: int) -> Made:
    copy = made.root.parent / f"depth-{depth}"
    made.git("clone", "-q", f"--depth={depth}", f"file://{made.root}", str(copy))
    return Made(copy)


def test_a_range_at_a_shallow_clones_edge_is_unanswered_with_what_it_has(made: Made) -> None:
    commits = [made.commit(**{f"f{number}": f"{number}\n"}) for number in range(6)]
    copy = _shallow(made, 3)
    whole, fine = until_silent(copy.files.added(f"{commits[3]}..HEAD"))
    part, cut = until_silent(copy.files.history())

    assert (fine, seen(whole)) == (None, [("f4", [(1, "4")]), ("f5", [(1, "5")])])
    assert seen(part) == seen(whole)
    assert cut is not None
    assert cut.reason == (
        "the history is incomplete: this clone lacks what came before a commit of it"
    )
    assert "fetch-depth: 0" in cut.advice


def test_a_shallow_clones_tree_is_whole(made: Made) -> None:
    made.commit(**{"a": "x"})
    made.commit(**{"b": "y"})

    assert seen(_shallow(made, 1).files.tree()) == [("a", [(1, "x")]), ("b", [(1, "y")])]


def test_a_content_that_is_not_in_the_clone_is_said_to_be_unread(made: Made) -> None:
    made.commit(**{"a": "x\n"})
    blob = made.git("rev-parse", "HEAD:a")
    (made.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    (unread,) = [one for one in made.files.history() if isinstance(one, Unread)]

    assert (unread.reason, unread.detail) == ("unreadable", "its content is not in this clone")


def test_a_history_without_its_commits_is_unreachable(made: Made) -> None:
    made.commit(**{"a": "x\n"})
    made.commit(**{"a": "y\n"})
    parent = made.git("rev-parse", "HEAD~1")
    (made.root / ".git" / "objects" / parent[:2] / parent[2:]).unlink()
    got, error = until_silent(made.files.history())

    assert (got, error is not None) == ([], True)


def test_git_that_is_not_there_is_unreachable(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made.commit(**{"a": "x\n"})
    monkeypatch.setenv("PATH", str(made.root))
    for parts in (made.files.tree(), made.files.staged(), made.files.history()):
        _, error = until_silent(parts)

        assert error is not None
        assert error.advice == "Install git and put it on the PATH."
    assert made.files.head() is None


def test_more_commits_than_one_batch_are_all_seen(made: Made) -> None:
    marks = "".join(
        f"commit refs/heads/main\ncommitter a <a@acme.test> {1700000000 + n} +0000\ndata 0\n"
        f"M 100644 inline f\ndata {len(str(n)) + 1}\n{n}\n\n"
        for n in range(BATCH + 20)
    )
    (made.root / "stream").write_text(marks)
    made.git("config", "gc.auto", "0")
    with (made.root / "stream").open("rb") as stream:
        subprocess.run(["git", "fast-import", "--quiet"], cwd=made.root, stdin=stream, check=True)

    assert [one[0][1] for _, one in seen(made.files.history())] == [
        str(n) for n in range(BATCH + 20)
    ]


def test_git_ends_when_the_reader_stops_early(made: Made) -> None:
    made.commit(**{f"f{number}": f"{number}\n" for number in range(50)})
    parts = made.files.history()
    next(parts)
    parts.close()  # type: ignore[attr-defined]  # a generator

    shutil.rmtree(made.root)
    assert not made.root.exists()


def test_a_listing_is_read_by_its_form_and_not_by_its_names() -> None:
    blob, other, none = "a" * 40, "b" * 40, "0" * 40
    listed = (
        f"{'c' * 40}\0:000000 100644 {none} {blob} A\0:looks like an entry\0"
        f":100644 100644 {blob} {other} R090\0old\0new\0:100644 000000 {blob} {none} D\0gone\0"
        f":100644 120000 {blob} {other} T\0link\0"
        f"{'d' * 40}\0::100644 100644 100644 {blob} {other} {'e' * 40} MM\0both\0"
    )
    found = [(one.commit[0], one.path, one.before) for one in parsed(listed.encode())]

    assert found == [
        ("c", ":looks like an entry", ()),
        ("c", "new", (blob,)),
        ("d", "both", (blob, other)),
    ]


def test_one_commit_gives_what_none_of_its_parents_has(made: Made) -> None:
    made.commit(**{"a": "one\n"})
    made.git("checkout", "-q", "-b", "topic")
    made.commit(**{"b": "two\n"})
    made.git("checkout", "-q", "main")
    made.commit(**{"c": "three\n"})
    made.git("merge", "-q", "--no-commit", "--no-ff", "topic")
    merge = made.commit(**{"d": "of the merge alone\n"})
    later = made.commit(**{"e": "later\n"})

    assert seen(made.files.added(f"{merge}^!")) == [("d", [(1, "of the merge alone")])]
    assert seen(made.files.added(f"{later}^!")) == [("e", [(1, "later")])]
    with pytest.raises(UnreachableError, match="there is no commit dddd"):
        list(made.files.added(f"{'d' * 40}^!"))
