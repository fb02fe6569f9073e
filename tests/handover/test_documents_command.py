"""`launchready handover` writes what somebody else needs, and never touches what people wrote."""

import json
import shutil
from pathlib import Path

import anyio
import pytest

from launchready.demo.stage import staged
from launchready.handover.document import DOCUMENTS
from tests.command import Ran, git, launchready

CONFIG = """\
version: 1
product: Acme
hosts: {canonical: acme.test, own: [acme.test, www.acme.test], allow: [checkout.stripe.com]}
deploy: {target: render, env: docs/env.yml}
handover: {}
waivers:
  - {rule: web/x, subject: y, because: later, owner: ana, until: 2099-01-31}
"""
FOLDER = "docs/handover"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "launchready.yml").write_text(CONFIG, "utf-8")
    (tmp_path / "docs" / "env.yml").write_text("DATABASE_URL: {source: Render}\n", "utf-8")
    git("init", "--quiet", cwd=tmp_path)
    git("remote", "add", "origin", "https://user:pass@github.com/acme/portal.git", cwd=tmp_path)
    git("add", ".", cwd=tmp_path)
    git("commit", "--quiet", "-m", "first", cwd=tmp_path)
    return tmp_path


def handover(folder: Path, *options: str) -> Ran:
    return launchready("handover", "--offline", *options, cwd=folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}


def test_every_document_and_the_page_are_written_and_stay_the_same(repository: Path) -> None:
    first = handover(repository)
    pages = contents(repository / FOLDER)
    second = handover(repository)

    assert (first.code, first.err) == (0, "")
    assert set(pages) == {*(f"{one}.md" for one in DOCUMENTS), "handover.html"}
    assert "nothing has changed" in second.out
    assert contents(repository / FOLDER) == pages


def test_facts_come_from_config_and_repository_and_no_password_is_among_them(
    repository: Path,
) -> None:
    handover(repository)
    pages = {name: raw.decode() for name, raw in contents(repository / FOLDER).items()}

    assert "GitHub: `github.com/acme/portal`." in pages["ACCESS.md"]
    assert "`render` (`launchready.yml says so`)." in pages["ACCESS.md"]
    assert "| `DATABASE_URL` |" in pages["ENV.md"]
    assert "rollback" in pages["RUNBOOK.md"]
    assert all("user:pass" not in one for one in pages.values())


def test_what_people_wrote_stays_and_the_check_reads_it(repository: Path) -> None:
    handover(repository)
    file = repository / FOLDER / "ACCESS.md"
    mine = file.read_text("utf-8").replace("- Owner:\n", "- Owner: Ana\n") + "\nMy own words.\n"
    file.write_text(mine, "utf-8")
    before = launchready("check", "handover", "-f", "json", cwd=repository)
    done = handover(repository)

    assert file.read_text("utf-8") == mine
    assert "HANDOVER.md" in done.out
    found = {one["rule"] for one in json.loads(before.out)["findings"]}
    assert "handover/single-owner" in found
    left = (repository / FOLDER / "HANDOVER.md").read_text("utf-8")
    assert "[ACCESS](ACCESS.md): one person alone is named for Domain registrar" in left


def test_a_broken_marker_is_told_at_its_line_and_nothing_is_written(repository: Path) -> None:
    handover(repository)
    file = repository / FOLDER / "RUNBOOK.md"
    broken = file.read_text("utf-8").replace("<!-- /launchready:facts runbook/who -->\n", "")
    file.write_text(broken, "utf-8")
    (repository / FOLDER / "ENV.md").unlink()
    before = contents(repository / FOLDER)
    done = handover(repository)

    assert (done.code, done.out) == (2, "")
    assert f"{FOLDER}/RUNBOOK.md:3:1: runbook/who begins here and never ends" in done.err
    assert contents(repository / FOLDER) == before


def test_a_page_that_was_there_before_keeps_every_word(repository: Path) -> None:
    (repository / FOLDER).mkdir()
    (repository / FOLDER / "RUNBOOK.md").write_text("# Ours\n\n## If all burns\n\nRun.", "utf-8")
    handover(repository)
    text = (repository / FOLDER / "RUNBOOK.md").read_text("utf-8")

    assert text.startswith("# Ours\n\n## If all burns\n\nRun.\n\n<!-- launchready:facts")
    assert "## A certificate has expired" in text


def test_an_earlier_report_writes_the_same_pages_as_a_run(repository: Path) -> None:
    handover(repository)
    pages = contents(repository / FOLDER)
    launchready("check", "--offline", "-f", "json=report.json", cwd=repository)
    done = handover(repository, "--report", "report.json")

    assert done.code == 0
    assert contents(repository / FOLDER) == pages


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "this is no report of launchready"),
        ("no", "this is no report of launchready"),
        ('{"version": 2}', "this is no report of launchready"),
    ],
)
def test_a_file_that_is_no_report_is_told(repository: Path, text: str, said: str) -> None:
    (repository / "report.json").write_text(text, "utf-8")
    done = handover(repository, "--report", "report.json")

    assert done.code == 2
    assert done.err.startswith("report.json:1:1: ")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_report_that_is_not_there_is_told(repository: Path) -> None:
    done = handover(repository, "--report", "none.json")

    assert done.code == 2
    assert "--report none.json cannot be read" in done.err


def test_another_folder_is_made_and_nothing_else_is_written(repository: Path) -> None:
    done = handover(repository, "-o", "elsewhere/pages")

    assert done.code == 0
    assert (repository / "elsewhere" / "pages" / "handover.html").is_file()
    assert not (repository / FOLDER).exists()


def test_a_folder_that_cannot_be_is_told(repository: Path) -> None:
    done = handover(repository, "-o", "launchready.yml/pages")

    assert done.code == 2
    assert "Traceback" not in done.err


def test_without_the_section_the_pages_say_how_to_have_them_held(repository: Path) -> None:
    config = repository / "launchready.yml"
    config.write_text(config.read_text("utf-8").replace("handover: {}\n", ""), "utf-8")
    handover(repository)
    text = (repository / FOLDER / "HANDOVER.md").read_text("utf-8")

    assert "write `handover: {}` into launchready.yml" in text


async def test_the_demos_portal_is_handed_over_whole_and_twice_alike() -> None:
    async with staged() as stage:
        shutil.rmtree(stage.root / FOLDER)

        def run() -> Ran:
            return launchready("handover", cwd=stage.root, env=stage.variables)

        first = await anyio.to_thread.run_sync(run)
        pages = contents(stage.root / FOLDER)
        second = await anyio.to_thread.run_sync(run)

        assert (first.code, first.err) == (0, "")
        assert contents(stage.root / FOLDER) == pages
    assert "nothing has changed" in second.out
    text = {name: raw.decode() for name, raw in pages.items()}
    assert "serving `1.4.0`" in text["HANDOVER.md"]
    assert "certificates of `api.portal.test`, `app.portal.test`" in text["HANDOVER.md"]
    assert "`SMOKE_USER`, `SMOKE_PASSWORD`" in text["RUNBOOK.md"]
    assert "Mail to `portal.test` goes to `mail.portal.test`." in text["ACCESS.md"]
    assert all(stage.portal.password not in one for one in text.values())
