"""`check --stage` asks what a stage of the launch asks, whatever the room, and says so."""

import json
from datetime import date
from pathlib import Path

import pytest

from launchready import gate
from launchready.core import registry
from launchready.core.finding import Stage
from launchready.core.location import Location
from launchready.core.waiver import Waiver
from launchready.report import data
from launchready.run import Request, prepare
from tests.command import launchready
from tests.handover.test_answer_plan import answered
from tests.report.reports import NOON, no_go

CONFIG = """\
version: 1
hosts: {own: [acme.test]}
tls: {}
email: {domains: [{domain: acme.test}]}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "launchready.yml").write_text(CONFIG, "utf-8")
    return tmp_path


def asked(project: Path, *stages: Stage, rooms: tuple[str, ...] = ()) -> set[str]:
    request = Request(start=project, config=project / "launchready.yml", stages=stages, rooms=rooms)
    steps = prepare(request).plan.steps
    return {one.check.id for one in steps}


def test_a_stage_asks_its_checks_of_every_room(project: Path) -> None:
    domain = asked(project, Stage.DOMAIN)

    assert {"tls/certificate", "email/spf", "dns/record-map"} <= domain
    assert "secrets/history" not in domain
    assert "load/latency" not in domain
    assert asked(project, Stage.DOMAIN, rooms=("email",)) == {
        one for one in domain if one.startswith("email/")
    }


def test_the_stages_together_ask_everything(project: Path) -> None:
    every = {one.id for one in registry.checks()}

    assert asked(project, *Stage) == asked(project) == every
    assert set.union(*(asked(project, one) for one in Stage)) == every


def test_a_run_of_a_stage_says_that_its_answer_is_the_stages_alone(project: Path) -> None:
    ran = launchready("check", "--stage", "audit", "--offline", "-f", "json", cwd=project)
    read = json.loads(ran.out)

    assert ran.code == 0
    assert read["notes"][0] == "only what the audit stage asks was asked"
    assert {one["check"].partition("/")[0] for one in read["checks"]} == {"secrets", "assistant"}


def test_a_stage_that_is_none_is_a_wrong_call(project: Path) -> None:
    ran = launchready("check", "--stage", "party", cwd=project)

    assert ran.code == 2
    assert "invalid choice: 'party'" in ran.err


@pytest.mark.parametrize(("is_partial", "found"), [(False, 1), (True, 0)])
def test_a_waiver_of_a_check_that_was_not_asked_is_not_called_unused(
    is_partial: bool, found: int
) -> None:
    waiver = Waiver(
        rule="dns/name-unlisted",
        subject="beta.acme.test",
        because="closes with the launch",
        owner="founder",
        until=date(2027, 1, 31),
        at=Location(file="launchready.yml"),
    )
    given = gate.Circumstances(
        product="",
        environment="production",
        started=NOON,
        seconds=1.0,
        commit=None,
        waivers=(waiver,),
        is_partial=is_partial,
    )

    assert len(gate.judge((answered(),), given).findings) == found


def test_a_handover_is_read_by_stage_from_an_earlier_report_and_writes_nothing(
    project: Path,
) -> None:
    (project / "report.json").write_text(data.render(no_go()), "utf-8")
    ran = launchready(
        "handover",
        "--report",
        "report.json",
        "--stage",
        "domain",
        "--stage",
        "monitoring",
        cwd=project,
    )

    assert ran.code == 0
    assert ran.out.splitlines()[0].startswith("domain: 2 blockers, 1 risk")
    assert "  blocker   dns/record-missing  www.acme.test A does not resolve" in ran.out
    assert "secrets/payment-key" not in ran.out
    assert ran.out.splitlines()[-1] == "monitoring: nothing was asked"
    assert sorted(one.name for one in project.iterdir()) == ["launchready.yml", "report.json"]


def test_a_handover_read_by_stage_asks_now_where_no_report_is_given(project: Path) -> None:
    ran = launchready("handover", "--stage", "audit", "--offline", cwd=project)

    assert (ran.code, ran.out) == (0, "audit: clear, 2 answered\n")
