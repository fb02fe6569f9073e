"""Inboxes that others run for tests: Mailosaur and Mailtrap."""

import base64
from datetime import datetime
from typing import Any
from urllib.parse import quote

from launchready.core.browser import Browser
from launchready.core.inbox import Letter
from launchready.visit.accounts import InboxAt
from launchready.world.mail_text import letter
from launchready.world.mailbox_http import MOST, Api, HttpInbox, Listed, addresses, moment

_MAILOSAUR = "https://mailosaur.com"
_MAILTRAP = "https://mailtrap.io"
_MOST_OF_MAILOSAUR = 1000  # mails of one list, the most it gives


def mailosaur(at: InboxAt, web: Browser) -> HttpInbox:
    """Mailosaur's API (https://mailosaur.com/docs/api/messages): GET /api/messages lists, POST
    /api/messages/search finds by `sentTo`, both the newest first and of the last hour unless
    asked otherwise; GET /api/messages/{id} has all of it. The key is the user of Basic."""
    if at.mailosaur is None:
        raise ValueError("no Mailosaur")
    pair = base64.b64encode(f"{at.mailosaur.key}:".encode()).decode()
    headers = (("Authorization", f"Basic {pair}"),)
    api = Api(web=web, base=_MAILOSAUR, name="Mailosaur", headers=headers)
    server = quote(at.mailosaur.server, safe="")

    async def everything() -> list[tuple[str, datetime | None]]:
        where = f"/api/messages?server={server}&page=0&itemsPerPage={_MOST_OF_MAILOSAUR}"
        rows = api.rows(await api.json(where), "items")
        return [(str(one.get("id")), moment(one.get("received"))) for one in rows]

    async def listing(to: str) -> list[Listed]:
        where = f"/api/messages/search?server={server}&page=0&itemsPerPage={MOST}"
        said = await api.json(where, {"sentTo": to})
        return [_listed(api, one) for one in api.rows(said, "items")]

    receiver = at.auth_server_id or ""
    return HttpInbox(receiver=receiver, listing=listing, everything=everything)


def _listed(api: Api, row: dict[str, Any]) -> Listed:
    id_ = str(row.get("id"))

    async def read() -> Letter:
        return _of_mailosaur(await api.json(f"/api/messages/{quote(id_, safe='')}"))

    return Listed(id=id_, came=moment(row.get("received")), read=read)


def _of_mailosaur(said: Any) -> Letter:
    row: dict[str, Any] = said if isinstance(said, dict) else {}
    text, html, meta = (_mapping(row, key) for key in ("text", "html", "metadata"))
    sender = addresses(row.get("from"), "email")
    lists = (row.get("to"), row.get("cc"), row.get("bcc"), meta.get("rcptTo"))
    to = [one for given in lists for one in addresses(given, "email")]
    fields = meta.get("headers")
    return Letter(
        id=str(row.get("id")),
        to=tuple(dict.fromkeys(to)),
        sender=sender[0] if sender else "",
        subject=str(row.get("subject") or ""),
        text=str(text.get("body") or ""),
        html=str(html.get("body") or ""),
        headers=tuple(
            (str(one.get("field")).lower(), str(one.get("value")))
            for one in (fields if isinstance(fields, list) else [])
            if isinstance(one, dict)
        ),
        received=moment(row.get("received")),
    )


def _mapping(row: dict[str, Any], key: str) -> dict[str, Any]:
    found = row.get(key)
    return found if isinstance(found, dict) else {}


def mailtrap(at: InboxAt, web: Browser) -> HttpInbox:
    """Mailtrap's Email Sandbox
    (https://docs.mailtrap.io/developers/email-sandbox/email-sandbox-api/messages): GET
    .../messages gives the newest 30, with `search` those whose subject or recipient has it;
    GET .../messages/{id}/body.raw is the mail. The token goes in Api-Token."""
    if at.mailtrap is None:
        raise ValueError("no Mailtrap")
    headers = (("Api-Token", at.mailtrap.token),)
    api = Api(web=web, base=_MAILTRAP, name="Mailtrap", headers=headers)
    where = f"/api/accounts/{at.mailtrap.account}/inboxes/{at.mailtrap.inbox}/messages"

    async def everything() -> list[tuple[str, datetime | None]]:
        rows = api.rows(await api.json(where))
        return [(str(one.get("id")), moment(one.get("created_at"))) for one in rows]

    async def listing(to: str) -> list[Listed]:
        said = await api.json(f"{where}?search={quote(to, safe='')}")
        return [_of_mailtrap(api, where, one) for one in api.rows(said)]

    receiver = at.auth_server_id or ""
    return HttpInbox(receiver=receiver, listing=listing, everything=everything)


def _of_mailtrap(api: Api, where: str, row: dict[str, Any]) -> Listed:
    id_, came = str(row.get("id")), moment(row.get("created_at"))
    said = str(row.get("to_email") or "").split(",")
    to = tuple(one.strip().lower() for one in said if one.strip())

    async def read() -> Letter:
        raw = await api.raw(f"{where}/{quote(id_, safe='')}/body.raw")
        return letter(id_, raw, to=to, received=came)

    return Listed(id=id_, came=came, read=read)
