"""Reads the lines that findings point at, for a terminal to show; never one that may be secret."""

import re
from pathlib import Path

from launchready.core.finding import Finding
from launchready.core.redact import Redactor
from launchready.core.report import Report
from launchready.report.frame import Quoted
from launchready.secrets.quoted import keys_in

_MOST = 200  # findings
_LARGEST = 1_000_000  # bytes of a file
_LONGEST = 1_000  # characters of a line

# A line that speaks of credentials is not quoted, whatever it holds.
_PRIVATE = re.compile(
    r"passw|pwd|secret|token|api.?key|private.?key|cookie|authori[sz]ation|credential|bearer"
    r"|session|://[^/\s]*@",
    re.IGNORECASE,
)


def quoted(report: Report, root: Path, hide: Redactor) -> tuple[Quoted, ...]:
    """The line of each finding of a file under `root`, with what may be a secret left out."""
    read: dict[str, list[str]] = {}
    found: list[Quoted] = []
    for finding in report.standing[:_MOST]:
        if finding.rule.room == "secrets" or "secret" in finding.rule.id:
            continue
        if finding.at.file not in read:
            read[finding.at.file] = _lines(root, finding.at.file)
        found += _one(finding, read[finding.at.file], hide)
    keys = hide.knowing(keys_in((one.text for one in found), report.started))
    return tuple(one for one in found if keys(one.text) == one.text)


def _one(finding: Finding, lines: list[str], hide: Redactor) -> list[Quoted]:
    if not 1 <= finding.at.line <= len(lines):
        return []
    text = lines[finding.at.line - 1][:_LONGEST]
    is_private = _PRIVATE.search(text) or hide(text) != text
    return [] if is_private else [Quoted(at=finding.at, text=text)]


def _lines(root: Path, name: str) -> list[str]:
    """A file's lines; none where it is not a file of this repository, or cannot be read."""
    try:
        base = root.resolve()
        file = (base / name).resolve()
        if not file.is_relative_to(base) or not file.is_file() or file.stat().st_size > _LARGEST:
            return []
        return file.read_text("utf-8", errors="replace").splitlines()
    except (OSError, ValueError):
        # The report stands without the line; the finding names the place all the same.
        return []
