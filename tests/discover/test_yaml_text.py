"""Whatever a stranger's page, zone or file is called, the config reads it back as it was."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.config.expand import Expander
from launchready.discover.yaml_text import comment, row, scalar, spelt
from launchready.values.node import Block
from launchready.values.yaml import parse

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def read_back(text: str) -> object:
    """The value behind `a:`, its variables filled in."""
    expander = Expander("production", {"NAME": "filled"}, {})
    root = expander.tree(parse(text.encode(), "x.yml"))

    assert expander.problems == []
    assert isinstance(root, Block)
    return next(iter(root.values()))


@given(ANY)
@settings(max_examples=100)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert read_back(f"a: {scalar(text)}\n") == text


@given(st.lists(ANY, min_size=1, max_size=5))
@settings(max_examples=50)
def test_lists_come_back_in_one_line_or_in_many(texts: list[str]) -> None:
    lines = row("a", [scalar(one) for one in texts], "")

    assert read_back("\n".join(lines) + "\n") == texts


@given(ANY, ANY)
@settings(max_examples=100)
def test_no_comment_becomes_a_line_of_its_own(text: str, value: str) -> None:
    assert read_back(f"# {comment(text)}\na: {scalar(value)}  # {comment(text)}\n") == value


def test_a_variable_is_filled_in_only_where_it_is_meant() -> None:
    assert read_back(f"a: {spelt('${NAME}/x')}\n") == "filled/x"
    assert read_back(f"a: {scalar('${NAME}/x')}\n") == "${NAME}/x"
    assert json.loads(spelt("no")) == "no"
