"""Sessions, inboxes and journeys that do not hold together are told at their lines."""

import pytest

from launchready.values.problem import ConfigError
from tests.smoke.test_settings import settled

FORM = "form: {url: 'https://HOST/login', fields: {email: a, password: b}}"
JOURNEY = "  journeys: [{name: n, steps: [{get: 'https://acme.test/'}]}]\n"
STEP = "  journeys: [{name: n, MORE steps: [{STEP}]}]\n"


def step(text: str, more: str = "") -> str:
    return STEP.replace("STEP", text).replace("MORE", more)


@pytest.mark.parametrize(
    ("smoke", "told"),
    [
        (f"  sessions: {{m: {{{FORM.replace('HOST', 'other.test')}}}}}\n",
         "session m: other.test is not ours"),
        ("  sessions: {m: {jwt: {url: 'https://pay.test/t', fields: {a: b}, token: $.t}}}\n",
         "session m: pay.test is not ours"),
        ("  sessions: {m: {bearer: abcdef, check: 'https://other.test/me'}}\n",
         "session m: other.test is not ours"),
        ("  sessions: {m: {}}\n", "nothing says how to log in"),
        ("  sessions: {m: {bearer: a, cookie: b=c}}\n", "bearer and cookie says how to log in"),
        ("  sessions: {m: {bearer: abcdef, rejects: wrong password}}\n", "bearer has no password"),
        (step("get: 'https://other.test/'"), "other.test is not ours"),
        (step("get: 'https://pay.test/'"), "pay.test is not ours"),
        (step("browser: {goto: 'https://other.test/'}"), "other.test is not ours"),
        (step("browser: {click: Go}"), "opens no page"),
        (step("get: 'https://acme.test/'", "as: membr,"), "there is no session membr"),
        (step("get: 'https://acme.test/', as: buyr", "as: {buyer: m},"),
         "there is no session m"),
        (step("get: 'https://acme.test/', as: nobody"), "there is no role or session nobody"),
        (step("mail: {inbox: main, to: a@acme.test}"), "there is no inbox main"),
        (step("get: 'https://acme.test/{{ordr}}'", "vars: {order: '7'},"),
         "did you mean {{order}}?"),
        ("  inboxes: {main: {}}\n", "nothing says where the mails are"),
        ("  inboxes: {main: {imap: 'pop://x'}}\n", "this is no address of an IMAP server"),
        ("  pages: [{name: a, url: 'https://acme.test/', session: membr}]\n",
         "there is no session membr"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_told_at_its_line(smoke: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settled(smoke)

    assert told in str(raised.value)
    assert str(raised.value).startswith("launchready.yml:4:")


def test_two_journeys_of_one_name_cannot_be_told_apart() -> None:
    one = "{name: n, steps: [{get: 'https://acme.test/'}]}"
    with pytest.raises(ConfigError, match="n is here twice; the first is in line 4"):
        settled(f"  journeys: [{one}, {one}]\n")


def test_two_sessions_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ConfigError, match="m is here twice"):
        settled("  sessions: {m: {bearer: abcdef}, m: {bearer: ghijkl}}\n")


def test_the_likeliest_name_is_guessed() -> None:
    smoke = "  sessions: {member: {bearer: abcdef}}\n"
    with pytest.raises(ConfigError, match=r"did you mean member\?"):
        settled(smoke + step("get: 'https://acme.test/', as: membr"))


def test_what_holds_together_is_silent() -> None:
    smoke = f"""\
  sessions: {{m: {{{FORM.replace("HOST", "acme.test")}}}, s: {{bearer: abcdef}}}}
  inboxes: {{main: {{mailpit: 'http://127.0.0.1:8025'}}}}
  journeys:
    - name: n
      as: {{buyer: m, seller: s}}
      vars: {{to: "qa+{{{{run.id}}}}@acme.test"}}
      steps:
        - {{get: 'https://acme.test/', as: buyer, save: {{id: $.id}}}}
        - {{get: 'https://s.acme.test/{{{{id}}}}', as: seller}}
        - {{mail: {{inbox: main, to: "{{{{to}}}}"}}, save: {{go: {{link: 'pat(*)'}}}}}}
        - {{get: "{{{{go}}}}", submit_form: true}}
"""
    room = settled(smoke)

    assert [len(one.steps) for one in room.journeys] == [4]
    assert [one.name for one in room.logins] == ["m", "s"]


def test_a_journey_of_another_environment_is_left_out() -> None:
    text = JOURNEY.replace("name: n,", "name: n, only_env: [staging],")

    assert settled(text).journeys == ()
    assert len(settled(JOURNEY).journeys) == 1
