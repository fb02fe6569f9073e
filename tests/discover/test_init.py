"""Right after `init`, `check` on the same world is go or names real faults only."""

import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest

from launchready.demo.stage import staged
from tests.command import Ran, launchready

WORKFLOW = ".github/workflows/launchready.yml"
pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Founder:
    """A repository whose launchready.yml says nothing but where the demo's servers are."""

    root: Path

    async def runs(self, *arguments: str) -> Ran:
        return await anyio.to_thread.run_sync(lambda: launchready(*arguments, cwd=self.root))

    def reads(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")


@asynccontextmanager
async def founder(
    *, broken: bool = False, keep: Callable[[Path], None] = lambda _: None
) -> AsyncIterator[Founder]:
    async with staged(broken=broken) as stage:
        text = stage.config.read_text("utf-8")
        stage.config.write_text("version: 1\n" + text[text.index("network:") :], "utf-8")
        shutil.rmtree(stage.root / "dns")
        keep(stage.root)
        yield Founder(stage.root)


def only_the_network(root: Path) -> None:
    """Nothing else is in the folder, which is no repository."""
    for one in root.iterdir():
        if one.name not in ("launchready.yml", "ci"):
            shutil.rmtree(one) if one.is_dir() else one.unlink()


async def test_a_sound_portal_is_go_right_after_init() -> None:
    async with founder() as one:
        made, checked = await one.runs("init", "portal.test", "--yes"), await one.runs("check")
        config, workflow = one.reads("launchready.yml"), one.reads(WORKFLOW)
        again = await one.runs("init")

    assert made.code == 0
    assert checked.code == 0, checked.out
    assert "own: [portal.test, www.portal.test, app.portal.test, api.portal.test]" in config
    assert "staging: [staging.portal.test]" in config
    assert 'base_url: "https://app.portal.test", api_url: "https://api.portal.test"' in config
    assert "- {name: postmark, dkim: [pm]}" in config
    assert 'url: "${base_url}/login"' in config
    assert 'url: "${api_url}/health"' in config
    assert "sample_paths: [/, /pricing]" in config
    assert "network:\n  ca_file: ci/portal-root.pem" in config
    assert "permissions: {}" in workflow
    assert "concurrency:" in workflow
    assert "as it was  launchready.yml" in again.out


async def test_a_portal_with_faults_is_told_its_faults_and_no_others() -> None:
    async with founder(broken=True) as one:
        made = await one.runs("init", "portal.test", "--yes")
        checked = await one.runs("check", "-f", "json=report.json")
        told = json.loads(one.reads("report.json"))["findings"]

    assert made.code == 0
    assert "stays a fault" in made.out
    assert checked.code == 1
    assert {one["rule"] for one in told if one["impact"] == "blocker"} == {
        "secrets/stripe-secret-key",
        "secrets/aws-access-key",
        "tls/expired",
        "tls/missing-intermediate",
        "web/staging-indexable",
        "email/dmarc-missing",
    }


async def test_a_domain_without_a_repository_is_go_too() -> None:
    async with founder(keep=only_the_network) as one:
        made, checked = await one.runs("init", "portal.test", "--yes"), await one.runs("check")

    assert made.code == 0
    assert checked.code == 0, checked.out


async def test_offline_reads_the_repository_alone() -> None:
    async with founder() as one:
        made = await one.runs("init", "portal.test", "--offline", "--yes")
        checked = await one.runs("check")
        config = one.reads("launchready.yml")
        names = [path.name for path in one.root.iterdir()]

    assert made.code == 0
    assert "--offline was given, so only the repository was read" in made.out
    assert checked.code == 0
    assert "secrets: {}" in config
    assert "hosts:" not in config.replace("# later: hosts:", "")
    assert "dns" not in names


async def test_what_is_there_is_shown_and_left_where_nobody_agrees() -> None:
    async with founder() as one:
        before = one.reads("launchready.yml")
        made = await one.runs("init", "portal.test")
        after = one.reads("launchready.yml")

    assert made.code == 0
    assert "+  canonical: portal.test" in made.out
    assert "left       launchready.yml; --yes writes it" in made.out
    assert after == before


async def test_a_dry_run_writes_nothing() -> None:
    async with founder() as one:
        files = sorted(path for path in one.root.rglob("*") if ".git/" not in str(path))
        made = await one.runs("init", "portal.test", "--yes", "--dry-run")
        after = sorted(path for path in one.root.rglob("*") if ".git/" not in str(path))

    assert made.code == 0
    assert "+++ dns/portal.test.yaml as proposed" in made.out
    assert after == files


def test_a_repository_without_a_domain_gets_what_needs_none(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Acme Portal\n")
    (tmp_path / ".env.example").write_text("APP_URL=https://app.acme-portal.com\n")
    ran = launchready("init", cwd=tmp_path)
    checked = launchready("check", cwd=tmp_path)

    assert ran.code == 0
    assert "the code names acme-portal.com; say which: launchready init" in ran.out
    assert 'product: "Acme Portal"' in (tmp_path / "launchready.yml").read_text()
    assert checked.code == 0


def test_a_config_that_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "launchready.yml").write_text("version: 1\nhosts: [\n")
    ran = launchready("init", "--offline", cwd=tmp_path)

    assert ran.code == 2
    assert "launchready.yml:3:1: not YAML" in ran.err


def test_what_only_looks_like_a_secret_is_let_stand_and_a_key_is_not(tmp_path: Path) -> None:
    key = "sk" + "_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    (tmp_path / "pay.py").write_text(f'KEY = "{key}"\n')
    (tmp_path / "settings.py").write_text('DB_PASSWORD = "hTq9-zzLw2!pXe"\n')
    ran = launchready("init", "--offline", "--yes", cwd=tmp_path)
    checked = launchready("check", "-f", "json=report.json", cwd=tmp_path)
    told = json.loads((tmp_path / "report.json").read_text())["findings"]
    baseline = json.loads((tmp_path / ".secrets.baseline").read_text())

    assert ran.code == 0
    assert key not in ran.out + ran.err
    assert list(baseline["results"]) == ["settings.py"]
    assert checked.code == 1
    assert [one["rule"] for one in told] == ["secrets/stripe-secret-key"]
