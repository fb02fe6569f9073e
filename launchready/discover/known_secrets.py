"""Records in a baseline what only looks like a secret; a provider's own key is never let stand."""

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from launchready.core.finding import Finding, Impact
from launchready.run import Request, prepare
from launchready.secrets import baseline as baselines
from launchready.secrets import baseline_file, env_file
from launchready.secrets.baseline import Baseline
from launchready.secrets.committed import look
from launchready.secrets.search import Standing
from launchready.secrets.wordless import wordless
from launchready.values.setting import Read

FILE = baselines.USUAL_FILE
_EMPTY = b"version: 1\nsecrets: {}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the tree holds: the baseline's text ("" where none is needed), the guesses in it, and
    the findings that stay findings."""

    text: str = ""
    guesses: tuple[Standing, ...] = ()
    real: tuple[Finding, ...] = ()
    has_baseline: bool = False
    unread: str = ""


def known_secrets(root: Path) -> Known:
    """Searches the tree as the secrets room does with nothing but its defaults."""
    if (root / FILE).is_file():
        return Known(has_baseline=True)
    request = Request(start=root, policy=_defaults(root), rooms=("secrets",))
    prepared = prepare(request)
    now = datetime.now(UTC)
    job = replace(prepared.secrets.job, baseline=Baseline(FILE, ()), verify=False)
    looked = look(job, prepared.repository, now, threading.Event())
    unread = looked.silence.reason if looked.silence else ""
    with wordless():
        findings = looked.search.findings()
    real = tuple(one for one in findings if one.rule.impact is Impact.BLOCKER)
    stock = looked.search.inventory()
    guesses = tuple(one for one in stock.new if not _is_real(one, real))
    if not guesses:
        return Known(real=real, unread=unread)

    def line_of(path: str, line: int) -> str:
        rows = (prepared.repository.read(path) or "").splitlines()
        return rows[line - 1] if 0 < line <= len(rows) else ""

    with wordless():
        new = baseline_file.updated(
            Baseline(FILE, ()), None, replace(stock, new=guesses), now, line_of
        )
    return Known(text=new.text, guesses=guesses, real=real, unread=unread)


def _is_real(one: Standing, real: tuple[Finding, ...]) -> bool:
    """Whether a blocker would fall silent with it."""
    return (
        any(
            found.at.file == one.path
            and (found.at.line == one.line or found.rule.id == env_file.RULE.id)
            for found in real
        )
        or one.detector.rule.impact is Impact.BLOCKER
    )


def _defaults(root: Path) -> Read:
    def read(path: str) -> bytes:
        return _EMPTY if path == "launchready.yml" else (root / path).read_bytes()

    return read
