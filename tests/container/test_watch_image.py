"""The image watches: read-only, as nobody, with a volume that remembers, and its health is told."""

import time
from pathlib import Path

import pytest

from tests.container.engine import IMAGE, Engine

pytestmark = [pytest.mark.container, pytest.mark.timeout(1800)]

CONFIG = """\
version: 1
hosts: {own: [localhost]}
smoke: {pages: [{name: homepage, url: "http://localhost:9/"}]}
watch:
  every: {pages: 5s}
  timeout: 2s
  pause: 500ms
  sentinel: []
  metrics: 127.0.0.1:9464
"""
HEALTH = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:9464/healthz').read())"


def test_the_image_watches_and_remembers_in_its_volume(engine: Engine, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "launchready.yml").write_text(CONFIG, "utf-8")
    name = f"watch-{tmp_path.name}"
    engine(
        *("run", "-d", "--name", name, "--network=none", "--read-only", "--tmpfs=/tmp"),
        *("--cap-drop=ALL", "-v", f"{tmp_path}:/repository:ro", "-v", f"{name}:/state", IMAGE),
        *("watch", "--state", "/state/watch.db", "--page", "/state/page"),
    )
    try:
        for _ in range(120):
            if "homepage (page): down" in engine("logs", name).stdout:
                break
            time.sleep(0.5)
        health = engine("exec", name, "/opt/launchready/bin/python", "-c", HEALTH).stdout
        files = engine("exec", name, "ls", "/state", "/state/page").stdout.split()
        engine("stop", "-t", "10", name)
        code = engine("inspect", "--format", "{{.State.ExitCode}}", name).stdout.strip()
    finally:
        engine("rm", "-f", name, check=False)
        engine("volume", "rm", "-f", name, check=False)

    assert health == "b'ok\\n'\n"
    assert {"watch.db", "index.html", "status.json"} <= set(files)
    assert code == "143"
