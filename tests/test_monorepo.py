"""A config in a sub-folder: found from there, and every path is the one from the root."""

import json
from pathlib import Path

import pytest

from tests.command import Ran, a_repository, git, launchready
from tests.github import events
from tests.github.stage import Stage
from tests.github.test_trust import KEY, real

FOLDER = "products/blog"
EMPTY = '{"version": "1.5.0", "plugins_used": [], "results": {}}'


def check(root: Path, config: str, *more: str) -> Ran:
    folder = root / FOLDER
    (folder / "ops").mkdir(parents=True)
    (folder / "launchready.yml").write_text(config, "utf-8")
    (folder / "ops" / "baseline.json").write_text(EMPTY, "utf-8")
    git("add", "--all", cwd=root)
    return launchready("check", *more, cwd=folder)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return a_repository(tmp_path / "shop", **{f"{FOLDER}/app_dot_py": f'T = "{KEY}"\n'})


def test_the_config_of_a_sub_folder_is_found_and_findings_are_named_from_the_root(
    root: Path,
) -> None:
    ran = check(root, "version: 1\nproduct: The Blog\n", "-f", "json")
    report = json.loads(ran.out)

    assert ran.code == 1
    assert [one["file"] for one in report["findings"]] == [f"{FOLDER}/app.py"]
    assert KEY not in ran.out + ran.err


def test_a_file_that_a_config_names_is_named_from_the_root(root: Path) -> None:
    ran = check(root, f"version: 1\nsecrets: {{baseline: {FOLDER}/ops/baseline.json}}\n")

    assert ran.code == 1
    assert ran.err == ""
    assert f"{FOLDER}/app.py:1" in ran.out


def test_a_path_from_the_configs_own_folder_is_told_with_the_one_that_is_meant(root: Path) -> None:
    ran = check(root, "version: 1\nsecrets:\n  baseline: ops/baseline.json\n")

    assert ran.code == 2
    assert f"{FOLDER}/launchready.yml:3:13" in ran.err
    assert "files are named from the repository's root" in ran.err
    assert f"did you mean {FOLDER}/ops/baseline.json?" in ran.err


def test_a_path_to_nothing_at_all_is_given_no_such_hint(root: Path) -> None:
    ran = check(root, "version: 1\nsecrets:\n  baseline: ops/none.json\n")

    assert ran.code == 2
    assert "did you mean" not in ran.err


def test_a_pull_request_of_one_product_is_annotated_from_the_root(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = real(tmp_path)
    stage.origin.commit(f"{FOLDER}/launchready.yml", "version: 1\nproduct: The Blog\n")
    payload = stage.pull_request(**{f"{FOLDER}/app__py": f'\nT = "{KEY}"\n'})

    code = stage.run("pull_request", payload, LR_WORKING_DIRECTORY=FOLDER)

    (request,) = stage.requests
    assert code == 1
    assert request.config == stage.folder / "app" / FOLDER / "launchready.yml"
    assert f"::error file={FOLDER}/app.py,line=2" in capsys.readouterr().out
    assert "The Blog" in stage.summary


def test_a_mistake_in_a_products_config_is_annotated_from_the_root(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    stage.origin.commit(f"{FOLDER}/launchready.yml", "version: 1\nprodct: The Blog\n")
    stage.check_out("refs/heads/main")
    head = stage.origin.head()

    code = stage.run("push", events.push(head, head), LR_WORKING_DIRECTORY=FOLDER)

    assert code == 2
    assert f"::error file={FOLDER}/launchready.yml,line=2,col=1" in capsys.readouterr().out
