"""A portal on loopback for tests of logins and journeys, and the world that reaches it."""

import html
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from launchready.core.context import Context
from launchready.core.site import Site
from launchready.demo.wire import Reply, Request, converse
from launchready.values.node import Node
from launchready.values.yaml import parse
from launchready.visit.accounts import Session
from launchready.visit.sign_in import SignIns
from launchready.visit.steps import Journey
from launchready.world.browser import LiveBrowser
from tests.world.loopback import a_network, serving
from tests.worlds import DictResolver, a_site, a_world

HOST = "app.acme.test"
URL = f"http://{HOST}"
USER = "ada@acme.test"


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "")


@dataclass
class Portal:
    """An app with a login form, a hidden token, an API and a few odd corners."""

    password: str = field(default_factory=lambda: "pw-" + secrets.token_hex(8))
    session: str = field(default_factory=lambda: secrets.token_hex(16))
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    csrf: str = field(default_factory=lambda: secrets.token_hex(16))
    lets_anybody_in: bool = False
    locked: bool = False
    stumbles: int = 0
    asked: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        name = "at_" + request.path.strip("/").replace("/", "_").replace("-", "_")
        make = getattr(self, name, None)
        return make(request) if make else Reply(status=404, body="<h1>There is no such page</h1>")

    def at_login(self, request: Request) -> Reply:
        if self.locked:
            return Reply(body=self._form("Too many attempts; try again later."))
        if request.method == "GET":
            return Reply(body=self._form(), headers=(("Set-Cookie", f"csrf={self.csrf}; Path=/"),))
        given = {k: v[0] for k, v in parse_qs(request.body.decode()).items()}
        right = given.get("login_email") == USER and given.get("login_pw") == self.password
        honest = (
            given.get("csrf") == self.csrf
            and request.headers.get("origin") == URL
            and request.headers.get("referer", "").startswith(URL)
            and given.get("go") == "1"
        )
        if not honest or not (right or self.lets_anybody_in):
            return Reply(status=200, body=self._form("Wrong."))
        cookie = f"session={self.session}; Path=/; HttpOnly"
        return Reply(status=302, headers=(("Location", "/portal"), ("Set-Cookie", cookie)))

    def _form(self, told: str = "") -> str:
        return (
            f"<p>{told}</p><form action='/search'><input name=q></form>"
            "<form method=post action='/login'>"
            f"<input type=hidden name=csrf value={self.csrf}>"
            "<label>E-Mail <input name=login_email type=text></label>"
            "<input name=login_pw type='password'><button name=go value=1>Go</button></form>"
        )

    def at_portal(self, request: Request) -> Reply:
        if f"session={self.session}" not in request.headers.get("cookie", ""):
            return Reply(status=302, headers=(("Location", "/login"),))
        return Reply(body=f"<h1>Hello {USER}</h1>")

    def at_api_login(self, request: Request) -> Reply:
        given = json.loads(request.body)
        if given.get("password") != self.password:
            return Reply(status=401, kind="application/json", body='{"error": "no"}')
        said = {"data": {"access_token": self.token}}
        return Reply(kind="application/json", body=json.dumps(said))

    def at_api_me(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return Reply(status=401, kind="application/json", body="{}")
        return Reply(kind="application/json", body=json.dumps({"id": 7, "email": USER}))

    def at_slow_start(self, request: Request) -> Reply:
        if self.stumbles > 0:
            self.stumbles -= 1
            return Reply(status=503, headers=(("Retry-After", "0"),))
        return Reply(body="ready")

    def at_away(self, request: Request) -> Reply:
        return Reply(status=302, headers=(("Location", "https://stranger.test/x"),))

    def at_echo(self, request: Request) -> Reply:
        """Sends everything back in every encoding, as the most hostile server would."""
        said = "&".join(
            (request.target, request.body.decode("utf-8", "replace"), *request.headers.values())
        )
        body = f"{said} {html.escape(said)} {json.dumps(said)}"
        return Reply(status=500, body=body)


def node(text: str) -> Node:
    """YAML as the config has it."""
    return parse(text.encode(), "launchready.yml")


def a_journey(text: str) -> Journey:
    return Journey.model_validate(node(text.replace("URL/", f"{URL}/")))


@asynccontextmanager
async def a_portal(
    portal: Any, sessions: str = "", site: Site | None = None, **others: Any
) -> AsyncIterator[Context]:
    """The world while the portal runs; `sessions` is YAML, URL in it the portal's."""
    async with serving(lambda stream: converse(stream, portal)) as port:
        places = {f"{HOST}:80": [f"127.0.0.1:{port}"]}
        web = LiveBrowser(a_network(5.0, addresses=places), DictResolver())
        ctx = replace(a_world(site=site or a_site(HOST)), web=web, **others)
        said: Any = node(sessions.replace("URL/", f"{URL}/")) if sessions else {}
        named = {str(k): Session.model_validate(v) for k, v in said.items()}
        signs = SignIns(web=web, site=ctx.site, now=ctx.now, private=ctx.private, sessions=named)
        yield replace(ctx, sessions=signs)
        await web.aclose()
