"""Sessions that need no login send what the config says, to our hosts alone, and are checked."""

import base64
from typing import Any

import pytest

from launchready.core.redact import Redactor
from launchready.core.sessions import LoginRefusedError
from launchready.demo.wire import Reply, Request
from tests.visit.portal import URL, Portal, a_portal

WORD = "w0rd-" + "of-a-member"
PAIR = base64.b64encode(f"ada:{WORD}".encode()).decode()


class Members(Portal):
    """A page that shows what it was asked with, to those who come with the right word."""

    def at_members(self, request: Request) -> Reply:
        said = (request.headers.get(name, "") for name in ("authorization", "cookie", "x-api-key"))
        if any(WORD in one or PAIR in one for one in said):
            return Reply(body="<h1>Members</h1>")
        return Reply(status=401, body="<h1>Who are you?</h1>")


KINDS = {
    "basic": ("basic: {user: ada, password: WORD}", ("Authorization", f"Basic {PAIR}")),
    "bearer": ("bearer: WORD", ("Authorization", f"Bearer {WORD}")),
    "cookie": ("cookie: 'sid=WORD; theme=dark'", ("Cookie", f"sid={WORD}; theme=dark")),
    "headers": ("headers: {X-Api-Key: WORD}", ("X-Api-Key", WORD)),
}


def told(kind: str, word: str = WORD, more: str = "") -> str:
    check = "check: URL/members, expect: ['[BODY] contains Members']"
    return f"m: {{{KINDS[kind][0].replace('WORD', word)}, {check}{more}}}"


@pytest.mark.parametrize("kind", KINDS)
async def test_what_the_config_says_is_sent_and_the_page_for_members_comes(kind: str) -> None:
    async with a_portal(Members(), told(kind)) as ctx:
        signed = await ctx.sessions.sign_in("m")
        hide = Redactor().knowing(ctx.private.known)

    assert signed.headers_for(f"{URL}/x") == (KINDS[kind][1],)
    assert signed.headers_for("http://stranger.test/x") == ()
    assert WORD not in hide(str(signed.headers_for(f"{URL}/x")))


@pytest.mark.parametrize("kind", KINDS)
async def test_what_opens_no_page_for_members_is_refused_with_its_transcript(kind: str) -> None:
    async with a_portal(Members(), told(kind, "stale-" + "word")) as ctx:
        with pytest.raises(LoginRefusedError) as caught:
            await ctx.sessions.sign_in("m")

    assert caught.value.reason.startswith("m: ")
    assert caught.value.evidence[0].startswith(f"GET {URL}/members: 401 (")
    assert "stale-word" not in str(caught.value.evidence)


@pytest.mark.parametrize("anybody", [True, False])
async def test_basic_with_a_wrong_password_is_tried_at_the_page_that_check_names(
    anybody: bool,
) -> None:
    class Open(Members):
        def at_members(self, request: Request) -> Reply:
            return Reply(body="Members") if anybody else super().at_members(request)

    async with a_portal(Open(), told("basic", more=", rejects: wrong password")) as ctx:
        rejected = await ctx.sessions.rejects_wrong_password("m")

    assert rejected is not anybody


async def test_what_is_meant_for_https_never_goes_over_http() -> None:
    portal: Any = Members()
    async with a_portal(portal, f"m: {{bearer: {WORD}}}") as ctx:
        signed = await ctx.sessions.sign_in("m")

    assert signed.headers_for(f"{URL}/x") == ()
    assert signed.headers_for(f"https{URL[4:]}/x") == (("Authorization", f"Bearer {WORD}"),)
    assert portal.asked == []
