"""Session cookies that can be taken and cookies that browsers drop are told; others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.finding import Impact
from launchready.web.cookies import cookies
from launchready.web.set_cookie import parsed, rejected
from tests.web.surfaces import HOME, Pages, answer, look
from tests.worlds import page


async def told(*set_: str) -> list[tuple[str, Impact]]:
    found = await look(cookies, answer(also=[("set-cookie", one) for one in set_]))
    return [(one.rule.id.partition("/")[2], one.rule.impact) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "SESSIONID=bar; Path=/; Secure; HttpOnly",
        "SESSIONID=bar; Path=/; Secure; HttpOnly; SameSite=Strict",
        "session=bar; Path=/; Secure; HttpOnly; SameSite=lax",
        "session=bar; Path=/; Secure; HttpOnly; SameSite=None",
        "__Host-session=x; Path=/; Secure; HttpOnly",
        "__Secure-sid=x; Secure; HttpOnly",
        "foo=bar; Path=/",
        "theme=dark",
        "consent=1; Max-Age=31536000",
        "heroku-session-affinity=bar; Path=/",
        "AWSALB=x; Path=/",
        "__cf_bm=x; Path=/; HttpOnly; Secure; SameSite=None",
        # scripts must read it to send it back
        "csrftoken=x; Secure; SameSite=Lax",
        "XSRF-TOKEN=x; Secure",
        # taken back, not set
        "sessionid=; expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
        "sessionid=gone; Max-Age=0",
        "theme=dark; Domain=.acme.test",
        "chip=1; Secure; Partitioned; SameSite=None",
        "=novalue",
    ],
)
async def test_a_sound_cookie_is_silent(text: str) -> None:
    assert await told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "SESSIONID=bar; Path=/; HttpOnly",
        "SESSIONID=bar; Path=/; Secure",
        "SESSIONID=bar",
        "PHPSESSID=x; path=/",
        "JSESSIONID=x; Path=/; HttpOnly",
        "connect.sid=s%3Ax; Path=/; HttpOnly",
        "laravel_session=x; httponly",
        "_acme_session=x; path=/; HttpOnly",
        "sb-abc-auth-token=x; Secure",
        "auth_token=x; Secure",
        "jwt=x; Secure",
        "remember_token=x; Secure",
        "ASP.NET_SessionId=x; HttpOnly",
        "sessionid=x; Secure; HttpOnly; SameSite=",
        "sessionid=x; Secure; HttpOnly; SameSite=True",
        "sessionid=x; Secure; HttpOnly; SameSite=Invalid",
    ],
)
async def test_a_session_cookie_that_can_be_taken_is_a_risk(text: str) -> None:
    assert await told(text) == [("cookie-weak", Impact.RISK)]


@pytest.mark.parametrize(
    "text",
    [
        "a=1; SameSite=None",
        "a=1; Partitioned",
        "__Secure-a=1",
        "__Host-a=1; Path=/",
        "__Host-a=1; Secure",
        "__host-a=1; Secure; Path=/x",
        "__Host-a=1; Secure; Path=/; Domain=acme.test",
        "a=1; Domain=other.test",
        "a=1; Domain=shop.acme.test",
        "a=1; Domain=test",
        f"a={'1' * 5000}",
    ],
)
async def test_a_cookie_browsers_drop_is_told(text: str) -> None:
    assert await told(text) == [("cookie-rejected", Impact.RISK)]


async def test_a_session_shared_with_every_host_is_advice() -> None:
    url = "https://app.acme.test/"
    sets = [("set-cookie", "session=x; Domain=acme.test; Secure; HttpOnly; SameSite=Lax")]
    section = f"web: {{headers: {{pages: [{url}]}}}}"
    found = await look(cookies, answer(url, also=sets), section)

    assert [(one.rule.impact, one.subject) for one in found] == [
        (Impact.ADVICE, "app.acme.test cookie session")
    ]


async def test_a_cookie_set_on_the_way_counts_once() -> None:
    on = "https://acme.test/on"
    sets = {"location": on, "set-cookie": "sid=1"}
    web: Pages = {
        HOME: page(HOME, 302, headers=sets),
        on: answer(on, also=[("set-cookie", "sid=2")]),
    }
    found = await look(cookies, web)

    assert [one.subject for one in found] == ["acme.test cookie sid"]


async def test_a_cookie_s_value_is_never_told() -> None:
    value = "7f3a" * 8
    found = await look(cookies, answer(also=[("set-cookie", f"sessionid={value}")]))

    assert value not in repr(found)


@given(st.text(max_size=80))
def test_no_cookie_breaks_the_reader(text: str) -> None:
    found = parsed(text)

    assert found is None or isinstance(rejected(found, "acme.test", secure=True), str | None)
