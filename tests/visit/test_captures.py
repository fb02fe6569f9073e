"""A step keeps a value from wherever an answer has it, and says where it is not."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.cookies import Jar
from launchready.values.problem import ConfigError
from launchready.visit.captures import Missed, Save, captured
from launchready.visit.seen import Seen
from tests.visit.portal import a_journey, node
from tests.worlds import page

BODY = {"id": 7, "user": {"name": "Ada"}, "tags": ["a", "b"], "no": None, "ok": True}
SEEN = Seen(
    url="https://app.acme.test/orders/7",
    body=json.dumps(BODY),
    shown="order 7 of Ada",
    headers=(("location", "/orders/7"), ("x-request-id", "r-1")),
    cookies=("sid=first; Path=/", "sid=second; Path=/; HttpOnly", "gone=; Max-Age=0"),
)


def saved(text: str, seen: Seen = SEEN, jar: Jar | None = None) -> str | Missed:
    return captured(Save.model_validate(node(text)), seen, jar)


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("{jsonpath: $.user.name}", "Ada"),
        ("{jsonpath: $.id}", "7"),
        ("{jsonpath: '$.tags[1]'}", "b"),
        ("{jsonpath: $.ok}", "true"),
        ("{header: X-Request-Id}", "r-1"),
        ("{header: location}", "/orders/7"),
        ("{cookie: sid}", "second"),
        ("{regex: 'order ([0-9]+)'}", "7"),
        ("{regex: 'of [A-Z]'}", "of A"),
    ],
)
def test_a_value_is_kept_as_text(way: str, value: str) -> None:
    assert saved(way) == value


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("{jsonpath: $.nobody}", "there is no jsonpath $.nobody"),
        ("{jsonpath: $.no}", "there is no jsonpath $.no"),
        ("{header: ETag}", "there is no header ETag"),
        ("{cookie: SID}", "there is no cookie SID"),
        ("{regex: 'x([0-9]+)'}", "there is no regex x([0-9]+)"),
    ],
)
def test_a_value_that_is_not_there_is_told(way: str, why: str) -> None:
    assert saved(way) == Missed(why=why)


def test_json_is_not_looked_for_in_a_page() -> None:
    found = saved("{jsonpath: $.id}", Seen(body="<h1>Hello</h1>"))

    assert isinstance(found, Missed)
    assert found.why.startswith("the answer is not JSON (")


def test_a_cookie_set_earlier_on_the_way_is_found_in_the_jar() -> None:
    jar = Jar()
    jar.take(page("https://app.acme.test/", headers={"Set-Cookie": "old=kept; Path=/"}))

    assert saved("{cookie: old}", SEEN, jar) == "kept"
    assert saved("{cookie: old}", SEEN) == Missed(why="there is no cookie old")


@pytest.mark.parametrize(
    "text",
    ["{}", "{header: a, cookie: b}", "{attr: href}", "{jsonpath: 'x['}", "{regex: '('}"],
)
def test_a_mistake_in_save_is_told_when_the_config_is_read(text: str) -> None:
    with pytest.raises((ConfigError, ValueError)):
        a_journey(f"name: n\nsteps:\n  - {{get: URL/, save: {{a: {text}}}}}\n")


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.text(), lambda x: st.lists(x, max_size=3)))
def test_no_answer_crashes_a_capture(value: Any) -> None:
    for body in (json.dumps(value), str(value)):
        for way in ("{jsonpath: '$..*'}", "{css: 'a[href]'}", "{regex: '.+'}", "{link: 'pat(*)'}"):
            assert isinstance(saved(way, Seen(body=body, shown=body)), str | Missed)


@pytest.mark.parametrize(
    "way", [{"css": "a["}, {"regex": "id=("}, {"jsonpath": "$["}], ids=["css", "regex", "jsonpath"]
)
def test_what_was_filled_in_wrongly_is_told_and_finds_nothing(way: dict[str, str]) -> None:
    (name,) = way
    unfilled = Save.model_validate(node(f"{{{name}: '{{{{place}}}}'}}"))
    value = captured(unfilled.model_copy(update=way), SEEN)

    assert isinstance(value, Missed)
    assert "cannot be used" in value.why
