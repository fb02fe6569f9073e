"""The action's inputs are read whole or refused whole, each mistake with a guess."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.finding import Impact
from launchready.github import inputs
from launchready.github.inputs import Inputs
from launchready.values.problem import ConfigError

FILE = ".github/workflows/gate.yml"


def test_what_is_left_empty_has_its_default() -> None:
    nothing = {inputs.variable(name): "" for name in inputs.NAMES}

    assert inputs.read(nothing, FILE) == Inputs()
    assert inputs.read({}, FILE) == Inputs()


def test_every_input_is_read() -> None:
    written = {
        "LR_CONFIG": "ops/launchready.yml",
        "LR_CHECKS": "secrets, dns\ntls",
        "LR_ENVIRONMENT": "staging",
        "LR_FAIL_ON": "risk",
        "LR_COMMENT": "never",
        "LR_GITHUB_TOKEN": "a-token",
        "LR_SARIF_FILE": "out/a.sarif",
        "LR_REPORT_FILE": "out/a.html",
        "LR_JSON_FILE": "a.json",
        "LR_BASELINE": ".secrets.baseline",
        "LR_RANGE": "v1.0..HEAD~2",
        "LR_WORKING_DIRECTORY": "./portal",
        "LR_CA_BUNDLE": "/etc/ssl/own.pem",
    }

    read = inputs.read(written, FILE)

    assert read == Inputs(
        config="ops/launchready.yml",
        checks=("secrets", "dns", "tls"),
        environment="staging",
        fail_on=Impact.RISK,
        comment="never",
        token="a-token",
        sarif_file="out/a.sarif",
        report_file="out/a.html",
        json_file="a.json",
        baseline=".secrets.baseline",
        range="v1.0..HEAD~2",
        working_directory="portal",
        ca_bundle="/etc/ssl/own.pem",
    )
    assert "a-token" not in repr(read)


def test_every_mistake_is_told_at_once_with_a_guess() -> None:
    written = {
        "LR_CHECKS": "secrets,smok",
        "LR_FAIL_ON": "riks",
        "LR_COMMENT": "allways",
        "LR_HISTORY": "all",
        "LR_SARIF_FILE": "/etc/passwd",
        "LR_JSON_FILE": "../../out.json",
        "LR_RANGE": "--output=x",
    }

    with pytest.raises(ConfigError) as caught:
        inputs.read(written, FILE)

    assert [str(one) for one in caught.value.problems] == [
        f"{FILE}:1:1: input checks names smok; did you mean smoke?",
        f"{FILE}:1:1: input comment is allways; did you mean always?",
        f"{FILE}:1:1: input fail-on is riks; did you mean risk?",
        f"{FILE}:1:1: input history is all; it is one of auto, full",
        f"{FILE}:1:1: input json-file is ../../out.json; a path within the repository is meant",
        f"{FILE}:1:1: input range is --output=x; two revisions are meant, like v1.0..HEAD",
        f"{FILE}:1:1: input sarif-file is /etc/passwd; a path within the repository is meant",
    ]


def test_a_range_beside_the_whole_history_is_a_mistake() -> None:
    with pytest.raises(ConfigError) as caught:
        inputs.read({"LR_RANGE": "a..b", "LR_HISTORY": "full"}, FILE)

    assert "input range stands beside history: full" in str(caught.value)


@pytest.mark.parametrize("written", ["a..b", "v1..HEAD", "HEAD~3..HEAD", "origin/main..@", "a^..b"])
def test_ranges_git_knows_are_taken(written: str) -> None:
    assert inputs.read({"LR_RANGE": written}, FILE).range == written


@pytest.mark.parametrize(
    "written", ["HEAD", "a...b", "..b", "a..", "a..-b", "-a..b", "a b..c", "a..b..c"]
)
def test_what_is_no_range_is_refused(written: str) -> None:
    with pytest.raises(ConfigError):
        inputs.read({"LR_RANGE": written}, FILE)


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(inputs.NAMES), written=st.text())
def test_no_input_breaks_the_reading_and_no_path_leaves_the_workspace(
    name: str, written: str
) -> None:
    try:
        read = inputs.read({inputs.variable(name): written}, FILE)
    except ConfigError:
        return

    for path in (read.config, read.sarif_file, read.json_file, read.working_directory):
        assert not path.startswith("/")
        assert ".." not in path.split("/")
