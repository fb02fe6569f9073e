"""A whole edge for tests of the room: the real client over a Cloudflare that keeps state."""

import json
import secrets
from dataclasses import dataclass

from launchready.config.load import load
from launchready.core.browser import Response
from launchready.core.check import Check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.edge.settings import Edge
from launchready.world.cloudflare import LiveCloudflare
from tests.edge.fake_cloudflare import FakeCloudflare
from tests.worlds import DictBrowser, DictDirect, DictHandshaker, DictResolver, a_world

TOKEN = "cf-" + secrets.token_hex(16)
YAML = """\
version: 1
hosts: {{own: [app.acme.test], canonical: app.acme.test}}
edge:
  cloudflare: {{zone: acme.test, token: "${{CLOUDFLARE_API_TOKEN}}"}}
{more}"""


@dataclass
class _Line:
    """Carries requests to a Cloudflare in this process."""

    api: FakeCloudflare

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        target = url.removeprefix("https://api.cloudflare.com")
        status, said = self.api.answer(method, target, dict(headers).get("Authorization", ""))
        raw = json.dumps(said).encode()
        return Response(url=url, status=status, headers=(), body=raw, truncated=False, seconds=0.01)


def an_edge(more: str = "", text: str = YAML) -> Edge:
    """The settled section of a config; `more` are further lines of edge:, indented by two."""

    def read(path: str) -> bytes:
        raise FileNotFoundError(path)

    raw = text.format(more=more).encode()
    variables = {"CLOUDFLARE_API_TOKEN": TOKEN}
    loaded = load(raw, "launchready.yml", environment="production", variables=variables, read=read)
    edge = loaded.rooms["edge"]
    assert isinstance(edge, Edge)
    return edge


def a_context(
    api: FakeCloudflare,
    *,
    web: DictBrowser | None = None,
    dns: DictResolver | None = None,
    tls: DictHandshaker | None = None,
    direct: DictDirect | None = None,
) -> Context:
    live = LiveCloudflare(_Line(api))
    return a_world(cloudflare=live, web=web, dns=dns, tls=tls, direct=direct)


async def found(check: Check, edge: Edge, ctx: Context) -> list[Finding]:
    """What a check finds, of every subject it has; at least one."""
    subjects = list(check.each(edge))
    assert subjects
    return [one for subject in subjects for one in await check.ask(subject, ctx)]


async def said(check: Check, edge: Edge, ctx: Context) -> list[str]:
    """The same in words: rule, impact and message."""
    return [
        f"{one.rule.id} {one.rule.impact.word}: {one.message}"
        for one in await found(check, edge, ctx)
    ]


async def silence(check: Check, edge: Edge, ctx: Context) -> UnreachableError:
    """Why a check has no answer."""
    try:
        answered = await found(check, edge, ctx)
    except UnreachableError as error:
        return error
    raise AssertionError(f"{check.id} answered {answered}")
