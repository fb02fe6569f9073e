"""Every kind says how it is ended, in the order that helps, with a command that can be pasted."""

import fnmatch
import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.pem import PRIVATE_KEY
from launchready.secrets.remedies import PAGES, is_whole, page_of, purge, steps
from launchready.secrets.rules import RULES
from tests.command import launchready
from tests.secrets.providers import a_key
from tests.secrets.search import ask

_KEY = a_key("secrets/github-token")
_KINDS = sorted({one.rule.id: one.rule for one in (*FORMS, PRIVATE_KEY)}.items())


def test_every_kind_says_what_to_do_in_the_order_that_helps() -> None:
    for name, rule in _KINDS:
        order = [step for step, _ in steps(rule)]

        assert order[:3] == ["1. revoke", "2. replace", "3. purge"], name
        assert "git filter-repo" in " ".join(text for _, text in steps(rule)), name
        assert rule.fix[0].isupper(), name
        assert page_of(name.partition("/")[2]) in rule.fix, name


def test_every_page_is_for_a_kind_and_is_safe_to_open() -> None:
    names = [name.partition("/")[2] for name, _ in _KINDS]

    assert [
        one for one in PAGES if not any(f"{name}-".startswith(f"{one}-") for name in names)
    ] == []
    assert {url.split("/")[0] for url in PAGES.values() if url} == {"https:"}
    assert sum(1 for one in names if page_of(one)) > 140


def test_the_closest_page_counts() -> None:
    assert page_of("stripe-secret-key") == "https://dashboard.stripe.com/apikeys"
    assert page_of("stripe-webhook-secret") == "https://dashboard.stripe.com/webhooks"
    assert page_of("github-oauth-secret") != page_of("github-token")
    assert page_of("docker-registry-auth") == page_of("url-password") == ""


def test_a_rule_about_the_baseline_has_no_such_steps() -> None:
    about = [one for one in RULES if one.id.startswith("secrets/baseline")]

    assert [steps(one) for one in about] == [()] * len(about)


def test_explain_tells_the_page_and_the_order() -> None:
    ran = launchready("explain", "secrets/github-token", cwd=Path.cwd())

    assert ran.code == 0
    assert "https://github.com/settings/tokens" in ran.out
    places = [ran.out.index(one) for one in ("1. revoke", "2. replace", "3. purge")]
    assert places == sorted(places)
    assert "git filter-repo --invert-paths --path=PATH" in ran.out


async def test_a_finding_has_the_command_with_its_path() -> None:
    (code,) = await ask({"src/app.py": f'T = "{_KEY}"'})
    found = await ask({"my keys/.env": f"T={_KEY}"})
    (env,) = [one for one in found if one.rule.id == "secrets/github-token"]

    assert code.evidence[-1] == (
        "to purge it, once revoked: git filter-repo --replace-text ../old-keys.txt"
    )
    assert env.evidence[-1] == (
        "to purge it, once revoked: git filter-repo --invert-paths '--path=my keys/.env'"
    ) or env.evidence[-1].endswith("--path='my keys/.env'")


async def test_what_is_not_in_history_is_not_purged_from_it() -> None:
    (untracked,) = await ask({"a.py": f'T = "{_KEY}"'}, untracked=("a.py",))

    assert not any("filter-repo" in one for one in untracked.evidence)


@pytest.mark.parametrize(
    "path",
    [
        "a b/.env",
        "it's/.env",
        '"quoted".env',
        "$(rm -rf ~)/.env",
        "`id`.env",
        "-rf",
        "a;b&c|d.env",
        "!history.env",
        "ключ.env",
        "*.env",
        "back\\slash.env",
    ],
)
def test_a_path_stays_a_path_whatever_it_is_called(path: str) -> None:
    echoed = subprocess.run(
        ["/bin/sh", "-c", purge([path], whole=True).replace("git filter-repo", "printf '%s\\0'")],
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert echoed.split("\0")[:-1] == ["--invert-paths", f"--path={path}"]


@pytest.mark.parametrize("path", ["a\nb.env", "a\x1b[2J[x].env", "a\u202eb*.env"])
def test_what_cannot_be_shown_is_a_pattern_that_matches_it(path: str) -> None:
    command = purge([path], whole=True)
    glob = shlex.split(command)[-1].removeprefix("--path-glob=")

    assert command.isprintable()
    assert fnmatch.fnmatchcase(path, glob)
    assert not fnmatch.fnmatchcase("other.env", glob)


@given(st.text(min_size=1, max_size=30))
@limits(max_examples=100)
def test_no_path_breaks_out_of_its_argument(path: str) -> None:
    command = purge([path], whole=True)
    words = shlex.split(command)

    assert words[:3] == ["git", "filter-repo", "--invert-paths"]
    assert len(words) == 4
    assert words[3].startswith("--path")


def test_a_file_of_nothing_but_secrets_may_go_whole() -> None:
    whole = (".env.production", "deploy/id_rsa", "tls/server.key", "config/master.key", ".netrc")

    assert all(is_whole(one) for one in whole)
    assert not any(is_whole(one) for one in (".env.example", "src/app.py", "keys.py", "README.md"))
