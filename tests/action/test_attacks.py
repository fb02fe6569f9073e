"""Nothing in a workspace, and nothing a step before ours has set, changes the word of the gate."""

import os
from pathlib import Path

import pytest

from tests.action.scene import COMMANDS, Scene, shell
from tests.github import attacks
from tests.github.attack import Attack
from tests.github.attacks import ATTACKS
from tests.github.origin import WHO

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]

PROVEN = tuple(one for one in ATTACKS if one.proof)


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tools")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_an_attack_gains_nothing(attack: Attack, tmp_path: Path, action: Path, tools: Path) -> None:
    scene = Scene.of(attack, tmp_path, action, tools)

    step = scene.runner.run(**scene.variables)

    assert step.code == (3 if attack.refused else 1), step.log
    assert (attack.refused or "::error file=a.py,line=1") in step.log
    assert not scene.trap.exists()
    assert [one for one in step.log.splitlines() if one.lstrip().startswith(COMMANDS)] == []


@pytest.mark.parametrize("attack", PROVEN, ids=lambda one: one.name)
def test_the_attack_is_one(attack: Attack, tmp_path: Path, action: Path, tools: Path) -> None:
    scene = Scene.of(attack, tmp_path, action, tools)
    app = scene.runner.workspace
    own = {name: value for name, value in WHO.items() if name not in scene.variables}

    shell(attack.proof, app, own | scene.variables | {"TRAP": str(scene.trap)})

    assert scene.trap.exists()


@pytest.mark.parametrize("attack", attacks.IN_PACKAGES, ids=lambda one: one.name)
def test_pip_is_told_no_more_than_uv(
    attack: Attack, tmp_path: Path, action: Path, tools: Path
) -> None:
    scene = Scene.of(attack, tmp_path, action, tools)
    path = os.pathsep.join(
        one for one in os.environ["PATH"].split(os.pathsep) if not (Path(one) / "uv").exists()
    )

    step = scene.runner.run(**(scene.variables | {"PATH": path}))

    assert "installs its packages with pip" in step.log
    assert step.code == 1, step.log
