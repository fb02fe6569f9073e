"""Asks whoever reads the pages about the pages as they are going to be."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from launchready import gate
from launchready.core import registry
from launchready.core.context import Context
from launchready.core.redact import redacted
from launchready.core.report import Asked, Report
from launchready.handover_files.seen import Seen, read
from launchready.handover_files.with_pages import WithPages
from launchready.report import data
from launchready.run import Prepared, from_disk, prepare
from launchready.secrets.detected_keys import DetectedKeys
from launchready.world.repository import GitRepository

# What reads the pages: the room that is theirs, and two questions about what is written down.
_ROOM = "handover"
_READERS = ("deploy/written-steps", "deploy/environments")


def world(prepared: Prepared, files: GitRepository) -> AbstractAsyncContextManager[Context]:
    """The world of a run, with a repository of its own."""
    from launchready.world.open import open_world  # loads the network libraries

    network = prepared.loaded.config.network.with_roots(from_disk(prepared.repository.root))
    return open_world(network, prepared.loaded.site, files, DetectedKeys())


async def asked_again(
    prepared: Prepared, pages: Mapping[str, str], report: Report | None, earlier: Seen
) -> Seen:
    """What was seen, with the answers about `pages` (by path) in place of earlier ones.

    With the run's report the verdict is given anew; an earlier report's stands.
    """
    files = WithPages(prepared.repository.root, pages=pages)
    # Rooms anew, since a room may remember the repository that it has read.
    rooms = prepare(prepared.request).loaded.rooms
    readers = [one for one in registry.checks() if _reads(one.id)]
    planned = gate.plan(readers, rooms)
    async with world(prepared, files) as ctx:
        own = await gate.run(planned, ctx)
    if report is not None:
        others = tuple(one for one in report.asked if not _reads(one.check.id))
        return _judged(prepared, (*others, *own), report)
    now = _judged(prepared, own, None)
    emitted = {rule.id for one in readers for rule in one.emits}
    mine = [one for one in now.findings if one.rule in emitted]
    findings = [one for one in earlier.findings if one.rule not in emitted]
    checks = [one for one in earlier.checks if not _reads(one.check)]
    return earlier.model_copy(
        update={"checks": (*checks, *now.checks), "findings": (*findings, *mine)}
    )


def _reads(check: str) -> bool:
    return check.startswith(f"{_ROOM}/") or check in _READERS


def _judged(prepared: Prepared, asked: tuple[Asked, ...], report: Report | None) -> Seen:
    config, request = prepared.loaded.config, prepared.request
    started = report.started if report else datetime.now(UTC)
    given = gate.Circumstances(
        product=config.product,
        environment=request.environment,
        started=started,
        seconds=report.seconds if report else 0.0,
        commit=report.commit if report else None,
        fail_on=request.fail_on,
        waivers=tuple(one.waiver() for one in config.waivers),
    )
    judged = redacted(gate.judge(asked, given), prepared.hide)
    return read(data.render(judged), "the report")
