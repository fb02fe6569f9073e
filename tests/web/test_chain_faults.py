"""A fault of a chain says its likely cause, and shows what was sent."""

import pytest

from tests.web.visits import moved, pages, sound, visit
from tests.worlds import page


@pytest.mark.parametrize(
    ("headers", "says_so"),
    [({"cf-ray": "8-AMS"}, True), ({"server": "cloudflare"}, True), ({}, False)],
)
async def test_a_loop_behind_cloudflare_says_its_likely_cause(
    headers: dict[str, str], says_so: bool
) -> None:
    home = "https://acme.test/"
    (found,) = await visit(sound() | pages(page(home, 301, headers=headers | {"location": home})))

    assert ("SSL/TLS mode is probably Flexible" in found.message) is says_so


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        ("https:\\\\evil.test/a b", "https:\\\\evil.test/a b"),
        ("https://me:pass@evil.test/?k=v", "https://@evil.test/"),
        ("https://ev\u0456l.test/", "https://ev\\u0456l.test/"),
    ],
)
async def test_a_location_browsers_have_to_mend_is_shown_as_it_came(
    location: str, sent: str
) -> None:
    (found,) = await visit(sound() | pages(moved("https://acme.test/", location)))

    assert found.rule.id == "web/foreign-host"
    assert found.evidence[-1] == f"  its Location as sent: {sent}"


async def test_a_page_that_sends_its_visitors_on_is_a_risk() -> None:
    home = "https://acme.test/"
    (found,) = await visit(sound() | pages(page(home, headers={"Refresh": "0; url=/home"})))

    assert (found.rule.id, found.subject) == ("web/script-redirect", home)
    assert "https://acme.test/home by a Refresh header" in found.message
