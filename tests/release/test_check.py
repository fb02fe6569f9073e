"""`make release-check` passes a consistent tree and names each place that disagrees."""

import subprocess
import sys

import pytest

from release.check import complaints
from release.tree import Tree
from tests.generated import ROOT

IMAGE = f"ghcr.io/org/launchready:1.2.3@sha256:{'a' * 64}"
EMPTY = 'mirror\'s, say.\n    required: false\n    default: ""'


def change(tree: Tree, path: str, old: str, new: str) -> None:
    text = tree.text(path)
    assert old in text
    (tree.root / path).write_text(text.replace(old, new, 1), "utf-8")


def test_this_tree_is_consistent() -> None:
    assert complaints(Tree(ROOT)) == []


def test_a_tree_that_is_ready_has_nothing_against_it(ready: Tree) -> None:
    assert complaints(ready, "1.2.3") == []


def test_what_is_tagged_names_the_image_of_its_version(ready: Tree) -> None:
    without = complaints(ready, "1.2.3", is_tagged=True)
    change(ready, "action.yml", EMPTY, EMPTY.replace('""', f'"{IMAGE}"'))

    assert without == ["action.yml: the image is not written into it"]
    assert complaints(ready, "1.2.3", is_tagged=True) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("launchready/__init__.py", '"1.2.3"', '"1.2"', "__version__ is '1.2'; X.Y.Z is meant"),
        ("launchready/__init__.py", '"1.2.3"', '"1.2.2"', "CHANGELOG.md: 1.2.3 is released, and"),
        ("launchready/__init__.py", '"1.2.3"', '"2.0.0"', "use @v1; the tag is v2"),
        ("pyproject.toml", 'dynamic = ["version"]', 'version = "1.2.3"', "pyproject.toml: the ver"),
        ("Dockerfile", "ARG VERSION\n", "ARG VERSION=1.2.3\n", "Dockerfile: VERSION has a default"),
        ("CHANGELOG.md", "## 1.2.3 - 2026-12-01", "## 1.2.3", "is not X.Y.Z - YYYY-MM-DD"),
        ("CHANGELOG.md", "## 1.2.3", "## 1.2.2 - 2026-11-01\n\n## Unreleased\n\n## 1.2.1", "below"),
        ("CHANGELOG.md", "## 1.2.3 -", "## 1.2.2 -", "neither with Unreleased nor with 1.2.3"),
        ("action.yml", EMPTY, EMPTY.replace('""', "ghcr.io/org/x:latest"), "no version and digest"),
        (
            "action.yml",
            EMPTY,
            EMPTY.replace('""', IMAGE.replace("1.2.3", "1.2.2")),
            "action.yml: the image is of 1.2.2; __version__ is 1.2.3",
        ),
        ("docs/config.md", "#", "##", "docs/config.md: not what `make docs` writes"),
        ("docs/launchready.schema.json", "{", "{ ", "docs/launchready.schema.json: not what"),
        ("docs/rules/secrets.md", "#", "##", "docs/rules/secrets.md: not what"),
        ("examples/nightly.yml", "launchready@v1", "launchready@v2", "use v1, v2 of the action"),
        ("README.md", "launchready@v1", "launchready@main", "use main, v1 of the action"),
        (
            "examples/nightly.yml",
            "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
            "actions/checkout@v7",
            "examples/nightly.yml: actions/checkout@v7 is not a commit with its version beside it",
        ),
        (
            "examples/nightly.yml",
            "actions/checkout@3d3c42e5",
            "actions/checkout@3d3c42e6",
            "examples/nightly.yml: actions/checkout is another commit elsewhere",
        ),
        (
            ".github/workflows/release.yml",
            " # v4.2.0",
            "",
            "docker/setup-qemu-action@96fe6ef7f33517b61c61be40b68a1882f3264fb8 is not a commit",
        ),
        ("requirements.lock", "\nhttpx==", "\nhttpy==", "requirements.lock: httpx of pyproject"),
        ("requirements.lock", "httpx==", "# https://a.test\nhttpx==", "it names a place"),
    ],
)
def test_a_place_that_disagrees_is_named(
    ready: Tree, path: str, old: str, new: str, said: str
) -> None:
    change(ready, path, old, new)

    found = complaints(ready)

    assert [one for one in found if said in one], found


def test_a_version_is_released_as_what_it_is(tree: Tree, ready: Tree) -> None:
    assert tree == ready
    assert complaints(ready, "1.2.4") == [
        "launchready/__init__.py: __version__ is 1.2.3, not 1.2.4",
        "CHANGELOG.md: it begins with 1.2.3 - 2026-12-01; what is new in 1.2.4 is meant",
    ]


def test_a_version_without_news_is_not_released(ready: Tree) -> None:
    (ready.root / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3 - 2026-12-01\n", "utf-8")

    assert complaints(ready, "1.2.3") == [
        "CHANGELOG.md: it begins with 1.2.3 - 2026-12-01; what is new in 1.2.3 is meant"
    ]


def test_a_version_before_the_first_moves_no_tag_that_people_use(ready: Tree) -> None:
    change(ready, "launchready/__init__.py", "1.2.3", "0.9.0")
    change(ready, "CHANGELOG.md", "1.2.3", "0.9.0")

    assert complaints(ready) == []
    assert complaints(ready, "0.9.0") == [
        "0.9.0 would move the tag v0, and everybody is told to use v1"
    ]


def test_the_command_says_what_is_wrong_and_fails(ready: Tree) -> None:
    def run(version: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-P", "-m", "release.check", version],
            cwd=ready.root,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert (run("1.2.3").returncode, run("1.2.3").stderr) == (0, "")
    assert run("1.2.4").returncode == 1
    assert "not 1.2.4" in run("1.2.4").stderr
