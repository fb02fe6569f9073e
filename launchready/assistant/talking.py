"""Asks the assistant one thing at a time, the way the product's own page does."""

import json
import uuid
from dataclasses import dataclass

import anyio

from launchready.assistant.answer import Said, read
from launchready.assistant.prompts import Nonce, Prompt, worded
from launchready.assistant.settings import Assistant, Endpoint, Plant
from launchready.assistant.template import CONVERSATION, DOCUMENT, PROMPT, filled
from launchready.core.bot_wall import kept_out
from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError

_LONGEST_WAIT = 10.0  # seconds a Retry-After may ask for
_USUAL_WAIT = 2.0
_FILTERED = "What a filter hides cannot be judged: let the canary account past it, and ask again."
_EMPTY = "Type the prompt into your chat: where an answer shows, correct assistant.endpoint.answer."
_LIMITS = "Raise the limit for the canary account, or lower assistant.at_once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One run's conversations with one assistant."""

    about: Assistant
    endpoint: Endpoint
    ctx: Context
    nonce: Nonce

    async def ask(self, prompt: Prompt) -> Said:
        """The answer to a prompt, in a conversation of its own.

        Raises UnreachableError where there was none: the request failed, the answer is empty or
        a filter took it.
        """
        text = worded(prompt.text, self.nonce)
        if prompt.document:
            document = worded(prompt.document, self.nonce)
            if self.about.plant is None:
                text = f"{text}\n\n---\n{document}\n---"
            else:
                await self._planted(self.about.plant, document)
        said = await self._said(text)
        if said.is_filtered:
            raise UnreachableError("a filter ended the answer", kind="refused", advice=_FILTERED)
        if not said.text.strip() and not said.tools:
            raise UnreachableError("the answer is empty", kind="refused", advice=_EMPTY)
        return said

    async def _said(self, text: str) -> Said:
        words = {PROMPT: text, CONVERSATION: str(uuid.uuid4())}
        tools = self.about.tools.path if self.about.tools else None
        response = await self._sent(self.endpoint, filled(self.endpoint.json_, words))
        return read(response, self.endpoint.answer, tools)

    async def _planted(self, plant: Plant, document: str) -> None:
        await self._sent(plant, filled(plant.json_, {DOCUMENT: document}))

    async def _sent(self, to: Endpoint | Plant, said: object) -> Response:
        response = await self._once(to, said)
        if response.status == 429:
            await anyio.sleep(_wait(response))
            response = await self._once(to, said)
        where = f"{to.method} {to.url.name.partition('?')[0]}"
        if response.status == 429:
            raise UnreachableError(
                f"{where} asks for fewer requests", kind="refused", advice=_LIMITS
            )
        if (wall := kept_out(response)) is not None:
            raise wall
        if not 200 <= response.status < 300:
            reason = f"{where} answered {response.status}"
            raise UnreachableError(reason, kind="refused", advice="Correct assistant.endpoint.")
        if response.truncated:
            raise UnreachableError(f"{where} answered more than is read of an answer")
        return response

    async def _once(self, to: Endpoint | Plant, said: object) -> Response:
        headers = (("Content-Type", "application/json"), *to.headers)
        if to.session is not None:
            signed_in = await self.ctx.sessions.sign_in(to.session)
            headers += signed_in.headers_for(to.url.name)
        body = json.dumps(said).encode()
        return await self.ctx.web.fetch(
            to.url.name, method=to.method, headers=headers, body=body, fresh=True
        )


def _wait(response: Response) -> float:
    said = response.header("retry-after") or ""
    return min(float(said), _LONGEST_WAIT) if said.isdigit() else _USUAL_WAIT
