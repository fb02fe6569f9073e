"""A person at a terminal sees how the wait for a deploy and the load run stand; a log does not."""

import os
import pty
import re
import subprocess
from pathlib import Path

import anyio
import anyio.to_thread
import pytest

from launchready.demo.wire import Reply, Request, converse
from tests.command import a_repository, command, environment
from tests.world.loopback import serving

CONFIG = """\
version: 1
hosts: {{own: [acme.test], staging: [s.acme.test]}}
environments:
  production: {{base_url: "http://acme.test"}}
  staging: {{base_url: "http://s.acme.test"}}
network: {{addresses: {{"s.acme.test:80": ["127.0.0.1:{port}"]}}}}
smoke:
  wait_for_deploy:
    url: "${{base_url}}/version"
    until: ["[BODY].version == 2.0.0"]
    stable: 3
    within: 30s
    every: 300ms
load:
  rate: 10/s
  for: 3s
  warmup: 1s
  targets: [{{name: home, url: "${{base_url}}/"}}]
  expect: {{p95: 5s, errors: 50%}}
"""
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Deploying:
    """Tells the version before for five answers."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, request: Request) -> Reply:
        if request.path != "/version":
            return Reply(body="<h1>Shop</h1>")
        self.asked += 1
        version = "1.9.9" if self.asked <= 5 else "2.0.0"
        return Reply(kind="application/json", body=f'{{"version": "{version}"}}')


def _at_a_terminal(words: list[str], cwd: Path, names: dict[str, str]) -> str:
    """What a command shows on a terminal's standard error."""
    master, slave = pty.openpty()
    shown = b""
    with subprocess.Popen(
        words, cwd=cwd, env=names, stdout=subprocess.DEVNULL, stderr=slave, stdin=slave
    ):
        os.close(slave)
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # how a terminal ends when nobody is left at its other side
                break
            if not part:
                break
            shown += part
    os.close(master)
    return _CODES.sub("", shown.decode("utf-8", "replace"))


@pytest.mark.parametrize("in_ci", [False, True])
async def test_what_takes_long_tells_how_it_stands(tmp_path: Path, in_ci: bool) -> None:
    repository = a_repository(tmp_path / "shop", README_dot_md="# Shop\n")
    names = {**environment(), "TERM": "xterm", "COLUMNS": "160"}
    names |= {"CI": "true"} if in_ci else {}
    server = Deploying()
    async with serving(lambda stream: converse(stream, server)) as port:
        (repository / "launchready.yml").write_text(CONFIG.format(port=port))
        words = [*command(), "check", "smoke", "load", "--env", "staging"]
        shown = await anyio.to_thread.run_sync(_at_a_terminal, words, repository, names)

    assert server.asked >= 8
    if in_ci:
        assert shown == ""
        return
    assert re.search(r"smoke +\S+ 0/1", shown)
    assert "$.version is 1.9.9; [BODY].version == 2.0.0 is meant" in shown
    assert "the release at http://s.acme.test/version: 2 of 3 answers" in shown
    assert re.search(r"load \d of \d s · \d+/s · p50 [\d.]+ m?s · p95 [\d.]+ m?s · errors 0", shown)
