"""The tag holds an action that names its image; the major version's tag moves with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from release.image import written
from release.tree import Tree
from tests.generated import ROOT
from tests.github.origin import git

IMAGE = f"ghcr.io/org/launchready:1.2.3@sha256:{'a' * 64}"


def test_the_image_is_written_and_nothing_else_is_changed(tree: Tree) -> None:
    before = tree.text("action.yml")
    once = written(before, IMAGE)

    assert yaml.safe_load(once)["inputs"]["image"]["default"] == IMAGE
    assert [a for a, b in zip(before.splitlines(), once.splitlines(), strict=True) if a != b] == [
        '    default: ""'
    ]
    assert written(once, IMAGE) == once


@pytest.mark.parametrize("image", ["", "x", "ghcr.io/org/launchready:1.2.3", f"{IMAGE}0", "\n"])
def test_what_is_no_image_by_digest_is_not_written(tree: Tree, image: str) -> None:
    with pytest.raises(ValueError, match="no image with a version and a digest"):
        written(tree.text("action.yml"), image)


def test_an_action_without_the_place_for_it_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no place for the image"):
        written("inputs:\n  image:\n    default: x\n", IMAGE)


@pytest.fixture
def released(ready: Tree, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A checkout of main, with the remote it is pushed to beside it."""
    remote = tmp_path_factory.mktemp("remote")
    git(remote, "init", "--quiet", "--bare")
    git(ready.root, "init", "--quiet", "--initial-branch=main")
    git(ready.root, "remote", "add", "origin", str(remote))
    git(ready.root, "add", "--all")
    git(ready.root, "commit", "--quiet", "-m", "main")
    git(ready.root, "push", "--quiet", "origin", "main")
    return ready


def release(tree: Tree, version: str) -> "subprocess.CompletedProcess[str]":
    """What the last job of the release workflow does, up to the tags."""
    remote = git(tree.root, "remote", "get-url", "origin")
    image = IMAGE.replace("1.2.3", version)
    subprocess.run(
        [sys.executable, "-P", "-m", "release.image", image],
        cwd=tree.root,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    return subprocess.run(
        ["bash", ROOT / "release" / "tag.sh", version],
        cwd=tree.root,
        env={"PATH": os.environ["PATH"], "HOME": str(tree.root), "LR_REMOTE": remote},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_tags_hold_the_image_and_main_is_as_it_was(released: Tree) -> None:
    remote = Path(git(released.root, "remote", "get-url", "origin"))
    main = git(remote, "rev-parse", "main")

    done = release(released, "1.2.3")

    assert done.returncode == 0, done.stderr
    for tag in ("v1.2.3", "v1"):
        action = yaml.safe_load(git(remote, "show", f"{tag}:action.yml"))
        assert action["inputs"]["image"]["default"] == IMAGE
    assert git(remote, "rev-parse", "v1.2.3^{commit}") == git(remote, "rev-parse", "v1")
    assert git(remote, "cat-file", "-t", "v1.2.3") == "tag"
    assert git(remote, "rev-parse", "v1~1") == main == git(remote, "rev-parse", "main")
    assert git(released.root, "show", "--name-only", "--format=", "v1.2.3^{commit}") == "action.yml"


def test_the_next_version_moves_the_major_tag_and_leaves_the_old_one(released: Tree) -> None:
    remote = Path(git(released.root, "remote", "get-url", "origin"))
    release(released, "1.2.3")
    first = git(remote, "rev-parse", "v1.2.3")

    done = release(released, "1.3.0")

    assert done.returncode == 0, done.stderr
    assert git(remote, "rev-parse", "v1") == git(remote, "rev-parse", "v1.3.0^{commit}")
    assert git(remote, "rev-parse", "v1.2.3") == first


def test_a_version_that_is_out_is_never_made_again(released: Tree) -> None:
    remote = Path(git(released.root, "remote", "get-url", "origin"))
    release(released, "1.2.3")
    before = git(remote, "for-each-ref")
    git(released.root, "tag", "--delete", "v1.2.3")
    git(released.root, "commit", "--quiet", "--allow-empty", "-m", "something else")
    (released.root / "action.yml").write_text(
        released.text("action.yml").replace("a" * 64, "b" * 64), "utf-8"
    )

    done = release(released, "1.2.3")

    assert done.returncode != 0
    assert git(remote, "for-each-ref") == before
