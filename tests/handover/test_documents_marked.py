"""Facts are rewritten between their markers; nothing that people wrote is ever touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.handover_files.marked import Facts, fresh, pairs, renewed, within
from launchready.values.problem import ConfigError

FILE = "docs/handover/ACCESS.md"
BEGIN, END = "<!-- launchready:facts a -->", "<!-- /launchready:facts a -->"
BEGIN_B, END_B = BEGIN.replace(" a ", " b "), END.replace(" a ", " b ")


def two(a: str = "one", b: str = "two") -> tuple[Facts, ...]:
    return (
        Facts(name="a", text=a, after="- Owner:"),
        Facts(name="b", text=b, before="## Own words"),
    )


def test_a_new_document_has_facts_between_markers_and_lines_for_people() -> None:
    made = fresh("Access", two())

    assert made == (
        f"# Access\n\n{BEGIN}\none\n{END}\n\n- Owner:\n\n## Own words\n\n{BEGIN_B}\ntwo\n{END_B}\n"
    )
    assert within(made, FILE) == {"a": "one", "b": "two"}


def test_facts_change_and_peoples_words_stay() -> None:
    text = fresh("Access", two()).replace("- Owner:", "- Owner: Ana \n\nfree words")
    made = renewed(text, FILE, two(a="new\n\nlines"))

    assert made == text.replace("\none\n", "\nnew\n\nlines\n")


def test_nothing_new_is_byte_for_byte_the_same() -> None:
    text = fresh("Access", two())

    assert renewed(text, FILE, two()) == text


def test_what_could_not_be_seen_leaves_the_earlier_facts() -> None:
    text = fresh("Access", two())
    unseen = (Facts(name="a", text=None), Facts(name="b", text="three"))

    assert within(renewed(text, FILE, unseen), FILE) == {"a": "one", "b": "three"}


def test_a_new_part_comes_at_the_end_even_of_a_page_without_markers() -> None:
    made = renewed("My own page", FILE, (Facts(name="a", text="one"),))

    assert made == f"My own page\n\n{BEGIN}\none\n{END}\n"


def test_line_ends_of_windows_are_kept() -> None:
    text = fresh("Access", two()).replace("\n", "\r\n")
    made = renewed(text, FILE, two(a="new\nlines"))

    assert made == text.replace("\r\none\r\n", "\r\nnew\r\nlines\r\n")
    assert within(made, FILE)["a"] == "new\nlines"


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (f"x\n{BEGIN}\none\n", 2, "a begins here and never ends"),
        (f"one\n{END}\n", 2, "a ends here and begins nowhere above"),
        (f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n", 3, "a is here twice; line 1 has it too"),
        (f"{BEGIN}\n{BEGIN_B}\n{END_B}\n", 1, "a begins here and never ends"),
        (f"{BEGIN}\n{END_B}\n{END}\n", 2, "b ends here, within a"),
        ("<!-- launchready:facts -->\n", 1, "this marker is not whole"),
        ("x\n<!-- launchready:fact a -->\n", 2, "this marker is not whole"),
        (f"{BEGIN} and more\n", 1, "this marker is not whole"),
    ],
)
def test_a_broken_marker_is_told_at_its_line(text: str, line: int, found: str) -> None:
    with pytest.raises(ConfigError) as error:
        renewed(text, FILE, two())

    assert next((one.at.file, one.at.line, one.found) for one in error.value.problems) == (
        FILE,
        line,
        found,
    )


def test_every_broken_marker_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        pairs(f"{END}\n{END_B}\n", FILE)

    assert [one.at.line for one in error.value.problems] == [1, 2]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(
    lambda one: "launchready:" not in one
)
FACTS = st.text(st.sampled_from("ab |`#-<>[]\n"), max_size=30)


def outside(text: str) -> list[str]:
    """The lines of a document that are nobody's but people's."""
    lines = text.split("\n")
    hidden = {place for one in pairs(text, FILE) for place in range(one.first, one.last + 1)}
    return [line for place, line in enumerate(lines) if place not in hidden]


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 60), WORDS), max_size=12), st.lists(FACTS, min_size=10))
def test_what_people_insert_anywhere_outside_survives_ten_runs(
    edits: list[tuple[int, str]], facts: list[str]
) -> None:
    text = fresh("Access", two())
    for place, words in edits:
        lines = text.split("\n")
        free = [0, *(n + 1 for n in range(len(lines)) if not _is_within(n + 1, text))]
        at = free[place % len(free)]
        text = "\n".join([*lines[:at], words, *lines[at:]])
    mine = outside(text)
    for one in facts[:10]:
        text = renewed(text, FILE, two(a=one, b=one[::-1]))

        assert outside(text) == mine
        assert within(text, FILE) == {"a": one, "b": one[::-1]}


def _is_within(place: int, text: str) -> bool:
    """Whether a line put before this one would come between two markers."""
    return any(one.first < place <= one.last for one in pairs(text, FILE))
