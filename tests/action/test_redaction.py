"""A key that stands anywhere a run looks is shown nowhere: one test reads all a run leaves behind.

A key of its own is planted in each place, so that one which gets through tells where it came
from. Each is looked for as it is, and as URLs, forms, JSON, HTML and base64 would write it.
"""

import base64
import html
import json
import random
import string
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import anyio
import pytest
from anyio import to_thread

from launchready.demo import listen
from launchready.demo.wire import Reply, Request
from launchready.demo.zone import zone
from tests.action.workshop import Workshop, environment
from tests.github import fake

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]

HERE = "127.0.0.1"
PLACES = ("code", "removed", "message", "branch", "file", "header", "txt", "page", "config", "env")
INPUTS = (
    "{env: PAGE_TOKEN, sarif-file: gate.sarif, report-file: gate.html, json-file: gate.json,"
    " fail-on: advice}"
)


def keys() -> dict[str, str]:
    """A key for each place, of a kind every scanner knows; none opens anything."""
    dice = random.Random()
    made = {
        place: "AKIA" + "".join(dice.choice(string.ascii_uppercase + "234567") for _ in range(16))
        for place in PLACES
    }
    # What a variable holds need not look like a key, and is written in many ways.
    made["env"] = "t<0>&k n/+=" + "".join(dice.choice(string.ascii_letters) for _ in range(20))
    return made


def forms(key: str) -> dict[str, str]:
    """The ways in which a text may be written, and base64 for each place it may start at."""
    raw = key.encode()
    aligned = {
        f"base64 at {skipped}": base64.b64encode(b"\0" * skipped + raw + b"\0" * rest)[
            (0, 2, 3)[skipped] : -4
        ].decode()
        for skipped in range(3)
        for rest in [(-skipped - len(raw)) % 3]
    }
    return aligned | {
        "raw": key,
        "url": quote(key, safe=""),
        "form": quote_plus(key),
        "json": json.dumps(key)[1:-1],
        "html": html.escape(key),
        "most of it": key[4:16],
    }


@dataclass(frozen=True)
class Live:
    """What the internet says, keys and all."""

    config: str
    record_map: str


@asynccontextmanager
async def live(planted: dict[str, str]) -> AsyncIterator[Live]:
    def app(request: Request) -> Reply:
        headers = (("X-Debug", f"key={planted['header']}"),)
        body = f"<title>{planted['page']}</title>".encode()
        return Reply(status=500, body=body, headers=headers)

    records = (
        ("", "SOA", "ns.portal.test. a.portal.test. 1 3600 600 86400 300"),
        ("", "NS", "ns.portal.test."),
        ("ns", "A", HERE),
        ("", "A", HERE),
        ("", "TXT", f'"verify={planted["txt"]}"'),
        ("stray", "TXT", f'"{planted["txt"]}"'),
    )
    async with anyio.create_task_group() as servers:
        http = await listen.http(app, HERE, servers)
        name_server = await listen.name_server(zone("portal.test", records), HERE, servers)
        yield Live(
            config=f"""\
version: 1
product: Portal
hosts: {{own: [portal.test]}}
environments:
  production: {{base_url: "http://portal.test"}}
dns:
  zones: [{{map: dns/portal.test.yaml}}]
smoke:
  pages:
    - name: "home {planted["config"]}"
      url: "http://portal.test/?token=${{PAGE_TOKEN}}"
      expect:
        - "[STATUS] == 200"
        - "[HEADER].x-debug == none"
        - "[BODY] contains ${{PAGE_TOKEN}}"
        - "[BODY] contains {planted["config"]}"
        - "[BODY] not contains title"
network:
  resolver: "{name_server}"
  authoritative: {{portal.test: ["{name_server}"], test: ["{name_server}"]}}
  addresses: {{"portal.test:80": ["{http}"]}}
  timeout: 5s
""",
            record_map="---\n'':\n  - {type: A, value: 192.0.2.9}\n  - {type: TXT, value: other}\n",
        )
        servers.cancel_scope.cancel()


def a_consumer(folder: Path, action: Path, planted: dict[str, str], live: Live) -> Workshop:
    """A repository whose base branch looks at what is live, and a change full of keys."""
    workshop = Workshop.at(folder, action, inputs=INPUTS, config=live.config)
    origin = workshop.origin
    origin.commit("dns/portal.test.yaml", live.record_map)
    origin.branch(f"topic/{planted['branch']}")
    origin.commit("app.py", f"KEY = '{planted['code']}'\n", f"Use {planted['message']}")
    origin.commit("old.py", f"KEY = '{planted['removed']}'\n")
    origin.commit("old.py", "KEY = None\n")
    origin.commit(f"keys/{planted['file']}.py", f"KEY = '{planted['file']}'\n")
    return workshop


def everything(workshop: Workshop, log: str, github: fake.GitHub) -> dict[str, str]:
    """All a run leaves behind but the repository itself and what the job was given."""
    found = {"the log": log, "the comments": "\n".join(one.body for one in github.comments)}
    given = {workshop.folder / name for name in ("origin", "event.json", "variables")}
    for file in workshop.folder.rglob("*"):
        name = file.relative_to(workshop.folder).as_posix()
        is_theirs = file.name == "event.json" or not given.isdisjoint({file, *file.parents})
        is_source = "/hostexecutor/" in name or name.startswith("app/")
        if file.is_file() and not file.is_symlink() and not is_theirs:
            if is_source and not file.name.startswith("gate."):
                continue
            found[name] = file.read_text("utf-8", "replace")
    return found


def shown(texts: dict[str, str], planted: dict[str, str]) -> list[str]:
    return [
        f"{where}: the key of {place}, {form}"
        for where, text in texts.items()
        for place, key in planted.items()
        for form, written in forms(key).items()
        if written in text
    ]


async def test_a_key_is_shown_nowhere_wherever_it_stands(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    planted = keys()
    variables = tmp_path / "variables"
    async with live(planted) as said:
        workshop = a_consumer(tmp_path, action, planted, said)
        origin = workshop.origin
        payload = workshop.pull_request_of(origin.head("main"), origin.head(), commits=4)
        payload["pull_request"]["head"]["ref"] = f"topic/{planted['branch']}"
        payload["pull_request"]["title"] = planted["message"]
        variables.write_text(f"PAGE_TOKEN={planted['env']!r}\nACTIONS_STEP_DEBUG=true\n", "utf-8")
        # As variables, not as secrets: act would mask those, and hide what we let through.
        acts = f"--env-file {variables}\n--env RUNNER_DEBUG=1\n"
        (tmp_path / "home" / ".actrc").write_text(acts, "utf-8")
        job = await to_thread.run_sync(workshop.run, "pull_request", payload, github)
        formats = await to_thread.run_sync(_other_formats, workshop, planted)

    texts = everything(workshop, job.log, github) | formats
    texts["the summary"] = job.summary
    texts["the outputs"] = json.dumps(job.outputs)
    assert job.code == 1, job.log
    assert {"app.py", "old.py"} <= {where.get("file") for _, where in job.commands("error")}
    assert len(github.comments) == 1
    assert any(name.endswith("gate.sarif") for name in texts)
    assert any(name.endswith("gate.html") for name in texts)
    for what in ("dns/", "smoke/", "secrets/"):
        assert what in job.summary
    assert shown(texts, planted) == []


def _other_formats(workshop: Workshop, planted: dict[str, str]) -> dict[str, str]:
    """What the action does not write, from the command itself in the same checkout."""
    names = ("junit", "markdown", "annotations", "terminal", "json", "sarif", "html")
    made: dict[str, str] = {}
    for name in names:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "launchready", "check", "-f", name, "--fail-on", "advice"],
            cwd=workshop.folder / "app",
            env=environment(HOME=str(workshop.folder / "home"), PAGE_TOKEN=planted["env"]),
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 1, done.stderr
        made[name] = done.stdout + done.stderr
    return made
