"""Answers for logged-in visitors are for the origins that were meant, and no sloppy likeness."""

import re
from collections.abc import Callable

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.web.cors import cors
from launchready.web.settings import Web
from tests.web.surfaces import HOME, answer, look
from tests.worlds import DictBrowser, a_site, a_world

Allows = Callable[[str], bool]


class Reflecting(DictBrowser):
    """Names the asker's origin in its answer where `allows` says so."""

    def __init__(self, allows: Allows, credentials: str = "true") -> None:
        super().__init__()
        self._allows, self._credentials = allows, credentials

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        origin = dict(headers).get("Origin", "")
        if not self._allows(origin):
            return answer(url)
        return answer(
            url,
            access_control_allow_origin=origin,
            access_control_allow_credentials=self._credentials,
        )


async def ask(browser: DictBrowser) -> list[str]:
    room = Web.model_validate({"headers": {}}).settled(
        a_site("acme.test", canonical="acme.test"), lambda path: b""
    )
    ctx = a_world(web=browser, site=a_site("acme.test", canonical="acme.test"))
    return [one.message for subject in cors.each(room) for one in await cors.ask(subject, ctx)]


@pytest.mark.parametrize(
    ("allows", "whom"),
    [
        (lambda origin: True, "any origin"),
        (lambda origin: origin == "null", "the origin null"),
        (lambda origin: origin.startswith("https://acme.test"), "begin with acme.test"),
        (lambda origin: origin.endswith("acme.test"), "end with acme.test"),
        (lambda origin: bool(re.match(r"https://acme.test", origin)), "begin with acme.test"),
    ],
)
async def test_a_stranger_that_may_read_blocks(allows: Allows, whom: str) -> None:
    found = await ask(Reflecting(allows))

    assert len(found) == 1
    assert whom in found[0]


@pytest.mark.parametrize(
    "browser",
    [
        Reflecting(lambda origin: False),
        Reflecting(lambda origin: origin == "https://app.acme.test"),
        Reflecting(lambda origin: origin.endswith(".acme.test")),
        # without cookies there is nothing to read that the stranger could not fetch himself
        Reflecting(lambda origin: True, credentials="false"),
        Reflecting(lambda origin: True, credentials="True"),
        DictBrowser(pages={HOME: answer(access_control_allow_origin="*")}),
        # browsers refuse the star together with credentials
        DictBrowser(pages={HOME: answer(
            access_control_allow_origin="*", access_control_allow_credentials="true")}),
        DictBrowser(pages={HOME: answer(
            access_control_allow_origin="https://acme.test",
            access_control_allow_credentials="true")}),
    ],
)  # fmt: skip
async def test_a_list_that_is_compared_as_a_whole_is_silent(browser: DictBrowser) -> None:
    assert await ask(browser) == []


async def test_turned_away_it_is_an_open_question() -> None:
    with pytest.raises(UnreachableError):
        await look(cors, answer(status=403, cf_mitigated="challenge"))
    with pytest.raises(UnreachableError):
        await look(cors, {})


@pytest.mark.parametrize("status", [404, 410, 500, 502, 503])
async def test_a_page_that_is_gone_or_down_is_an_open_question(status: int) -> None:
    with pytest.raises(UnreachableError):
        await look(cors, answer(status=status))
