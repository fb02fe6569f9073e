"""Every kind is a plugin of detect-secrets, whose own scan and audit then name the same lines."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from detect_secrets.audit.common import get_raw_secret_from_file
from detect_secrets.core import baseline
from detect_secrets.core import scan as their
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import BasePlugin
from detect_secrets.settings import transient_settings

from launchready.secrets import pem
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.generic import PASSWORD
from launchready.secrets.for_detect_secrets import plugins as ours
from tests.secrets.corpus import Case, keys
from tests.secrets.made_up import make
from tests.secrets.samples import pem as key_block
from tests.secrets.scan import scan

_FILE = str(Path(ours.__file__))
_FILTERS = "detect_secrets.filters.allowlist.is_line_allowlisted"


def _lines(folder: Path, path: str) -> set[tuple[str, int]]:
    """What detect-secrets' own scan of a file says with our plugins and no filter of its own."""
    get_mapping_from_secret_type_to_class.cache_clear()
    used = [{"name": name, "path": f"file://{_FILE}"} for name in ours.plugins()]
    settings = {"plugins_used": used, "filters_used": [{"path": _FILTERS}]}
    with transient_settings(settings):
        return {(one.type, one.line_number) for one in their.scan_file(str(folder / path))}


def test_every_rule_is_a_plugin_of_its_id() -> None:
    rules = {one.rule.id for one in (*FORMS, PASSWORD, pem.PRIVATE_KEY)}

    assert {str(one.secret_type) for one in ours.plugins().values()} == rules
    assert len(ours.plugins()) == len(rules)


def test_no_plugin_has_the_name_of_one_that_detect_secrets_has() -> None:
    get_mapping_from_secret_type_to_class.cache_clear()
    theirs: dict[str, type] = get_mapping_from_secret_type_to_class()

    assert {one.__name__ for one in theirs.values()} & set(ours.plugins()) == set()


def test_every_plugin_is_a_whole_class_of_theirs() -> None:
    for one in ours.plugins().values():
        assert issubclass(one, BasePlugin)
        assert one().json() == {"name": one.__name__}


@pytest.mark.parametrize(
    "case",
    [one for one in keys(31, each=1) if one.path.startswith("src/")][:5],
    ids=lambda one: f"{one.rule} {one.context}",
)
def test_their_scan_with_our_plugins_names_the_lines_we_name(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / case.path
    file.parent.mkdir(parents=True)
    file.write_text(case.text)
    told = {(one.detector.rule.id, one.line) for one in scan(case.path, case.text)}

    assert _lines(tmp_path, case.path) == told
    assert told


def test_a_private_key_of_many_lines_is_told_at_its_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deploy.key").write_text(f"# of ours\n{key_block(random.Random(2))}\n")

    assert _lines(tmp_path, "deploy.key") == {("secrets/private-key", 2)}


def test_a_string_in_no_file_is_read_by_itself() -> None:
    value = make("ghp_{a30}{crc}", random.Random(5))
    plugin = ours.plugins()["LaunchreadyGithubToken"]()

    assert list(plugin.analyze_string(f"token: {value}")) == [value]
    assert {one.secret_value for one in plugin.analyze_line("gone.yml", f"t: {value}", 4)} == {
        value
    }


def test_their_command_scans_with_them_and_their_audit_finds_the_key_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make("sk-ant-api03-{w93}AA", random.Random(3))
    (tmp_path / "app.py").write_text(f"a = 1\nk = '{key}'\n")
    call = [sys.executable, "-m", "detect_secrets", "scan", "-n", "--all-files", "-p", _FILE, "."]
    env = {**os.environ, "PYTHONPATH": str(Path(_FILE).parents[3])}
    scanned = subprocess.run(
        call, cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    told = json.loads(scanned.stdout)
    monkeypatch.chdir(tmp_path)
    with transient_settings(told):
        # Their command keeps the kinds it knew before it read the baseline, so audit is called.
        get_mapping_from_secret_type_to_class.cache_clear()
        stored = [one for _, one in baseline.load(told)]
        (ours_too,) = [one for one in stored if one.type == "secrets/anthropic-key"]
        raw = get_raw_secret_from_file(ours_too)

    assert (ours_too.line_number, raw) == (2, key)
