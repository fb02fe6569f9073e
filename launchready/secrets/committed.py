"""Looks for keys, passwords and settings files that a repository should not hold.

Asked of the repository as a whole: of the files as they stand, of what is staged, of what a
range of commits added, or of all history.
"""

import threading
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from anyio import to_thread

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.repository import Part, Repository
from launchready.core.unreachable import UnreachableError
from launchready.secrets.job import Job
from launchready.secrets.rules import RULES
from launchready.secrets.search import Search
from launchready.secrets.settings import Secrets

# How long a search may take, in seconds: the whole history of a large repository takes minutes.
LIMIT = 1200.0


@check(Secrets, each=lambda secrets: [secrets.job], emits=RULES, limit=LIMIT, network=False)
async def committed(job: Job, ctx: Context) -> list[Finding]:
    """No key, password or settings file with secrets is committed."""
    stop = threading.Event()
    work = partial(look, job, ctx.files, ctx.now(), stop)
    try:
        return await to_thread.run_sync(work, abandon_on_cancel=True)
    finally:
        stop.set()


def look(job: Job, files: Repository, now: datetime, stop: threading.Event) -> list[Finding]:
    """Searches until the end or until told to stop; what was found stands either way.

    Raises UnreachableError with what was found when something could not be read.
    """
    search = Search(job, now)
    try:
        for part in _parts(job, files):
            if stop.is_set():
                break
            search.take(part)
    except UnreachableError as error:
        found = tuple(search.findings())
        raise UnreachableError(
            error.reason, kind=error.kind, advice=error.advice, found=found
        ) from None
    found = tuple(search.findings(whole=True))
    if search.unread:
        raise UnreachableError(
            search.reason(),
            advice="Make it readable, or leave it out with exclude: under secrets:.",
            found=found,
        )
    return list(found)


def _parts(job: Job, files: Repository) -> Iterator[Part]:
    match job.scope.kind:
        case "tree":
            return files.tree()
        case "staged":
            return files.staged()
        case "range":
            return files.added(job.scope.commits)
        case "history":
            return files.history()
