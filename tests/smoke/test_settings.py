"""Pages are on hosts of ours, and a mistake in what is expected of one is told at its line."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from launchready.config.load import load
from launchready.config.schema import schema
from launchready.smoke.settings import Smoke
from launchready.values.problem import ConfigError

HOSTS = """\
version: 1
hosts: {canonical: acme.test, own: [acme.test], staging: [s.acme.test], allow: [pay.test]}
smoke:
"""


def settled(smoke: str, hosts: str = HOSTS) -> Smoke:
    def read(path: str) -> bytes:
        raise FileNotFoundError(path)

    raw = (hosts + smoke).encode()
    loaded = load(raw, "launchready.yml", environment="production", variables={}, read=read)
    room = loaded.rooms["smoke"]
    assert isinstance(room, Smoke)
    return room


def one(expect: str) -> list[str]:
    page = f"  pages: [{{name: home, url: 'https://acme.test/', expect: {expect}}}]\n"
    return [found.written for found in settled(page).pages[0].expectations]


def test_lines_and_keys_are_two_ways_to_say_one_thing() -> None:
    keys = one("{status: [200, 204], contains: [Acme, Sign in], within: 800ms}")
    lines = one(
        "['[STATUS] == any(200, 204)', '[BODY] contains Acme', '[BODY] contains Sign in', "
        "'[RESPONSE_TIME] <= 800ms']"
    )

    assert keys == lines


def test_a_single_line_needs_no_list() -> None:
    assert one("'[STATUS] == 204'") == ["[STATUS] == 204"]


def test_a_page_that_says_nothing_of_its_status_is_meant_to_succeed() -> None:
    assert one("") == ["[STATUS] < 300"]
    assert one("{contains: Acme}") == ["[STATUS] < 300", "[BODY] contains Acme"]


def test_each_wrong_line_is_told_at_its_own_place() -> None:
    smoke = """\
  pages:
    - name: home
      url: https://acme.test/
      expect:
        - "[STATUS] == 200"
        - "[BDY] contains Acme"
        - "[STATUS] == fine"
"""
    with pytest.raises(ConfigError) as raised:
        settled(smoke)

    assert [(p.at.line, p.at.column) for p in raised.value.problems] == [(9, 11), (10, 11)]
    assert "did you mean [BODY]?" in raised.value.problems[0].found


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("{name: a, url: 'https://other.test/'}", "other.test is not ours; only what is ours"),
        ("{name: a, url: 'https://pay.test/'}", "pay.test is not ours"),
        ("{name: a, url: /}", "/ is not a URL"),
        ("{name: a}", "url is missing"),
        ("{name: a, url: 'https://acme.test/', expect: {jsn: {}}}", "did you mean json?"),
        ("{name: a, url: 'https://acme.test/', expect: {contain: x}}", "did you mean contains?"),
        ("{name: a, url: 'https://acme.test/', expect: {status: 20}}", "20 is not a status"),
        ("{name: a, url: 'https://acme.test/', expect: {within: 3}}", "did you mean 3s?"),
        ("{name: a, url: 'https://acme.test/', expext: []}", "did you mean expect?"),
    ],
)
def test_a_mistake_is_told_in_words_at_its_line(page: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settled(f"  pages: [{page}]\n")

    assert [told in str(problem) for problem in raised.value.problems] == [True]
    assert str(raised.value).startswith("launchready.yml:4:")


def test_two_pages_of_one_name_cannot_be_told_apart() -> None:
    page = "{name: a, url: 'https://acme.test/'}"
    with pytest.raises(ConfigError, match="a is here twice; the first is in line 4"):
        settled(f"  pages: [{page}, {page}]\n")


def test_a_host_in_its_own_letters_is_the_same_host() -> None:
    global_name = HOSTS.replace("own: [acme.test]", "own: [acme.test, b\u00fccher.test]")
    page = "  pages: [{name: a, url: 'https://B\u00dcCHER.test/x'}]\n"
    (found,) = settled(page, global_name).pages

    assert found.url.name == "https://xn--bcher-kva.test/x"


def test_staging_is_ours_too() -> None:
    assert settled("  pages: [{name: a, url: 'https://s.acme.test/'}]\n").pages


@pytest.mark.parametrize(
    "expect", ["[STATUS] == 200", ["[STATUS] == 200"], {"status": 200}, {"contains": ["a"]}, None]
)
def test_the_schema_accepts_every_way_to_write_it(expect: Any) -> None:
    page = {"name": "a", "url": "https://acme.test/", "expect": expect}
    validator = Draft202012Validator(schema())

    assert list(validator.iter_errors({"version": 1, "smoke": {"pages": [page]}})) == []
