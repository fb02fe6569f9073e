"""Stops a run at any moment without a traceback and without half a file."""

import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

import anyio

Result = TypeVar("Result")

# Cleaning up may take this long, in seconds; a thread that reads a huge file does not hear us.
GRACE = 3.0
_SOON = 0.01  # seconds: long enough for a callback to be over
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class InterruptedRunError(KeyboardInterrupt):
    """Somebody asked us to stop; `code` is what a shell expects then (130, 143)."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


@contextmanager
def terminable() -> Iterator[None]:
    """Within it SIGTERM raises InterruptedRunError, so that open files are cleaned up."""

    def stop(number: int, frame: FrameType | None) -> None:
        _ = frame
        _leave_soon(number)
        raise InterruptedRunError(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    usual, sys.unraisablehook = sys.unraisablehook, _again(sys.unraisablehook)
    try:
        yield
    finally:
        sys.unraisablehook = usual
        for number, handler in before.items():
            signal.signal(number, handler)


def _again(
    usual: Callable[["sys.UnraisableHookArgs"], object],
) -> Callable[["sys.UnraisableHookArgs"], object]:
    """Where Python must swallow what a signal raised, as in a callback while something is
    imported, the signal comes once more; else it would be printed and forgotten."""

    def hook(failed: "sys.UnraisableHookArgs") -> None:
        if isinstance(failed.exc_value, InterruptedRunError):
            again = [os.getpid(), failed.exc_value.code - 128]
            threading.Timer(_SOON, os.kill, again).start()
        else:
            usual(failed)

    return hook


def run(work: Callable[[], Awaitable[Result]]) -> Result:
    """`anyio.run`, cancelled as a whole by SIGINT or SIGTERM.

    Raises InterruptedRunError once everything that was open is closed.
    """
    return anyio.run(_guarded, work)


async def _guarded(work: Callable[[], Awaitable[Result]]) -> Result:
    if sys.platform == "win32":  # no signal handlers in its event loop
        return await work()
    caught: list[int] = []
    results: list[Result] = []
    failures: list[Exception] = []

    async def watch() -> None:
        with anyio.open_signal_receiver(*_SIGNALS) as signals:
            ready.set()
            async for number in signals:
                caught.append(number)
                _leave_soon(number)
                together.cancel_scope.cancel()
                return

    ready = anyio.Event()
    async with anyio.create_task_group() as together:
        together.start_soon(watch)
        await ready.wait()
        try:
            results.append(await work())
        except Exception as error:  # noqa: BLE001 - raised below as it is, not in the group's
            failures.append(error)
        together.cancel_scope.cancel()
    if caught:
        raise InterruptedRunError(caught[0])
    if failures:
        raise failures[0]
    return results[0]


def _leave_soon(number: int) -> None:
    timer = threading.Timer(GRACE, os._exit, [128 + number])
    timer.daemon = True
    timer.start()
