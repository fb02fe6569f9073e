"""What launchready.yml says under secrets holds, or is a mistake with its line."""

import json
from typing import Any

import pytest

from launchready.core.location import NOWHERE
from launchready.core.site import Site
from launchready.secrets.globs import is_among
from launchready.secrets.scope import Scope
from launchready.secrets.settings import Secrets
from launchready.values.node import Block
from launchready.values.problem import ConfigError
from launchready.values.yaml import parse
from tests.secrets.search import AT

_FILES = {
    ".secrets.baseline": json.dumps({"results": {"a.py": [{"type": "T", "hashed_secret": "x"}]}}),
    "wrong.json": "[]",
}


def _read(path: str) -> bytes:
    if path not in _FILES:
        raise FileNotFoundError(path)
    return _FILES[path].encode()


def _settled(text: str) -> Secrets:
    return Secrets.model_validate(parse(text.encode(), AT.file)).settled(Site(), _read)


def test_without_a_section_the_tree_is_looked_at() -> None:
    job = Secrets().settled(Site(), _read).job

    assert (job.scope, job.at, str(job)) == (
        Scope(kind="tree"),
        NOWHERE,
        "the files of this repository",
    )


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(kind="staged"), "what is staged"),
        (Scope(kind="range", commits="a..b"), "the commits a..b"),
        (Scope(kind="history"), "the history of this repository"),
    ],
)
def test_the_command_line_says_where_to_look(scope: Scope, said: str) -> None:
    settings = _settled("exclude: [old]")

    assert (settings.looking(scope).job.scope, str(settings.looking(scope).job)) == (scope, said)
    assert settings.looking(scope).job.exclude == ("old",)
    assert settings.job.scope.kind == "tree"


def test_a_baseline_is_read_with_the_config() -> None:
    baseline = _settled("baseline: .secrets.baseline").looking(Scope(kind="history")).job.baseline

    assert baseline is not None
    assert [one.path for one in baseline.entries] == ["a.py"]


@pytest.mark.parametrize(
    ("file", "said"),
    [("gone.json", "there is no file gone.json"), ("wrong.json", "wrong.json is no baseline")],
)
def test_a_baseline_that_cannot_be_used_is_a_mistake_at_its_line(file: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _settled(f"exclude: [a]\nbaseline: {file}")

    (problem,) = caught.value.problems
    assert (problem.at.line, problem.at.column) == (2, 11)
    assert problem.found.startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("disable: [secrets/high-entrpy]", "did you mean secrets/high-entropy?"),
        ("custom: [{id: A b, pattern: x}]", "A b is not an id"),
        ("custom: [{id: private-key, pattern: x}]", "is a rule already"),
        ("custom: [{id: a, pattern: '('}]", "is not a regular expression"),
        ("custom: [{id: a, pattern: 'x*'}]", "matches nothing at all"),
        ("custom: [{id: a, pattern: '(x+)+y'}]", "repeats what itself repeats"),
        ("custom: [{id: a, pattern: x}, {id: a, pattern: y}]", "has the id a twice"),
        ("verified: true", "Extra inputs are not permitted"),
    ],
)
def test_a_mistake_says_what_was_meant(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        _settled(text)


def test_every_key_reaches_the_job() -> None:
    job = _settled(
        "high_entropy: true\ndisable: [secrets/jwt, secrets/private-key]".replace(
            "secrets/jwt, ", ""
        )
        + "\ncustom: [{id: acme, pattern: 'acme_[0-9]+', keywords: [ACME_]}]"
    ).job

    assert (job.random, job.disable) == (True, frozenset({"secrets/private-key"}))
    assert [(one.rule.id, one.anchors) for one in job.custom] == [("secrets/acme", ("acme_",))]


def test_a_blank_section_is_the_usual_one() -> None:
    assert Secrets.model_validate(Block(at=AT)).job.exclude == ()


@pytest.mark.parametrize(
    ("glob", "among", "not_among"),
    [
        (
            "fixtures/**",
            ["fixtures/a", "fixtures/a/b"],
            ["fixtures", "a/fixtures/b", "fixtures2/a"],
        ),
        ("fixtures/", ["fixtures/a", "x/fixtures/b"], ["fixtures2/a"]),
        ("*.sql", ["a.sql", "x/a.sql", "x/a.sql/b"], ["a.sqlx"]),
        ("src/*.py", ["src/a.py"], ["src/x/a.py", "x/src/a.py"]),
        ("**/gen/*.ts", ["gen/a.ts", "x/y/gen/a.ts"], ["xgen/a.ts"]),
        ("a?c", ["abc", "x/abc"], ["ac", "a/c"]),
        ("a.b", ["a.b"], ["axb"]),
        ("/top", ["top", "top/a"], ["x/top"]),
    ],
)
def test_globs_are_those_of_gitignore(glob: str, among: list[str], not_among: list[str]) -> None:
    shown: Any = [one for one in among + not_among if is_among(one, (glob,))]

    assert shown == among
