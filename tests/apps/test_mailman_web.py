"""A portal one signs up to by mail: the whole way in, from a config alone."""

from tests.apps import maildev, mailman_web
from tests.apps.app import Running
from tests.apps.founder import NAME, Founder, needs_app

_SESSION = """\
smoke:
  sessions:
    member:
      form: {url: "${base_url}/accounts/login/", fields: {email: ada, password: "${WORD}"}}
      check: "${base_url}/accounts/email/"
      expect: ["[URL] == pat(*/accounts/email/)", "[BODY] contains ada@example.com"]
      rejects: wrong password
"""
_JOURNEY = """\
smoke:
  inboxes:
    main: {maildev: "http://127.0.0.1:${INBOX_PORT}"}
  journeys:
    - name: sign up and reach the portal
      vars: {who: "qa-{{run.id}}", email: "qa-{{run.id}}@example.com"}
      steps:
        - name: sign up
          form:
            url: "${base_url}/accounts/signup/"
            fields:
              email: "{{email}}"
              username: "{{who}}"
              password1: "{{random.password}}"
              password2: "{{random.password}}"
          expect: ["[URL] == pat(*/accounts/confirm-email/)"]
        - name: the mail arrives
          mail: {inbox: main, to: "{{email}}", subject: "pat(*confirm*)", within: 60s}
          expect: ["[LINKS].host == portal.acme.test"]
          save: {confirm: {link: "pat(*/confirm-email/*)"}}
        - {name: confirm, get: "{{confirm}}", submit_form: true}
        - name: log in
          form:
            url: "${base_url}/accounts/login/?next=/accounts/email/"
            fields: {login: "{{email}}", password: "{{random.password}}"}
          expect: ["[URL] == pat(*/accounts/email/)"]
        - name: portal
          get: "${base_url}/accounts/email/"
          expect: ["[URL] == pat(*/accounts/email/)", "[BODY] contains {{email}}"]
"""
_BOTH = (mailman_web.APP, maildev.APP)


def _port(inbox: Running) -> str:
    return inbox.url.rpartition(":")[2]


@needs_app(mailman_web.APP)
def test_a_member_comes_in_and_a_wrong_password_does_not(
    the_mailman_web: Running, founder: Founder
) -> None:
    told = founder.asks(the_mailman_web, _SESSION, WORD=the_mailman_web.password)

    assert (told.code, told.rules) == (0, [])


@needs_app(mailman_web.APP)
def test_a_password_that_is_refused_is_told_in_the_words_of_the_page(
    the_mailman_web: Running, founder: Founder
) -> None:
    told = founder.asks(the_mailman_web, _SESSION, WORD=the_mailman_web.password[::-1])

    assert (told.code, told.rules) == (1, ["smoke/login-broken"])
    assert "not correct" in told.about("smoke/login-broken")["message"]


@needs_app(*_BOTH)
def test_a_customer_signs_up_confirms_by_mail_logs_in_and_reaches_the_portal(
    the_mailman_web: Running, the_inbox: Running, founder: Founder
) -> None:
    told = founder.asks(the_mailman_web, _JOURNEY, INBOX_PORT=_port(the_inbox))

    assert (told.code, told.rules) == (0, [])
    assert "portal passed" in " ".join(told.ran.out.split())


@needs_app(*_BOTH)
def test_a_login_that_lands_on_confirm_your_address_is_not_the_portal(
    the_mailman_web: Running, the_inbox: Running, founder: Founder
) -> None:
    unconfirmed = "\n".join(line for line in _JOURNEY.split("\n") if "submit_form" not in line)

    told = founder.asks(the_mailman_web, unconfirmed, INBOX_PORT=_port(the_inbox))

    assert (told.code, told.rules) == (1, ["smoke/step-failed"])
    assert "log in" in told.about("smoke/step-failed")["message"]
    assert "confirm-email" in told.about("smoke/step-failed")["message"]


@needs_app(*_BOTH)
def test_a_mail_whose_links_lead_to_another_host_is_told(
    the_mailman_web: Running, the_inbox: Running, founder: Founder
) -> None:
    elsewhere = _JOURNEY.replace(f"[LINKS].host == {NAME}", "[LINKS].host == www.acme.test")

    told = founder.asks(the_mailman_web, elsewhere, INBOX_PORT=_port(the_inbox))

    assert told.code == 1
    assert NAME in str(told.report["findings"])


@needs_app(*_BOTH)
def test_a_verdict_of_dkim_that_an_inbox_for_tests_cannot_give_is_unknown_and_no_pass(
    the_mailman_web: Running, the_inbox: Running, founder: Founder
) -> None:
    signed = _JOURNEY.replace(f'"[LINKS].host == {NAME}"', '"[AUTH].dkim == pass"')

    told = founder.asks(the_mailman_web, signed, INBOX_PORT=_port(the_inbox))

    assert (told.code, told.rules) == (3, [])
    assert told.outcome("sign up and reach the portal") == "unanswered"


@needs_app(mailman_web.APP)
def test_a_login_page_that_is_made_anew_for_each_visitor_fails_under_load(
    the_mailman_web: Running, founder: Founder
) -> None:
    load = """\
load:
  rate: 5/s
  for: 8s
  targets: [{name: login, url: "${base_url}/accounts/login/"}]
  expect: {p95: 300ms, errors: 20%}
"""

    told = founder.measures(the_mailman_web, load)

    assert told.code == 1
    assert "load/p95-high" in told.rules
