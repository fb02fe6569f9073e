"""A page with much script, or that asks for what is not there, is told; a light one is not."""

from dataclasses import replace

import pytest

from launchready.core.browser import Response
from launchready.core.finding import Finding
from launchready.core.sessions import SignedIn
from launchready.core.unreachable import UnreachableError
from launchready.load.asked_as import carried, looked_at
from launchready.load.page_weight import FILE_MISSING, PAGE_HEAVY, page_weight
from tests.load.targets import AT, Logins, a_section, a_target
from tests.worlds import DictBrowser, a_site, a_world, page

URL = "https://app.acme.test/portal"
PORTAL = a_target("portal")
HTML = page(URL, body="<script src=/app.js></script>", headers={"content-type": "text/html"})
APP = "https://app.acme.test/app.js"


def _script(wire: int, **headers: str) -> Response:
    named = {"content-type": "text/javascript"} | headers
    return page(APP, body="x", headers=named, wire=wire)


async def _found(**pages: Response | UnreachableError) -> list[Finding]:
    known: dict[str | tuple[str, str], Response | UnreachableError]
    known = {URL: pages.get("shown", HTML), APP: pages.get("script", _script(1000))}
    world = a_world(web=DictBrowser(pages=known), site=a_site("app.acme.test"))
    found: list[Finding] = await page_weight.ask(PORTAL, world)
    return found


async def test_much_script_is_told_with_what_is_sent_uncompressed() -> None:
    (found,) = await _found(script=_script(1_521_154))

    assert found.rule is PAGE_HEAVY
    assert found.at == AT
    assert found.message == "portal loads 1.5 MB of script over the wire; 300 kB is meant"
    assert found.evidence == (f"sent uncompressed: {APP} (1.5 MB)",)


async def test_script_is_weighed_packed() -> None:
    assert await _found(script=_script(299_999, **{"content-encoding": "gzip"})) == []


async def test_a_file_that_is_not_there_is_told() -> None:
    (found,) = await _found(script=page(APP, 404))

    assert found.rule is FILE_MISSING
    assert found.message == f"portal asks for a file that is not there: {APP}"


async def test_what_is_no_page_weighs_nothing() -> None:
    assert await _found(shown=page(URL, headers={"content-type": "application/json"})) == []


async def test_a_page_that_is_gone_is_no_pass() -> None:
    for shown in (page(URL, 404), page(URL, 500), UnreachableError("it timed out")):
        with pytest.raises(UnreachableError):
            await _found(shown=shown)


async def test_a_file_that_did_not_come_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError) as caught:
        await _found(script=page(APP, 503))

    assert caught.value.reason == (
        f"not all that portal loads could be looked at: {APP} answered 503"
    )
    assert caught.value.sheets


def _signed_in(name: str) -> SignedIn:
    token = (("Authorization", f"Bearer {name}"), ("Accept", "text/html"))
    return SignedIn(name=name, hosts=frozenset({"app.acme.test"}), headers=token)


async def test_a_target_is_asked_in_its_own_session_or_the_loads() -> None:
    logins = Logins(member=_signed_in("member"), seller=_signed_in("seller"))
    world = replace(a_world(), sessions=logins)
    plain: dict[str, object] = {"name": "a", "url": URL, "headers": {"Accept": "*/*"}}
    own: dict[str, object] = {"name": "b", "url": URL, "session": "seller"}
    nobody: dict[str, object] = {"name": "c", "url": URL, "session": "none"}
    targets = looked_at(a_section(plain, own, nobody, session="member"))

    assert [await carried(one, world) for one in targets] == [
        (("Accept", "*/*"), ("Authorization", "Bearer member")),
        (("Authorization", "Bearer seller"), ("Accept", "text/html")),
        (),
    ]
    assert await carried(targets[1], world, "https://www.other.test/") == ()
    assert targets[0].at == AT
