"""Providers are asked only when the config says so, and what they say weighs; no key is shown."""

import json
from collections.abc import Mapping
from dataclasses import replace

import anyio
import pytest

from launchready.core.browser import Response
from launchready.core.finding import Finding, Impact
from launchready.core.unreachable import UnreachableError
from launchready.secrets.committed import committed
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.verify import ask as asking
from launchready.secrets.verify.answer import Answer, Key
from launchready.secrets.verify.ask import ask_all
from launchready.secrets.verify.providers import PROBES, PROVIDERS
from tests.secrets.providers import a_key, alive, dead, host_of
from tests.secrets.search import a_job
from tests.worlds import DictBrowser, DictRepository, a_world, page

_GITHUB = "secrets/github-token"
_URL = "https://api.github.com/rate_limit"


async def _found(web: object, files: Mapping[str, str], **given: object) -> list[Finding]:
    world = a_world(files=DictRepository(files=files), web=web)  # type: ignore[arg-type]
    job = replace(a_job(), **({"verify": True} | given))  # type: ignore[arg-type]  # as a_job
    found: list[Finding] = await committed.ask(job, world)
    return found


def _a_file(rule: str = _GITHUB, seed: int = 1) -> dict[str, str]:
    return {"app.py": f'T = "{a_key(rule, seed)}"'}


async def test_a_key_that_works_blocks_and_says_so() -> None:
    (found,) = await _found(DictBrowser(pages={_URL: page(_URL)}), _a_file())

    assert found.rule.impact == Impact.BLOCKER
    assert found.message.endswith("; GitHub was asked and says it works")


async def test_a_key_that_works_blocks_even_where_tests_are() -> None:
    files = {"tests/fixtures/app.py": _a_file()["app.py"]}
    (found,) = await _found(DictBrowser(pages={_URL: page(_URL)}), files)

    assert found.rule.impact == Impact.BLOCKER


async def test_a_key_that_no_longer_works_is_advice_and_says_so() -> None:
    (found,) = await _found(DictBrowser(pages={_URL: page(_URL, 401)}), _a_file())

    assert found.rule.impact == Impact.ADVICE
    assert found.message.endswith("; GitHub was asked and says it no longer works")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (page(_URL, 503), "GitHub answered 503, which says neither"),
        (page(_URL, 302, headers={"Location": "/"}), "GitHub answered 302, which says neither"),
        (UnreachableError("x", kind="timed out"), "GitHub could not be asked (timed out)"),
        (UnreachableError("x", kind="refused"), "GitHub could not be asked (refused)"),
        (UnreachableError("x"), "GitHub could not be asked (unreachable)"),
        (
            page(_URL, untrusted="expired"),
            "who answered for GitHub has no valid certificate",
        ),
    ],
)
async def test_no_answer_leaves_the_finding_as_it_is_with_the_reason(
    said: Response | UnreachableError, reason: str
) -> None:
    (found,) = await _found(DictBrowser(pages={_URL: said}), _a_file())

    assert found.rule.impact == Impact.BLOCKER
    assert "asked" not in found.message
    assert f"whether it still works is not known: {reason}" in found.evidence


async def test_nobody_is_asked_unless_the_config_says_so() -> None:
    web = DictBrowser(pages={_URL: page(_URL)})
    (found,) = await _found(web, _a_file(), verify=False)

    assert web.asked == []
    assert not any("whether" in one for one in found.evidence)


async def test_a_rule_that_is_off_is_not_asked_about() -> None:
    web = DictBrowser(pages={_URL: page(_URL)})
    found = await _found(web, _a_file(), disable=frozenset({_GITHUB}))

    assert (found, web.asked) == ([], [])


async def test_one_key_in_many_places_is_asked_about_once() -> None:
    web = DictBrowser(pages={_URL: page(_URL)})
    text = _a_file()["app.py"]
    found = await _found(web, {"a.py": text, "b.py": text + "\n" + text})

    assert len(found) == 2
    assert web.asked == [("GET", _URL)]


async def test_only_so_many_keys_are_asked_about_in_a_run() -> None:
    keys = [Key(_GITHUB, a_key(_GITHUB, n)) for n in range(asking.MOST + 3)]
    web = DictBrowser(pages={_URL: page(_URL)})
    answers = await ask_all(keys, web)
    late = [one for one in answers.values() if one.state == "unanswered"]

    assert len(web.asked) == asking.MOST
    assert [one.reason for one in late] == [f"only {asking.MOST} keys are asked about a run"] * 3


class _Slow:
    """Never answers."""

    async def fetch(self, url: str, **_: object) -> Response:
        await anyio.sleep_forever()
        raise AssertionError(url)


async def test_the_time_for_all_of_them_is_bounded() -> None:
    keys = [Key(_GITHUB, a_key(_GITHUB, n)) for n in range(9)]
    answers = await ask_all(keys, _Slow(), limit=0.05)

    assert {one.reason for one in answers.values()} == {"the time for asking ran out"}
    assert len(answers) == 9


async def test_a_kind_nobody_can_be_asked_about_is_left_out() -> None:
    assert await ask_all([Key("secrets/private-key", "x" * 99)], DictBrowser()) == {}


@pytest.mark.parametrize("value", ["a\r\nHost: evil.test", "ghp_\x00", "ключ" * 9, "x"])
async def test_a_value_that_would_change_the_request_is_never_sent(value: str) -> None:
    web = DictBrowser(pages={_URL: page(_URL)})
    answers = await ask_all([Key(_GITHUB, value)], web)

    assert web.asked == []
    assert all(one.state == "unanswered" for one in answers.values())


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("secrets/mailchimp-key", "0" * 32 + "-us1.evil.test/"),
        ("secrets/mailchimp-key", "0" * 32),
        ("secrets/supabase-service-role-key", "a.b.c"),
        ("secrets/supabase-service-role-key", "eyJ.eyJyZWYiOiJldmlsLnRlc3QvIn0.c"),
        ("secrets/telegram-token", "1/../../@evil.test:AA" + "x" * 33),
    ],
)
async def test_a_key_that_names_another_host_is_sent_nowhere(rule: str, value: str) -> None:
    web = DictBrowser()
    answers = await ask_all([Key(rule, value)], web)

    assert web.asked == []
    assert all(one.state == "unanswered" for one in answers.values())


@pytest.mark.parametrize("rule", PROBES)
def test_a_key_is_sent_to_its_provider_alone_and_only_to_be_read(rule: str) -> None:
    key = a_key(rule)
    calls = [probe.call(key) for probe in PROBES[rule] if probe.takes(key)]
    hosts = [host_of(probe, key) for probe in PROBES[rule] if probe.takes(key)]

    assert calls
    for probe, call, host in zip(PROBES[rule], calls, hosts, strict=True):
        assert call is not None
        assert call.url.startswith("https://")
        assert host == probe.host or (probe.host[0] == "." and host.endswith(probe.host))
        assert call.method == "GET" or probe.provider in ("Slack", "Telegram", "Linear")
        assert key not in repr((call, probe, Key(rule, key)))


@pytest.mark.parametrize("rule", PROBES)
async def test_each_provider_s_answers_are_understood(rule: str) -> None:
    works = await _state(rule, *alive(rule))
    refused = dead(rule)
    gone = await _state(rule, *(refused or (401, {})))

    assert works == "alive"
    assert gone == ("dead" if refused else "unanswered")
    assert await _state(rule, 500, {}) == await _state(rule, 429, {}) == "unanswered"
    assert await _state(rule, 302, {}) == "unanswered"


async def _state(rule: str, status: int, body: object) -> str:
    key = a_key(rule)
    said = json.dumps(body)
    pages: dict[str | tuple[str, str], Response | UnreachableError] = {
        call.url: page(call.url, status, said)
        for probe in PROBES[rule]
        if (call := probe.call(key)) is not None
    }
    (answer,) = (await ask_all([Key(rule, key)], DictBrowser(pages=pages))).values()
    assert key not in str(answer) + repr(answer)
    return answer.state


def test_more_than_twenty_providers_can_be_asked_and_each_kind_is_one_of_ours() -> None:
    kinds = {one.rule.id for one in FORMS}

    assert len(PROVIDERS) >= 40
    assert set(PROBES) - kinds == set()


def test_an_answer_reads_as_a_sentence() -> None:
    answer = Answer(state="unanswered", provider="X", reason="X was away")

    assert str(answer) == "whether it still works is not known: X was away"
