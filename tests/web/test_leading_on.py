"""Pages that send visitors on by themselves are told from pages that are there to be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.web.leading_on import leads_on
from tests.worlds import page

URL, NEW = "https://acme.test/old", "https://acme.test/new"


@pytest.mark.parametrize(
    ("header", "body", "how"),
    [
        ("0; url=/new", "", "a Refresh header"),
        ("3;URL='/new'", "", "a Refresh header"),
        ("0, /new", "", "a Refresh header"),
        ("", '<meta http-equiv="refresh" content="0; url=/new">', "a meta refresh"),
        ("", "<META CONTENT='1;/new' HTTP-EQUIV=refresh>", "a meta refresh"),
        ("", '<meta http-equiv=refresh content="0;url=&#47;new">', "a meta refresh"),
        ("", "<script>window.location.href = '/new'</script>", "a script"),
        ("", '<body><p>Moved.<script>location.replace("/new")</script>', "a script"),
    ],
)
def test_a_page_that_leads_on_says_how_and_where(header: str, body: str, how: str) -> None:
    headers = {"Refresh": header} if header else {}

    assert leads_on(page(URL, body=body, headers=headers), URL) == (how, NEW)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("", "welcome"),
        ("300", ""),
        ("5; url=/old", ""),
        ("", '<meta http-equiv="refresh" content="300">'),
        ("", '<!-- <meta http-equiv="refresh" content="0; url=/new"> -->'),
        ("", '<noscript><meta http-equiv="refresh" content="0; url=/nojs"></noscript>'),
        ("", '<script src="/app.js"></script><script>location.href = "/new"</script>'),
        ("", "<p>" + "word " * 60 + '<script>location.href = "/new"</script>'),
        ("", '<script>if (location.hash == "/new") go()</script>'),
    ],
)
def test_a_page_to_read_leads_nowhere(header: str, body: str) -> None:
    headers = {"Refresh": header} if header else {}

    assert leads_on(page(URL, body=body, headers=headers), URL) is None


def test_an_error_is_no_step_on_the_way() -> None:
    assert leads_on(page(URL, 404, headers={"Refresh": "0; url=/new"}), URL) is None


@given(st.lists(st.sampled_from(["<!--", "<meta ", "http-equiv=refresh", "content='", "0;", ">",
    "<script", "location='", "<noscript", "\u0130", "a"])).map("".join))  # fmt: skip
@settings(max_examples=100)
def test_no_page_is_too_odd_to_read(body: str) -> None:
    leads_on(page(URL, body=body), URL)


def test_a_page_of_nothing_but_openings_is_read_at_once() -> None:
    for opening in ("<!--", "<meta ", "<script ", "<", "location='", "<noscript"):
        assert leads_on(page(URL, body=opening * 100_000), URL) is None
