"""A key is found wherever founders put keys, once, under the name of its provider."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.finding import Impact
from launchready.core.repository import Lines
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.detector import compiled
from launchready.secrets.engine import hits
from launchready.secrets.page import Page
from launchready.secrets.plugins import LONGEST_LINE
from tests.secrets.samples import ALNUM, BY_FORM, BY_NAME, jwt, pem, some
from tests.secrets.scan import NOON, found, scan

# How a value is written, by the file it stands in; the name is the one it usually has.
WRITTEN = {
    ".env": "PORT=3000\n{name}={value}\nDEBUG=0",
    "deploy/values.yaml": "app:\n  {name}: {value}\n",
    "config.json": '{{\n  "{name}": "{value}"\n}}',
    "settings.py": "import os\n{name} = '{value}'\n",
}
CALLS = {
    "app.py": 'x = 1\nclient = service.Client("{value}")\n',
    "app.ts": "\nconst api = connect(`{value}`, {{ retry: 3 }});",
    "api.js": '\nfetch(url, {{ headers: {{ "Authorization": "Bearer {value}" }} }})',
}


@pytest.mark.parametrize("path", [*WRITTEN, *CALLS])
@pytest.mark.parametrize("which", BY_FORM)
def test_a_form_tells_itself_in_settings_and_in_code(which: str, path: str) -> None:
    rule, name, make = BY_FORM[which]
    value = make(random.Random(f"{which} {path}"))
    text = (WRITTEN | CALLS)[path].format(name=name, value=value)

    assert found(path, text) == [(rule, 2)]


@pytest.mark.parametrize("path", WRITTEN)
@pytest.mark.parametrize("which", BY_NAME)
def test_a_name_tells_what_has_no_form(which: str, path: str) -> None:
    rule, name, make = BY_NAME[which]
    value = make(random.Random(f"{which} {path}"))
    text = WRITTEN[path].format(name=name, value=value)

    assert found(path, text) == [(rule, 2)]


def test_every_secret_of_one_line_is_told() -> None:
    dice = random.Random(1)
    both = {name: BY_FORM[name][2](dice) for name in ("stripe", "github")}

    assert sorted(found("bundle.js", f"x({json.dumps(both)})")) == [
        ("github-token", 1),
        ("stripe-secret-key", 1),
    ]


def test_a_line_of_two_megabytes_is_read_to_its_end() -> None:
    value = BY_FORM["stripe"][2](random.Random(2))
    secret = some("abcdef0123456789", 40, random.Random(3))
    text = "var a=1;" * 250_000 + f'b="{value}";' + 'password="' + secret + '"'

    assert found("app.js", text) == [("stripe-secret-key", 1), ("generic-password", 1)]


def test_a_token_in_a_lock_file_is_told_and_its_hashes_are_not() -> None:
    value = BY_FORM["npm"][2](random.Random(4))
    digest = some("abcdef0123456789", 64, random.Random(5))
    text = json.dumps(
        {"resolved": f"https://r.acme.io/x.tgz?t={value}", "integrity": f"sha512-{digest}"},
        indent=1,
    )

    assert found("package-lock.json", text) == [("npm-token", 2)]


def test_a_private_key_is_told_at_its_first_line() -> None:
    assert found("deploy/key.pem", f"\n{pem(random.Random(6))}\n") == [("private-key", 2)]


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "DSA ", "OPENSSH "])
def test_every_kind_of_private_key_is_told_in_json_too(kind: str) -> None:
    text = json.dumps({"type": "service_account", "private_key": pem(random.Random(7), kind)})

    assert found("account.json", text) == [("private-key", 1)]


def test_a_private_key_behind_a_passphrase_is_a_risk() -> None:
    (hit,) = scan("key.pem", pem(random.Random(8), "ENCRYPTED "))

    assert hit.impact is Impact.RISK


def test_a_private_key_among_test_data_is_a_risk() -> None:
    (hit,) = scan("tests/fixtures/key.pem", pem(random.Random(8)))

    assert hit.impact is Impact.RISK


def test_a_token_with_a_wrong_checksum_is_advice() -> None:
    value = "gh" + "p_" + some("abcdefghijKLMNOP0123456789", 36, random.Random(9))
    (hit,) = scan("a.py", f'x = "{value}"')

    assert hit.impact is Impact.ADVICE


def test_a_line_that_a_person_allowed_is_silent() -> None:
    value = BY_FORM["stripe"][2](random.Random(10))
    marked = f"key = '{value}'  # pragma: allowlist secret"
    before = f"# pragma: allowlist nextline secret\nkey = '{value}'"

    assert (found("a.py", marked), found("a.py", before)) == ([], [])


def test_a_random_string_is_told_only_when_asked() -> None:
    text = f'seed = "{some(ALNUM, 40, random.Random(11))}"'

    assert scan("a.py", text) == []
    assert [one.detector.rule.id for one in scan("a.py", text, random=True)] == [
        "secrets/high-entropy"
    ]


def test_no_value_is_in_a_repr() -> None:
    values = [make(random.Random(12)) for _, _, make in BY_FORM.values()]
    lines = tuple(enumerate((f'k = "{one}"' for one in values), 1))
    part = Lines(path="a.py", lines=lines)
    shown = repr(part) + repr(hits(part, NOON))

    assert [one for one in values if one in shown or one[5:] in shown] == []


_PIECES = st.sampled_from(
    [
        *(make(random.Random(name)) for name, (_, _, make) in {**BY_FORM, **BY_NAME}.items()),
        *("İ", "\\n", "%3D", "=", ": ", '"', "'", " ", "\n", "_", "-", "/", "password", "aws_key"),
        *("ibm_api_key", "cl_key", "secret", "twilio token", "https://a:", "@b.io", "x" * 40),
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=14).map("".join))
@settings(max_examples=100, deadline=None)
def test_looking_only_at_anchors_loses_nothing(text: str) -> None:
    page = Page(Lines(path="a.txt", lines=tuple(enumerate(text.split("\n"), 1))), NOON)
    for one in FORMS:
        if not one.pattern:
            continue
        quick = {found.span("value") for found in one.matches(page.text, page.lower)}
        whole = {found.span("value") for found in compiled(one.pattern).finditer(page.text)}

        assert whole <= quick, one.rule.id


@given(st.text(max_size=LONGEST_LINE), st.sampled_from([".env", "a.py", "a.yml", "x.pem"]))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_search(text: str, path: str) -> None:
    scan(path, text, random=True)


def test_an_expired_or_public_token_is_silent_and_a_living_one_is_not() -> None:
    dice = random.Random(13)
    ended = jwt({"sub": "ab12", "exp": 1_600_000_000}, dice)
    public = jwt({"role": "anon", "exp": 4_000_000_000}, dice)
    living = jwt({"sub": "ab12", "exp": 4_000_000_000}, dice)

    assert [found("a.ts", f'const k = "{one}"') for one in (ended, public, living)] == [
        [],
        [],
        [("json-web-token", 1)],
    ]
