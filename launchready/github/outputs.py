"""The action's outputs and summary, in the files the runner gives for them."""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from launchready.core.finding import Impact
from launchready.core.report import Report

# GitHub drops a step's summary of more than 1 MiB whole: what we write, and what stands there.
LARGEST_SUMMARY = 900 * 1024
_LIMIT = 1024 * 1024 - 1024


def of_report(report: Report) -> dict[str, str]:
    """What a later step may want to know, by the names in action.yml."""
    return {
        "verdict": report.verdict.value,
        "findings": str(len(report.standing)),
        "blockers": str(len(report.of_impact(Impact.BLOCKER))),
        "launch-in-48h": report.launch_in_48h,
    }


def without_report() -> dict[str, str]:
    """The same where the gate could not run: nothing found is not the same as nothing there."""
    return {"verdict": "unknown", "findings": "", "blockers": "", "launch-in-48h": "unknown"}


def as_text(values: Mapping[str, str], delimiter: str) -> str:
    """Values as the runner reads them, each between two lines no value holds.

    Raises ValueError when one does.
    """
    lines: list[str] = []
    for name, value in values.items():
        if delimiter in value:
            raise ValueError(f"{name} holds its own delimiter")
        lines += [f"{name}<<{delimiter}", value, delimiter]
    return "".join(f"{line}\n" for line in lines)


def write(variables: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Adds to the step's outputs. Raises OSError."""
    delimiter = f"ghadelimiter_{secrets.token_hex(16)}"
    _append(variables.get("GITHUB_OUTPUT", ""), as_text(values, delimiter))


def summarise(variables: Mapping[str, str], render: Callable[[int], str]) -> None:
    """Adds to the step's summary what `render` makes for so many bytes. Raises OSError."""
    file = variables.get("GITHUB_STEP_SUMMARY", "")
    there = Path(file).stat().st_size if file and Path(file).is_file() else 0
    _append(file, render(max(0, min(LARGEST_SUMMARY, _LIMIT - there))) + "\n")


def _append(file: str, text: str) -> None:
    if file:
        with Path(file).open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
