"""The action starts its container with as little as it needs, or says why it does not."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.action.runner import CONFIG, Runner
from tests.action.scene import Scene
from tests.action.workshop import an_aws_key, checkout_of_the_action
from tests.container.engine import IMAGE, Engine
from tests.github import events
from tests.github.attack import Attack
from tests.github.attacks import ATTACKS
from tests.github.origin import Origin, git

pytestmark = [pytest.mark.container, pytest.mark.timeout(1800)]

SOUND = {"PAGE": "x", "LR_ENV": "PAGE", "LR_CHECKS": "secrets", "LR_IMAGE": IMAGE}
# In the image every package is there already.
AGAINST_CONTAINERS = tuple(one for one in ATTACKS if not one.fresh)
# A user no machine has; the runner's own on GitHub is 1001.
SOMEBODY = 1001


def a_runner(folder: Path, config: str = CONFIG) -> Runner:
    action = checkout_of_the_action(folder / "action")
    origin = Origin.at(folder / "origin")
    origin.commit("launchready.yml", config)
    origin.checkout(folder / "app", "refs/heads/main")
    return Runner(folder=folder, action=action, tools=folder / "tools")


def a_program(folder: Path, name: str, text: str, shell: str = "/bin/sh") -> str:
    """A PATH that begins with one program of ours."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!{shell}\n{text}\n", "utf-8")
    (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_a_fork_is_searched_without_any_network(engine: Engine, tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    origin = Origin(tmp_path / "origin")
    base = origin.head()
    origin.branch("topic")
    origin.commit("a.py", f"KEY = '{an_aws_key()}'\n")
    origin.pull_request(7, base, origin.head())
    shutil.rmtree(runner.workspace)
    origin.checkout(runner.workspace, "refs/pull/7/merge")
    payload = events.pull_request(base, origin.head("topic"), home="stranger/app", commits=1)

    step = replace(runner, payload=payload, event="pull_request").run(
        **(SOUND | {"LR_CHECKS": ""}), LR_GITHUB_TOKEN="t", **engine.variables
    )

    assert "launchready's container has no network in this run." in step.log
    assert step.code == 1
    assert "::error file=a.py,line=1" in step.log
    assert "no comment on the pull request" in step.log


# Settings of git that run a program; a step before ours may have written any of them.
RUNNING = (
    *("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass"),
    *("core.alternateRefsCommand", "credential.helper", "diff.external", "diff.evil.textconv"),
    *("diff.evil.command", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process"),
    *("gpg.program", "interactive.diffFilter", "uploadpack.packObjectsHook"),
)
MODULES = ("launchready/__init__.py", "launchready/__main__.py", "yaml.py", "sitecustomize.py")


def test_a_hostile_workspace_gains_nothing_in_the_container(engine: Engine, tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    trap = tmp_path / "output"  # one of the few files that can be written in there as well
    origin = Origin(tmp_path / "origin")
    base = origin.head()
    origin.branch("topic")
    origin.commit(".gitattributes", "* diff=evil filter=evil\n")
    for name in MODULES:
        origin.commit(name, f"open({str(trap)!r}, 'a').write('sprung')\nraise SystemExit(0)\n")
    origin.commit("a.py", f"KEY = '{an_aws_key()}'\n")
    origin.pull_request(7, base, origin.head())
    shutil.rmtree(runner.workspace)
    origin.checkout(runner.workspace, "refs/pull/7/merge")
    git(runner.workspace, "config", "core.hooksPath", str(runner.workspace / "hooks"))
    for setting in RUNNING:
        git(runner.workspace, "config", setting, f"echo sprung >>{trap}; false")
    path = a_program(runner.workspace / "bin", "git", f"echo sprung >>{trap}")
    payload = events.pull_request(base, origin.head("topic"), commits=6)

    step = replace(runner, payload=payload, event="pull_request").run(
        PATH=path, PYTHONPATH=str(runner.workspace), **SOUND, **engine.variables
    )

    assert "launchready runs in its container" in step.log
    assert step.code == 1, step.log
    assert "::error file=a.py,line=1" in step.log
    assert "sprung" not in step.output


@pytest.mark.parametrize("attack", AGAINST_CONTAINERS, ids=lambda one: one.name)
def test_an_attack_gains_nothing_in_the_container(
    engine: Engine, attack: Attack, tmp_path: Path
) -> None:
    action = checkout_of_the_action(tmp_path / "action")
    scene = Scene.of(attack, tmp_path, action, tmp_path / "tools", trap="output")

    step = scene.runner.run(**scene.variables, LR_IMAGE=IMAGE, **engine.variables)

    assert "launchready runs in its container" in step.log
    assert step.code == (3 if attack.refused else 1), step.log
    assert (attack.refused or "::error file=a.py,line=1") in step.log
    assert "sprung" not in step.output


def gateway(engine: Engine) -> str:
    """Where a container finds this machine."""
    (network,) = json.loads(engine("network", "inspect", "podman").stdout)
    return str(network["subnets"][0]["gateway"])


def waiting(engine: Engine, folder: Path, silent: socket.socket) -> Runner:
    """A runner whose gate waits for a page until it is stopped."""
    host, port = gateway(engine), silent.getsockname()[1]
    config = f"""\
version: 1
hosts: {{own: ['{host}']}}
smoke:
  pages:
    - {{name: home, url: 'http://{host}:{port}/', expect: ['[STATUS] == 200']}}
"""
    return a_runner(folder, config)


def running(engine: Engine) -> list[dict[str, Any]]:
    """The containers of our image that are up, as the engine describes them."""
    ids = engine("ps", "--quiet", "--no-trunc", "--filter", f"ancestor={IMAGE}").stdout.split()
    return [one for name in ids for one in json.loads(engine("inspect", name).stdout)]


def test_the_container_may_do_next_to_nothing_and_ends_with_its_job(
    engine: Engine, tmp_path: Path
) -> None:
    with socket.create_server(("0.0.0.0", 0)) as silent:
        silent.settimeout(120)
        runner = waiting(engine, tmp_path, silent)
        path = a_program(tmp_path / "bin", "docker", 'exec podman "$@"')
        step = runner.start(
            PATH=path,
            LR_IMAGE=IMAGE,
            LR_CHECKS="smoke",
            LR_GITHUB_TOKEN="the-token-of-the-job",
            DATABASE_URL="postgres://",
            GITHUB_ENV=str(tmp_path / "env"),
            ACTIONS_RUNTIME_TOKEN="runtime",
            **engine.variables,
        )
        with silent.accept()[0]:
            (seen,) = running(engine)
            step.send_signal(signal.SIGTERM)
            log, _ = step.communicate(timeout=60)

    names = {one.partition("=")[0] for one in seen["Config"]["Env"]}
    bound = {one["Destination"]: one["RW"] for one in seen["Mounts"] if one["Type"] == "bind"}
    host = seen["HostConfig"]
    assert host["ReadonlyRootfs"]
    assert seen["EffectiveCaps"] in (None, [])
    assert "no-new-privileges" in host["SecurityOpt"]
    assert host["PidsLimit"] == 2048
    assert not host["Privileged"]
    assert seen["Config"]["User"] == f"{os.getuid()}:{os.getgid()}"
    assert bound[str(runner.workspace)] is False
    assert bound[str(tmp_path / "event.json")] is False
    assert not any(one.endswith(".sock") for one in bound)
    assert sorted(bound) == sorted(
        {
            *map(str, (runner.workspace, tmp_path / "event.json")),
            *map(str, (tmp_path / "output", tmp_path / "summary")),
            *(one for one in bound if one.startswith(f"{tmp_path}/temp/launchready.")),
        }
    )
    assert "LR_GITHUB_TOKEN" in names
    assert not names & {"DATABASE_URL", "GITHUB_ENV", "GITHUB_PATH", "ACTIONS_RUNTIME_TOKEN"}
    assert step.returncode == 3
    assert "The gate ended without a word" in log
    assert running(engine) == []


def test_an_engine_that_sees_other_files_is_not_used(engine: Engine, tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    (tmp_path / "bin").mkdir()
    # As in a job's container: the engine answers, from a machine where these paths are others.
    blind = f"mount -t tmpfs none {runner.workspace} && exec podman"
    path = a_program(tmp_path / "bin", "docker", f'exec unshare -m sh -c \'{blind} "$@"\' sh "$@"')
    if subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        why = "this machine gives out no mount namespaces"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)

    step = runner.run(PATH=path, **SOUND, **engine.variables)
    forced = runner.run(PATH=path, LR_RUNTIME="container", **SOUND, **engine.variables)

    assert step.code == 0, step.log
    assert (
        "in Python, without a container: a container here does not see the files of this job."
        in step.log
    )
    assert forced.code == 3
    assert "The container cannot be used: a container here does not see" in forced.log


def test_an_engine_that_refuses_the_settings_is_not_used_and_its_reason_is_told(
    engine: Engine, tmp_path: Path
) -> None:
    runner = a_runner(tmp_path)
    refusing = (
        'case " $* " in *" --cap-drop "*) '
        "echo 'Error: no cgroup::error for you' >&2; exit 125;; esac\n"
        'exec podman "$@"'
    )
    path = a_program(tmp_path / "bin", "docker", refusing)

    step = runner.run(PATH=path, **SOUND, **engine.variables)

    assert step.code == 0, step.log
    assert (
        "without a container: docker ran no container that reads and writes here: Error no"
        in step.log
    )


def test_an_engine_that_writes_as_somebody_else_is_not_used(engine: Engine, tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    # As rootless docker does: the number of our user is another one's there.
    other = (
        'args=("$@")\n'
        'for n in "${!args[@]}"; do\n'
        '  if [ "${args[n]}" = --user ]; then args[n + 1]=65534:65534; fi\n'
        "done\n"
        'exec podman "${args[@]}"'
    )
    path = a_program(tmp_path / "bin", "docker", other, shell="/bin/bash")
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)

    step = runner.run(PATH=path, **SOUND, **engine.variables)

    assert step.code == 0, step.log
    assert "docker ran no container that reads and writes here: " in step.log
    assert "Permission denied" in step.log


@contextmanager
def a_daemon(engine: Engine, folder: Path) -> Iterator[str]:
    """The engine as docker has it: it runs as root, and is asked through a socket by anybody."""
    place = folder / "engine.sock"
    with subprocess.Popen(
        ["podman", "system", "service", "--time=0", f"unix://{place}"],
        env=os.environ | engine.variables,
    ) as service:
        try:
            for _ in range(100):
                if place.exists():
                    break
                time.sleep(0.1)
            place.chmod(0o666)
            yield f"unix://{place}"
        finally:
            service.terminate()


@pytest.mark.skipif(os.getuid() != 0, reason="changes user")
def test_a_runner_that_is_not_root_leaves_files_of_its_own(engine: Engine, tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    with a_daemon(engine, tmp_path) as socket_:
        path = a_program(tmp_path / "bin", "docker", f'exec podman --remote --url {socket_} "$@"')
        step = replace(runner, user=SOMEBODY).run(
            PATH=path,
            LR_SARIF_FILE="out/gate.sarif",
            **SOUND,
        )

    written = runner.workspace / "out" / "gate.sarif"
    assert "launchready runs in its container" in step.log, step.log
    assert step.code == 0, step.log
    assert written.stat().st_uid == SOMEBODY
    assert {one.stat().st_uid for one in (tmp_path / "temp").rglob("*")} == {SOMEBODY}
