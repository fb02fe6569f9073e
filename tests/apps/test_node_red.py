"""A single-page app: its API wants a token, its page a browser."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.apps import node_red
from tests.apps.app import Running
from tests.apps.founder import Founder, needs_app

_TOKEN = """\
smoke:
  sessions:
    api:
      jwt:
        url: "${base_url}/auth/token"
        fields:
          client_id: node-red-admin
          grant_type: password
          scope: "*"
          username: ada
          password: "${WORD}"
        token: "$.access_token"
      check: "${base_url}/settings"
      expect: {json: {"$.user.username": ada}}
      rejects: wrong password
  pages:
    - {name: flows, url: "${base_url}/flows", session: api}
    - {name: flows for strangers, url: "${base_url}/flows", expect: ["[STATUS] == 401"]}
"""
_BROWSER = """\
smoke:
  journeys:
    - name: the editor opens
      steps:
        - name: log in
          browser:
            goto: "${base_url}/"
            fill: {Username: ada, Password: "${WORD}"}
            click: Login
            wait_for: Deploy
"""
_in_browser: Callable[..., Any] = pytest.mark.browser


@needs_app(node_red.APP)
def test_a_token_opens_the_api_and_a_wrong_password_gets_none(
    the_node_red: Running, founder: Founder
) -> None:
    told = founder.asks(the_node_red, _TOKEN, WORD=the_node_red.password)

    assert (told.code, told.rules) == (0, [])
    assert told.outcome("flows for strangers") == "answered"


@needs_app(node_red.APP)
def test_a_password_that_gets_no_token_is_a_broken_login(
    the_node_red: Running, founder: Founder
) -> None:
    told = founder.asks(the_node_red, _TOKEN, WORD=the_node_red.password[::-1])

    assert (told.code, told.rules) == (1, ["smoke/login-broken"])
    assert told.outcome("flows") == "unanswered"


@needs_app(node_red.APP)
def test_a_page_of_the_api_without_a_token_is_wrong(
    the_node_red: Running, founder: Founder
) -> None:
    bare = 'smoke:\n  pages: [{name: flows, url: "${base_url}/flows"}]\n'

    told = founder.asks(the_node_red, bare)

    assert (told.code, told.rules) == (1, ["smoke/page-wrong"])
    assert "401" in told.about("smoke/page-wrong")["message"]


@needs_app(node_red.APP)
@_in_browser
def test_a_person_logs_in_to_the_editor_in_a_real_browser(
    the_node_red: Running, founder: Founder
) -> None:
    told = founder.asks(the_node_red, _BROWSER, WORD=the_node_red.password)

    assert (told.code, told.rules) == (0, [])
    assert "log in passed" in " ".join(told.ran.out.split())


@needs_app(node_red.APP)
@_in_browser
def test_a_wrong_password_in_a_real_browser_stops_at_the_login(
    the_node_red: Running, founder: Founder
) -> None:
    told = founder.asks(the_node_red, _BROWSER, WORD=the_node_red.password[::-1])

    assert (told.code, told.rules) == (1, ["smoke/step-failed"])
    assert "Deploy" in told.about("smoke/step-failed")["message"]
