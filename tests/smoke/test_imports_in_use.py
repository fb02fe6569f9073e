"""What an import writes is asked and walked against servers that behave as the file says."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from launchready.config.load import load
from launchready.demo.wire import Reply, Request, converse
from launchready.smoke.import_har import import_har
from launchready.smoke.import_openapi import Imported, import_openapi
from launchready.smoke.pages import PAGE_WRONG, pages
from launchready.smoke.settings import Smoke
from launchready.visit.walking import walk
from launchready.world.chromium import found as chromium
from tests.visit.portal import HOST, URL, a_portal
from tests.world.loopback import serving

# As vendors write them: references, composition, formats, an answer that is a list, examples
# beside schemas and in components.
OPENAPI = """\
openapi: 3.1.0
info: {title: Shop API, version: 1.4.0}
servers: [{url: "http://app.acme.test/v1"}]
paths:
  /health:
    get:
      summary: Health
      responses:
        "200":
          description: It is up.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Health"}
              example: {status: ok, since: "2026-11-01T08:00:00Z"}
  /products:
    get:
      operationId: listProducts
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        "200":
          description: All of them.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Product"}}
              examples:
                two: {$ref: "#/components/examples/Two"}
  /products/featured:
    get:
      summary: Featured product
      responses:
        "200":
          description: One.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Product"}
              example: {id: 7, name: Lamp, price: 12.5, note: null}
  /terms:
    get:
      summary: Terms
      responses: {"200": {description: Text, content: {text/plain: {example: "Be kind."}}}}
  /products/{id}: {get: {responses: {"200": {description: One}}}}
components:
  schemas:
    Health:
      type: object
      required: [status]
      properties: {status: {enum: [ok, degraded]}, since: {type: string, format: date-time}}
    Thing: {type: object, required: [id], properties: {id: {type: integer, minimum: 1}}}
    Product:
      allOf:
        - {$ref: "#/components/schemas/Thing"}
        - type: object
          required: [name]
          properties: {name: {type: string}, price: {type: number}, note: {type: [string, "null"]}}
  examples:
    Two: {value: [{id: 1, name: Chair}, {id: 2, name: Table, note: oak}]}
"""
ANSWERS: dict[str, tuple[str, str]] = {
    "/v1/health": ("application/json", '{"status": "ok", "since": "2026-11-01T08:00:00Z"}'),
    "/v1/products": (
        "application/json; charset=utf-8",
        '[{"id": 1, "name": "Chair"}, {"id": 2, "name": "Table", "note": "oak"}]',
    ),
    "/v1/products/featured": (
        "application/json",
        '{"id": 7, "name": "Lamp", "price": 12.5, "note": null}',
    ),
    "/v1/terms": ("text/plain; charset=utf-8", "Be kind."),
}


def settled(made: Imported, **variables: str) -> Smoke:
    files = dict(made.files)
    done = load(
        made.text.encode(),
        "launchready.yml",
        environment="production",
        variables=variables,
        read=lambda path: files[path].encode(),
    )
    room = done.rooms["smoke"]
    assert isinstance(room, Smoke)
    return room


async def broken(schemas: str, answers: dict[str, tuple[str, str]]) -> dict[str, list[Any]]:
    def answer(request: Request) -> Reply:
        kind, body = answers.get(request.path, ("", ""))
        return Reply(kind=kind, body=body) if kind else Reply(status=404)

    room = settled(import_openapi(OPENAPI.encode(), "shop.yaml", schemas))
    async with a_portal(answer) as ctx:
        return {one.name: [f.rule for f in await pages.ask(one, ctx)] for one in room.pages}


@pytest.mark.parametrize("schemas", ["", "schemas"])
async def test_a_server_that_answers_by_the_examples_is_silent(schemas: str) -> None:
    found = await broken(schemas, ANSWERS)

    assert found == {"Health": [], "listProducts": [], "Featured product": [], "Terms": []}


@pytest.mark.parametrize(
    ("path", "kind", "body", "name", "schemas"),
    [
        ("/v1/health", "application/json", '{"since": "2026-11-01T08:00:00Z"}', "Health", ""),
        ("/v1/health", "application/json", '{"status": "odd"}', "Health", "schemas"),
        ("/v1/products", "application/json", '[{"name": "Chair"}]', "listProducts", "schemas"),
        ("/v1/products/featured", "application/json", '{"id": 0, "name": "x"}',
         "Featured product", "schemas"),
        ("/v1/terms", "text/html", "<h1>Terms</h1>", "Terms", ""),
        ("/v1/terms", "", "", "Terms", ""),
    ],
)  # fmt: skip
async def test_a_server_that_answers_otherwise_is_told(
    path: str, kind: str, body: str, name: str, schemas: str
) -> None:
    found = await broken(schemas, {**ANSWERS, path: (kind, body)})

    assert {key for key, rules in found.items() if rules} == {name}
    assert found[name] == [PAGE_WRONG]


def test_an_openapi_file_is_read_from_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "launchready", "import", "openapi", "-"]
    names = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    good = subprocess.run(
        command, input=OPENAPI, capture_output=True, text=True, cwd=tmp_path, env=names
    )
    bad = subprocess.run(
        command, input="{", capture_output=True, text=True, cwd=tmp_path, env=names
    )

    assert (good.returncode, good.stderr) == (0, "left out: 1 GETs need parameters\n")
    assert len(settled(Imported(text=good.stdout)).pages) == 4
    assert bad.returncode == 2
    assert bad.stderr.startswith("standard input:1:")
    assert list(tmp_path.iterdir()) == []


@dataclass
class Shop:
    """A small shop: a sign-up whose form hides a token, made anew each time."""

    count: int = 0
    tokens: set[str] = field(default_factory=set)
    joined: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        if request.path == "/":
            return Reply(body="<h1>Shop</h1><a href=/join>Join</a><img src=/logo.svg>")
        if request.path == "/join" and request.method == "GET":
            self.count += 1
            token = f"t0ken-{self.count:012d}"
            self.tokens.add(token)
            return Reply(
                body="<form method=post action=/join>"
                f"<input type=hidden name=csrf value={token}>"
                "<label>E-Mail <input name=email></label>"
                "<label>Password <input name=password type=password></label>"
                "<button name=go value=1>Join</button></form>"
            )
        if request.path == "/join":
            return self._join({k: v[0] for k, v in parse_qs(request.body.decode()).items()})
        match = re.fullmatch(r"/members/(\d+)", request.path)
        if match and int(match[1]) <= len(self.joined):
            return Reply(body=f"<h1>Welcome, {self.joined[int(match[1]) - 1]}</h1>")
        return Reply(status=404)

    def _join(self, given: dict[str, str]) -> Reply:
        if given.get("csrf") not in self.tokens or given.get("go") != "1":
            return Reply(status=403, body="Forged")
        self.tokens.discard(given["csrf"])
        self.joined.append(given["email"])
        return Reply(status=303, headers=(("Location", f"/members/{len(self.joined)}"),))


async def recorded(shop: Shop, file: Path) -> bytes:
    """What Chromium writes down while somebody joins."""
    from playwright.async_api import async_playwright

    async with (
        serving(lambda stream: converse(stream, shop)) as port,
        async_playwright() as driver,
    ):
        rule = f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{port}"
        browser = await driver.chromium.launch(
            executable_path=chromium(), args=[rule, "--no-sandbox"]
        )
        window = await browser.new_context(record_har_path=file, record_har_content="embed")
        page = await window.new_page()
        await page.goto(f"{URL}/")
        await page.click("text=Join")
        await page.get_by_label("E-Mail").fill("ann@acme.test")
        await page.get_by_label("Password").fill("typed-" + "by-ann")
        await page.click("button")
        await page.wait_for_selector("text=Welcome")
        await window.close()
        await browser.close()
    return file.read_bytes()


@pytest.mark.browser
@pytest.mark.skipif(
    chromium() is None and os.environ.get("CI") != "true", reason="chromium not installed"
)
async def test_what_chromium_recorded_is_imported_and_walked(tmp_path: Path) -> None:
    raw = await recorded(Shop(), tmp_path / "x.har")
    made = import_har(raw, "x.har")
    given = {"SMOKE_EMAIL": "bea@acme.test", "SMOKE_PASSWORD": "another-" + "word"}
    (journey,) = settled(made, **given).journeys
    shop = Shop()
    async with a_portal(shop) as ctx:
        walked = await walk(journey, ctx)

    assert [str(one) for one in journey.steps] == [f"get {URL}/", f"form {URL}/join"]
    assert "typed-by-ann" not in made.text
    assert "ann@acme.test" not in made.text
    assert json.loads(raw)["log"]["creator"]["name"] == "Playwright"
    assert walked.why == ""
    assert shop.joined == ["bea@acme.test"]
