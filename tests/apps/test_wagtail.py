"""A site whose editors log in with a form: who may come in does, and who may not is kept out."""

from tests.apps import wagtail
from tests.apps.app import Running
from tests.apps.founder import Founder, needs_app

_SMOKE = """\
smoke:
  sessions:
    editor:
      form:
        url: "${base_url}/admin/login/"
        fields: {username: ada, password: "${EDITOR_PASSWORD}"}
      expect: ["[URL] == pat(*/admin/)"]
      rejects: wrong password
  pages:
    - {name: home, url: "${base_url}/"}
    - name: editors' pages
      url: "${base_url}/admin/pages/"
      session: editor
      expect: ["[URL] == pat(*/admin/pages/)", "[BODY] contains Root"]
"""
_STRANGERS = """\
    - name: editors' pages, for strangers
      url: "${base_url}/admin/pages/"
      expect: ["[URL] == pat(*/admin/login/*)", "css(input[type=password])"]
"""


@needs_app(wagtail.APP)
def test_an_editor_comes_in_and_a_wrong_password_does_not(
    the_wagtail: Running, founder: Founder
) -> None:
    told = founder.asks(the_wagtail, _SMOKE, EDITOR_PASSWORD=the_wagtail.password)

    assert (told.code, told.rules) == (0, [])
    assert told.outcome("editor") == "answered"
    assert told.outcome("editors' pages") == "answered"


@needs_app(wagtail.APP)
def test_an_account_that_no_longer_works_is_told_in_the_words_of_the_page(
    the_wagtail: Running, founder: Founder
) -> None:
    told = founder.asks(the_wagtail, _SMOKE, EDITOR_PASSWORD=the_wagtail.password[::-1])

    assert (told.code, told.rules) == (1, ["smoke/login-broken"])
    assert "didn't match" in told.about("smoke/login-broken")["message"]
    assert told.outcome("editors' pages") == "unanswered"
    assert told.outcome("home") == "answered"


@needs_app(wagtail.APP)
def test_a_page_that_sends_strangers_to_the_login_is_no_page_for_them(
    the_wagtail: Running, founder: Founder
) -> None:
    open_page = _SMOKE.replace("      session: editor\n", "")

    told = founder.asks(the_wagtail, open_page, EDITOR_PASSWORD=the_wagtail.password)

    assert (told.code, told.rules) == (1, ["smoke/page-wrong"])
    assert "/admin/login/" in told.about("smoke/page-wrong")["message"]


@needs_app(wagtail.APP)
def test_a_page_that_is_meant_to_be_closed_to_strangers_is(
    the_wagtail: Running, founder: Founder
) -> None:
    told = founder.asks(the_wagtail, _SMOKE + _STRANGERS, EDITOR_PASSWORD=the_wagtail.password)

    assert (told.code, told.rules) == (0, [])


@needs_app(wagtail.APP)
def test_a_home_page_holds_under_ten_visitors_a_second(
    the_wagtail: Running, founder: Founder
) -> None:
    load = """\
load:
  rate: 10/s
  for: 10s
  targets: [{name: home, url: "${base_url}/"}]
  expect: {p95: 5s, errors: 20%}
"""

    told = founder.measures(the_wagtail, load)

    assert (told.code, told.rules) == (0, [])
