"""What gitleaks' files let stand is let stand here, and what could not be taken over is said."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.secrets.allowlist import Allowlist, Where, is_same_kind
from launchready.secrets.gitleaks import CONFIG, IGNORED, from_config, from_ignored, taken_over
from launchready.values.problem import ConfigError
from tests.command import a_repository, git, launchready
from tests.secrets.samples import BY_FORM
from tests.secrets.search import ask, lines, told

_KEY = "".join(("sk", "_live_", "4eC39HqLyjWDarjtT1zdp7dcF2"))
_LINE = f'key = "{_KEY}"'
_COMMIT = "a1" * 20


def _config(text: str) -> Allowlist:
    return from_config(text.encode())


async def _left(allowed: Allowlist, path: str = "src/app.py", commit: str = "") -> list[str]:
    """What is told of a key in a file beside an allowlist."""
    if commit:
        part = lines(path, _LINE, commit)
        return [one[0] for one in told(await ask({}, history=(part,), allowed=allowed))]
    return [one[0] for one in told(await ask({path: _LINE}, allowed=allowed))]


_KIND = ["stripe-secret-key"]


@pytest.mark.parametrize(
    "text",
    [
        "[allowlist]\npaths = ['''^src/''']",
        "[[allowlists]]\npaths = ['''app\\.py$''']",
        "[[allowlists]]\nregexes = ['''^sk_live_4eC''']",
        "[[allowlists]]\nregexTarget = 'line'\nregexes = ['''^key = ''']",
        "[[allowlists]]\nregexTarget = 'match'\nregexes = ['''key.*4eC''']",
        "[[allowlists]]\nstopwords = ['HQLYJ']",
        "[[allowlists]]\ncondition = 'AND'\npaths = ['^src']\nstopwords = ['hqlyj']",
        "[[allowlists]]\ntargetRules = ['stripe-access-token']\npaths = ['^src/']",
        "[[rules]]\nid = 'stripe-access-token'\n[[rules.allowlists]]\npaths = ['^src/']",
        "[[rules]]\nid = 'generic-api-key'\n[rules.allowlist]\npaths = ['^src/']",
        "[[allowlists]]\nregexes = ['''sk_(?i)LIVE''']",
        "[[allowlists]]\nregexes = ['''^[[:alnum:]_]+\\z''']",
    ],
)
async def test_an_allowlist_lets_stand_what_it_names(text: str) -> None:
    assert await _left(_config(text)) == []
    assert len(_config(text).notes) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[allowlist]\npaths = ['''^test/''']",
        "[[allowlists]]\nregexes = ['''^key''']",
        "[[allowlists]]\nstopwords = ['example']",
        "[[allowlists]]\ncondition = 'AND'\npaths = ['^src']\nstopwords = ['example']",
        "[[allowlists]]\ntargetRules = ['github-pat']\npaths = ['^src/']",
        "[[rules]]\nid = 'github-pat'\n[[rules.allowlists]]\npaths = ['^src/']",
        f"[[allowlists]]\ncommits = ['{_COMMIT}']",
        "[extend]\nuseDefault = true",
        "title = 'nothing'",
    ],
)
async def test_an_allowlist_lets_stand_nothing_else(text: str) -> None:
    assert await _left(_config(text)) == _KIND


async def test_a_commit_that_is_let_stand_is_so_alone() -> None:
    allowed = _config(f"[[allowlists]]\ncommits = ['{_COMMIT}']")

    assert await _left(allowed, commit=_COMMIT) == []
    assert await _left(allowed, commit="b2" * 20) == _KIND


async def test_a_fingerprint_lets_one_line_stand() -> None:
    everywhere = from_ignored(b"# known\n\nsrc/app.py:stripe-access-token:1\n")
    in_commit = from_ignored(f"{_COMMIT}:src/app.py:stripe-access-token:1".encode())

    assert await _left(everywhere) == []
    assert await _left(everywhere, commit=_COMMIT) == []
    assert await _left(in_commit, commit=_COMMIT) == []
    assert await _left(in_commit) == await _left(in_commit, commit="b2" * 20) == _KIND


@pytest.mark.parametrize(
    "text",
    [
        "src/app.py:stripe-access-token:2",
        "src/b.py:stripe-access-token:1",
        "src/app.py:github-pat:1",
    ],
)
async def test_a_fingerprint_of_another_line_file_or_kind_lets_nothing_stand(text: str) -> None:
    assert await _left(from_ignored(text.encode())) == _KIND


def test_kinds_are_told_apart_by_their_provider() -> None:
    assert is_same_kind("stripe-access-token", "secrets/stripe-secret-key")
    assert is_same_kind("gcp-api-key", "secrets/google-api-key")
    assert is_same_kind("jwt", "secrets/json-web-token")
    assert is_same_kind("private-key", "secrets/private-key")
    assert is_same_kind("stripe-access-token", "secrets/generic-password")
    assert not is_same_kind("github-pat", "secrets/gitlab-token")
    assert not is_same_kind("stripe-access-token", "secrets/private-key")


def test_what_is_taken_over_is_counted() -> None:
    config = _config("[allowlist]\npaths = ['a', 'b']\nstopwords = ['c']\ncommits = ['d']")
    ignored = from_ignored(f"a.py:x:1\n{_COMMIT}:a.py:x:2\n".encode())

    assert config.notes == (f"{CONFIG}: 1 allowlist taken over (2 paths, 1 stopword, 1 commit)",)
    assert ignored.notes == (
        f"{IGNORED}: 2 fingerprints taken over",
        f"{IGNORED}: a fingerprint with a commit holds in that commit alone",
    )


def test_what_is_not_taken_over_is_said() -> None:
    config = _config(
        "[extend]\npath = 'other.toml'\ndisabledRules = ['x']\n"
        "[[rules]]\nid = 'acme'\nregex = 'acme_[a-z]+'\n"
        "[[allowlists]]\npaths = ['ok', '''\\pL(''']\nnew = 1\n"
    )
    ignored = from_ignored(b"nonsense\na:b:c\n:x:1\na.py:x:1\n")

    assert config.notes[0] == f"{CONFIG}: 1 allowlist taken over (1 path)"
    said = " ".join(config.notes[1:])
    for part in ("the rule acme", "what it extends", "disabledRules", "in line 8", "new of an"):
        assert part in said
    assert ignored.notes[-1] == f"{IGNORED} line 1, 2, 3: no fingerprint, so not taken over"


async def test_what_needs_a_condition_we_cannot_read_lets_nothing_stand() -> None:
    allowed = _config(
        "[[allowlists]]\ncondition = 'AND'\npaths = ['^src', '''(?<x''']\nstopwords=['4eC']"
    )

    assert await _left(allowed) == _KIND
    assert "demands this" in allowed.notes[-1]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a = 1\n[allowlist\n", 2, "is not TOML"),
        ("[allowlist]\npaths = 'src'\n", 2, "paths is not a list of texts"),
        ("allowlist = 3\n", 1, "allowlist is not a table"),
        ("\n[allowlists]\npaths = []\n", 2, "allowlists is not a list of tables"),
        ("\n\n[[allowlists]]\nregexTarget = 'lines'\n", 4, "none of secret, match, line"),
        ("[[allowlists]]\ncondition = 'XOR'\n", 2, "neither OR nor AND"),
        ("x = '\udcff'", 1, "is not UTF-8"),
    ],
)
def test_a_broken_config_is_a_mistake_at_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_config(text.encode("utf-8", "surrogateescape"))

    (problem,) = caught.value.problems
    assert (problem.at.file, problem.at.line) == (CONFIG, line)
    assert said in problem.found


def test_a_file_that_cannot_be_read_is_a_mistake_and_none_is_nothing() -> None:
    def refused(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    def missing(path: str) -> bytes:
        raise FileNotFoundError(path)

    with pytest.raises(ConfigError, match="Permission denied"):
        taken_over(refused)
    assert taken_over(missing) == Allowlist()


@given(st.text(alphabet="[]{}='\"\n allowistpregx#1,", max_size=80))
@settings(max_examples=100)
def test_no_config_breaks_the_reader(text: str) -> None:
    try:
        from_config(text.encode())
    except ConfigError as error:
        assert error.problems  # noqa: PT017 - either answer is right


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60)
def test_no_fingerprint_breaks_the_reader(text: str, path: str) -> None:
    at = Where(path=path, commit=None, line=1)

    assert isinstance(
        from_ignored(text.encode("utf-8", "replace")).covers("a/b", "c", "d", at), bool
    )


def test_the_report_says_what_was_taken_over(tmp_path: Path) -> None:
    key = BY_FORM["github"][2](random.Random(1))
    root = a_repository(tmp_path / "shop", app_dot_py=f'T = "{key}"\n')
    (root / IGNORED).write_text("app.py:github-pat:1\n")
    ran = launchready("check", "secrets", cwd=root)
    (root / CONFIG).write_text("[allowlist")
    broken = launchready("check", "secrets", cwd=root)
    (root / "launchready.yml").write_text("version: 1\nsecrets: {gitleaks: false}\n")
    without = launchready("check", "secrets", cwd=root)

    assert (ran.code, ran.err) == (0, "")
    assert f"{IGNORED}: 1 fingerprint taken over" in ran.out
    assert broken.code == 2
    assert broken.err.startswith(f"{CONFIG}:1:")
    assert without.code == 1


def test_a_range_heeds_fingerprints_of_its_commits(tmp_path: Path) -> None:
    key = BY_FORM["github"][2](random.Random(1))
    root = a_repository(tmp_path / "shop", README_dot_md="# Shop\n")
    (root / "app.py").write_text(f'T = "{key}"\n')
    git("add", "-A", cwd=root)
    git("commit", "-q", "-m", "more", cwd=root)
    commit = git("rev-parse", "HEAD", cwd=root).strip()
    before = launchready("check", "secrets", "--range", "HEAD~1..HEAD", cwd=root)
    (root / IGNORED).write_text(f"{commit}:app.py:github-pat:1\n")

    assert before.code == 1
    assert launchready("check", "secrets", "--range", "HEAD~1..HEAD", cwd=root).code == 0
