"""A signal stops a run wherever it comes, also where Python swallows what it raises."""

import subprocess
import sys

from tests.command import environment

_SCRIPT = """
import os, signal, time, weakref
from launchready.interrupt import InterruptedRunError, terminable

class Thing:
    pass

def gone(_):
    os.kill(os.getpid(), signal.SIGTERM)
    for _ in range(10_000):  # the handler runs in here, and what it raises is swallowed
        pass

try:
    with terminable():
        thing = Thing()
        kept = weakref.ref(thing, gone)
        del thing
        time.sleep(2)
        print("forgotten")
except InterruptedRunError as error:
    print(error.code)
    os._exit(0)
"""


def test_a_signal_within_a_callback_comes_once_more_and_is_not_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("143\n", "")
