"""A telling name makes a value a secret wherever it is given one, and nothing else does."""

import random

import pytest

from launchready.core.finding import Impact
from launchready.secrets.detectors.generic import assigned
from tests.secrets.made_up import make
from tests.secrets.samples import ALNUM, HEX, some, uuid
from tests.secrets.scan import found, scan

_DICE = random.Random(21)
_RANDOM = make("{a40}", _DICE)
_HEX = some(HEX, 32, _DICE)
_AIZA = "AI" + f"za{some(ALNUM, 35, _DICE)}"
_NOISE = "7`D}/vYR)T;W]5EBrf;_&k>qX??]G&3CF=;@vyrVBp[$_hK4^"

GIVEN = {
    "a setter": ("a.ts", f'client.setApiKey("{_RANDOM}");'),
    "a keyword of a call": ("a.py", f'connect(api_key="{_RANDOM}")'),
    "a field of a header": ("a.js", f'headers: {{ "X-Api-Key": "{_RANDOM}" }}'),
    "a bearer": ("a.js", f'{{ Authorization: "Bearer {_RANDOM}" }}'),
    "a template literal": ("a.ts", f"const apiKey = `{_RANDOM}`;"),
    "a type between": ("a.ts", f'const apiKey: string = "{_RANDOM}";'),
    "a fallback": ("a.js", f'const k = process.env.API_KEY ?? "{_RANDOM}";'),
    "a default of getenv": ("a.py", f'k = os.getenv("API_TOKEN", "{_RANDOM}")'),
    "a property of JSX": ("a.tsx", f'<Map apiKey={{"{_RANDOM}"}} />'),
    "an attribute of XML": ("web.config", f'<add key="ApiKey" value="{_RANDOM}" />'),
    "an element of XML": ("pom.xml", f"<authToken>{_RANDOM}</authToken>"),
    "an ENV with a blank": ("Dockerfile", f"ENV API_TOKEN {_RANDOM}"),
    "an option of a command": ("a.sh", f"deploy --api-token {_RANDOM}"),
    "a string within a string": ("a.py", f'body = "{{\\"api_key\\": \\"{_RANDOM}\\"}}"'),
    "a setting of Ruby": ("a.rb", f"ENV['API_TOKEN'] ||= '{_RANDOM}'"),
    "base64 in a manifest": ("secret.yaml", "data:\n  password: V2ludGVyMjAyNiFYazNq\n"),
    "signs strewn over it": ("a.yml", f'jwtsecret: "{_NOISE}"'),
}
SILENT = {
    "a variable of compose": ("compose.yml", "- PASSWORD=${DB_PASSWORD:?Variable not set}"),
    "a default of compose": ("compose.yml", "  SECRET: ${APP_SECRET:-${OTHER_SECRET2}}"),
    "a kind of resource": ("a.py", f'"AWS::SecretsManager::Secret": "{some(HEX, 16, _DICE)}"'),
    "a form of a date": ("a.py", "return token_expires.strftime('%Y-%m-%dT%H:%M:%SZ')"),
    "a path into an object": ("a.py", 'api_key = "settings.portal2.api_key2"'),
    "a key of a cache": ("a.ts", f'const cacheKey = "{_RANDOM}";'),
    "a token of a page": ("a.json", f'"nextPageToken": "{_RANDOM}"'),
    "a label": ("a.ts", 'passwordLabel: "Choose Pa55word!",'),
    "a sentence": ("a.ts", 'secret: "Keep it with you, at least 12 days"'),
    "a UUID": ("a.yml", f"client_secret: {uuid(_DICE)}"),
    "a host": ("a.yml", "token_endpoint: login2.acme-portal.io"),
}


@pytest.mark.parametrize("which", GIVEN)
def test_a_value_given_to_a_telling_name_is_told_once(which: str) -> None:
    path, text = GIVEN[which]

    assert [rule for rule, _ in found(path, text)] == ["generic-password"]


@pytest.mark.parametrize("which", SILENT)
def test_what_a_name_is_given_and_is_no_secret_is_silent(which: str) -> None:
    path, text = SILENT[which]

    assert found(path, text) == []


def test_the_value_of_a_pods_setting_stands_in_the_next_line() -> None:
    text = f"env:\n  - name: API_TOKEN\n    value: {_RANDOM}\n  - name: PORT\n    value: 3000\n"

    assert found("pod.yaml", text) == [("generic-password", 3)]


@pytest.mark.parametrize("path", ["tests/test_a.py", "app.example.py", "a.spec.ts"])
def test_among_tests_and_samples_it_is_advice(path: str) -> None:
    (hit,) = scan(path, f'API_TOKEN = "{_RANDOM}"')

    assert hit.impact is Impact.ADVICE


def test_bare_words_count_only_where_files_have_no_quotes() -> None:
    line = f"api_token: {_RANDOM}"
    taken = [[one.value for one in assigned(line, 0, 99, path)] for path in ("a.yml", "a.ts")]

    assert taken == [[_RANDOM], []]


@pytest.mark.parametrize(
    ("path", "text", "impact"),
    [
        ("server/maps.py", f'KEY = "{_AIZA}"', Impact.RISK),
        (".env", f"NEXT_PUBLIC_MAPS_KEY={_AIZA}", Impact.ADVICE),
        ("src/firebase.ts", f'const config = {{ apiKey: "{_AIZA}" }};', Impact.ADVICE),
        ("index.html", f'<script src="https://a.io?key={_AIZA}">', Impact.ADVICE),
        ("a.py", f'dsn = "https://{_HEX}@o1.ingest.sentry.io/2"', Impact.ADVICE),
        ("a.md", "https://a.io/?X-Amz-Credential=AK" + "IA32P3D2JDNMVAJL%2F20190814", None),
    ],
)
def test_what_everybody_may_read_is_advice_at_most(
    path: str, text: str, impact: Impact | None
) -> None:
    assert {hit.impact for hit in scan(path, text)} <= {impact or Impact.ADVICE}
