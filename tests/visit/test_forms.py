"""A form is sent as a visitor's browser would send it, whatever stands in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.location import Location
from launchready.visit import forms, template

PAGE = """<base href="/app/"><form id=f method=post action="save" enctype="multipart/form-data">
<input type=hidden name=t value="&amp;1"><input type=checkbox name=on checked>
<input type=checkbox name=off><input type=radio name=r value=a>
<input type=radio name=r value=b checked>
<select name=s><option>one<option selected value=2>two</select>
<textarea name=n>x</textarea>
<label for=m>Your mail</label><input id=m name=q7><input name=d disabled value=1>
<button name=b value=1 formaction="other">Go</button><button name=c>No</button></form>
<input form=f type=hidden name=far value=1>"""


def test_everything_a_form_holds_is_sent_and_nothing_else() -> None:
    form = forms.find(PAGE, "https://acme.test/x/y?z=1")
    sending = forms.fill(form, {"Your mail": "a@b"})

    assert (sending.method, sending.url) == ("POST", "https://acme.test/app/other")
    assert sending.names == ("t", "on", "r", "s", "n", "q7", "b", "far")
    assert b'name="t"\r\n\r\n&1\r\n' in (sending.body or b"")
    assert dict(sending.headers)["Origin"] == "https://acme.test"
    assert dict(sending.headers)["Referer"] == "https://acme.test/x/y?z=1"


def test_a_form_that_gets_stands_in_the_address() -> None:
    form = forms.find("<form action='/s?old=1'><input name=q></form>", "https://acme.test/")

    assert forms.fill(form, {"q": "a b"}).url == "https://acme.test/s?q=a+b"


def test_a_field_that_is_not_there_is_told_with_the_nearest() -> None:
    form = forms.find("<form method=post><input name=email></form>", "https://acme.test/")
    with pytest.raises(forms.NoFormError, match="no field emial; did you mean email"):
        forms.fill(form, {"emial": "x"})


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["email", "password", "x"]))
def test_no_page_breaks_the_reading_of_forms(text: str, name: str) -> None:
    page = f"<form method=post {text}><input name=a{text}>{text}</form>"
    try:
        forms.fill(forms.find(page, "https://acme.test/"), {name: text})
    except forms.NoFormError as error:
        told = str(error)
    else:
        told = "sent"

    assert told != ""


def test_a_blank_that_stands_for_nothing_is_told_with_its_line_and_the_nearest_word() -> None:
    at = Location(file="launchready.yml", line=7)
    (problem,) = template.unknown([("to {{emial}} {{run.id}}", at)], ["email"])

    assert str(problem) == (
        "launchready.yml:7:1: {{emial}} stands for nothing here; did you mean {{email}}?"
    )


def test_what_is_made_up_stays_the_same_through_a_journey() -> None:
    words = template.Words()
    first = words.fill("{{random.password}}")

    assert words.fill("{{ random.password }}") == first
    assert words.hidden == {first}
    assert len(first) == 20
