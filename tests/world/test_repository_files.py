"""Files are read from disk as they are, tracked or not, and nothing outside is followed."""

from pathlib import Path

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.world.parts import LARGEST
from launchready.world.repository import GitRepository


def test_bytes_come_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8b\r\n\0")
    files = GitRepository(tmp_path)

    assert files.raw("a.gz") == b"\x1f\x8b\r\n\0"
    assert files.raw("b.gz") is None


def test_a_link_that_leads_outside_is_no_file(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("x")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(outside)
    (root / "x").symlink_to(outside / "x")
    files = GitRepository(root)

    assert files.raw("x") is None
    assert files.raw("link/x") is None
    assert [files.raw(one) for one in files.below("link")] == [None]


def test_a_file_too_large_is_an_open_question(tmp_path: Path) -> None:
    with (tmp_path / "big").open("wb") as file:
        file.truncate(LARGEST + 1)

    with pytest.raises(UnreachableError, match="big cannot be read: it has 16,777,217 bytes"):
        GitRepository(tmp_path).raw("big")


def test_every_file_below_a_folder_is_named_from_the_root(tmp_path: Path) -> None:
    (tmp_path / "ops" / "b").mkdir(parents=True)
    (tmp_path / "ops" / "2.xml").write_text("x")
    (tmp_path / "ops" / "b" / "1.xml").write_text("x")
    files = GitRepository(tmp_path)

    assert list(files.below("ops/")) == ["ops/2.xml", "ops/b/1.xml"]
    assert list(files.below("gone")) == []
