"""Looks for keys, passwords and settings files that a repository should not hold.

Asked of the repository as a whole: of the files as they stand, of what is staged, of what a
range of commits added, or of all history.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain

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
from launchready.secrets.sieve import Sieve
from launchready.secrets.sieve_index import CannotSieveError
from launchready.secrets.verify.ask import ask_all
from launchready.secrets.wordless import wordless

# How long a search may take, in seconds: the whole history of a large repository takes minutes.
LIMIT = 1200.0


@check(Secrets, each=lambda secrets: [secrets.job], emits=RULES, limit=LIMIT, network=False)
async def committed(job: Job, ctx: Context) -> list[Finding]:
    """No key, password or settings file with secrets is committed."""
    stop = threading.Event()
    work = partial(look, job, ctx.files, ctx.now(), stop)
    try:
        looked = await to_thread.run_sync(work, abandon_on_cancel=True)
    finally:
        stop.set()
    if job.verify:
        with wordless():
            looked.search.heed(await ask_all(looked.search.keys(), ctx.web))
    return await to_thread.run_sync(looked.findings)


@dataclass(frozen=True, slots=True)
class Looked:
    """A search that has ended, and what kept it from seeing everything."""

    search: Search
    silence: UnreachableError | None = None

    @wordless()
    def findings(self) -> list[Finding]:
        """What was found. Raises UnreachableError with it when something could not be read."""
        found = self.search.findings(whole=self.silence is None)
        if self.silence is not None:
            raise UnreachableError(
                self.silence.reason,
                kind=self.silence.kind,
                advice=self.silence.advice,
                found=tuple(found),
            )
        if self.search.unread:
            raise UnreachableError(
                self.search.reason(),
                advice="Make it readable, or leave it out with exclude: under secrets:.",
                found=tuple(found),
            )
        return found


@wordless()
def look(job: Job, files: Repository, now: datetime, stop: threading.Event) -> Looked:
    """Searches until the end or until told to stop; what was found stands either way."""
    sieve = _sieve(job, now)
    search = Search(job, now, sieve)
    try:
        for part in _parts(job, files, sieve):
            if stop.is_set():
                break
            search.take(part)
    except UnreachableError as error:
        return Looked(search, error)
    return Looked(search)


def _sieve(job: Job, now: datetime) -> Sieve | None:
    """None where all is to be read: it is little, or a founder's pattern may match anything."""
    if job.scope.kind == "staged":
        return None
    try:
        return Sieve(job, now)
    except CannotSieveError:
        return None


def _parts(job: Job, files: Repository, sieve: Sieve | None) -> Iterator[Part]:
    match job.scope.kind:
        case "tree":
            return files.tree(sieve)
        case "staged":
            return files.staged(sieve)
        case "range":
            merge = [f"{job.scope.merge}^!"] if job.scope.merge else []
            ranges = (job.scope.commits, *merge)
            return chain.from_iterable(files.added(one, sieve) for one in ranges)
        case "history":
            return files.history(sieve)
