"""How long a step takes before the first check is asked, for each way the action can run.

    python -m benchmarks.startup [--runs 3] [--image localhost/launchready:test]

Promises: at most 8 s cold with uv, at most 2 s on a warm cache. The clock starts with the action's
shell and stops when the gate has read event, commits and config and asks its first question; here
that is a page of a server on loopback, and the container's comes over podman's bridge. Beside
them, what it costs to start what a peer is started with: a fresh venv with ensurepip (as most
Python actions do), and an empty container.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.action.runner import Runner
from tests.action.workshop import BIN, checkout_of_the_action
from tests.github.origin import Origin

CONFIG = """\
version: 1
hosts: {{own: ['{host}']}}
smoke:
  pages:
    - {{name: home, url: 'http://{host}:{port}/', expect: ['[STATUS] == 200']}}
"""
LIMITS = {"uv, cold": 8.0, "uv, warm": 2.0, "pip, warm": 2.0}


def until_asked(runner: Runner, silent: socket.socket, variables: Mapping[str, str]) -> float:
    """Seconds from the start of the step to the first question."""
    begun = time.perf_counter()
    step = runner.start(**variables)
    try:
        silent.accept()[0].close()
        return time.perf_counter() - begun
    except TimeoutError:
        step.kill()
        raise SystemExit(f"no question was asked:\n{step.communicate()[0]}") from None
    finally:
        step.send_signal(signal.SIGTERM)
        step.communicate()


def of_command(*words: str) -> Callable[[], float]:
    def run() -> float:
        begun = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - our own words
        return time.perf_counter() - begun

    return run


def told(name: str, seconds: list[float]) -> None:
    limit = LIMITS.get(name)
    verdict = "" if limit is None else f"   promised {limit:.0f} s"
    if limit is not None and statistics.median(seconds) > limit:
        verdict += ", broken"
    print(f"{name:<34} {statistics.median(seconds):6.2f} s   best {min(seconds):6.2f}{verdict}")


def a_runner(folder: Path, silent: socket.socket, host: str) -> Runner:
    origin = Origin.at(folder / "origin")
    origin.commit("launchready.yml", CONFIG.format(host=host, port=silent.getsockname()[1]))
    origin.checkout(folder / "app", "refs/heads/main")
    action = checkout_of_the_action(folder / "action")
    return Runner(folder=folder, action=action, tools=folder / "tools")


def natively(folder: Path, runs: int) -> None:
    (folder / "uv").mkdir()
    (folder / "uv" / "uv").symlink_to(BIN / "uv")
    bare = os.pathsep.join(
        one for one in os.environ["PATH"].split(os.pathsep) if not (Path(one) / "uv").exists()
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(180)
        runner = a_runner(folder / "native", silent, "127.0.0.1")
        for name, path in (("uv", f"{folder / 'uv'}{os.pathsep}{bare}"), ("pip", bare)):
            asked = {"PATH": path, "LR_CHECKS": "smoke", "LR_RUNTIME": "python"}
            cold, warm = [], []
            for _ in range(runs):
                for kept in (runner.tools, runner.folder / "home"):
                    shutil.rmtree(kept, ignore_errors=True)
                cold.append(until_asked(runner, silent, asked))
                warm.append(until_asked(runner, silent, asked))
            told(f"{name}, cold", cold)
            told(f"{name}, warm", warm)


def contained(folder: Path, runs: int, image: str, engine: Mapping[str, str]) -> None:
    found = subprocess.run(
        ["podman", "network", "inspect", "podman"],  # noqa: S607 - whichever is installed
        check=True,
        capture_output=True,
    )
    host = json.loads(found.stdout)[0]["subnets"][0]["gateway"]
    with socket.create_server(("0.0.0.0", 0)) as silent:  # noqa: S104 - the container's way here
        silent.settimeout(180)
        runner = a_runner(folder / "contained", silent, host)
        asked = {"LR_CHECKS": "smoke", "LR_RUNTIME": "container", "LR_IMAGE": image, **engine}
        told("container, image here", [until_asked(runner, silent, asked) for _ in range(runs)])
    empty = of_command("podman", "run", "--rm", "--entrypoint", "true", image)
    told("  an empty container", [empty() for _ in range(runs)])


def main() -> None:
    asked = argparse.ArgumentParser(prog="benchmarks.startup")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--image", default="", help="of this checkout, built before")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="startup-") as made:
        folder = Path(made).resolve()
        natively(folder, args.runs)
        venv = of_command(sys.executable, "-m", "venv", "--clear", str(folder / "venv"))
        told("  a venv with pip, still empty", [venv() for _ in range(args.runs)])
        if args.image:
            from tests.container.engine import Engine

            engine = Engine.at(folder).variables
            os.environ.update(engine)
            contained(folder, args.runs, args.image, engine)


if __name__ == "__main__":
    main()
