"""Why a browser would drop a cookie is told in words, without its value; a good one is silent."""

import pytest

from launchready.visit.jar import hints
from tests.visit.portal import Portal, a_journey, a_portal
from tests.worlds import page

VALUE = "v4lue-" + "of-a-cookie"


@pytest.mark.parametrize(
    ("url", "cookie", "told"),
    [
        ("http://a.test/", "s=V; Secure",
         "it set the Secure cookie s, and http://a.test is not https"),
        ("https://a.test/", "__Secure-s=V", "it set __Secure-s without Secure; browsers drop it"),
        ("https://a.test/", "__Host-s=V; Path=/",
         "it set __Host-s without Secure; browsers drop it"),
        ("https://a.test/", "__Host-s=V; Secure",
         "it set __Host-s with a Domain or without Path=/; browsers drop it"),
        ("https://a.test/", "__Host-s=V; Secure; Path=/; Domain=a.test",
         "it set __Host-s with a Domain or without Path=/; browsers drop it"),
        ("https://a.test/", "s=V; Domain=b.test",
         "it set s for b.test, which a.test is not part of; browsers drop it"),
        ("https://a.test/", "s=V; SameSite=None",
         "it set s with SameSite=None but without Secure; browsers drop it"),
        ("https://a.test/", "s=V" + "x" * 4096,
         "it set s with more than 4,096 characters; browsers drop it"),
    ],
)  # fmt: skip
def test_a_cookie_that_browsers_drop_is_told(url: str, cookie: str, told: str) -> None:
    answer = page(url, headers={"Set-Cookie": cookie.replace("=V", f"={VALUE}")})

    assert hints(answer) == (told,)
    assert VALUE not in str(hints(answer))


@pytest.mark.parametrize(
    ("url", "cookie"),
    [
        ("https://a.test/", "s=V; Secure; HttpOnly; SameSite=Lax"),
        ("https://a.test/", "__Host-s=V; Secure; Path=/"),
        ("https://w.a.test/", "s=V; Domain=.a.test"),
        ("https://a.test/", "s=V; SameSite=None; Secure"),
        ("http://localhost:8000/", "s=V; Secure"),
        ("http://a.test/", "s=; Secure; Max-Age=0"),
        ("http://a.test/", "s=V"),
    ],
)
def test_a_cookie_that_browsers_keep_is_silent(url: str, cookie: str) -> None:
    assert hints(page(url, headers={"Set-Cookie": cookie})) == ()


async def test_a_step_that_fails_tells_of_the_cookie_that_went_missing() -> None:
    class Secure(Portal):
        def at_secure(self, request: object) -> object:
            from launchready.demo.wire import Reply

            _ = request
            return Reply(status=401, headers=(("Set-Cookie", f"sid={VALUE}; Secure"),))

    from launchready.visit.walking import walk

    async with a_portal(Secure()) as ctx:
        made = await walk(a_journey("name: n\nsteps:\n  - {name: s, get: URL/secure}\n"), ctx)
    (fault,) = made.faults

    assert "it set the Secure cookie sid, and http://app.acme.test is not https" in fault.evidence
    assert VALUE not in str(fault.evidence)
