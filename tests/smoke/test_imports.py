"""What an import writes can be loaded, and holds nothing that nobody may read."""

import json
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.config.load import load
from launchready.smoke.import_har import import_har
from launchready.smoke.import_openapi import Imported, import_openapi
from launchready.smoke.settings import Smoke
from launchready.values.problem import ConfigError


def loaded(made: Imported, **variables: str) -> Smoke:
    files = dict(made.files)

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path].encode()

    done = load(
        made.text.encode(),
        "launchready.yml",
        environment="production",
        variables=variables,
        read=read,
    )
    room = done.rooms["smoke"]
    assert isinstance(room, Smoke)
    return room


PET = {
    "type": "object",
    "required": ["id", "na${me}"],
    "properties": {
        "id": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
        "na${me}": {"type": "string", "nullable": True},
        "parent": {"$ref": "#/components/schemas/Pet"},
    },
}
REF = {"$ref": "#/components/schemas/Pet"}
ONE = {"$ref": "#/components/responses/One"}
ALL = {"operationId": "all", "responses": {"2XX": {"content": {"text/html": {}}}}}
OPENAPI: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets: ${HOME} # yes"},
    "servers": [
        {"url": "https://{where}.acme.test/v1", "variables": {"where": {"default": "api"}}}
    ],
    "components": {
        "schemas": {"Pet": PET},
        "parameters": {"Page": {"name": "page", "in": "query"}},
        "responses": {"One": {"content": {"application/json": {"schema": REF}}}},
    },
    "paths": {
        "/first": {"get": {"summary": "first pet", "responses": {"404": {}, "200": ONE}}},
        "/all": {"parameters": [{"$ref": "#/components/parameters/Page"}], "get": ALL},
        "/q": {"get": {"parameters": [{"in": "query", "required": True}], "responses": {}}},
        "/pets/{id}": {"get": {"responses": {}}},
        "/new": {"post": {}},
        "/me": {"get": {"security": [{"jwt": []}], "responses": {"200": {}}}},
        "/old": {"get": {"deprecated": True}},
    },
}  # fmt: skip
SWAGGER = {
    "swagger": "2.0",
    "host": "api.acme.test",
    "basePath": "/v2",
    "produces": ["application/json"],
    "definitions": {"Up": {"type": "object", "required": ["up"], "x-nullable": True}},
    "paths": {
        "/health": {"get": {"responses": {"200": {"schema": {"$ref": "#/definitions/Up"}}}}},
    },
}


def test_gets_that_ask_for_nothing_become_pages() -> None:
    made = import_openapi(json.dumps(OPENAPI).encode(), "a/pets.json")
    pages = loaded(made).pages

    assert [(one.name, one.url.name) for one in pages] == [
        ("first pet", "https://api.acme.test/v1/first"),
        ("all", "https://api.acme.test/v1/all"),
    ]
    assert [one.written for one in pages[0].expectations] == [
        "[HEADER].content-type == pat(application/json*)",
        'has([BODY].$["id"])',
        'has([BODY].$["na${me}"])',
        "[STATUS] == 200",
    ]
    assert made.notes == (
        "1 pages need a login and stand in comments; describe it under smoke: sessions: and take "
        "the # away",
        "left out: 2 GETs need parameters",
        "left out: 1 paths have no GET",
        "left out: 1 GETs are deprecated",
    )


def test_schemas_become_files_that_stand_on_their_own() -> None:
    made = import_openapi(json.dumps(OPENAPI).encode(), "pets.json", "schemas")
    ((path, text),) = made.files
    pet = json.loads(text)["$defs"]["Pet"]

    assert path == "schemas/first-pet.json"
    assert pet["properties"] == {
        "id": {"type": "integer", "exclusiveMinimum": 0},
        "na${me}": {"type": ["string", "null"]},
        "parent": {"$ref": "#/$defs/Pet"},
    }
    assert loaded(made).pages[0].expect.schema_ is not None


@pytest.mark.parametrize("schemas", ["", "schemas"])
def test_the_older_notation_is_read_too(schemas: str) -> None:
    made = import_openapi(json.dumps(SWAGGER).encode(), "x.json", schemas)
    (page,) = loaded(made).pages

    assert page.url.name == "https://api.acme.test/v2/health"


def test_yaml_is_read_as_json_is() -> None:
    raw = b"openapi: 3.1.0\npaths:\n  /a:\n    get:\n      responses: {200: {}}\n"
    made = import_openapi(raw, "x.yaml")

    assert [one.name for one in loaded(made).pages] == ["/a"]
    assert made.notes[0] == "it names no server; put the address into base_url"


def test_pages_that_need_a_login_can_be_taken_out_of_their_comments() -> None:
    shut = {**OPENAPI, "security": [{"jwt": []}]}
    text = import_openapi(json.dumps(shut).encode(), "x.json").text
    kept = [one for one in text.splitlines() if not one.startswith("    # These")]
    opened = "\n".join(one.replace("# ", "", 1) if "  # " in one else one for one in kept)
    session = "  sessions: {member: {bearer: abcdef}}\n"

    assert loaded(Imported(text=text)).pages == ()
    assert len(loaded(Imported(text=opened + "\n" + session)).pages) == 3


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"{", "x:1:2: not JSON"),
        (b"a: [", "not YAML"),
        (b"\xff", "not UTF-8"),
        (b"[1]", "this is no OpenAPI file"),
        (b"openapi: 4", "this is no OpenAPI file"),
    ],
)
def test_what_is_no_openapi_file_is_told(raw: bytes, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        import_openapi(raw, "x")

    assert told in str(raised.value)


PASSWORD = "hunter2-" + "correct-horse"
CSRF = "Zk3v9" + "aB7cD1eF5gH"
TOKEN = "eyJhbGciOi" + "JIUzI1NiJ9.e30.abc123"


def entry(
    method: str,
    url: str,
    status: int = 200,
    text: str = "",
    kind: str = "text/html",
    **more: Any,
) -> dict[str, Any]:
    headers = [{"name": key, "value": value} for key, value in more.get("headers", {}).items()]
    headers += [{"name": "Cookie", "value": f"sid={TOKEN}"}]
    request: dict[str, Any] = {"method": method, "url": url, "headers": headers}
    if "form" in more:
        params = [{"name": key, "value": value} for key, value in more["form"].items()]
        mime = "application/x-www-form-urlencoded"
        request["postData"] = {"mimeType": mime, "params": params, "text": ""}
    if "json" in more:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(more["json"])}
    content = {"mimeType": kind, "text": text}
    answer = {"status": status, "content": content, "redirectURL": more.get("to", "")}
    return {"request": request, "response": answer}


LOGIN = f'<form><input type="hidden" name="csrf" value="{CSRF}"><input name="email"></form>'
API = "https://api.acme.test"
JSON = "application/json"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
RECORDED = [
    entry("GET", "https://app.acme.test/login", text=LOGIN),
    entry("GET", "https://app.acme.test/app.js", kind="text/javascript"),
    entry("GET", "https://fonts.example/x.woff2", kind="font/woff2"),
    entry("POST", "https://stats.example/collect", 204),
    entry("POST", "https://app.acme.test/login", 302, to="/portal",
          form={"csrf": CSRF, "email": "ann@acme.test", "password": PASSWORD, "remember": "on"}),
    entry("GET", "https://app.acme.test/portal", text="<h1>Hello</h1>"),
    entry("OPTIONS", f"{API}/orders", 204),
    entry("POST", f"{API}/token", 200, json.dumps({"access": TOKEN}), JSON, json={"code": "12"}),
    entry("POST", f"{API}/orders", 201, json.dumps({"order": {"id": "ord_55512345"}}), JSON,
          json={"item": "0012", "count": 2, "note": "{{x}} ${y}"}, headers=BEARER),
    entry("GET", f"{API}/orders/ord_55512345?token={TOKEN}", 200, "{}", JSON),
]  # fmt: skip


def har(entries: list[dict[str, Any]]) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


SET = {"SMOKE_EMAIL": "a@acme.test", "SMOKE_PASSWORD": "x" * 9}


def test_a_recording_becomes_a_journey_of_what_a_customer_did() -> None:
    made = import_har(har(RECORDED), "signup.har")
    (journey,) = loaded(made, **SET).journeys

    assert [str(one) for one in journey.steps] == [
        "get https://app.acme.test/login",
        "post https://app.acme.test/login",
        f"post {API}/token",
        f"post {API}/orders",
        f"get {API}/orders/{{{{id}}}}?token={{{{token}}}}",
    ]


def test_a_value_an_earlier_answer_gave_is_captured_from_there() -> None:
    text = import_har(har(RECORDED), "signup.har").text

    assert 'save: {csrf: {css: "input[name=\\"csrf\\"]", attr: "value"}}' in text
    assert '"csrf": "{{csrf}}"' in text or 'csrf: "{{csrf}}"' in text
    assert 'id: {jsonpath: "$[\\"order\\"][\\"id\\"]"}' in text


def test_nothing_that_is_secret_or_somebodys_is_written() -> None:
    made = import_har(har(RECORDED), "signup.har")
    everything = made.text + "\n".join(made.notes)

    assert [word for word in (PASSWORD, CSRF, TOKEN, "ann@acme.test") if word in everything] == []
    assert "SMOKE_EMAIL" in made.notes[0]
    assert "SMOKE_PASSWORD" in made.notes[0]


def test_what_was_typed_means_itself_again() -> None:
    made = import_har(har(RECORDED), "signup.har")
    (journey,) = loaded(made, **SET).journeys
    body = getattr(journey.steps[3], "json_", None)

    assert body == {"item": "0012", "count": 2, "note": "{ {x}} ${y}"}


SHOP = "https://app.acme.test"
SIGN_UP = """<form action=/search><input name=q></form>
<form method=post action=/join id=join><input type=hidden name=csrf value=abc-1234567>
<input name=email type=email><input name=password type=password>
<select name=plan><option value=free selected>Free<option value=pro>Pro</select>
<input type=checkbox name=news value=1 checked><input type=checkbox name=terms value=yes>
<button name=go value=1>Join</button></form>"""
JOINED = {"csrf": "abc-1234567", "email": "ann@acme.test", "password": PASSWORD, "plan": "pro",
          "terms": "yes", "go": "1"}  # fmt: skip


def joined(page: str = SIGN_UP, **sent: str) -> tuple[str, list[str]]:
    """What becomes of a sign-up by a page's form: the text, and its steps."""
    recorded = [
        entry("GET", f"{SHOP}/start", 302, to="/join"),
        entry("GET", f"{SHOP}/join", text=page),
        entry("POST", f"{SHOP}/join", 303, to="/welcome", form={**JOINED, **sent}),
        entry("GET", f"{SHOP}/welcome", text="<h1>Hello</h1>"),
    ]
    made = import_har(har(recorded), "x.har")
    (journey,) = loaded(made, **SET).journeys
    return made.text, [str(one) for one in journey.steps]


def test_a_form_of_the_page_before_is_filled_in_as_a_person_does() -> None:
    text, steps = joined()

    # The form's page is opened by its own step; what is hidden in it goes along as it is then.
    assert steps == [f"form {SHOP}/join"]
    assert (
        '- form: {url: "${base_url}/join", fields: {email: "${SMOKE_EMAIL}", '
        'password: "${SMOKE_PASSWORD}", plan: "pro", terms: "on", news: "off"}}'
    ) in text
    assert "csrf" not in text


def test_one_of_several_forms_is_named_by_its_selector() -> None:
    other = SIGN_UP.replace("id=join", "id=other").replace("/join", "/other")
    by_id = other + SIGN_UP
    by_action = other + SIGN_UP.replace(" id=join", "")

    assert 'css: "form#join"' in joined(by_id)[0]
    assert 'css: "form[action=\\"/join\\"]"' in joined(by_action)[0]


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        (SIGN_UP, {"made_by_a_script": "1"}),
        (SIGN_UP.replace("action=/join", "action=/elsewhere"), {}),
        (SIGN_UP.replace("method=post", ""), {}),
        (SIGN_UP.replace("name=email", "name=email form=nowhere"), {}),
        ("<h1>no form</h1>", {}),
    ],
)
def test_what_is_no_form_of_the_page_stays_the_request_it_was(
    page: str, sent: dict[str, str]
) -> None:
    text, steps = joined(page, **sent)

    assert steps == [f"get {SHOP}/start", f"post {SHOP}/join"]
    assert PASSWORD not in text


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"{}", "this is no HAR file"),
        (har([]), "no page is recorded in it"),
        (har([entry("GET", "https://a.test/x.css", kind="text/css")]), "no page is recorded"),
    ],
)
def test_what_is_no_recording_is_told(raw: bytes, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        import_har(raw, "x.har")

    assert told in str(raised.value)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["get", "responses", "200", "content", "application/json", "schema", "$ref", "paths",
             "parameters", "required", "security", "request", "response", "url", "postData"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@hypothesis.settings(max_examples=60, deadline=None)
@given(ANY, ANY, st.text(max_size=20))
def test_no_openapi_file_crashes_the_import_and_all_of_it_loads(
    paths: Any, servers: Any, title: str
) -> None:
    whole = {
        "openapi": "3.0.0",
        "info": {"title": title},
        "paths": {"/a": paths},
        "servers": servers,
    }
    made = import_openapi(json.dumps(whole).encode(), "x.json")

    assert made.text.startswith("# Made by launchready import openapi of x.json")
    loaded(made)


@hypothesis.settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"request": ANY, "response": ANY}), max_size=3), st.text())
def test_no_recording_crashes_the_import(entries: list[dict[str, Any]], value: str) -> None:
    more = entry("POST", "https://app.acme.test/x", form={"a": value}, json={"b": value})
    made = import_har(har([RECORDED[0], *entries, more]), "x.har")
    said = " ".join(made.notes).split()
    names = [one.strip(",") for one in said if one.startswith("SMOKE_")]

    assert loaded(made, **dict.fromkeys(names, "something")).journeys
