"""Forgotten files are told by what is in them, on hosts that answer everything too."""

from dataclasses import dataclass, field

import anyio
import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.web.exposed_files import exposed_files
from launchready.web.exposed_paths import PATHS
from launchready.web.settings import Web
from tests.worlds import DictBrowser, a_site, a_world, page

FRONT = "https://acme.test"
CONTENTS: dict[str, bytes] = {
    "/.env": b"# production\nDATABASE_URL=postgres://x\n",
    "/.env.local": b"export API_KEY=abc\n",
    "/.env.production": b"APP_KEY=base64:x\n",
    "/.env.bak": b"SECRET_KEY = 1\n",
    "/.git/HEAD": b"ref: refs/heads/main\n",
    "/.git/config": b"[core]\n\trepositoryformatversion = 0\n",
    "/.svn/wc.db": b"SQLite format 3\0rest",
    "/.hg/requires": b"dotencode\nfncache\n",
    "/.DS_Store": b"\0\0\0\x01Bud1\0",
    "/.htpasswd": b"admin:$apr1$abc$def\n",
    "/.npmrc": b"//registry.example/:_authToken=x\n",
    "/.aws/credentials": b"[default]\naws_secret_access_key = x\n",
    "/id_rsa": b"-----BEGIN OPENSSH " + b"PRIVATE KEY-----\n",
    "/backup.sql": b"-- MySQL dump 10.13\n",
    "/dump.sql": b"-- PostgreSQL database dump\n",
    "/database.sql": b"CREATE TABLE users (id int);\n",
    "/db.sqlite3": b"SQLite format 3\0",
    "/backup.zip": b"PK\x03\x04rest",
    "/backup.tar.gz": b"\x1f\x8b\x08rest",
    "/wp-config.php.bak": b"<?php define('DB_PASSWORD', 'x');",
    "/wp-config.php~": b"<?php define('DB_PASSWORD', 'x');",
    "/docker-compose.yml": b"services:\n  app: {}\n",
    "/actuator/env": b'{"activeProfiles": [], "propertySources": []}',
    "/debug/pprof/": b"<pre>full goroutine stack dump",
    "/phpinfo.php": b"<!DOCTYPE html><title>PHP 8.3 - phpinfo()</title>",
    "/info.php": b"<!DOCTYPE html><title>phpinfo()</title>",
    "/server-status": b"<html><h1>Apache Server Status for acme</h1></html>",
    "/_profiler/": b"<!doctype html><title>Symfony Profiler</title>",
    "/telescope/requests": b"<!doctype html><title>Telescope - Acme</title>",
}


@dataclass
class Host(DictBrowser):
    """A host with files, and one answer for everything else."""

    files: dict[str, bytes] = field(default_factory=dict)
    missing: Response = field(default_factory=lambda: page(f"{FRONT}/", 404, body="no"))

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        self.asked.append((method, url))
        held = self.files.get(url.removeprefix(FRONT))
        if held is None:
            return self.missing
        made = page(url)
        return Response(
            url=url, status=200, headers=made.headers, body=held, truncated=False, seconds=0.01
        )


async def ask(host: Host) -> list[tuple[str, str]]:
    site = a_site("acme.test", canonical="acme.test")
    room = Web.model_validate({"leaks": {}}).settled(site, lambda path: b"")
    (subject,) = exposed_files.each(room)
    found = await exposed_files.ask(subject, a_world(web=host, site=site))
    return [(one.rule.id.partition("/")[2], one.subject.removeprefix(FRONT)) for one in found]


async def ask_all(*hosts: Host) -> list[list[tuple[str, str]]]:
    """At the same time: each takes its own pauses."""
    found: dict[int, list[tuple[str, str]]] = {}

    async def one(number: int) -> None:
        found[number] = await ask(hosts[number])

    async with anyio.create_task_group() as group:
        for number in range(len(hosts)):
            group.start_soon(one, number)
    return [found[number] for number in range(len(hosts))]


async def test_every_forgotten_file_is_told_by_what_is_in_it() -> None:
    (found,) = await ask_all(Host(files=CONTENTS))

    assert found == [("exposed-file", one.path) for one in PATHS]


async def test_hosts_without_any_are_silent_however_they_answer() -> None:
    app = b"<!doctype html><div id=app></div>"
    hosts = (
        Host(),
        # a single-page app shows its page for everything
        Host(missing=page(f"{FRONT}/", body="<!doctype html><div id=app></div>")),
        # the same, with something of the moment in it
        Host(files={one.path: app + one.path.encode() for one in PATHS}),
        # the names are there and empty, or a page speaks about them
        Host(files={one.path: b"" for one in PATHS}),
        Host(files={"/.env": b"<html>API_KEY=abc</html>", "/.git/HEAD": b"not found"}),
        # a wall for everybody
        Host(missing=page(f"{FRONT}/", 403, headers={"server": "AmazonS3"})),
    )

    assert await ask_all(*hosts) == [[] for _ in hosts]


async def test_a_page_for_what_is_missing_tells_debug_mode() -> None:
    text = "You're seeing this error because you have <code>DEBUG = True</code>"
    (found,) = await ask_all(Host(missing=page(f"{FRONT}/", 404, body=text)))

    assert found == [("debug-page", "/")]


async def test_few_requests_are_made_and_none_twice() -> None:
    host = Host()
    await ask(host)

    assert len(host.asked) == len(set(host.asked)) == len(PATHS) + 1


@pytest.mark.parametrize(
    "missing",
    [
        page(f"{FRONT}/", 429),
        page(f"{FRONT}/", 503, headers={"cf-mitigated": "challenge"}),
        page(f"{FRONT}/", untrusted="expired"),
        # turned away as a machine, nothing was seen of what anybody else would get
        page(f"{FRONT}/", 403, headers={"server": "cloudflare"}),
        page(f"{FRONT}/", 403, headers={"cf-mitigated": "challenge"}),
        page(f"{FRONT}/", 502),
        page(f"{FRONT}/", 503),
    ],
)
async def test_a_host_that_turns_us_away_leaves_the_question_open(missing: Response) -> None:
    with pytest.raises(UnreachableError):
        await ask(Host(missing=missing))
