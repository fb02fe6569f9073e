"""A back end with an API: tokens, its own OpenAPI file, and a sign-up by mail. Tried at night."""

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.apps import directus, maildev
from tests.apps.app import Running
from tests.apps.founder import Founder, needs_app
from tests.command import launchready

_SESSION = """\
smoke:
  sessions:
    api:
      jwt:
        url: "${base_url}/auth/login"
        json: {email: ada@example.com, password: "${WORD}"}
        token: "$.data.access_token"
      check: "${base_url}/users/me"
      expect: {json: {"$.data.email": ada@example.com}}
      rejects: wrong password
  pages:
    - {name: health, url: "${base_url}/server/health"}
    - {name: people, url: "${base_url}/users", session: api, expect: ["len([BODY].data) > 0"]}
    - {name: people for strangers, url: "${base_url}/users", expect: ["[STATUS] == 403"]}
"""
_JOURNEY = """\
smoke:
  inboxes:
    main: {maildev: "http://127.0.0.1:${INBOX_PORT}"}
  journeys:
    - name: sign up
      vars: {email: "qa-{{run.id}}@example.com"}
      steps:
        - name: register
          post: "${base_url}/users/register"
          json: {email: "{{email}}", password: "{{random.password}}"}
          expect: ["[STATUS] == 204"]
        - name: the mail arrives
          mail: {inbox: main, to: "{{email}}", subject: "pat(*Verify*)", within: 60s}
          save: {verify: {link: "pat(*/verify-email*)"}}
        - {name: verify, get: "{{verify}}", follow_redirects: false}
        - name: log in
          post: "${base_url}/auth/login"
          json: {email: "{{email}}", password: "{{random.password}}"}
          save: {token: {jsonpath: "$.data.access_token"}}
        - name: who am I
          get: "${base_url}/users/me"
          headers: {Authorization: "Bearer {{token}}"}
          expect: ["[STATUS] == 200", "has([BODY].data.id)"]
"""
_BOTH = (directus.APP, maildev.APP)


def _asked(app: Running, path: str, body: Any = None, *, how: str, token: str = "") -> Any:
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(app.url + path, data, headers, method=how), timeout=60) as answer:
        return json.loads(answer.read())


def _token(app: Running) -> str:
    who = {"email": directus.USER, "password": app.password}
    return str(_asked(app, "/auth/login", who, how="POST")["data"]["access_token"])


@pytest.fixture
def open_to_all(the_directus: Running) -> Running:
    """Its owner lets customers sign up by mail."""
    allowed = {"public_registration": True, "public_registration_verify_email": True}
    _asked(the_directus, "/settings", allowed, how="PATCH", token=_token(the_directus))
    return the_directus


@needs_app(*_BOTH, nightly=True)
def test_a_token_opens_the_api_and_a_wrong_password_gets_none(
    the_directus: Running, founder: Founder
) -> None:
    told = founder.asks(the_directus, _SESSION, WORD=the_directus.password)

    assert (told.code, told.rules) == (0, [])


@needs_app(*_BOTH, nightly=True)
def test_a_password_that_gets_no_token_is_a_broken_login(
    the_directus: Running, founder: Founder
) -> None:
    told = founder.asks(the_directus, _SESSION, WORD=the_directus.password[::-1])

    assert (told.code, told.rules) == (1, ["smoke/login-broken"])


@needs_app(*_BOTH, nightly=True)
def test_a_customer_signs_up_by_mail_and_gets_a_token(
    open_to_all: Running, the_inbox: Running, founder: Founder
) -> None:
    port = the_inbox.url.rpartition(":")[2]

    told = founder.asks(open_to_all, _JOURNEY, INBOX_PORT=port)

    assert (told.code, told.rules) == (0, [])


@needs_app(*_BOTH, nightly=True)
def test_a_customer_who_did_not_follow_the_mail_cannot_log_in(
    open_to_all: Running, the_inbox: Running, founder: Founder
) -> None:
    port = the_inbox.url.rpartition(":")[2]
    without = "\n".join(line for line in _JOURNEY.split("\n") if "name: verify," not in line)

    told = founder.asks(open_to_all, without, INBOX_PORT=port)

    assert (told.code, told.rules) == (1, ["smoke/step-failed"])
    assert "log in" in told.about("smoke/step-failed")["message"]


@needs_app(*_BOTH, nightly=True)
def test_its_own_openapi_file_becomes_pages_and_every_public_one_is_asked(
    the_directus: Running, tmp_path: Path
) -> None:
    described = _asked(the_directus, "/server/specs/oas", how="GET", token=_token(the_directus))
    described["servers"] = [{"url": the_directus.url}]
    (tmp_path / "openapi.json").write_text(json.dumps(described), "utf-8")

    made = launchready("import", "openapi", "openapi.json", "-o", "launchready.yml", cwd=tmp_path)
    ran = launchready("check", "smoke", "-f", "json", cwd=tmp_path)

    assert made.code == 0, made.err
    assert ran.code in (0, 1), ran.err
    outcomes = {
        one["subject"]: one["outcome"]
        for one in json.loads(ran.out)["checks"]
        if one["check"] == "smoke/pages"
    }
    assert len(outcomes) > 15
    assert outcomes["Ping"] == "answered"
