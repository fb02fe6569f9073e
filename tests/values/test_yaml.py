"""YAML keeps every scalar as written and refuses what hides things from a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.location import Location
from launchready.values.node import Block, Row, Text
from launchready.values.problem import ConfigError, Problem
from launchready.values.yaml import DEEPEST, LARGEST, parse


def problems(raw: bytes) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(raw, "x.yml")
    return [str(one) for one in caught.value.problems]


@pytest.mark.parametrize(
    "written", ["1.10", "no", "012", "12:30", "2026-01-31", "0x1f", "1e3", "~x"]
)
def test_a_scalar_stays_as_it_was_written(written: str) -> None:
    node = parse(f"key: {written}".encode(), "x.yml")

    assert node == {"key": written}


def test_every_part_knows_its_place() -> None:
    node = parse(b"zones:\n  - map: a.yaml\n  - [b,\n     c]\n", "x.yml")

    assert isinstance(node, Block)
    key = node.key("zones")
    assert key is not None
    assert key.at == Location(file="x.yml", line=1, column=1)
    rows = node[key]
    assert isinstance(rows, Row)
    first, second = rows
    assert isinstance(second, Row)
    assert first.at == Location(file="x.yml", line=2, column=5)
    assert second[1].at == Location(file="x.yml", line=4, column=6)


def test_a_quoted_null_is_a_word_and_a_bare_one_is_nothing() -> None:
    node = parse(b"- 'null'\n- null\n-\n- ''\n", "x.yml")

    assert isinstance(node, Row)
    assert [one.is_blank for one in node if isinstance(one, Text)] == [False, True, True, False]


def test_a_byte_order_mark_is_not_part_of_the_first_key() -> None:
    assert parse(b"\xef\xbb\xbfversion: 1", "x.yml") == {"version": "1"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "x.yml:1:1: the file is empty; start with 'version: 1'"),
        (b"# only a comment\n", "x.yml:1:1: the file is empty; start with 'version: 1'"),
        (b"a: 1\nb: 2\na: 3", "x.yml:3:1: a is here twice; the first is in line 1"),
        (b"a: &x 1", "x.yml:1:4: &x is an anchor; write the value where it is used"),
        (b"a: \xff", "x.yml:1:4: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"\xc3\xa9\n\xff", "x.yml:2:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"\xc3\xa9: \x01", "x.yml:1:4: the character U+0001 may not stand in YAML; delete it"),
        (b"a: 1\n--- 2", "x.yml:2:1: a second document starts here; keep one document a file"),
        (b"? [a]\n: 1", "x.yml:1:3: a key is a list or a mapping; use a plain word as the key"),
        (b"<<: {a: 1}", "x.yml:1:1: << is a merge key; write the keys out"),
        (
            b"a: !!int 1",
            "x.yml:1:4: tag:yaml.org,2002:int is a tag; leave it out; types follow from the key",
        ),
    ],
)
def test_what_may_not_stand_in_a_config_is_named_at_its_place(raw: bytes, said: str) -> None:
    assert problems(raw) == [said]


def test_an_alias_is_refused_with_its_anchor_so_no_file_can_grow() -> None:
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"

    assert len(problems(bomb)) == 6


def test_a_tab_is_told_apart_from_other_mistakes() -> None:
    assert "x.yml:2:1: not YAML" in problems(b"a:\n\tb: 1")[0]


def test_a_file_of_ten_megabytes_is_refused_by_its_size() -> None:
    assert problems(b"a" * 10_000_000) == [
        f"x.yml:1:1: the file has 10,000,000 bytes; at most {LARGEST:,} are read"
    ]


@pytest.mark.parametrize("opening", [b"[" * 100_000, b"{a: " * 100_000, b"- " * 100_000])
def test_depth_is_a_problem_and_never_a_crash(opening: bytes) -> None:
    assert f"nested more than {DEEPEST} levels deep" in problems(opening)[0]


def test_what_follows_a_part_that_is_too_deep_is_still_read() -> None:
    deep = b"a: " + b"[" * 50 + b"]" * 50 + b"\nb: 1\nb: 2\n"

    assert [one.split(": ")[1] for one in problems(deep)] == [
        f"nested more than {DEEPEST} levels deep; flatten it",
        "b is here twice; the first is in line 2",
    ]


@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    try:
        node: object = parse(raw, "x.yml")
    except ConfigError as error:
        node = error.problems[0]

    assert isinstance(node, Text | Row | Block | Problem)
