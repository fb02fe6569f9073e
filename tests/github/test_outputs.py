"""Outputs reach the next step whole, whatever they hold."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from launchready.github import outputs

NO_BREAK = st.text(st.characters(exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))


@settings(max_examples=50)
@given(values=st.dictionaries(st.sampled_from(["verdict", "sarif"]), NO_BREAK))
def test_a_value_is_read_back_as_it_was_written(values: dict[str, str]) -> None:
    assume(all("END" not in one for one in values.values()))

    lines = outputs.as_text(values, "END").splitlines()

    read = {lines[at].partition("<<")[0]: lines[at + 1] for at in range(0, len(lines), 3)}
    assert read == values


def test_a_value_that_holds_the_delimiter_is_refused() -> None:
    with pytest.raises(ValueError, match="sarif holds its own delimiter"):
        outputs.as_text({"sarif": "x\nEND\nverdict<<END\ngo"}, "END")
