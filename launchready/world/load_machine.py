"""This machine during a load run: made ready, watched, and put back as it was."""

import gc
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from launchready.core.load import Health


@contextmanager
def made_ready(files: int) -> Iterator[None]:
    """Nothing stops for the garbage collector within, and so many files may be open.

    Collecting stops the process for tens of milliseconds; what a run leaves, some ten kilobytes a
    second, is collected after it.
    """
    was_on = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    put_back = _allow(files)
    try:
        yield
    finally:
        put_back()
        gc.unfreeze()
        if was_on:
            gc.enable()


def _allow(files: int) -> Callable[[], None]:
    """Raises the soft limit as far as it may be; the way back is returned."""
    if sys.platform == "win32":
        return lambda: None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return lambda: None
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Watch:
    """Whether the sender keeps up, from the first arrival that counts to the last."""

    def __init__(self) -> None:
        self._lags: list[float] = []
        self._wall = self._cpu = 0.0
        self._gone = self._used = 0.0
        self.lost = 0

    def fired(self, late: float) -> None:
        """An arrival went out so late, in seconds."""
        if not self._lags:
            self._wall, self._cpu = time.perf_counter(), time.process_time()
        self._lags.append(late)

    def end(self) -> None:
        """The last arrival is out; what is done after it is not the sender's pace."""
        self._gone = time.perf_counter() - self._wall
        self._used = time.process_time() - self._cpu

    def health(self, planned: float) -> Health:
        """How it went; `planned` is how many seconds the arrivals were meant to take."""
        if not self._gone:
            self.end()
        lags, gone = sorted(self._lags), max(planned, self._gone, 0.001)
        return Health(
            lag=lags[ceil(0.99 * len(lags)) - 1] if lags else 0.0,
            achieved=(len(lags) - self.lost) / gone if lags else 0.0,
            cpu=self._used / self._gone if lags else 0.0,
            lost=self.lost,
        )


def machine() -> str:
    """What sends: enough to tell runs of different machines apart, and no name of anybody's."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count() or 1} cores"
