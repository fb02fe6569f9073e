"""A workflow that uses the action blocks a pull request that adds a key, and never shows it."""

from pathlib import Path

import pytest

from tests.action.workshop import Workshop, an_aws_key
from tests.github import events, fake

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]


def test_a_pull_request_that_adds_a_key_is_blocked_at_its_line(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    key = an_aws_key()
    workshop = Workshop.at(tmp_path, action)
    payload = workshop.pull_request(**{"src/settings.py": f"# settings\n\nKEY = '{key}'\n"})

    job = workshop.run("pull_request", payload, github)

    assert job.code == 1
    assert "outcome=failure verdict=no-go blockers=1" in job.log
    ((said, where),) = job.commands("error")
    assert "an AWS access key" in said
    assert where["file"] == "src/settings.py"
    assert where["line"] == "3"
    assert job.summary.startswith("**no-go**")
    (comment,) = github.comments
    assert "**no-go**" in comment.body
    assert job.outputs["comment-url"].endswith(f"#issuecomment-{comment.id}")

    again = workshop.run("pull_request", payload, github)

    assert again.code == 1
    assert len(github.comments) == 1
    assert [one.partition(" ")[0] for one in github.calls] == [
        "GET",
        "POST",
        "GET",
        "GET",
        "PATCH",
        "GET",
    ]

    shown = job.log + again.log + job.summary + comment.body
    assert key not in shown
    assert github.token not in shown
    assert key[4:12] not in shown
    sources = {"app/src/settings.py", "origin/src/settings.py"}
    assert {one for one in workshop.files_with(key) if "hostexecutor/src" not in one} == sources
    assert workshop.files_with(github.token) == []


def test_a_key_that_a_later_commit_removes_is_still_found(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = Workshop.at(tmp_path, action)
    base = workshop.origin.head()
    workshop.origin.branch("topic")
    workshop.origin.commit("a.py", f"KEY = '{an_aws_key()}'\n")
    for number in range(40):
        workshop.origin.commit("a.py", f"KEY = load({number})\n")
    payload = workshop.pull_request_of(base, workshop.origin.head(), commits=41)

    job = workshop.run("pull_request", payload, github)

    assert job.code == 1
    assert job.outputs["blockers"] == "1"


def test_a_sound_pull_request_is_go_and_brings_none_of_its_own_code(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    trap = tmp_path / "sprung"
    code = f"open({str(trap)!r}, 'w')\nraise SystemExit(0)\n"
    workshop = Workshop.at(tmp_path, action, inputs="{json-file: out/gate.json}")
    payload = workshop.pull_request(
        **{
            "launchready/__init__.py": code,
            "launchready/__main__.py": code,
            "yaml.py": code,
            "sitecustomize.py": code,
            "argparse.py": code,
            "uv.toml": 'index-url = "http://127.0.0.1:1/"\n',
            "pip.conf": "[global]\nindex-url = http://127.0.0.1:1/\n",
            ".python-version": "2.7.18\n",
            "bash": f"#!/bin/sh\ntouch {trap}\n",
        }
    )

    job = workshop.run("pull_request", payload, github)

    assert job.code == 0
    assert "outcome=success verdict=go blockers=0" in job.log
    assert not trap.exists()
    assert job.commands("error") == []
    assert job.outputs["report-json"] == "out/gate.json"
    assert "./out/gate.json" in job.log


def test_a_pull_request_cannot_relax_the_gate_that_judges_it(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = Workshop.at(tmp_path, action)
    relaxed = 'version: 1\nsecrets:\n  exclude: ["**"]\n'
    payload = workshop.pull_request(
        **{"launchready.yml": relaxed, "a.py": f"KEY = '{an_aws_key()}'\n"}
    )

    job = workshop.run("pull_request", payload, github)

    assert job.code == 1
    assert "policy changed in this pull request" in job.summary


def test_a_push_is_judged_by_what_it_adds(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = Workshop.at(tmp_path, action)
    workshop.origin.commit("old.py", f"KEY = '{an_aws_key()}'\n")
    before = workshop.origin.head()
    after = workshop.origin.commit("new.py", "name = 'portal'\n")
    workshop.origin.checkout(tmp_path / "app", "refs/heads/main")

    job = workshop.run("push", events.push(before, after), github)

    assert job.code == 0
    assert job.outputs["verdict"] == "go"
    assert github.calls == []
