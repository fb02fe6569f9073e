"""A conference's portal, whose organisers log in with a form of their own. Tried at night."""

from tests.apps import pretalx
from tests.apps.app import Running
from tests.apps.founder import Founder, needs_app

_SMOKE = """\
smoke:
  sessions:
    organiser:
      form:
        url: "${base_url}/orga/login/"
        fields: {email: ada@example.com, password: "${WORD}"}
      check: "${base_url}/orga/me"
      expect: ["[STATUS] == 200", "[BODY] contains ada@example.com"]
      rejects: wrong password
"""


@needs_app(pretalx.APP, nightly=True)
def test_an_organiser_comes_in_and_a_wrong_password_does_not(
    the_pretalx: Running, founder: Founder
) -> None:
    told = founder.asks(the_pretalx, _SMOKE, WORD=the_pretalx.password)

    assert (told.code, told.rules) == (0, [])


@needs_app(pretalx.APP, nightly=True)
def test_a_password_that_is_refused_is_a_broken_login(
    the_pretalx: Running, founder: Founder
) -> None:
    told = founder.asks(the_pretalx, _SMOKE, WORD=the_pretalx.password[::-1])

    assert (told.code, told.rules) == (1, ["smoke/login-broken"])
    assert "still asks for a password" in told.about("smoke/login-broken")["message"]
