"""Whatever a report holds, every format of it is harmless text that ends with a line."""

import re

import pytest
from hypothesis import given

from launchready.core.report import Report
from launchready.report import formats
from tests.report.hostile import reports
from tests.report.reports import no_go

# How GitHub's runner knows a command: after white space at a line's start, or anywhere (V1).
_COMMAND = re.compile(r"^\s*::.*::")


def test_every_format_of_the_command_line_is_there() -> None:
    names = "terminal json sarif junit markdown html annotations perf badge status"

    assert tuple(names.split()) == formats.NAMES


@given(reports())
def test_no_format_gives_a_workflow_a_command_from_outside(report: Report) -> None:
    made = {name: formats.render(name, report, formats.Style()) for name in formats.NAMES}

    for name, text in made.items():
        assert "##[" not in text
        assert "##vso[" not in text
        assert name == "annotations" or not [x for x in text.splitlines() if _COMMAND.match(x)]


@given(reports())
def test_every_format_is_utf_8_with_no_character_unseen(report: Report) -> None:
    made = [formats.render(name, report, formats.Style()) for name in formats.NAMES]

    for text in made:
        assert text.encode("utf-8").decode() == text
        assert not set(text) & {"\x00", "\x1b", "\x9b", "\r", "\u202e", "\u200b", "\u2028"}
        assert text == "" or text.endswith("\n")


@pytest.mark.parametrize("name", formats.NAMES)
def test_the_same_report_reads_the_same_twice(name: str) -> None:
    first, second = (formats.render(name, no_go(), formats.Style()) for _ in range(2))

    assert first == second
