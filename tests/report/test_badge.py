"""The badge and the status say the word, how old it is, and nothing else from outside."""

import json
from xml.etree import ElementTree as ET

import pytest

from launchready.report import badge, status
from tests.report.reports import ALL, no_go


@pytest.mark.parametrize("which", ALL)
def test_the_badge_is_a_picture_of_the_word_that_a_screen_reader_can_say(which: str) -> None:
    picture = ET.fromstring(badge.render(ALL[which]()))
    texts = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]

    assert texts == ["launchready", which]
    assert picture.get("aria-label") == f"launchready: {which}, as of 2026-11-25"


def test_the_status_is_the_answer_its_counts_and_how_long_it_holds() -> None:
    assert json.loads(status.render(no_go())) == {
        "version": 1,
        "verdict": "no-go",
        "launch_in_48h": {"answer": "yes", "hours": 2.0, "elapsed": 3.0},
        "product": "Acme Portal",
        "environment": "production",
        "commit": "9f3c2ab1d0e47756c1a2b3c4d5e6f70812345678",
        "started": "2026-11-25T12:00:00Z",
        "until": "2026-11-26T12:00:00Z",
        "blockers": 3,
        "risks": 1,
        "unanswered": 1,
        "schemaVersion": 1,
        "label": "launchready",
        "message": "no-go",
        "color": "red",
    }
