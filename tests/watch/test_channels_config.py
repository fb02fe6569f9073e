"""`watch: alerts:` is read whole, and what is wrong in it is told at its line, never by value."""

import json

import jsonschema
import pytest

from launchready.config.load import load
from launchready.config.schema import schema
from launchready.config.watch import Watch
from launchready.values.problem import ConfigError
from launchready.watch.channels import open_channels
from launchready.world.settings import Network

SECRET = "https://hooks.example.com/services/" + "k" * 24
VARIABLES = {
    "HOOK": SECRET,
    "TOKEN": "110201543:" + "T" * 35,
    "KEY": "R1" * 16,
    "TOPIC": "acme-" + "t" * 12,
    "PASSWORD": "pw-" + "p" * 12,
    "BROKEN": "not a hook " + "b" * 12,
}
WHOLE = """\
version: 1
watch:
  alerts:
    - slack: "${HOOK}"
    - discord: {url: "${HOOK}"}
    - telegram: {token: "${TOKEN}", chat: -1001234567890}
    - pagerduty: {key: "${KEY}", server: "https://events.eu.pagerduty.com"}
    - ntfy: {topic: "${TOPIC}"}
    - email: {server: "smtp.example.com", from: w@acme.test, to: [a@acme.test, b@acme.test],
              user: w, password: "${PASSWORD}"}
    - {name: own, webhook: {url: "${HOOK}", secret: "${PASSWORD}-and-more"}}
    - {name: sms, apprise: "${HOOK}"}
  heartbeat: {url: "${HOOK}", every: 30s}
"""


def watch(text: str) -> Watch:
    loaded = load(
        text.encode(), "launchready.yml", environment="production", variables=VARIABLES,
        read=lambda path: path.encode(), watching=True,
    )  # fmt: skip
    assert loaded.config.watch is not None
    return loaded.config.watch


def refused(entry: str) -> str:
    with pytest.raises(ConfigError) as error:
        watch(f"version: 1\nwatch:\n  alerts:\n    - {entry}\n")
    (problem,) = error.value.problems
    assert problem.at.line == 4
    return f"{problem.found}; {problem.meant}"


def test_every_kind_is_read_and_opened() -> None:
    read = watch(WHOLE)
    opened = open_channels(read.alerts[:-1], Network())

    assert [one.name for one in opened] == [
        "slack", "discord", "telegram", "pagerduty", "ntfy", "email", "email 2", "own",
    ]  # fmt: skip
    assert read.heartbeat is not None
    assert (read.heartbeat.url, read.heartbeat.every) == (SECRET, 30.0)
    assert max(one.limit for one in opened) == 30.0
    assert [value for value in VARIABLES.values() if value in repr(read)] == []


def test_the_gate_asks_for_none_of_its_secrets() -> None:
    loaded = load(
        WHOLE.encode(), "launchready.yml", environment="production", variables={},
        read=lambda path: path.encode(),
    )  # fmt: skip

    assert loaded.config.watch is None


def test_a_secret_that_is_not_there_is_told_once_and_by_its_name() -> None:
    with pytest.raises(ConfigError) as error:
        load(
            WHOLE.encode(), "launchready.yml", environment="production", variables={},
            read=lambda path: path.encode(), watching=True,
        )  # fmt: skip
    found = [one.found for one in error.value.problems]

    assert all("is neither in environments.production nor" in one for one in found)
    assert len(found) == WHOLE.count("${")


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ('slack: "${BROKEN}"', "this is not a URL; something like https://hooks.example.com/"),
        ('slack: "ftp://hooks.example.com/x"', "this is not a URL"),
        ('slack: "http://hooks.example.com/x"', "http would send this in the clear; write https"),
        ('slack: "https://u:p@hooks.example.com/x"', "a user and password stand in the URL"),
        ("slack: {url: https://a.example/x, secret: y}", "secret"),
        ('telegram: {token: "${BROKEN}", chat: "-1"}', "this is no token of a Telegram bot"),
        ('telegram: {token: "${TOKEN}", chat: "my group"}', "this is no chat of Telegram"),
        ('pagerduty: {key: "${BROKEN}"}', "this is no integration key of PagerDuty"),
        ('ntfy: {topic: "${BROKEN}"}', "this is no topic of ntfy"),
        ('ntfy: {topic: t, token: "${BROKEN}"}', "this is no token"),
        ('webhook: {url: "${HOOK}", secret: short}', "the secret is short enough to be guessed"),
        ("{name: nobody}", "this tells nobody; one of slack, discord"),
        ('{slack: "${HOOK}", discord: "${HOOK}"}', "this has slack and discord; one of"),
        ("email: {server: s.example, from: a@a.test, to: []}", "at least 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line_without_its_value(entry: str, found: str) -> None:
    told = refused(entry)

    assert found in told
    assert not any(one in told for one in VARIABLES.values())


def test_editors_accept_what_is_read() -> None:
    import yaml

    text = WHOLE.replace('{url: "${HOOK}", every', '{url: "${HOOK}", method: POST, every')
    whole = yaml.safe_load(text)

    jsonschema.validate(whole, json.loads(json.dumps(schema())))
    assert watch(text).heartbeat is not None
