"""A baseline that detect-secrets wrote lets stand what it lists, and nothing else."""

import json
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.secrets.baseline import BaselineError, read
from launchready.secrets.plugins import recorded
from tests.secrets.samples import BY_FORM, BY_NAME, pem
from tests.secrets.search import ask, told

FILE = ".secrets.baseline"
_MAKERS = {f"form {k}": v for k, v in BY_FORM.items()} | {
    f"name {k}": v for k, v in BY_NAME.items()
}


def _line(which: str, seed: int) -> str:
    _, name, make = _MAKERS[which]
    return f'{name} = "{make(random.Random(f"{which} {seed}"))}"'


def _path(which: str) -> str:
    return f"kinds/{which.replace(' ', '_')}.py"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The baseline detect-secrets itself writes for one secret of every kind."""
    root = tmp_path_factory.mktemp("baselined")
    (root / "kinds").mkdir()
    for which in _MAKERS:
        (root / _path(which)).write_text(_line(which, 1) + "\n")
    (root / "key.pem").write_text(pem(random.Random(1)))
    scan = [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "--no-verify", "."]
    return subprocess.run(scan, cwd=root, capture_output=True, text=True, check=True).stdout


def _kinds_in(written: str) -> list[str]:
    listed = json.loads(written)["results"]
    return [which for which in _MAKERS if _path(which) in listed]


async def test_what_the_baseline_lists_is_silent_wherever_its_line_went(written: str) -> None:
    weak = ("form github", "form github app", "form gitlab", "form jwt", "form supabase role")
    kinds = [one for one in _kinds_in(written) if one not in weak]
    files = {_path(which): "# moved\n\n" + _line(which, 1) for which in kinds}
    found = await ask(files, baseline=written)

    assert len(kinds) > 25
    assert [one for one in told(found) if one[0] != "baseline-stale"] == []


async def test_a_second_secret_of_every_kind_is_told_in_a_baselined_file(written: str) -> None:
    kinds = _kinds_in(written)
    files = {_path(which): f"{_line(which, 1)}\n{_line(which, 2)}" for which in kinds}
    found = await ask(files, baseline=written)

    assert {(one[1], one[2]) for one in told(found) if not one[0].startswith("baseline")} == {
        (_path(which), 2) for which in kinds
    }


async def test_a_second_private_key_is_told_in_a_baselined_file(written: str) -> None:
    both = pem(random.Random(1)) + "\n" + pem(random.Random(2))
    found = await ask({"key.pem": both}, baseline=written)

    assert ("private-key", "key.pem", 15) in told(found)
    assert ("private-key", "key.pem", 1) not in told(found)


@pytest.mark.parametrize(
    ("which", "kind", "part"),
    [("form github", "GitHub Token", "ghp"), ("form gitlab", "GitLab Token", "glpat")],
)
async def test_an_entry_that_cannot_tell_keys_apart_holds_for_its_line_alone(
    which: str, kind: str, part: str
) -> None:
    known = _one_entry("a.py", part, kind)
    same = await ask({"a.py": _line(which, 1)}, baseline=known)
    moved = await ask({"a.py": "\n" + _line(which, 1)}, baseline=known)

    assert told(same) == [("baseline-weak", FILE, 6)]
    assert told(moved) == [(_MAKERS[which][0], "a.py", 2)]


async def test_an_entry_of_the_whole_value_holds_for_every_kind() -> None:
    lines = {which: _line(which, 1) for which in _MAKERS}
    results = {
        _path(which): [{"type": "Secret", "hashed_secret": recorded(line.split('"')[1])}]
        for which, line in lines.items()
        if which not in ("form postgres",)
    }
    files = {_path(which): line for which, line in lines.items() if _path(which) in results}

    assert await ask(files, baseline=json.dumps({"results": results})) == []


def _one_entry(path: str, value: str, kind: str = "Secret Keyword") -> str:
    entry = {"type": kind, "hashed_secret": recorded(value), "line_number": 1}
    return json.dumps({"results": {path: [entry]}}, indent=1)


async def test_an_entry_for_what_is_gone_is_stale() -> None:
    gone = await ask({}, baseline=_one_entry("a.py", "whatever1"))
    changed = await ask({"a.py": "x = 1"}, baseline=_one_entry("a.py", "whatever1"))

    assert told(gone) == told(changed) == [("baseline-stale", FILE, 6)]


async def test_an_entry_for_what_is_there_and_not_told_is_not_stale() -> None:
    there = await ask({"a.py": 'password = "postgres"'}, baseline=_one_entry("a.py", "postgres"))
    foreign = await ask({"a.py": "x = 1"}, baseline=_one_entry("a.py", "x", "House Kind"))
    excluded = await ask({}, baseline=_one_entry("old/a.py", "x"), exclude=("old",))

    assert (there, foreign, excluded) == ([], [], [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"results": []}',
        '{"results": {"a": {}}}',
        '{"results": {"a": [{}]}}',
        "\xff",
    ],
)
def test_what_is_no_baseline_says_why(text: str) -> None:
    with pytest.raises(BaselineError):
        read(text.encode("latin-1"), FILE)


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["results", "a", "type", "hashed_secret", "line_number"]), x
            )
        ),
    )
)
@settings(max_examples=100)
def test_no_json_breaks_the_reader(value: object) -> None:
    try:
        read(json.dumps({"results": value}).encode(), FILE)
    except BaselineError as error:
        assert str(error)  # noqa: PT017 - either answer is right
