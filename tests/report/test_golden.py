"""Whole reports read as the golden files show them, in every format.

`LAUNCHREADY_GOLDEN=1` (`make golden`) writes them anew; review the difference as a user would.
"""

import os
from pathlib import Path

import pytest

from launchready.report import formats
from tests.report.reports import ALL

GOLDEN = Path(__file__).parent.parent / "golden"
SUFFIXES = {
    "terminal": "txt",
    "markdown": "md",
    "html": "html",
    "sarif": "sarif.json",
    "junit": "junit.xml",
    "json": "json",
    "annotations": "annotations.txt",
    "perf": "perf.jsonl",
    "badge": "badge.svg",
    "status": "status.json",
}


@pytest.mark.parametrize("name", formats.NAMES)
@pytest.mark.parametrize("which", ALL)
def test_a_whole_report_reads_as_its_golden_file(which: str, name: str) -> None:
    file = GOLDEN / f"{which}.{SUFFIXES[name]}"

    text = formats.render(name, ALL[which](), formats.Style(width=80, colour=False))
    if os.environ.get("LAUNCHREADY_GOLDEN") == "1":
        file.write_text(text, "utf-8", newline="\n")

    assert text == file.read_text("utf-8")


def test_no_golden_file_is_left_of_what_is_gone() -> None:
    expected = {f"{which}.{SUFFIXES[name]}" for which in ALL for name in formats.NAMES}

    assert {one.name for one in GOLDEN.iterdir()} == expected
