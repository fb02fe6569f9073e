"""Nothing is written outside the repository, and nothing is changed unseen."""

from pathlib import Path

import pytest

from launchready.discover.person import Person
from launchready.discover.written import Proposed, write

NOBODY = Person(is_there=False)
ALL = Person(is_there=False, takes_all=True)


def test_new_files_are_written_with_their_folders(tmp_path: Path) -> None:
    held = write(tmp_path, [Proposed(path="a/b.yml", text="x\n")], NOBODY, dry=False)

    assert held == ["a/b.yml"]
    assert (tmp_path / "a/b.yml").read_text() == "x\n"


def test_a_file_that_is_there_is_shown_and_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.yml").write_text("old\n")
    held = write(tmp_path, [Proposed(path="b.yml", text="new\n")], NOBODY, dry=False)
    told = capsys.readouterr().out

    assert held == []
    assert "-old\n+new\n" in told
    assert (tmp_path / "b.yml").read_text() == "old\n"


def test_yes_changes_it_after_it_was_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.yml").write_text("old\n")
    held = write(tmp_path, [Proposed(path="b.yml", text="new\n")], ALL, dry=False)

    assert held == ["b.yml"]
    assert "-old\n+new\n" in capsys.readouterr().out
    assert (tmp_path / "b.yml").read_text() == "new\n"


def test_the_same_text_is_no_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.yml").write_text("old\n")
    held = write(tmp_path, [Proposed(path="b.yml", text="old\n")], NOBODY, dry=False)

    assert held == ["b.yml"]
    assert capsys.readouterr().out == "  as it was  b.yml\n"


@pytest.mark.parametrize("path", ["../out.yml", "link/out.yml", "file.yml", "gone.yml"])
def test_what_leads_out_of_the_repository_is_left_alone(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    out.mkdir()
    (out / "kept.yml").write_text("kept\n")
    (root / "link").symlink_to(out)
    (root / "file.yml").symlink_to(out / "kept.yml")
    (root / "gone.yml").symlink_to(out / "nothing.yml")
    held = write(root, [Proposed(path=path, text="x\n")], ALL, dry=False)

    assert held == []
    assert "it leads out of the repository" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] in (
        ["root", "elsewhere"],
        ["elsewhere", "root"],
    )
    assert [one.name for one in out.iterdir()] == ["kept.yml"]
    assert (out / "kept.yml").read_text() == "kept\n"


def test_a_difference_moves_no_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.yml").write_text("\x1b[31mred\n")
    write(tmp_path, [Proposed(path="b.yml", text="new\n")], NOBODY, dry=False)

    assert "\x1b" not in capsys.readouterr().out
