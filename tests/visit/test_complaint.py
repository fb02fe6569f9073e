"""What a page says went wrong is told in its own words, and nothing that is hidden is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.visit.complaint import complaint


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p role=alert>Wrong <b>password</b>.</p>", "Wrong password ."),
        ("<ul class=errorlist><li>Not correct.</ul>", "Not correct."),
        ("<ul class=messages><li class=error>No match.</li></ul>", "No match."),
        ("<div class='alert alert-danger'>Refused</div>", "Refused"),
        ("<p class=form-error>Refused</p>", "Refused"),
        ("<div class=alert>Cookies!</div><p class=errornote>Refused</p>", "Refused"),
    ],
)
def test_a_complaint_is_found_wherever_pages_put_it(html: str, said: str) -> None:
    assert complaint(f"<form>{html}<input type=password></form>") == said


@pytest.mark.parametrize(
    "html",
    [
        "<form><input type=password></form>",
        "<p role=alert hidden>Wrong</p>",
        "<div style='display: none'><p class=error>Wrong</p></div>",
        "<template><p class=error>Wrong</p></template>",
        "<div class=alert> &times; </div>",
    ],
)
def test_what_is_not_shown_is_no_complaint(html: str) -> None:
    assert complaint(html) == ""


def test_a_long_complaint_is_cut_and_an_address_is_left_out() -> None:
    said = complaint(f"<p role=alert>No ada@example.com here. {'So it is. ' * 50}</p>")

    assert len(said) == 160
    assert "ada@example.com" not in said


@given(st.text(alphabet="<>=\"'/ pre role=alert!-", max_size=200))
def test_any_page_is_read(html: str) -> None:
    assert len(complaint(html)) <= 160
