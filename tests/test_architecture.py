"""The house keeps its shape: contracts that bite, small files, and no path or host that is ours."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import LIMIT, ROOT

LAYERS = "Imports point down"
NETWORK = "The network is reached through the world"


def contracts(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "launchready", tmp_path / "launchready", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    ran = contracts(ROOT)

    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("dns/record_map.py", "from launchready.tls import settings", LAYERS),
        ("core/finding.py", "from launchready import gate", LAYERS),
        ("report/wording.py", "import launchready.world.open", LAYERS),
        ("gate.py", "import launchready.run", LAYERS),
        ("web/settings.py", "import httpx", NETWORK),
        ("config/load.py", "import dns.name", NETWORK),
        ("smoke/settings.py", "import detect_secrets", "Only secrets knows detect-secrets"),
        ("core/check.py", "import yaml", "Core is standard library only"),
    ],
)
def test_an_import_that_points_the_wrong_way_breaks_its_contract(
    copy: Path, file: str, line: str, contract: str
) -> None:
    broken = copy / "launchready" / file
    broken.write_text(f"{broken.read_text('utf-8')}\n{line}\n", "utf-8")
    ran = contracts(copy)

    assert ran.returncode != 0
    assert f"{contract} BROKEN" in ran.stdout


def python_files() -> list[Path]:
    return [*(ROOT / "launchready").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]


def test_no_file_needs_a_tour_guide() -> None:
    long = {
        str(one.relative_to(ROOT)): lines
        for one in (ROOT / "launchready").rglob("*.py")
        if (lines := len(one.read_text("utf-8").splitlines())) > 300
    }

    assert long == {}


def test_every_module_says_what_it_is() -> None:
    silent = [one for one in python_files() if not one.read_text("utf-8").startswith('"""')]

    assert silent == []


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    )
    return [ROOT / one for one in listed.stdout.split("\0") if one and (ROOT / one).is_file()]


def test_no_committed_file_names_a_registry() -> None:
    hosts = re.compile(r"py" r"pi\.org|python" r"hosted|registry\.npm" r"js|deb\.deb" r"ian")
    named = [one for one in tracked() if hosts.search(one.read_text("utf-8", "replace"))]

    assert named == []
