"""Runs the room's check on a repository made of a dictionary."""

from collections.abc import Mapping

from launchready.core.finding import Finding
from launchready.core.location import Location
from launchready.core.repository import Lines, Part, Unread
from launchready.secrets.baseline import read
from launchready.secrets.committed import committed
from launchready.secrets.job import Job
from launchready.secrets.scope import Scope
from tests.worlds import DictRepository, a_world

AT = Location(file="launchready.yml", line=3)
TREE = Scope(kind="tree")
HISTORY = Scope(kind="history")


def a_job(scope: Scope = TREE, **given: object) -> Job:
    return Job(scope=scope, at=AT, **given)  # type: ignore[arg-type]  # checked by the dataclass


def lines(path: str, text: str, commit: str | None = None) -> Lines:
    return Lines(path=path, lines=tuple(enumerate(text.split("\n"), 1)), commit=commit)


async def ask(
    files: Mapping[str, str],
    *,
    baseline: str | None = None,
    history: tuple[Part, ...] | None = None,
    unread: tuple[Unread, ...] = (),
    untracked: tuple[str, ...] = (),
    **given: object,
) -> list[Finding]:
    known = read(baseline.encode(), ".secrets.baseline") if baseline is not None else None
    job = a_job(HISTORY if history is not None else TREE, baseline=known, **given)
    repository = DictRepository(
        files=files, unread=unread, untracked=untracked, ranges={"history": history or ()}
    )
    found: list[Finding] = await committed.ask(job, a_world(files=repository))
    return found


def told(findings: list[Finding]) -> list[tuple[str, str, int]]:
    return [(one.rule.id.removeprefix("secrets/"), one.at.file, one.at.line) for one in findings]
