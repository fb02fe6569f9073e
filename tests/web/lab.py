"""A site of three hosts on loopback, over http and https, sound but for what a case says."""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import trustme
from anyio.abc import ByteStream

from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.web.open_redirects import open_redirects
from launchready.web.redirect_rules import redirect_rules
from launchready.web.redirects import redirects
from launchready.web.soft_404 import soft_404
from launchready.web.stays_on_https import stays_on_https
from launchready.web.upgrade import upgrade
from launchready.world.browser import LiveBrowser
from tests.web.visits import settled
from tests.world.loopback import a_network, a_request, serving
from tests.worlds import DictResolver

HOSTS = ("acme.test", "www.acme.test", "app.acme.test", "staging.acme.test")
CHECKS = (redirects, upgrade, redirect_rules, stays_on_https, soft_404, open_redirects)
PAGES = ("/", "/pricing", "/new", "/login", "/caf%C3%A9")
HSTS = "Strict-Transport-Security: max-age=31536000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server sends: a status, header lines as they go over the wire, a body."""

    status: int = 200
    lines: tuple[str | bytes, ...] = ()
    body: str = "welcome"
    hsts: bool = True

    def wire(self, scheme: str) -> bytes:
        lines: list[str | bytes] = [
            f"HTTP/1.1 {self.status} x",
            f"Content-Length: {len(self.body)}",
        ]
        lines += [*self.lines, "Connection: close", *([HSTS] * (self.hsts and scheme == "https"))]
        raw = [one.encode() if isinstance(one, str) else one for one in lines]
        return b"\r\n".join(raw) + b"\r\n\r\n" + self.body.encode()


def to(location: str | bytes, status: int = 301, *more: str, hsts: bool = True) -> Answer:
    raw = location.encode() if isinstance(location, str) else location
    return Answer(status=status, lines=(b"Location: " + raw, *more), body="", hsts=hsts)


@dataclass
class Lab:
    """Answers by URL, or by "POST URL"; None hangs up. Keeps every request line."""

    browser_root: str
    pages: Mapping[str, Answer | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)

    async def talk(self, stream: ByteStream, scheme: str) -> None:
        head = (await a_request(stream)).decode("latin-1")
        method, target = head.split(" ")[:2]
        fields = dict(one.lower().split(": ", 1) for one in head.split("\r\n")[1:] if ": " in one)
        url = f"{scheme}://{fields['host']}{target}"
        self.asked.append(f"{method} {url}")
        key = next((one for one in self._keys(method, url, fields) if one in self.pages), None)
        answer = self.pages[key] if key else sound(scheme, fields["host"], target)
        if answer is not None:
            await stream.send(answer.wire(scheme))

    def _keys(self, method: str, url: str, fields: Mapping[str, str]) -> list[str]:
        with_cookie = [f"{url} {fields['cookie']}"] if "cookie" in fields else []
        return [*with_cookie, f"{method} {url}", url, f"{url.partition('?')[0]}?*"]

    async def findings(
        self, pages: Mapping[str, Answer | None], config: str, files: Mapping[str, str]
    ) -> tuple[list[Finding], list[UnreachableError]]:
        """What the gate would say of the room: each fault once, and what stays open."""
        self.pages, self.asked = pages, []
        room, ctx, _ = settled(config, files=files)
        places = {
            f"{host}:{number}": [f"127.0.0.1:{self.ports[scheme]}"]
            for host in HOSTS
            for scheme, number in (("http", 80), ("https", 443))
        }
        browser = LiveBrowser(a_network(5, self.browser_root, addresses=places), DictResolver())
        found, silences = list[Finding](), list[UnreachableError]()
        for check in CHECKS:
            for subject in check.each(room):
                try:
                    found += await check.ask(subject, replace(ctx, web=browser))
                except UnreachableError as silence:
                    found += silence.found
                    silences.append(silence)
        await browser.aclose()
        return list({one.fingerprint: one for one in found}.values()), silences


def sound(scheme: str, host: str, target: str) -> Answer:
    """Every spelling leads to the page on the canonical host; the app is its own destination."""
    path = target.partition("?")[0]
    if scheme == "http":
        return to(f"https://{host.removeprefix('www.')}{target}")
    if host == "www.acme.test":
        return to(f"https://acme.test{target}", 308)
    return Answer() if path in PAGES else Answer(status=404)


@asynccontextmanager
async def laboratory(folder: Path) -> AsyncIterator[Lab]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*HOSTS).configure_cert(context)
    root = folder / "root.pem"
    authority.cert_pem.write_to_path(root)
    lab = Lab(browser_root=str(root))

    async def plain(stream: ByteStream) -> None:
        await lab.talk(stream, "http")

    async def secure(stream: ByteStream) -> None:
        await lab.talk(stream, "https")

    async with serving(plain) as http_port, serving(secure, context) as https_port:
        lab.ports = {"http": http_port, "https": https_port}
        yield lab
