"""Cloudflare's own parser and SDK, in an environment of their own: `make oracles` makes it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., Any])

_ROOT = Path(__file__).parents[2]
_PYTHON = _ROOT / ".oracles" / "bin" / "python"
_LIMIT = 110.0  # seconds; the SDK alone takes five to import


def needs_oracles(test: Test) -> Test:
    """Marks a test that needs them: skipped by name where they are absent, failed under CI."""
    marked: Test = pytest.mark.oracle(test)
    if not _PYTHON.exists() and os.environ.get("CI") != "true":
        marked = pytest.mark.skip(reason="no .oracles: `make oracles` installs them")(marked)
    return marked


def asked(script: str, question: object, *arguments: str, **environment: str) -> Any:
    """What a script beside this file answers, JSON in and out."""
    ran = subprocess.run(
        [str(_PYTHON), str(Path(__file__).parent / script), *arguments],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=_LIMIT,
        check=False,
        env=os.environ | environment,
    )
    if ran.returncode:
        raise AssertionError(f"{script} failed:\n{ran.stderr[-2000:]}")
    return json.loads(ran.stdout)
