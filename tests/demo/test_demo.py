"""`launchready demo` runs the whole gate: go when sound, and no-go with a blocker in each room."""

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from launchready.config.load import load
from launchready.demo.stage import staged
from tests.command import LIMIT, Ran, command, environment, launchready

ROOMS = {
    "secrets", "dns", "tls", "web", "email", "smoke", "deploy", "monitor", "assistant", "handover",
}  # fmt: skip
PLANTED = {
    "secrets/stripe-secret-key",
    "secrets/aws-access-key",
    "dns/record-missing",
    "dns/record-changed",
    "tls/expired",
    "tls/missing-intermediate",
    "web/query-dropped",
    "web/redirect-missing",
    "email/dmarc-missing",
    "smoke/page-wrong",
    "deploy/env-undocumented",
    "deploy/rollback-untested",
    "monitor/not-covered",
    "assistant/prompt-leaked",
    "handover/document-missing",
    "handover/attestation-stale",
}


async def test_the_config_holds_and_names_only_loopback() -> None:
    async with staged() as stage:
        raw = stage.config.read_bytes()
        loaded = load(
            raw,
            "launchready.yml",
            environment="production",
            variables=stage.variables,
            read=lambda path: (stage.root / path).read_bytes(),
        )
    network = loaded.config.network
    places = [one for many in network.addresses.values() for one in many]

    assert [name for name, section in loaded.rooms.items() if section is None] == list(NOT_THERE)
    assert {host for host, _ in places} == {"127.0.0.1"}
    hosts = (*loaded.config.hosts.own, *loaded.config.hosts.staging)
    assert set(network.addresses) == {
        "ca.portal.test:80",
        *(f"{one.name}:{port}" for one in hosts for port in (80, 443)),
    }


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An empty folder to run in, with another for what is temporary."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "here").mkdir()
    return tmp_path


# A load run takes its time, and on a busy machine rightly proves nothing, so the demo has none
# (docs/load.md); the portal has no CDN in front of it.
NOT_THERE = ("load", "edge")
# What a demo without a canary account or the like has nothing of.
_NOT_SHOWN = (
    "names nothing for this check to look at",
    "the repository has no remote called origin, so nothing of it is on GitHub",
    *(
        f"there is no {room}: section in launchready.yml; add one to turn it on"
        for room in NOT_THERE
    ),
)


def demo(elsewhere: Path, *options: str, **variables: str) -> Ran:
    env = {"TMPDIR": str(elsewhere / "temporary"), **variables}
    return launchready("demo", *options, cwd=elsewhere / "here", env=env)


def left_in(folder: Path) -> list[str]:
    return [one.name for one in folder.rglob("*") if one.is_file()]


def outcomes(report: dict[str, Any], outcome: str) -> list[str]:
    return [
        f"{one['check']} {one['subject']}: {one['reason']}"
        for one in report["checks"]
        if one["outcome"] == outcome
    ]


def test_a_sound_portal_may_go_live(elsewhere: Path) -> None:
    done = demo(elsewhere, "-f", "json")
    report = json.loads(done.out)
    skipped = [one for one in outcomes(report, "skipped") if not one.endswith(_NOT_SHOWN)]

    assert outcomes(report, "unanswered") == []
    assert skipped == []
    assert report["findings"] == []
    assert (report["verdict"], done.code) == ("go", 0)
    asked = {one["check"].partition("/")[0] for one in report["checks"]}
    assert asked == ROOMS | {*NOT_THERE}
    waited = [one["outcome"] for one in report["checks"] if one["check"] == "smoke/deploy-wait"]
    assert waited == ["answered"]
    assert left_in(elsewhere) == []


def test_a_broken_portal_has_a_blocker_in_every_room(elsewhere: Path) -> None:
    done = demo(elsewhere, "--broken", "-f", "json")
    report = json.loads(done.out)
    blocked = [one["rule"] for one in report["findings"] if one["impact"] == "blocker"]
    # A signature that has lapsed says nothing; the deploy room blocks on the same one.
    silent = outcomes(report, "unanswered")

    assert [one.partition(": ")[0] for one in silent] == ["handover/also-signed rollback-tested"]
    assert (report["verdict"], done.code) == ("no-go", 1)
    assert {rule.partition("/")[0] for rule in blocked} == ROOMS
    assert PLANTED - set(blocked) == set()
    assert left_in(elsewhere) == []


def test_the_terminal_tells_it_too(elsewhere: Path) -> None:
    done = demo(elsewhere, "--broken")

    assert done.code == 1
    assert "no-go" in done.out.lower()
    assert done.err == ""


def test_a_proxy_in_the_environment_is_not_asked_for_loopback(elsewhere: Path) -> None:
    nobody = "http://127.0.0.1:9"
    done = demo(elsewhere, "-f", "json", HTTP_PROXY=nobody, HTTPS_PROXY=nobody, ALL_PROXY=nobody)

    assert json.loads(done.out)["verdict"] == "go"


def test_stopped_on_the_way_it_leaves_nothing_behind(elsewhere: Path) -> None:
    temporary = elsewhere / "temporary"
    running = subprocess.Popen(
        command("demo"),
        cwd=elsewhere / "here",
        env=environment(TMPDIR=str(temporary)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while running.poll() is None and not any(temporary.iterdir()):
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=LIMIT)

    assert (running.returncode, told) == (130, "launchready: interrupted\n")
    assert list(temporary.iterdir()) == []
