"""Mails are read over HTTP as each service's pages describe it, and it is told when not.

Mailpit: its OpenAPI document (/api/v1); maildev 3: /api/email; Mailosaur: docs, "API reference,
Messages"; Mailtrap: docs, "Email Sandbox API, Messages".
"""

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


MAILPIT = {
    "GET http://box.test/api/v1/messages": ['{"messages": [{"ID": "old"}]}'],
    "GET http://box.test/api/v1/search": ['{"messages": [{"ID": "new"}, {"ID": "old"}]}'],
    "GET http://box.test/api/v1/message/new/raw": [RAW],
}
_NEW = (
    '{"id": "new", "envelope": {"to": [{"address": "ada@acme.test"}]}, "subject": "Hi",'
    ' "from": [{"address": "a@acme.test"}], "text": "https://acme.test/c", "headers": {"X-A": "b"}}'
)
MAILDEV = {"GET http://box.test/api/email": ['[{"id": "old"}]', f'[{{"id": "old"}}, {_NEW}]']}
MAILOSAUR = {
    "GET https://mailosaur.com/api/messages?": ['{"items": []}'],
    "POST https://mailosaur.com/api/messages/search?server=srv": ['{"items": [{"id": "new"}]}'],
    "GET https://mailosaur.com/api/messages/new": [
        '{"id": "new", "subject": "Hi", "from": [{"email": "a@acme.test"}],'
        ' "to": [{"email": "ada@acme.test"}], "text": {"body": "https://acme.test/c"},'
        ' "metadata": {"headers": [{"field": "X-A", "value": "b"}]}}'
    ],
}
MAILTRAP = {
    "GET https://mailtrap.io/api/accounts/1/inboxes/2/messages/9/body.raw": [RAW],
    "GET https://mailtrap.io/api/accounts/1/inboxes/2/messages?search": [
        '[{"id": 9, "to_email": "ada@acme.test"}]'
    ],
    "GET https://mailtrap.io/api/accounts/1/inboxes/2/messages": ["[]"],
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
