"""A door shut to machines is told from a door shut to everybody."""

import pytest

from launchready.core.bot_wall import kept_out
from tests.worlds import page

HOME = "https://acme.test/?token=abc"


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"cf-mitigated": "challenge"}),
        (403, {"server": "cloudflare"}),
        (403, {"server": "AkamaiGHost"}),
        (405, {"x-amzn-waf-action": "captcha"}),
        (202, {"x-amzn-waf-action": "challenge"}),
        (429, {"x-vercel-challenge-token": "x"}),
        (403, {"server": "Sucuri/Cloudproxy"}),
        (429, {"x-kpsdk-ct": "x"}),
        (429, {}),
    ],
)
def test_a_wall_is_no_answer_and_says_how_to_let_us_in(
    status: int, headers: dict[str, str]
) -> None:
    error = kept_out(page(HOME, status, headers=headers))

    assert error is not None
    assert error.kind == "refused"
    assert error.reason.startswith(f"https://acme.test/ answered {status}: ")
    assert error.advice


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {"x-datadome": "protected", "server": "cloudflare"}),
        (403, {}),
        (403, {"server": "nginx"}),
        (500, {"server": "cloudflare"}),
        (401, {"server": "cloudflare"}),
    ],
)
def test_what_visitors_get_too_is_an_answer(status: int, headers: dict[str, str]) -> None:
    assert kept_out(page(HOME, status, headers=headers)) is None


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("<title>Just a moment...</title>", "Cloudflare"),
        ("<title>Vercel Security Checkpoint</title>", "Vercel"),
        ('<script src="/_Incapsula_Resource?x=1">', "Imperva"),
        ('<div id="px-captcha">', "HUMAN"),
        ('<script src="https://ct.captcha-delivery.com/c.js">', "DataDome"),
    ],
)
def test_a_challenge_page_names_whose_it_is(body: str, who: str) -> None:
    error = kept_out(page(HOME, 403, body))

    assert error is not None
    assert f": {who}" in error.reason
    assert kept_out(page(HOME, 200, body)) is None
