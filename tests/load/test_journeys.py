"""A journey of smoke: is made under load as often as it arrives, each with its own cookies."""

from dataclasses import replace

import pytest

from launchready.config.load import load as read_config
from launchready.core.load import Target
from launchready.load.latency import latency
from launchready.load.settings import Load
from launchready.values.problem import ConfigError
from tests.load.runs import Sends, a_run, samples
from tests.worlds import DictBrowser, a_site, a_world, page

HOME = "https://acme.test/"


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)


def _load(name: str = "look around") -> Load:
    text = f"""\
version: 1
hosts: {{own: [acme.test]}}
smoke:
  journeys:
    - name: look around
      steps: [{{name: home, get: "{HOME}", expect: ["[BODY] contains Acme"]}}]
load:
  rate: 50/s
  for: 60s
  journeys: [{{journey: {name}, p95: 2s}}]
  expect: {{p95: 300ms}}
"""
    loaded = read_config(
        text.encode(), "launchready.yml", environment="production", variables={}, read=_nothing
    )
    made = loaded.rooms["load"]
    assert isinstance(made, Load)
    return made


async def _arrival(load: Load) -> Target:
    sends = Sends(a_run(samples([1.0] * 2000, "look around")))
    found = await latency.ask(load, replace(a_world(site=a_site("acme.test")), load=sends))

    assert found == []  # by its own limit, not that of requests
    assert sends.plan is not None
    return sends.plan.targets[0]


async def test_a_journey_that_works_is_one_good_arrival() -> None:
    arrival = await _arrival(_load())
    browser = DictBrowser({HOME: page(HOME, body="Acme")})

    assert arrival.visit is not None
    assert await arrival.visit(browser) == ""
    assert browser.asked == [("GET", HOME)]


async def test_a_step_that_goes_wrong_is_told() -> None:
    arrival = await _arrival(_load())

    assert arrival.visit is not None
    assert await arrival.visit(DictBrowser({HOME: page(HOME, body="oops")})) == (
        "step home went wrong"
    )


def test_a_journey_that_is_not_there_is_told_with_its_line() -> None:
    with pytest.raises(ConfigError) as told:
        _load("look arround")

    assert "there is no journey look arround; did you mean look around?" in str(told.value)
    assert told.value.problems[0].at.line == 10
