"""A part of a page may stand in a report, and what is secret or personal in it may not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.visit.excerpt import excerpt, visible, without_secrets
from tests.worlds import page

RANDOM = "a1B2" * 6


def shown(body: str, kind: str = "text/html") -> str:
    return visible(page("https://acme.test/", body=body, headers={"content-type": kind}))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<title>Acme</title><p>Hello <b>A</b>da<p>again", "Acme Hello Ada again"),
        ("<!doctype html>\n<h1>Know\n what</h1>", "Know what"),
        ("a<!-- b -->c<SCRIPT>d</script >e<style>f</style>", "ac e"),
        ("Tom &amp; Ada &lt;3", "Tom & Ada <3"),
        ("3 < 4 and<script>never ends", "3 < 4 and"),
        ("a<br", "a"),
        ("a<!-- never ends", "a"),
        ("", ""),
        ("<p data-a='b->c#d w->e' title = \"a > b\">Menu</p>", "Menu"),
        ("a<p title='never ends>b", "a"),
    ],
)
def test_a_visitor_reads_text_and_neither_tags_nor_scripts(body: str, text: str) -> None:
    assert shown(body) == text


def test_what_is_not_html_is_read_as_it_is() -> None:
    assert shown('{"a": "<b>"}', "application/json") == '{"a": "<b>"}'


@pytest.mark.parametrize(
    "secret",
    [
        'api_key = "hunter2"',
        '{"access_token":"hunter2"}',
        "password: hunter2",
        "Authorization: Bearer hunter2",
        "session=hunter2; Path=/",
        "write to hunter2@acme.test",
        f"see {RANDOM}hunter2",
    ],
)
def test_a_likely_secret_is_left_out(secret: str) -> None:
    assert "hunter2" not in without_secrets(secret)


def test_a_short_page_is_shown_whole_and_a_long_one_in_part() -> None:
    assert excerpt("Internal Server Error") == "Internal Server Error"
    assert excerpt("word " * 100).endswith(" …")
    assert len(excerpt("word " * 100)) <= 164


def test_a_part_is_shown_around_what_it_is_about() -> None:
    text = "before " * 100 + "Traceback here " + "after " * 100
    part = excerpt(text, "Traceback")

    assert part.startswith("… before")
    assert "Traceback here" in part
    assert part.endswith("after …")


def test_json_without_blanks_is_cut_between_its_parts() -> None:
    text = "{" + ",".join(f'"name{one}":{one}' for one in range(100)) + "}"

    assert excerpt(text).startswith('{"name0":0,"name1":1')


@given(st.integers(0, 700), st.sampled_from(["", "needle"]))
def test_a_secret_is_never_shown_in_half(offset: int, around: str) -> None:
    text = "x " * (offset // 2) + f"needle {RANDOM} " + "y " * 300

    assert "a1B2" not in excerpt(text, around)


@given(st.text(alphabet="<>/!-abscript &;\"'=\n", max_size=80))
def test_no_page_is_too_odd_to_read(body: str) -> None:
    response = page("https://acme.test/", body=body)

    assert excerpt(visible(replace(response, truncated=True))) is not None
