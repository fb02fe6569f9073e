"""Inboxes that are read over HTTP, whatever service they are of."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from launchready.core.browser import Browser, Response
from launchready.core.inbox import Letter
from launchready.core.unreachable import UnreachableError

MOST = 50  # mails of one look, the newest

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Listed:
    """A mail as a list has it: `came` is the service's own clock, `read` fetches all of it."""

    id: str
    came: datetime | None
    read: Callable[[], Awaitable[Letter]]


# An address to the mails for it that the inbox has, the newest first.
Listing = Callable[[str], Awaitable[list[Listed]]]
Everything = Callable[[], Awaitable[list[tuple[str, datetime | None]]]]


@dataclass(slots=True, kw_only=True, repr=False)
class HttpInbox:
    """An inbox whose mails can be listed for an address.

    What was there when it was first looked into is never read. A full inbox is listed in part:
    so no mail counts as new either that came, by the service's own clock, before the newest
    that was there.
    """

    receiver: str
    listing: Listing
    everything: Everything

    async def watch(self) -> "_FromNow":
        there = await self.everything()
        return _FromNow(
            inbox=self,
            before={id_ for id_, _ in there},
            newest=max((came for _, came in there if came is not None), default=None),
        )


@dataclass(slots=True, kw_only=True)
class _FromNow:
    inbox: HttpInbox
    before: set[str]
    newest: datetime | None
    read: dict[str, Letter] = field(default_factory=dict)

    async def letters(self, to: str) -> tuple[Letter, ...]:
        listed = await self.inbox.listing(to)
        fresh = [one for one in listed if self._is_new(one)][:MOST]
        for one in fresh:
            if one.id not in self.read:
                self.read[one.id] = await one.read()
        found = [self.read[one.id] for one in reversed(fresh)]
        return tuple(one for one in found if to in one.to)

    def _is_new(self, one: Listed) -> bool:
        is_old = self.newest is not None and one.came is not None and one.came < self.newest
        return one.id not in self.before and not is_old


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Api:
    """A service's answers as JSON, or as they are."""

    web: Browser
    base: str
    name: str
    headers: Headers = ()

    async def json(self, path: str, body: Any = None) -> Any:
        answer = await self._asked(path, body)
        try:
            return json.loads(answer.text)
        except ValueError as error:
            raise self._odd() from error

    async def raw(self, path: str) -> bytes:
        return (await self._asked(path, None)).body

    async def _asked(self, path: str, body: Any) -> Response:
        headers, sent = self.headers, None
        if body is not None:
            sent, headers = (
                json.dumps(body).encode(),
                (*headers, ("Content-Type", "application/json")),
            )
        method = "GET" if body is None else "POST"
        url = self.base.rstrip("/") + path
        answer = await self.web.fetch(url, method=method, headers=headers, body=sent, fresh=True)
        if answer.untrusted is not None:
            raise UnreachableError(f"the certificate of {self.name} fails ({answer.untrusted})")
        if answer.status in (401, 403):
            advice = "Give it a key that may read this inbox."
            reason = f"{self.name} answers {answer.status}"
            raise UnreachableError(reason, kind="refused", advice=advice)
        if answer.status >= 300:
            advice = "Look whether the address and the inbox's name are right."
            raise UnreachableError(f"{self.name} answers {answer.status}", advice=advice)
        return answer

    def _odd(self) -> UnreachableError:
        advice = "Look whether it is the inbox's address, and its version."
        return UnreachableError(f"{self.name} answers in a way that we do not know", advice=advice)

    def rows(self, value: Any, *path: str) -> list[dict[str, Any]]:
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._odd()
        return value


def moment(value: Any) -> datetime | None:
    """A time as services write it (RFC 3339), in UTC where they name no zone."""
    try:
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def addresses(value: Any, key: str) -> list[str]:
    """The addresses of a list of mappings, each under `key`, in lower case."""
    listed = value if isinstance(value, list) else []
    return [str(one[key]).lower() for one in listed if isinstance(one, dict) and one.get(key)]
