"""What a failed journey leaves in a report holds no secret, in any encoding, in any format."""

import base64
import html
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, quote_plus

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchready import gate
from launchready.core.finding import Finding, Impact
from launchready.core.real_browser import Act, Shown
from launchready.core.redact import Redactor, redacted
from launchready.core.report import Asked, Report, Unanswered
from launchready.report import formats, junit
from launchready.smoke.journey_settings import Login
from launchready.smoke.journeys import (
    CONSOLE,
    FLAKY,
    MAIL_LINKS,
    MAIL_LOST,
    STEP_FAILED,
    journeys,
)
from launchready.smoke.sessions import LOGIN_BROKEN, sessions
from launchready.visit.accounts import Session
from launchready.visit.steps import Journey
from tests.visit.portal import HOST, URL, USER, Portal, a_journey, a_portal, node
from tests.visit.test_sign_in import a_member
from tests.visit.test_walking import MAIL, Box, a_letter
from tests.worlds import a_site

SECRETS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="{}$*'\\\"\x7f"),
    min_size=8,
    max_size=24,
).map(lambda text: f"Zq7{text.strip()}")  # no word of a report's own


def a_report(asked: Asked) -> Report:
    given_ = gate.Circumstances(
        product="Acme",
        environment="production",
        started=datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
        seconds=1.0,
        commit=None,
    )
    return gate.judge((asked,), given_)


def rendered(report: Report) -> dict[str, str]:
    style = formats.Style(width=100, colour=False, detail="verbose")
    return {name: formats.render(name, report, style) for name in formats.NAMES}


def encoded(secret: str) -> set[str]:
    """The secret as a reader of a report could find it."""
    raw = secret.encode()
    found = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}
    found |= {json.dumps(secret)[1:-1], html.escape(secret)}
    for before in range(3):
        text = base64.b64encode(b"xyz"[:before] + raw + b"zzz").decode()
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        found.add(text[first:last])
    return found


async def asked_of(journey: Journey) -> tuple[Asked, set[str]]:
    async with a_portal(Portal()) as ctx:
        asked = await gate.ask(gate.Question(check=journeys, subject=journey), ctx)
        return asked, ctx.private.known


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(secret=SECRETS, password=SECRETS)
def test_no_secret_is_in_any_report(secret: str, password: str) -> None:
    pair = base64.b64encode(f"ada:{password}".encode()).decode()
    journey = Journey.model_validate(
        {
            "name": "echo",
            "steps": [
                {
                    "name": "echo",
                    "post": f"{URL}/echo?q={quote(secret, safe='')}",
                    "headers": {"Authorization": f"Basic {pair}"},
                    "json": {"secret": secret, "password": password},
                    "expect": {"contains": [f"{secret[:6]}-is-not-there"], "status": ["200"]},
                }
            ],
        }
    )
    asked, known = anyio.run(asked_of, journey)
    report = redacted(a_report(asked), Redactor(frozenset({secret, password})).knowing(known))

    assert report.findings != ()
    for name, text in rendered(report).items():
        for planted in (secret, password):
            for form in encoded(planted):
                assert form not in text, (name, form)


async def found(journey: Journey, portal: Portal, **others: Any) -> list[Finding]:
    async with a_portal(portal, **others) as ctx:
        return await journeys.ask(journey, ctx)


async def test_a_failed_step_blocks_at_its_line_and_shows_its_transcript() -> None:
    journey = a_journey("name: n\nsteps:\n  - {name: first, get: URL/login}\n  - {get: URL/gone}\n")
    (one,) = await found(journey, Portal())

    assert one.rule is STEP_FAILED
    assert one.message == f"n: get {URL}/gone: the status is 404; [STATUS] < 300 is meant"
    assert one.at.line == 4
    assert one.evidence[0].startswith(f"GET {URL}/gone: 404 (")
    assert one.evidence[-1].startswith("first: passed in ")


async def test_a_step_that_held_when_it_was_asked_again_is_flaky() -> None:
    journey = a_journey("name: n\nsteps:\n  - {get: URL/slow-start, within: 9s, every: 10ms}\n")

    assert [one.rule for one in await found(journey, Portal(stumbles=1))] == [FLAKY]
    assert await found(journey, Portal()) == []


async def test_a_mail_that_does_not_come_blocks() -> None:
    journey = a_journey(MAIL.replace("EXPECT", ""))
    (one,) = await found(journey, Portal(), inboxes=Box())

    assert one.rule is MAIL_LOST
    assert f"no mail to {USER}" in one.message


async def test_a_mail_that_leads_customers_elsewhere_blocks_at_its_step() -> None:
    journey = a_journey(MAIL.replace("EXPECT", ""))
    letter = a_letter(link="http://localhost:8000/portal/x1y2z3a4b5")
    first, second, *_ = await found(journey, Portal(), inboxes=Box(there=[letter]))

    assert (first.rule.id, first.rule.impact) == (MAIL_LINKS.id, Impact.BLOCKER)
    assert first.at.line == 4
    assert "http://localhost:8000/portal/x1y2z3a4b5 leads to a machine" in first.message
    # The logo of that mail is on a host that the config does not name.
    assert (second.rule.id, second.rule.impact) == (MAIL_LINKS.id, Impact.ADVICE)


async def test_a_mail_that_leads_to_us_is_silent() -> None:
    journey = a_journey(MAIL.replace("EXPECT", ""))
    inboxes = Box(there=[a_letter()])

    assert await found(journey, Portal(), inboxes=inboxes, site=a_site(HOST, "acme.test")) == []


@pytest.mark.parametrize("anybody", [True, False])
async def test_a_login_that_does_not_hold_blocks(anybody: bool) -> None:
    portal = Portal(lets_anybody_in=anybody)
    told = a_member(portal, "" if anybody else "wrong", more=", rejects: wrong password")
    said = node(told.replace("URL/", f"{URL}/"))
    session = Session.model_validate(next(iter(said.values())))  # type: ignore[union-attr]
    async with a_portal(portal, told) as ctx:
        (one,) = await sessions.ask(Login(name="member", session=session), ctx)

    assert one.rule is LOGIN_BROKEN


async def test_each_journey_is_a_suite_of_junit_and_each_step_a_case() -> None:
    journey = a_journey(
        "name: n\nsteps:\n  - {name: a, get: URL/login}\n  - {name: b, get: URL/x}\n"
    )
    async with a_portal(Portal()) as ctx:
        asked = await gate.ask(gate.Question(check=journeys, subject=journey), ctx)
    text = junit.render(redacted(a_report(replace(asked, seconds=0.0)), Redactor()))

    assert '<testsuite name="journey: n"' in text
    assert 'classname="smoke/journeys.n" name="a"' in text
    assert '<failure type="smoke/step-failed" message="the status is 404; ' in text


@dataclass
class Screen:
    """A browser that shows a page, with what its console said."""

    shown: Shown

    async def act(self, acts: tuple[Act, ...], **given: object) -> Shown:
        return self.shown


@pytest.mark.parametrize("noise", [("TypeError: x is undefined",), ()])
async def test_what_a_browsers_console_says_is_advice(noise: tuple[str, ...]) -> None:
    journey = a_journey("name: n\nsteps:\n  - {name: app, browser: {goto: URL/spa}}\n")
    shown = Shown(
        url=f"{URL}/spa",
        status=200,
        html="<h1>App</h1>",
        console_errors=noise,
        failed_requests=("GET /x: 500",) if noise else (),
    )
    made = await found(journey, Portal(), screen=Screen(shown))

    assert [(one.rule, one.rule.impact, one.evidence) for one in made] == (
        [(CONSOLE, Impact.ADVICE, ("TypeError: x is undefined", "GET /x: 500"))] if noise else []
    )


async def test_without_a_browser_its_step_has_no_verdict() -> None:
    journey = a_journey("name: n\nsteps:\n  - {name: app, browser: {goto: URL/spa}}\n")
    async with a_portal(Portal()) as ctx:
        asked = await gate.ask(gate.Question(check=journeys, subject=journey), ctx)

    assert isinstance(asked.outcome, Unanswered)
    assert asked.outcome.findings == ()
    assert "launchready[browser]" in asked.outcome.advice
