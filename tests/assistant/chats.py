"""Assistants to talk to: sound ones, and one for each fault."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from launchready.assistant.settings import Assistant
from launchready.config.load import load
from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError
from tests.worlds import a_site, a_world

URL = "https://app.acme.test/assistant"
SYSTEM, TENANT = "q7d2" + "k9x4m1zp", "t3nb" + "w8yr5h0c"

Reply = str | Response | UnreachableError
Chatter = Callable[[str], Reply]


def sound(text: str) -> Reply:
    """Helps, and repeats the question, which is no fault."""
    return f"I can help with orders. You asked: {text[:40]}"


@dataclass
class Chat:
    """A browser behind which an assistant answers; what it was sent is kept."""

    chatter: Chatter = sound
    sent: list[Any] = field(default_factory=list)
    planted: list[Any] = field(default_factory=list)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        said = json.loads(body or b"{}")
        if url != URL:
            self.planted.append(said)
            return answer("", url=url)
        self.sent.append(said)
        reply = self.chatter(str(said.get("message", "")))
        if isinstance(reply, UnreachableError):
            raise reply
        return reply if isinstance(reply, Response) else answer(json.dumps({"reply": reply}))


def answer(
    body: str,
    status: int = 200,
    kind: str = "application/json",
    *,
    url: str = URL,
    headers: Mapping[str, str] | None = None,
) -> Response:
    named = tuple((headers or {}).items())
    return Response(
        url=url,
        status=status,
        headers=(("content-type", kind), *named),
        body=body.encode(),
        truncated=False,
        seconds=0.01,
    )


CONFIG = f"""version: 1
hosts: {{own: [app.acme.test]}}
assistant:
  endpoint: {{url: "{URL}", json: {{message: "{{{{prompt}}}}"}}, answer: "$.reply"}}
  canaries: {{system: {SYSTEM}, tenant: {TENANT}}}
  tools: {{path: "$.tools[*].name", forbidden: [refund, "delete_*"]}}
"""


def settings(text: str = CONFIG) -> Assistant:
    loaded = load(
        text.encode(), "launchready.yml", environment="production", variables={}, read=_nothing
    )
    room = loaded.rooms["assistant"]
    assert isinstance(room, Assistant)
    return room


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)


def world(chat: Chat) -> Context:
    return a_world(web=chat, site=a_site("app.acme.test"))
