"""What load: may say, and that no load goes further than its owner meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from launchready.load.amounts import json_body, rate
from launchready.values.problem import ConfigError
from tests.load.reading import a_load


def test_a_load_is_read_as_it_is_written() -> None:
    made = a_load(
        "warmup: 2s",
        target="{name: a, url: 'https://ACME.test/a?b', weight: 3, headers: {X-One: 1}, p95: 1s}",
    )
    target = made.targets[0]

    assert (made.rate, made.for_, made.warmup, made.expect.errors) == (50, 60, 2, 1)
    assert (target.url.name, target.weight, target.p95) == ("https://acme.test/a?b", 3, 1)
    assert target.headers == (("X-One", "1"),)


@pytest.mark.parametrize(
    ("written", "words", "line"),
    [
        ({"rate": "500/s"}, "500 requests a second is more than 100", 4),
        ({"length": "5m"}, "300 s is longer than 120 s", 4),
        ({"rate": "50"}, "50 is not a rate; did you mean 50/s?", 4),
        ({"rate": "0/s"}, "0/s is out of range", 4),
        ({"target": "{name: a, url: 'https://other.test/'}"}, "other.test is not ours", 7),
        (
            {"target": "{name: a, url: 'https://acme.test/', form: {a: b}}"},
            "a is a GET with a body; write method: POST",
            7,
        ),
        (
            {"target": "{name: a, url: 'https://acme.test/', expect: ['[RESPONSE_TIME] < 1s']}"},
            "[RESPONSE_TIME] is not seen under load",
            7,
        ),
        ({"target": "{name: a, url: 'https://acme.test/', weight: 0}"}, "0 is not a weight", 7),
        ({"more": "master: 127.0.0.1:5557"}, "master is for locust", 4),
    ],
    ids=["rate", "length", "unit", "zero", "host", "body", "time", "weight", "master"],
)
def test_a_mistake_is_told_with_its_line(written: dict[str, str], words: str, line: int) -> None:
    with pytest.raises(ConfigError) as told:
        a_load(**written)

    assert words in str(told.value)
    assert told.value.problems[0].at.line == line


def test_its_owner_may_send_more() -> None:
    made = a_load("i_own_this: true", rate="500/s", length="10m")

    assert (made.rate, made.for_) == (500, 600)


def test_two_targets_need_two_names() -> None:
    target = "{name: a, url: 'https://acme.test/'}\n    - {name: a, url: 'https://acme.test/b'}"
    with pytest.raises(ConfigError, match="a is here twice"):
        a_load(target=target)


def test_a_json_body_keeps_its_kinds() -> None:
    made = a_load(
        target="{name: a, url: 'https://acme.test/', method: POST, "
        'json: {n: 1, f: 1.5, t: true, s: "1", z: null, l: [a, 2]}}'
    )

    assert made.targets[0].json_ == (
        '{"n": 1, "f": 1.5, "t": true, "s": "1", "z": null, "l": ["a", 2]}'
    )
    assert json_body({"a": "b"}) == '{"a": "b"}'


@settings(max_examples=80)
@given(st.text(max_size=12))
def test_no_rate_crashes_it(text: str) -> None:
    try:
        made = rate(text)
    except PydanticCustomError:
        return

    assert 0 < made <= 2000
