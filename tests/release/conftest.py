"""A copy of this checkout that a test may make inconsistent."""

import shutil
from pathlib import Path

import pytest

from release.tree import Tree
from tests.generated import ROOT

FILES = ("README.md", "CHANGELOG.md", "Dockerfile", "action.yml", "pyproject.toml")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    for name in (*FILES, "requirements.lock", "launchready/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in (".github", "examples", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return Tree(tmp_path)


@pytest.fixture
def ready(tree: Tree) -> Tree:
    """A tree that may be released as 1.2.3."""
    init = tree.text("launchready/__init__.py").replace(tree.version, "1.2.3")
    (tree.root / "launchready/__init__.py").write_text(init, "utf-8")
    heading, _ = tree.sections()[0]
    changelog = tree.text("CHANGELOG.md").replace(f"## {heading}", "## 1.2.3 - 2026-12-01")
    (tree.root / "CHANGELOG.md").write_text(changelog, "utf-8")
    return tree
