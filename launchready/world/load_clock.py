"""Wakes at a moment, to a tenth of a millisecond where the system can.

An event loop rounds its sleeps up to a whole millisecond. On Linux a timer that is read like a
file (timerfd_create(2)) is not rounded; elsewhere the loop's own sleep has to do.
"""

import asyncio
import contextlib
import ctypes
import os
import sys
from time import perf_counter

_ABSOLUTE = 1  # TFD_TIMER_ABSTIME
_FLAGS = os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0) if sys.platform == "linux" else 0
_MONOTONIC = 1  # CLOCK_MONOTONIC, which perf_counter() reads on Linux


class Clock:
    """Times are those of perf_counter(), in seconds."""

    def __init__(self) -> None:
        self._file = _timer()
        self._waiter: asyncio.Future[None] | None = None
        if self._file is not None:
            asyncio.get_running_loop().add_reader(self._file, self._woken)

    async def until(self, moment: float) -> None:
        """Returns at a moment, or at once when it is past. One waits at a time."""
        left = moment - perf_counter()
        if left <= 0:
            await asyncio.sleep(0)  # answers that came meanwhile are read first
        elif self._file is None:
            await asyncio.sleep(left)
        else:
            self._waiter = asyncio.get_running_loop().create_future()
            _set(self._file, moment)
            await self._waiter

    def close(self) -> None:
        if self._file is not None:
            asyncio.get_running_loop().remove_reader(self._file)
            os.close(self._file)
            self._file = None

    def _woken(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._file or 0, 8)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class _Span(ctypes.Structure):
    """struct timespec."""

    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Timer(ctypes.Structure):
    """struct itimerspec: once, when `interval` is zero."""

    _fields_ = (("interval", _Span), ("value", _Span))


def _timer() -> int | None:
    """A timer's file, None where there are no such timers. Python has them from 3.13 on."""
    if sys.platform != "linux":
        return None
    try:
        made: int = ctypes.CDLL(None, use_errno=True).timerfd_create(_MONOTONIC, _FLAGS)
    except AttributeError:
        return None
    return made if made >= 0 else None


def _set(file: int, moment: float) -> None:
    whole, rest = divmod(max(1, int(moment * 1e9)), 1_000_000_000)
    wanted = _Timer(_Span(0, 0), _Span(whole, rest))
    if ctypes.CDLL(None, use_errno=True).timerfd_settime(
        file, _ABSOLUTE, ctypes.byref(wanted), None
    ):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
