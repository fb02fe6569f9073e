"""What launchready.yml says of deploying is read, and every mistake is told at its place."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.config.load import load
from launchready.deploy.declared import read_map
from launchready.values.problem import ConfigError

FILES = {
    "docs/env.yml": b"ACME_KEY: {environments: [production], required: yes, source: github, owner: ana}\nPLAIN:\n",  # noqa: E501 - one entry a line
    "ops/attestations.yml": b"rollback-tested: {by: ana, on: 2026-11-20, from: a, to: b, minutes: 3}\n",  # noqa: E501 - one entry a line
    "bad.yml": b"A: {enviroments: [x]}\nB: {required: perhaps}\nC: word\n",
}


def read(path: str) -> bytes:
    if path not in FILES:
        raise FileNotFoundError(path)
    return FILES[path]


def loaded(text: str):  # type: ignore[no-untyped-def]
    return load(
        f"version: 1\n{text}".encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=read,
    )


def test_the_section_names_target_map_and_statements() -> None:
    release = (
        loaded(
            "deploy:\n  target: render\n  env: docs/env.yml\n  rollback: {tested: attest, max_age: 10d}\n"  # noqa: E501 - one entry a line
        )
        .rooms["deploy"]
        .release
    )

    assert (release.target.name, release.tested, release.max_age) == ("render", "attest", 864000.0)
    assert [(one.name, one.source) for one in release.variables] == [
        ("ACME_KEY", "github"),
        ("PLAIN", ""),
    ]
    assert [one.id for one in release.signed] == ["rollback-tested"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("deploy: {target: rendr}\n", "did you mean render?"),
        ("deploy: {env: none.yml}\n", "there is no file none.yml"),
        ("deploy: {rollback: {tested: maybe}}\n", "maybe"),
        ("deploy: {targt: fly}\n", "targt"),
    ],
)
def test_a_mistake_is_told(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as mistake:
        loaded(text)

    assert any(said in f"{one.found} {one.meant}" for one in mistake.value.problems)


NODES = st.recursive(
    st.text("aB_1: {}[]#-yesno", max_size=8),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["environments", "required", "source", "owner", "why", "owned", "1"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.text("ABC_", min_size=1, max_size=4), NODES, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_map_is_read_or_refused_at_its_lines(variables: dict[str, object]) -> None:
    problems: tuple[object, ...] = ()
    try:
        found = read_map(json.dumps(variables).encode(), "env.yml")
    except ConfigError as mistake:
        found, problems = (), tuple(one for one in mistake.problems if one.at.line)

    assert {one.name for one in found} == (set() if problems else set(variables))


@given(st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_map_of_any_bytes_never_crashes(raw: bytes) -> None:
    try:
        found = read_map(raw, "env.yml")
    except ConfigError:
        found = ()

    assert all(one.at.file == "env.yml" for one in found)


def test_every_mistake_of_a_map_is_told_at_its_line() -> None:
    with pytest.raises(ConfigError) as mistake:
        loaded("deploy: {env: bad.yml}\n")

    assert [(one.at.file, one.at.line) for one in mistake.value.problems] == [
        ("bad.yml", n) for n in (1, 2, 3)
    ]
