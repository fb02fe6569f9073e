"""A password reset that tells accounts apart is told; tokens and times in its answer are not."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest

from launchready.config.load import load
from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.values.problem import ConfigError
from launchready.web.password_reset import password_reset
from launchready.web.settings import Web
from tests.web.surfaces import HOSTS
from tests.worlds import DictBrowser, a_world, page

URL = "https://acme.test/forgot"
KNOWN = "canary@acme.test"
SECTION = (
    "web: {throttling: {i_own_this: true, "
    "reset: {url: /forgot, field: email, known: canary@acme.test%s}}}"
)
Tells = Callable[[str, int], Response]


@dataclass
class Door(DictBrowser):
    """A reset that answers as `tells` says for an address and the number of the request."""

    tells: Tells = field(default=lambda address, number: page(URL))
    sent: list[str] = field(default_factory=list)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        assert (url, method) == (URL, "POST")
        text = (body or b"").decode()
        is_json = dict(headers)["Content-Type"] == "application/json"
        said = json.loads(text) if is_json else {k: v[0] for k, v in parse_qs(text).items()}
        self.sent.append(said["email"])
        return self.tells(said["email"], len(self.sent))


def settled(section: str) -> Web:
    loaded = load(
        (HOSTS + section).encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda path: b"",
    )
    room = loaded.rooms["web"]
    assert isinstance(room, Web)
    return room


async def ask(tells: Tells, more: str = "") -> tuple[list[str], list[str]]:
    door = Door(tells=tells)
    (subject,) = password_reset.each(settled(SECTION % more))
    found = await password_reset.ask(subject, a_world(web=door))
    return [one.message for one in found], door.sent


@pytest.mark.parametrize(
    "tells",
    [
        lambda address, number: page(URL, body="If the account exists, a mail is on its way."),
        lambda address, number: page(URL, body=f"We sent a mail to {address}."),
        lambda address, number: page(URL, body=f"<i id={number * 'x' + 'A' * 20}> 12:0{number}"),
        lambda address, number: page(URL, 302, headers={"location": f"/sent?to={address}"}),
        lambda address, number: page(URL, 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("more", ["", ", json: {lang: de}", ", form: {csrf: x}"])
async def test_a_reset_that_tells_nothing_is_silent(tells: Tells, more: str) -> None:
    found, sent = await ask(tells, more)

    assert found == []
    assert len(sent) == 2
    assert sent[1] == KNOWN
    assert sent[0] != KNOWN
    assert sent[0].endswith("@acme.test")


@pytest.mark.parametrize(
    ("tells", "what"),
    [
        (lambda address, _: page(URL, 200 if address == KNOWN else 404), "status"),
        (lambda address, _: page(URL, 200 if address == KNOWN else 422), "status"),
        (
            lambda address, _: page(
                URL, 302, headers={"location": "/sent" if address == KNOWN else "/forgot"}
            ),
            "target",
        ),
        (lambda address, _: page(URL, body="sent" if address == KNOWN else "unknown"), "text"),
    ],
)
async def test_a_reset_that_tells_accounts_apart_is_a_risk(tells: Tells, what: str) -> None:
    found, _ = await ask(tells)

    assert len(found) == 1
    assert f"with another {what} for an account" in found[0]
    assert KNOWN not in found[0]


@pytest.mark.parametrize("status", [500, 503, 401, 403, 405, 429])
async def test_a_reset_that_does_not_work_leaves_the_question_open(status: int) -> None:
    with pytest.raises(UnreachableError):
        await ask(lambda address, number: page(URL, status))


def test_it_is_asked_only_of_what_is_yours() -> None:
    with pytest.raises(ConfigError, match="i_own_this"):
        settled((SECTION % "").replace("i_own_this: true, ", ""))
    with pytest.raises(ConfigError, match="is not ours"):
        settled((SECTION % "").replace("/forgot", "'https://other.test/'"))
