"""What a config names comes from where the config comes from; what is looked at is the change."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from launchready.core.context import Context
from launchready.core.report import Report
from launchready.core.unreachable import UnreachableError
from launchready.email.reports_folder import read_folder
from launchready.github.git import LARGEST_BLOB
from launchready.github.policy import AtCommit
from launchready.run import Request, prepare
from launchready.secrets.detected_keys import DetectedKeys
from launchready.world.open import open_world
from launchready.world.repository import GitRepository
from tests.github import events
from tests.github.origin import Origin
from tests.github.stage import Stage

CONFIG = """\
version: 1
email:
  domains: [{domain: acme.test}]
  message: ops/mail.eml
  reports: ops/dmarc/
"""


@dataclass
class Reading(Stage):
    """A stage whose gate reads what a check of mails reads."""

    mail: bytes | None = None

    def gate(self, request: Request) -> Report:
        if request.named is not None:
            self.mail = request.named.raw("ops/mail.eml")
        return Stage.gate(self, request)


def a_stage(folder: Path) -> Reading:
    made = Stage.at(folder, CONFIG)
    made.origin.commit("ops/mail.eml", "From: base\n")
    made.origin.commit("ops/dmarc/one.xml", "<feedback/>\n")
    return Reading(folder=made.folder, origin=made.origin)


async def context(stage: Stage) -> Context:
    (request,) = stage.requests
    prepared = prepare(request)
    loaded = prepared.loaded
    opened = open_world(
        loaded.config.network, loaded.site, prepared.repository, DetectedKeys(), request.named
    )
    async with opened as ctx:
        return ctx


async def test_a_pull_request_brings_no_mail_and_no_reports_of_its_own(tmp_path: Path) -> None:
    stage = a_stage(tmp_path)
    payload = stage.pull_request(
        **{"ops/mail__eml": "From: change\n", "ops/dmarc/two__xml": "<feedback/>\n"}
    )
    stage.run("pull_request", payload)
    ctx = await context(stage)

    assert ctx.named.raw("ops/mail.eml") == b"From: base\n"
    assert list(ctx.named.below("ops/dmarc/")) == ["ops/dmarc/one.xml"]
    assert read_folder(ctx.named, "ops/dmarc").files == 1
    assert ctx.files.raw("ops/mail.eml") == b"From: change\n"
    assert list(ctx.files.below("ops/dmarc")) == ["ops/dmarc/one.xml", "ops/dmarc/two.xml"]


def test_a_mail_that_a_pull_request_changes_is_told(tmp_path: Path) -> None:
    stage = a_stage(tmp_path)
    payload = stage.pull_request(**{"ops/mail__eml": "From: change\n"})

    stage.run("pull_request", payload)

    assert stage.mail == b"From: base\n"
    assert "policy changed in this pull request: ops/mail.eml differs" in stage.summary


async def test_a_push_is_judged_by_its_own_files(tmp_path: Path) -> None:
    stage = a_stage(tmp_path)
    before = stage.origin.head()
    after = stage.origin.commit("ops/mail.eml", "From: push\n")
    stage.check_out("refs/heads/main")
    stage.run("push", events.push(before, after))
    ctx = await context(stage)

    assert ctx.named is ctx.files
    assert ctx.named.raw("ops/mail.eml") == b"From: push\n"


@pytest.fixture
def base(tmp_path: Path) -> AtCommit:
    origin = Origin.at(tmp_path / "origin")
    origin.commit("ops/a b.xml", "a\n")
    origin.commit("ops/deep/c.xml", "c\n")
    (origin.folder / "ops" / "link.xml").symlink_to("/etc/hostname")
    origin.commit("big.eml", "#" * (LARGEST_BLOB + 1))
    return AtCommit(git=origin.checkout(tmp_path / "app", "refs/heads/main"), commit="HEAD")


def test_a_commit_gives_files_as_the_disk_does(base: AtCommit) -> None:
    disk = GitRepository(base.git.root)

    assert list(base.below("ops")) == ["ops/a b.xml", "ops/deep/c.xml"]
    assert list(base.below("ops/")) == ["ops/a b.xml", "ops/deep/c.xml"]
    assert list(base.below("none")) == list(disk.below("none")) == []
    assert list(base.below("../")) == []
    assert base.raw("ops/a b.xml") == disk.raw("ops/a b.xml") == b"a\n"
    assert base.raw("ops/none.xml") is disk.raw("ops/none.xml") is None
    assert base.raw("ops/link.xml") is disk.raw("ops/link.xml") is None


def test_a_file_too_large_is_an_open_question(base: AtCommit) -> None:
    with pytest.raises(UnreachableError, match=r"big\.eml cannot be read: File too large"):
        base.raw("big.eml")


def test_a_commit_that_is_gone_is_an_open_question(base: AtCommit) -> None:
    gone = AtCommit(git=base.git, commit="d" * 40)

    with pytest.raises(UnreachableError, match="ops cannot be listed"):
        gone.below("ops")
