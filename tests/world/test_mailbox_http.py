"""Mails are read over HTTP as each service's pages describe it, and it is told when not.

The shapes are those of Mailpit's server/ui/api/v1/swagger.json, maildev's docs/rest.md,
https://mailosaur.com/docs/api/messages and
https://docs.mailtrap.io/developers/email-sandbox/email-sandbox-api/messages.
"""

import json
from dataclasses import dataclass, field

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.visit.accounts import InboxAt
from launchready.world.mailbox import LiveInboxes
from tests.world.loopback import a_network
from tests.worlds import page

RAW = "From: a@acme.test\r\nTo: ada@acme.test\r\nSubject: Hi\r\n\r\nhttps://acme.test/c\r\n"


@dataclass
class Service:
    """Answers by method and address; what is there is what a list says by then."""

    answers: dict[str, list[str]]
    asked: list[tuple[str, str, tuple[tuple[str, str], ...], bytes | None]] = field(
        default_factory=list
    )

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        self.asked.append((method, url, headers, body))
        said = next((v for k, v in self.answers.items() if k in f"{method} {url}"), None)
        if said is None:
            return page(url, 404)
        return page(url, 200, said.pop(0) if len(said) > 1 else said[0])


_AT = ("2026-11-25T11:00:00.5Z", "2026-11-25T12:00:00.25+00:00")


def _row(id_: str, came: str, **more: object) -> dict[str, object]:
    """A row of Mailpit's MessageSummary."""
    return {
        "ID": id_, "MessageID": "m@acme.test", "Read": False, "Subject": "Hi", "Created": came,
        "From": {"Name": "Acme", "Address": "a@acme.test"}, "Cc": [], "Bcc": [], "ReplyTo": [],
        "To": [{"Name": "Ada", "Address": "Ada@acme.test"}], "Size": 500, "Attachments": 0,
        "Tags": [], "Snippet": "https://acme.test/c", **more,
    }  # fmt: skip


def _pit(*rows: object) -> str:
    summary = {"total": 9, "unread": 9, "count": len(rows), "messages_count": 9, "start": 0}
    return json.dumps({**summary, "tags": [], "messages": rows})


_OLD, _NEW = _row("old", _AT[0]), _row("new", _AT[1])
# `addressed:` finds what the address itself sent as well.
_SENT = _row("sent", _AT[1], To=[{"Name": "", "Address": "bob@acme.test"}])
MAILPIT = {
    "GET http://box.test/api/v1/messages": [_pit(_OLD)],
    "GET http://box.test/api/v1/search": [
        _pit(_SENT, _NEW, _OLD, _row("older", "2026-01-01T00:00:00Z"))
    ],
    "GET http://box.test/api/v1/message/new/raw": [RAW],
    "GET http://box.test/api/v1/message/sent/raw": [RAW.replace("To: ada", "To: bob")],
}
_DEV = (
    '{"id": "new", "envelope": {"to": [{"address": "ada@acme.test"}]}, "subject": "Hi",'
    ' "from": [{"address": "a@acme.test"}], "text": "https://acme.test/c", "headers": {"X-A": "b"}}'
)
MAILDEV = {"GET http://box.test/api/email": ['[{"id": "old"}]', f'[{{"id": "old"}}, {_DEV}]']}


def _summary(id_: str, came: str) -> dict[str, object]:
    return {
        "id": id_, "received": came, "type": "Email", "subject": "Hi", "server": "srv",
        "from": [{"name": "Acme", "email": "a@acme.test"}], "cc": [], "bcc": [],
        "to": [{"name": "Ada", "email": "Ada@acme.test"}], "attachments": 0,
    }  # fmt: skip


_WHOLE = {
    **_summary("new", _AT[1]),
    "html": {"links": [], "images": [], "codes": [], "body": None},
    "text": {"links": [{"href": "https://acme.test/c", "text": ""}], "body": "https://acme.test/c"},
    "attachments": [],
    "metadata": {
        "headers": [{"field": "MIME-Version", "value": "1.0"}],
        "ehlo": "mx.acme.test", "mailFrom": "a@acme.test", "rcptTo": [{"email": "ada@acme.test"}],
    },
}  # fmt: skip
_OLD_SUMMARIES = [_summary("old", _AT[0]), _summary("older", "2026-01-01T00:00:00+00:00")]
MAILOSAUR = {
    "GET https://mailosaur.com/api/messages?": [json.dumps({"items": _OLD_SUMMARIES[:1]})],
    "POST https://mailosaur.com/api/messages/search?server=srv": [
        json.dumps({"items": [_summary("new", _AT[1]), *_OLD_SUMMARIES]})
    ],
    "GET https://mailosaur.com/api/messages/new": [json.dumps(_WHOLE)],
}


def _trapped(id_: int, came: str) -> dict[str, object]:
    return {
        "id": id_, "inbox_id": 2, "subject": "Hi", "sent_at": came, "from_email": "a@acme.test",
        "from_name": "Acme", "to_email": "ada@acme.test", "to_name": "Ada", "email_size": 300,
        "is_read": False, "created_at": came, "updated_at": came, "html_body_size": 0,
        "raw_path": f"/api/accounts/1/inboxes/2/messages/{id_}/body.raw",
    }  # fmt: skip


MAILTRAP = {
    "GET https://mailtrap.io/api/accounts/1/inboxes/2/messages/9/body.raw": [RAW],
    "GET https://mailtrap.io/api/accounts/1/inboxes/2/messages?search=ada%40acme.test": [
        json.dumps([_trapped(9, _AT[1]), _trapped(8, _AT[0]), _trapped(1, "2026-01-01T00:00:00Z")])
    ],
    "GET https://mailtrap.io/api/accounts/1/inboxes/2/messages": [
        json.dumps([_trapped(8, _AT[0])])
    ],
}
ALL = {
    "mailpit": ({"mailpit": "http://box.test"}, MAILPIT),
    "maildev": ({"maildev": "http://box.test"}, MAILDEV),
    "mailosaur": ({"mailosaur": {"server": "srv", "key": "k"}}, MAILOSAUR),
    "mailtrap": ({"mailtrap": {"account": "1", "inbox": "2", "token": "t"}}, MAILTRAP),
}


def inboxes(config: object, web: Service) -> LiveInboxes:
    return LiveInboxes({"main": InboxAt.model_validate(config)}, a_network(2.0), web)


@pytest.mark.parametrize("name", ALL)
async def test_a_mail_that_came_since_is_read(name: str) -> None:
    config, answers = ALL[name]
    web = Service({key: list(said) for key, said in answers.items()})
    watched = await inboxes(config, web).open("main").watch()
    (letter,) = await watched.letters("ada@acme.test")

    assert letter.subject == "Hi"
    assert letter.sender == "a@acme.test"
    assert "https://acme.test/c" in letter.text
    # What was there before is not even opened, though the first list did not have all of it.
    assert not any("old" in url.partition("search")[0] for _, url, *_ in web.asked)


async def test_mailosaur_is_asked_with_its_key_as_the_user_and_for_one_address() -> None:
    web = Service({key: list(said) for key, said in MAILOSAUR.items()})
    watched = await inboxes(ALL["mailosaur"][0], web).open("main").watch()
    await watched.letters("ada@acme.test")
    method, _, headers, body = web.asked[1]

    assert (method, body) == ("POST", b'{"sentTo": "ada@acme.test"}')
    assert ("Authorization", "Basic azo=") in headers


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("said", ["", "{}", "[1]", '{"messages": 3, "items": 3}', "<html>"])
async def test_what_no_such_service_says_is_no_empty_inbox(name: str, said: str) -> None:
    web = Service({"http": [said]})
    with pytest.raises(UnreachableError):
        await inboxes(ALL[name][0], web).open("main").watch()


async def test_a_key_goes_along_and_one_that_is_refused_is_told() -> None:
    class Shut(Service):
        async def fetch(self, url: str, **given: object) -> Response:
            await super().fetch(url, headers=given["headers"])  # type: ignore[arg-type]
            return page(url, 401)

    web = Shut({})
    with pytest.raises(UnreachableError) as caught:
        await inboxes(ALL["mailtrap"][0], web).open("main").watch()

    assert caught.value.kind == "refused"
    assert web.asked[0][2] == (("Api-Token", "t"),)
