"""Inboxes that are read over HTTP: Mailpit, maildev, Mailosaur and Mailtrap."""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from launchready.core.browser import Browser, Response
from launchready.core.inbox import Letter
from launchready.core.unreachable import UnreachableError
from launchready.visit.accounts import InboxAt
from launchready.world.mail_text import letter

_MOST = 50  # mails of one look, the newest
_MAILOSAUR = "https://mailosaur.com"
_MAILTRAP = "https://mailtrap.io"

Headers = tuple[tuple[str, str], ...]
# An address to the mails for it that the inbox has, the newest first: id, and what reads it.
Listing = Callable[[str], Awaitable[list[tuple[str, Callable[[], Awaitable[Letter]]]]]]


@dataclass(slots=True, kw_only=True, repr=False)
class HttpInbox:
    """An inbox whose mails can be listed for an address. `before` are the ids that were there
    when it was first looked into, for nobody's clock can be trusted with that."""

    receiver: str
    listing: Listing
    everything: Callable[[], Awaitable[set[str]]]

    async def watch(self) -> "_FromNow":
        return _FromNow(inbox=self, before=await self.everything())


@dataclass(slots=True, kw_only=True)
class _FromNow:
    inbox: HttpInbox
    before: set[str]
    read: dict[str, Letter] = field(default_factory=dict)

    async def letters(self, to: str) -> tuple[Letter, ...]:
        listed = await self.inbox.listing(to)
        fresh = [one for one in listed if one[0] not in self.before][:_MOST]
        for id_, get in fresh:
            if id_ not in self.read:
                self.read[id_] = await get()
        found = [self.read[id_] for id_, _ in reversed(fresh)]
        return tuple(one for one in found if to in one.to)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Api:
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


def mailpit(at: InboxAt, web: Browser) -> HttpInbox:
    """Mailpit: GET /api/v1/messages, /api/v1/search, /api/v1/message/{ID}/raw."""
    api = _Api(web=web, base=at.mailpit or "", name="Mailpit", headers=_login(at))

    async def everything() -> set[str]:
        rows = api.rows(await api.json("/api/v1/messages?limit=500"), "messages")
        return {str(one.get("ID")) for one in rows}

    async def listing(to: str) -> list[Any]:
        wanted = quote(f'addressed:"{to}"')
        said = await api.json(f"/api/v1/search?query={wanted}&limit={_MOST}")
        return [_getter(api, str(one.get("ID")), to) for one in api.rows(said, "messages")]

    def _getter(api: _Api, id_: str, to: str) -> Any:
        async def get() -> Letter:
            raw = await api.raw(f"/api/v1/message/{quote(id_, safe='')}/raw")
            return letter(id_, raw, to=(to,))

        return id_, get

    return HttpInbox(receiver=at.auth_server_id or "", listing=listing, everything=everything)


def maildev(at: InboxAt, web: Browser) -> HttpInbox:
    """maildev: GET /api/email in version 3, /email before."""
    api = _Api(web=web, base=at.maildev or "", name="maildev", headers=_login(at))

    async def rows() -> list[dict[str, Any]]:
        try:
            return api.rows(await api.json("/api/email"))
        except UnreachableError as error:
            if error.kind == "refused":
                raise
            return api.rows(await api.json("/email"))

    async def everything() -> set[str]:
        return {str(one.get("id")) for one in await rows()}

    async def listing(to: str) -> list[Any]:
        found = []
        for one in await rows():
            made = _of_maildev(one)
            if to in made.to:
                found.append((made.id, _ready(made)))
        return found[::-1]

    return HttpInbox(receiver=at.auth_server_id or "", listing=listing, everything=everything)


def _of_maildev(row: dict[str, Any]) -> Letter:
    envelope = row.get("envelope")
    envelope = envelope if isinstance(envelope, dict) else {}
    to = [*_addresses(row.get("to")), *_addresses(row.get("cc")), *_addresses(envelope.get("to"))]
    sender = _addresses(row.get("from"))
    return Letter(
        id=str(row.get("id")),
        to=tuple(dict.fromkeys(to)),
        sender=sender[0] if sender else "",
        subject=str(row.get("subject") or ""),
        text=str(row.get("text") or ""),
        html=str(row.get("html") or ""),
        headers=_named(row.get("headers")),
        received=_moment(row.get("time") or row.get("date")),
    )


def mailosaur(at: InboxAt, web: Browser) -> HttpInbox:
    """Mailosaur: GET and POST /api/messages, GET /api/messages/{id}; the key is the user."""
    if at.mailosaur is None:
        raise ValueError("no Mailosaur")
    pair = base64.b64encode(f"{at.mailosaur.key}:".encode()).decode()
    headers = (("Authorization", f"Basic {pair}"),)
    api = _Api(web=web, base=_MAILOSAUR, name="Mailosaur", headers=headers)
    server = quote(at.mailosaur.server, safe="")

    async def everything() -> set[str]:
        said = await api.json(f"/api/messages?server={server}&page=0&itemsPerPage=1000")
        return {str(one.get("id")) for one in api.rows(said, "items")}

    async def listing(to: str) -> list[Any]:
        where = f"/api/messages/search?server={server}&page=0&itemsPerPage={_MOST}"
        said = await api.json(where, {"sentTo": to})
        return [_getter(str(one.get("id"))) for one in api.rows(said, "items")]

    def _getter(id_: str) -> Any:
        async def get() -> Letter:
            return _of_mailosaur(await api.json(f"/api/messages/{quote(id_, safe='')}"))

        return id_, get

    receiver = at.auth_server_id or ""
    return HttpInbox(receiver=receiver, listing=listing, everything=everything)


def _of_mailosaur(row: Any) -> Letter:
    row = row if isinstance(row, dict) else {}
    text, html, meta = (row.get(key) or {} for key in ("text", "html", "metadata"))
    sender = _emails(row.get("from"))
    return Letter(
        id=str(row.get("id")),
        to=tuple(_emails(row.get("to")) + _emails(row.get("cc")) + _emails(row.get("rcpt"))),
        sender=sender[0] if sender else "",
        subject=str(row.get("subject") or ""),
        text=str(text.get("body") or ""),
        html=str(html.get("body") or ""),
        headers=tuple(
            (str(one.get("field")).lower(), str(one.get("value")))
            for one in meta.get("headers") or []
            if isinstance(one, dict)
        ),
        received=_moment(row.get("received")),
    )


def mailtrap(at: InboxAt, web: Browser) -> HttpInbox:
    """Mailtrap's sandbox: GET .../messages and .../messages/{id}/body.raw."""
    if at.mailtrap is None:
        raise ValueError("no Mailtrap")
    headers = (("Api-Token", at.mailtrap.token),)
    api = _Api(web=web, base=_MAILTRAP, name="Mailtrap", headers=headers)
    where = f"/api/accounts/{at.mailtrap.account}/inboxes/{at.mailtrap.inbox}/messages"

    async def everything() -> set[str]:
        return {str(one.get("id")) for one in api.rows(await api.json(where))}

    async def listing(to: str) -> list[Any]:
        rows = api.rows(await api.json(f"{where}?search={quote(to, safe='')}"))
        return [_getter(str(one.get("id")), str(one.get("to_email") or "")) for one in rows]

    def _getter(id_: str, to: str) -> Any:
        async def get() -> Letter:
            raw = await api.raw(f"{where}/{quote(id_, safe='')}/body.raw")
            named = tuple(one.strip().lower() for one in to.split(",") if one.strip())
            return letter(id_, raw, to=named)

        return id_, get

    receiver = at.auth_server_id or ""
    return HttpInbox(receiver=receiver, listing=listing, everything=everything)


def _login(at: InboxAt) -> Headers:
    if at.user is None:
        return ()
    pair = base64.b64encode(f"{at.user}:{at.password or ''}".encode()).decode()
    return (("Authorization", f"Basic {pair}"),)


def _ready(made: Letter) -> Callable[[], Awaitable[Letter]]:
    async def get() -> Letter:
        return made

    return get


def _addresses(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else []
    return [
        str(one["address"]).lower()
        for one in listed
        if isinstance(one, dict) and one.get("address")
    ]


def _emails(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else []
    return [
        str(one["email"]).lower() for one in listed if isinstance(one, dict) and one.get("email")
    ]


def _named(value: Any) -> tuple[tuple[str, str], ...]:
    given = value if isinstance(value, dict) else {}
    return tuple((str(key).lower(), str(text)) for key, text in given.items())


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
