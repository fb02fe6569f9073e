"""A real browser logs in to a page that scripts make; skipped by name where there is none."""

import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from launchready.demo.wire import Reply, Request, converse
from launchready.visit.walking import walk
from launchready.world.chromium import LiveChromium, found
from tests.visit.portal import HOST, Portal, a_journey, a_portal
from tests.world.loopback import a_network, serving

pytestmark = pytest.mark.browser
if found() is None and os.environ.get("CI") != "true":
    pytestmark = [pytest.mark.browser, pytest.mark.skip(reason="chromium not installed")]  # type: ignore[assignment]

SPA = """<!doctype html><title>app</title><div id=app></div><script>
const app = document.querySelector('#app');
app.innerHTML = '<label>User <input id=u></label><label>Password <input id=p type=password></label>'
  + '<button>Sign in</button><p id=out></p>';
fetch('https://tracker.test/pixel').catch(() => {});
document.querySelector('button').onclick = async () => {
  const r = await fetch('/api/spa', {method: 'POST', body: document.querySelector('#p').value});
  document.cookie = 'spa=yes; path=/';
  if (r.ok) app.innerHTML = '<h1>Welcome, ' + document.querySelector('#u').value + '</h1>';
  else { document.querySelector('#out').textContent = 'Refused'; console.error('login refused'); }
};
</script>"""


class Spa(Portal):
    def at_spa(self, request: Request) -> Reply:
        return Reply(body=SPA)

    def at_api_spa(self, request: Request) -> Reply:
        return Reply(status=200 if request.body.decode() == self.password else 403, body="x")


def a_login(password: str, wait: str = "Welcome, ada") -> str:
    return f"""
name: spa
steps:
  - name: log in
    browser:
      goto: URL/spa
      fill: {{User: ada, Password: {password}}}
      click: Sign in
      wait_for: "{wait}"
    expect: ["css(h1) == 'Welcome, ada'"]
"""


@asynccontextmanager
async def a_screen(port: int) -> AsyncIterator[LiveChromium]:
    screen = LiveChromium(a_network(5.0, addresses={f"{HOST}:80": [f"127.0.0.1:{port}"]}))
    try:
        yield screen
    finally:
        await screen.aclose()


async def test_a_browser_logs_in_and_a_failure_brings_a_picture() -> None:
    portal = Spa()
    async with (
        serving(lambda stream: converse(stream, portal)) as port,
        a_screen(port) as screen,
        a_portal(portal, screen=screen) as ctx,
    ):
        good = await walk(a_journey(a_login(portal.password)), ctx)
        bad = await walk(a_journey(a_login("wrong-password", "css=h1")), ctx)

    assert good.why == ""
    assert bad.why == "log in: css=h1 did not appear in time"
    assert "login refused" in bad.noise
    assert f"POST http://{HOST}/api/spa: 403" in bad.noise
    picture = bad.walked.steps[0].picture
    assert picture is not None
    assert io.BytesIO(picture).read(3) == b"\xff\xd8\xff"
    assert len(picture) < 110_000
    assert any("was not let ask tracker.test" in line for line in bad.faults[0].evidence)
    assert "wrong-password" in ctx.private.known
