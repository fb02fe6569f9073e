"""A founder runs the room and writes the policy against a Cloudflare on loopback, over TLS."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from tests.edge.fake_cloudflare import FakeCloudflare, a_pack, a_record, a_rule
from tests.edge.worlds import TOKEN
from tests.pki import Authority, now, pem_file, server_context
from tests.world.loopback import serving

CONFIG = """\
version: 1
hosts: {{own: [app.acme.test], canonical: app.acme.test}}
network:
  ca_file: root.pem
  addresses: {{"api.cloudflare.com:443": ["127.0.0.1:{port}"]}}
edge:
  cloudflare: {{zone: acme.test, token: "${{CLOUDFLARE_API_TOKEN}}"}}
  private_paths: [/dashboard]
  login: [{{path: /login}}]
"""


@asynccontextmanager
async def a_founder(folder: Path, api: FakeCloudflare) -> AsyncIterator[Path]:
    lab = Authority.at(now())
    context = server_context(folder, lab.leaf("api.cloudflare.com"), lab.intermediate)
    pem_file(folder, "root", lab.root)
    async with serving(api, context) as port:
        (folder / "launchready.yml").write_text(CONFIG.format(port=port))
        yield folder


async def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    called = [sys.executable, "-m", "launchready", *words]
    root = str(Path(__file__).parents[2])
    variables = os.environ | {"CLOUDFLARE_API_TOKEN": TOKEN, "NO_COLOR": "1", "PYTHONPATH": root}
    return await anyio.to_thread.run_sync(
        lambda: subprocess.run(
            called,
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    )


async def test_the_policy_is_written_and_its_notes_outlive_the_next_run(tmp_path: Path) -> None:
    async with a_founder(tmp_path, FakeCloudflare(TOKEN)) as folder:
        first = await _run(folder, "edge", "policy", "-o", "EDGE_POLICY.md")
        file = folder / "EDGE_POLICY.md"
        noted = file.read_text().replace("default | no |  |", "default | no | ours |")
        file.write_text(noted)
        again = await _run(folder, "edge", "policy", "-o", "EDGE_POLICY.md")

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "ours" in noted
    assert file.read_text() == noted


async def test_a_token_that_is_not_taken_is_unknown_and_never_shown(tmp_path: Path) -> None:
    async with a_founder(tmp_path, FakeCloudflare("another")) as folder:
        policy = await _run(folder, "edge", "policy")
        checked = await _run(folder, "check", "edge", "--format", "json")

    assert (policy.returncode, checked.returncode) == (3, 3)
    assert "Cloudflare does not take the token" in policy.stderr
    assert TOKEN not in policy.stdout + policy.stderr + checked.stdout + checked.stderr


async def test_the_room_says_no_go_for_a_private_page_that_is_kept(tmp_path: Path) -> None:
    keep = a_rule("set_cache_settings", "true", action_parameters={"cache": True})
    api = FakeCloudflare(
        TOKEN,
        phases={"http_request_cache_settings": [keep]},
        records=[a_record("app.acme.test")],
        packs=[a_pack("acme.test", "*.acme.test")],
    )
    async with a_founder(tmp_path, api) as folder:
        ran = await _run(folder, "check", "edge")

    assert ran.returncode == 1
    assert "edge/private-path-cached" in ran.stdout
    assert "edge/no-rate-limit" in ran.stdout
    assert "launchready.yml:8" in ran.stdout
