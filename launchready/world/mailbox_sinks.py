"""Inboxes of programs that catch mails while people test: Mailpit and maildev."""

import base64
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from launchready.core.browser import Browser
from launchready.core.inbox import Letter
from launchready.core.unreachable import UnreachableError
from launchready.visit.accounts import InboxAt
from launchready.world.mail_text import letter
from launchready.world.mailbox_http import (
    MOST,
    Api,
    Headers,
    HttpInbox,
    Listed,
    addresses,
    moment,
)

_MOST_OF_MAILPIT = 500  # mails of its first list; it deletes beyond as many itself unless told


def mailpit(at: InboxAt, web: Browser) -> HttpInbox:
    """Mailpit's API, version 1, as server/ui/api/v1/swagger.json of axllent/mailpit has it:
    GET /api/v1/messages and /api/v1/search give `messages` with ID, Created, To, Cc and Bcc, the
    newest first; GET /api/v1/message/{ID}/raw the mail. The search's words are those of
    https://mailpit.axllent.org/docs/usage/search-filters/."""
    api = Api(web=web, base=at.mailpit or "", name="Mailpit", headers=_login(at))

    async def everything() -> list[tuple[str, datetime | None]]:
        said = await api.json(f"/api/v1/messages?limit={_MOST_OF_MAILPIT}")
        return [
            (str(one.get("ID")), moment(one.get("Created"))) for one in api.rows(said, "messages")
        ]

    async def listing(to: str) -> list[Listed]:
        wanted = quote(f'addressed:"{to}"')
        said = await api.json(f"/api/v1/search?query={wanted}&limit={MOST}")
        return [_of_mailpit(api, one) for one in api.rows(said, "messages")]

    return HttpInbox(receiver=at.auth_server_id or "", listing=listing, everything=everything)


def _of_mailpit(api: Api, row: dict[str, Any]) -> Listed:
    """`addressed:` finds senders too; whom it is for stands in the row, Bcc with it."""
    id_, came = str(row.get("ID")), moment(row.get("Created"))
    to = [one for key in ("To", "Cc", "Bcc") for one in addresses(row.get(key), "Address")]

    async def read() -> Letter:
        raw = await api.raw(f"/api/v1/message/{quote(id_, safe='')}/raw")
        return letter(id_, raw, to=tuple(to), received=came)

    return Listed(id=id_, came=came, read=read)


def maildev(at: InboxAt, web: Browser) -> HttpInbox:
    """maildev: GET /api/email in version 3, /email before (its docs/rest.md). It lists every
    mail whole, the oldest first."""
    api = Api(web=web, base=at.maildev or "", name="maildev", headers=_login(at))

    async def rows() -> list[dict[str, Any]]:
        try:
            return api.rows(await api.json("/api/email"))
        except UnreachableError as error:
            if error.kind == "refused":
                raise
            return api.rows(await api.json("/email"))

    async def everything() -> list[tuple[str, datetime | None]]:
        return [(str(one.get("id")), None) for one in await rows()]

    async def listing(to: str) -> list[Listed]:
        made = [_of_maildev(one) for one in await rows()]
        found = [one for one in made if to in one.to]
        return [Listed(id=one.id, came=None, read=_ready(one)) for one in found[::-1]]

    return HttpInbox(receiver=at.auth_server_id or "", listing=listing, everything=everything)


def _of_maildev(row: dict[str, Any]) -> Letter:
    envelope = row.get("envelope")
    envelope = envelope if isinstance(envelope, dict) else {}
    lists = (row.get("to"), row.get("cc"), envelope.get("to"))
    to = [one for given in lists for one in addresses(given, "address")]
    sender = addresses(row.get("from"), "address")
    headers = row.get("headers")
    named = headers if isinstance(headers, dict) else {}
    return Letter(
        id=str(row.get("id")),
        to=tuple(dict.fromkeys(to)),
        sender=sender[0] if sender else "",
        subject=str(row.get("subject") or ""),
        text=str(row.get("text") or ""),
        html=str(row.get("html") or ""),
        headers=tuple((str(key).lower(), str(text)) for key, text in named.items()),
        received=moment(row.get("time") or row.get("date")),
    )


def _ready(made: Letter) -> Callable[[], Awaitable[Letter]]:
    async def read() -> Letter:
        return made

    return read


def _login(at: InboxAt) -> Headers:
    if at.user is None:
        return ()
    pair = base64.b64encode(f"{at.user}:{at.password or ''}".encode()).decode()
    return (("Authorization", f"Basic {pair}"),)
