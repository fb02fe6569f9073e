"""A pattern of the founder's own that a hostile line could keep busy for ever is refused."""

import pytest

from launchready.secrets.backtracking import goes_back


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", r"(?:\w+\s?)*!", "((?:x{2,})*)y", r"(?=(?:\d*)*)z", "(?:a|b+)*c", "(?:a{1,60})+"],
)
def test_a_repeat_without_an_end_of_another_goes_back(pattern: str) -> None:
    assert goes_back(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "acme_[a-z0-9]{32}",
        r"\bkey-\w+",
        "(?:[a-f0-9]{4}-){3}x",
        "(?:ab)+c",
        "(?:a{1,9})+",
        "(?>a+)",
    ],
)
def test_usual_patterns_do_not(pattern: str) -> None:
    assert not goes_back(pattern)
