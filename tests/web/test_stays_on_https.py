"""Every host tells browsers to come back over https, and a host that cannot is left to others."""

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.web.stays_on_https import stays_on_https
from tests.web.visits import moved, settled
from tests.worlds import page

WWW = "https://www.acme.test/"
KEY = "Strict-Transport-Security"


async def ask(response: Response) -> list[str]:
    room, ctx, browser = settled("{}")
    browser.pages = {WWW: response}
    door = next(one for one in room.visits.doors if one.start == WWW)
    return [one.message for one in await stays_on_https.ask(door, ctx)]


def test_every_host_of_ours_is_asked_at_its_own_line() -> None:
    room, _, _ = settled("{}")

    assert [(str(one), one.at.line) for one in room.visits.doors] == [
        ("https://acme.test", 4),
        ("https://www.acme.test", 4),
        ("https://app.acme.test", 4),
    ]


@pytest.mark.parametrize(
    "sound",
    [
        page(WWW, headers={KEY: "max-age=31536000; includeSubDomains; preload"}),
        page(WWW, headers={KEY: 'includeSubDomains ; Max-Age = "600"'}),
        page(WWW, 301, headers={KEY: "max-age=600", "Location": "https://acme.test/"}),
        page(WWW, untrusted="certificate has expired"),
        page(WWW, 502),
    ],
)
async def test_a_host_that_says_so_or_cannot_is_silent(sound: Response) -> None:
    assert await ask(sound) == []


@pytest.mark.parametrize(
    ("response", "seen"),
    [
        (page(WWW), "sends no Strict-Transport-Security"),
        (moved(WWW, "https://acme.test/"), "sends no Strict-Transport-Security"),
        (page(WWW, headers={KEY: "max-age=0"}), "sends Strict-Transport-Security with max-age=0"),
        (page(WWW, headers={KEY: "includeSubDomains"}), "sends a Strict-Transport-Security that"),
    ],
)
async def test_a_host_that_does_not_is_a_risk(response: Response, seen: str) -> None:
    (message,) = await ask(response)

    assert message.startswith(f"www.acme.test {seen}")


async def test_a_host_that_turns_machines_away_is_unanswered() -> None:
    with pytest.raises(UnreachableError):
        await ask(page(WWW, 403, headers={"cf-mitigated": "challenge"}))
