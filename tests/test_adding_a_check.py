"""docs/adding-a-check.md works: a newcomer who follows it to the letter gets a working check."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import LIMIT, ROOT, environment

STEP = re.compile(r"^`([\w/]+\.py)`\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps() -> list[tuple[str, str]]:
    return STEP.findall((ROOT / "docs" / "adding-a-check.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which somebody has followed the page."""
    copy = tmp_path_factory.mktemp("copy")
    leave_out = shutil.ignore_patterns("__pycache__")
    for folder in ("launchready", "tests", "docs"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for file, text in steps():
        (copy / file).parent.mkdir(parents=True, exist_ok=True)
        (copy / file).write_text(text, "utf-8")
    return copy


def run(followed: Path, *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=followed,
        env=environment(PYTHONPATH=str(followed)),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_page_has_a_check_and_its_test() -> None:
    assert [file for file, _ in steps()] == [
        "launchready/dns/private_address.py",
        "tests/dns/test_private_address.py",
    ]


def test_its_test_passes(followed: Path) -> None:
    assert "2 passed" in run(followed, "pytest", "-q", steps()[1][0])


def test_the_reference_is_written_and_explain_knows_it(followed: Path) -> None:
    run(followed, "tests.generated")

    assert "dns/private-address" in (followed / "docs/rules/dns.md").read_text("utf-8")
    assert "nobody outside the office" in run(
        followed, "launchready", "explain", "dns/private-address"
    )


def test_what_the_page_shows_is_clean(followed: Path) -> None:
    files = [file for file, _ in steps()]

    run(followed, "ruff", "format", "--check", *files)
    run(followed, "ruff", "check", *files)
    run(followed, "mypy", *files)


def test_a_registry_that_already_knows_the_example_would_prove_nothing() -> None:
    assert not (ROOT / steps()[0][0]).exists()
