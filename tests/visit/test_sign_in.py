"""A login is told from one that does not hold, with no word about the app but the account."""

from typing import Any

import anyio
import pytest

from launchready.core.sessions import LoginRefusedError
from launchready.core.unreachable import UnreachableError
from tests.visit.portal import HOST, URL, USER, Portal, a_portal


def a_member(portal: Portal, password: str = "", more: str = "") -> str:
    typed = password or portal.password
    return (
        f"member: {{form: {{url: URL/login, fields: {{email: {USER}, password: {typed}}}}}, "
        f'expect: ["[URL] == pat(*/portal*)"]{more}}}'
    )


async def test_a_login_form_is_found_and_sent_whole() -> None:
    portal = Portal()
    async with a_portal(portal, a_member(portal)) as ctx:
        signed = await ctx.sessions.sign_in("member")

        assert ("Cookie", f"csrf={portal.csrf}; session={portal.session}") in signed.headers_for(
            f"{URL}/portal"
        )
        assert signed.headers_for("http://stranger.test/") == ()
        assert portal.session in ctx.private.known


async def test_a_wrong_password_is_refused_and_shown_with_its_transcript() -> None:
    portal = Portal()
    async with a_portal(portal, a_member(portal, "something-else")) as ctx:
        with pytest.raises(LoginRefusedError) as caught:
            await ctx.sessions.sign_in("member")

    assert caught.value.reason == "member: the page still asks for a password"
    assert caught.value.evidence[0].startswith(f"GET {URL}/login: 200 (")
    assert "fills in csrf, login_email, login_pw, go" in caught.value.evidence


async def test_everybody_who_asks_shares_one_login() -> None:
    portal = Portal()
    async with a_portal(portal, a_member(portal)) as ctx, anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(ctx.sessions.sign_in, "member")

    assert sum(one.method == "POST" for one in portal.asked) == 1


async def test_a_login_that_lets_anybody_in_is_seen() -> None:
    for anybody in (True, False):
        portal = Portal(lets_anybody_in=anybody)
        async with a_portal(portal, a_member(portal, more=", rejects: wrong password")) as ctx:
            rejected = await ctx.sessions.rejects_wrong_password("member")

        assert rejected is not anybody


async def test_a_locked_account_says_nothing_about_the_login() -> None:
    portal = Portal(locked=True)
    async with a_portal(portal, a_member(portal)) as ctx:
        with pytest.raises(UnreachableError) as caught:
            await ctx.sessions.sign_in("member")

    assert not isinstance(caught.value, LoginRefusedError)
    assert "locked" in caught.value.reason


async def test_a_token_is_read_and_sent_as_bearer() -> None:
    portal = Portal()
    told = (
        f"api: {{jwt: {{url: URL/api/login, json: {{email: {USER}, password: {portal.password}}}, "
        "token: $.data.access_token}, check: URL/api/me}"
    )
    async with a_portal(portal, told) as ctx:
        signed = await ctx.sessions.sign_in("api")

        assert signed.headers_for(f"{URL}/x") == (("Authorization", f"Bearer {portal.token}"),)
        assert signed.headers_for(f"https://{HOST}/x") != ()


@pytest.mark.parametrize("path", ["$.data.token", "$.data"])
async def test_an_answer_without_the_token_is_no_login(path: str) -> None:
    portal = Portal()
    asked = f"url: URL/api/login, json: {{password: {portal.password}}}, token: {path}"
    told = f"api: {{jwt: {{{asked}}}}}"
    async with a_portal(portal, told) as ctx:
        with pytest.raises(LoginRefusedError) as caught:
            await ctx.sessions.sign_in("api")

    assert caught.value.reason == f"api: the answer has no token at {path}"


async def test_a_second_factor_is_told_and_can_be_given() -> None:
    form = "<form method=post action=/code><input name=otp_code autocomplete=one-time-code></form>"

    class Guarded(Portal):
        def at_portal(self, request: Any) -> Any:
            from launchready.demo.wire import Reply

            return Reply(body=form)

        def at_code(self, request: Any) -> Any:
            from launchready.demo.wire import Reply

            given = request.body.decode()
            return Reply(body=f"<h1>In {USER}</h1>" if given == "otp_code=" + code else form)

    from launchready.visit import totp
    from tests.worlds import NOON

    key = "JBSWY3DPEHPK3PXPJBSWY3DP"
    code = totp.code(totp.key(key), NOON.timestamp())
    portal = Guarded()
    account = f"fields: {{email: {USER}, password: {portal.password}}}"
    async with a_portal(portal, f"m: {{form: {{url: URL/login, {account}}}}}") as ctx:
        with pytest.raises(UnreachableError, match="second factor"):
            await ctx.sessions.sign_in("m")
    told = (
        f"m: {{form: {{url: URL/login, {account}, totp: {key}}}, expect: ['[BODY] contains In']}}"
    )
    async with a_portal(portal, told) as ctx:
        assert (await ctx.sessions.sign_in("m")).name == "m"


async def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, for SHA-1."""
    from launchready.visit import totp

    key = b"12345678901234567890"

    assert [totp.code(key, at, 8) for at in (59, 1111111109, 20000000000)] == [
        "94287082", "07081804", "65353130",
    ]  # fmt: skip
