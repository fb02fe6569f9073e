"""Every mistake in a config is told at once, at its line, with what was meant; nothing is lost."""

from collections.abc import Mapping

import pytest

from launchready.config.load import Loaded, load, without_file
from launchready.core.location import Location, Named
from launchready.values.problem import ConfigError


def loaded(
    text: str,
    *,
    environment: str = "production",
    variables: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> Loaded:
    def read(path: str) -> bytes:
        if path not in (files or {}):
            raise FileNotFoundError(path)
        return (files or {})[path].encode()

    return load(
        text.encode(),
        "launchready.yml",
        environment=environment,
        variables=variables or {},
        read=read,
    )


def problems(text: str, **given: object) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        loaded(text, **given)  # type: ignore[arg-type]
    return [str(one).removeprefix("launchready.yml:") for one in caught.value.problems]


def test_the_smallest_config_turns_on_secrets_and_the_look_for_an_assistant() -> None:
    rooms = loaded("version: 1").rooms

    assert [name for name, one in rooms.items() if one is not None] == ["secrets", "assistant"]


def test_no_config_is_secrets_and_nothing_else() -> None:
    assert [name for name, one in without_file().rooms.items() if one is not None] == ["secrets"]


def test_a_section_with_nothing_under_it_takes_its_defaults() -> None:
    config = loaded("version: 1\nhosts: {own: [a.test]}\ntls:\n")

    assert config.rooms["tls"] is not None


def test_hosts_keep_the_lines_they_stand_at() -> None:
    site = loaded(
        "version: 1\nhosts:\n  canonical: a.test\n  own:\n    - a.test\n    - B.test.\n"
    ).site

    assert site.canonical == Named(
        name="a.test", at=Location(file="launchready.yml", line=3, column=14)
    )
    assert site.own[1] == Named(
        name="b.test", at=Location(file="launchready.yml", line=6, column=7)
    )
    assert site.owns("B.TEST")
    assert not site.owns("c.test")


def test_all_mistakes_are_told_at_once_with_a_guess() -> None:
    text = """\
version: 2
product: 1.10
hosts: {canonical: a.test, onw: [a.test]}
netwrok: {}
network: {timeout: 10, concurrency: many}
waivers:
  - {rule: a/b, subject: c, because: d, owner: e}
tls: [a.test]
"""

    assert problems(text) == [
        "1:10: version: this is 2; 1 is the only version so far",
        "3:28: onw is not a key here; did you mean own?",
        "4:1: netwrok is not a key here; did you mean network?",
        "5:20: network.timeout: 10 is not a duration; did you mean 10s?",
        "5:37: network.concurrency: many is not a count; a whole number is meant",
        "7:5: until is missing; it must be given here",
        "8:6: tls: this is a list; a mapping is meant, with any of: hosts, warn, fail",
    ]


def test_a_misspelt_key_that_must_be_there_is_told_once() -> None:
    text = "version: 1\nwaivers: [{rul: a, subject: b, because: c, owner: d, until: 2027-01-31}]"

    assert problems(text) == ["2:12: rul is not a key here; did you mean rule?"]


def test_a_file_that_is_a_list_says_what_a_config_is() -> None:
    assert problems("- version: 1")[0].startswith("1:1: this is a list; a mapping is meant")


def test_variables_come_from_the_environment_entry_then_from_the_process() -> None:
    text = "version: 1\nproduct: '${name} ${KEY}'\nenvironments: {production: {name: Acme}}"
    got = loaded(text, variables={"KEY": "s3cret", "name": "no"})

    assert got.config.product == "Acme s3cret"
    assert got.secrets == {"s3cret"}


def test_what_github_prints_itself_is_no_secret_but_its_token_is() -> None:
    text = "version: 1\nproduct: ${GITHUB_SHA} ${GITHUB_TOKEN}"
    got = loaded(text, variables={"GITHUB_SHA": "abc123", "GITHUB_TOKEN": "tok-1"})

    assert got.secrets == {"tok-1"}


def test_a_missing_variable_is_named_at_its_line_with_the_nearest_one() -> None:
    text = "version: 1\nproduct: ${BASE_ULR}\nenvironments: {production: {a: b}}"

    assert problems(text, variables={"BASE_URL": "x"}) == [
        "2:10: ${BASE_ULR} is neither in environments.production nor in the environment; "
        "did you mean ${BASE_URL}?"
    ]


def test_an_environment_not_in_use_needs_no_variables() -> None:
    staging = "  staging: {base_url: '${PREVIEW}'}\n"
    text = f"version: 1\nenvironments:\n{staging}  production: {{base_url: x}}\n"

    assert loaded(text).config.environments["production"] == {"base_url": "x"}
    assert problems(text, environment="staging")[0].startswith("3:23: ${PREVIEW} is neither in")


def test_a_doubled_dollar_stays_a_dollar() -> None:
    assert loaded("version: 1\nproduct: $${HOME} $5").config.product == "${HOME} $5"


def test_an_environment_that_is_not_there_is_named_with_the_nearest_one() -> None:
    text = "version: 1\nenvironments: {staging: {}, production: {}}"

    assert problems(text, environment="stagin") == [
        "1:1: there is no environment stagin; did you mean staging?"
    ]


def test_a_mistake_in_a_secret_value_does_not_print_it() -> None:
    text = "version: 1\nnetwork: {timeout: '${TIMEOUT}'}"

    assert problems(text, variables={"TIMEOUT": "hunter22"}) == [
        "2:20: network.timeout: *** is not a duration; like 500ms, 10s, 5m, 14d"
    ]


def test_a_file_a_section_names_and_nobody_committed_is_a_mistake_at_its_line() -> None:
    said = problems("version: 1\ndns:\n  zones:\n    - map: dns/acme.test.yaml\n")

    assert len(said) == 1
    assert said[0].startswith("4:")
    assert "dns/acme.test.yaml" in said[0]
