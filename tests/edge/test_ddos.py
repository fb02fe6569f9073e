"""Protection against floods is on unless somebody turned it down for a host of ours."""

from typing import Any

import pytest

from launchready.edge.ddos import ddos
from tests.edge.fake_cloudflare import FakeCloudflare, a_rule
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence


def _api(overrides: dict[str, Any], expression: str = "true") -> FakeCloudflare:
    given = {"id": "4d21379b4f9f4bb088e0729962c8b3cf", "overrides": overrides}
    rule = a_rule("execute", expression, action_parameters=given)
    return FakeCloudflare(TOKEN, phases={"ddos_l7": [rule]})


@pytest.mark.parametrize(
    "api",
    [
        FakeCloudflare(TOKEN),
        _api({"sensitivity_level": "default"}),
        _api({"sensitivity_level": "medium", "action": "block"}),
        _api({"sensitivity_level": "eoff"}, 'http.host eq "files.acme.test"'),
    ],
)
async def test_the_usual_protection_is_silent(api: FakeCloudflare) -> None:
    assert await said(ddos, an_edge(), a_context(api)) == []


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (
            {"sensitivity_level": "eoff"},
            "blocker: app.acme.test: rule 1 of the DDoS rules sets",
        ),
        ({"action": "log"}, "blocker: app.acme.test: rule 1 of the DDoS rules sets action log"),
        (
            {"enabled": False},
            "blocker: app.acme.test: rule 1 of the DDoS rules sets enabled",
        ),
        (
            {"rules": [{"id": "1", "sensitivity_level": "eoff"}, {"id": "2", "action": "block"}]},
            "risk: app.acme.test: rule 1 of the DDoS rules sets sensitivity essentially off for 1 ",
        ),
    ],
)
async def test_an_override_that_stops_nothing_is_told(
    overrides: dict[str, Any], words: str
) -> None:
    told = await said(ddos, an_edge(), a_context(_api(overrides)))

    assert len(told) == 1
    assert told[0].startswith(f"edge/ddos-off {words}")


async def test_an_override_nobody_can_tell_of_leaves_the_question_open() -> None:
    api = _api({"sensitivity_level": "eoff"}, 'ip.src.country eq "DE"')
    error = await silence(ddos, an_edge(), a_context(api))

    assert "depends on ip.src.country" in error.reason


async def test_what_the_token_may_not_read_is_named() -> None:
    api = FakeCloudflare(TOKEN, refused=("rulesets/phases/ddos_l7/entrypoint",))
    error = await silence(ddos, an_edge(), a_context(api))

    assert "HTTP DDoS Managed Ruleset: Read" in error.advice
