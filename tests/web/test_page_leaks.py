"""What pages and their scripts give away is told; what only looks like it is not."""

import json
import random
import string

import pytest

from launchready.config.load import load
from launchready.core.browser import Response
from launchready.core.finding import Finding, Impact
from launchready.core.unreachable import UnreachableError
from launchready.secrets.detected_keys import DetectedKeys
from launchready.web.page_leaks import page_leaks
from launchready.web.settings import Web
from tests.web.surfaces import HOME, HOSTS, Pages, answer, look
from tests.worlds import DictBrowser, a_world, page

SECTION = "web: {leaks: {}}"
MAP = f"{HOME}app.js.map"
APP = '<script src="/app.js"></script>'


def script(text: str, name: str = "app.js", **said: str) -> Response:
    return page(f"{HOME}{name}", body=text, headers={"content-type": "text/javascript"} | said)


async def told(body: str, *files: Response) -> list[tuple[str, Impact]]:
    home = answer(body=body)
    found = await look(page_leaks, {one.url: one for one in (home, *files)}, SECTION)
    return [(one.rule.id.partition("/")[2], one.rule.impact) for one in found]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Acme</p>",
        '<a href="http://other.test/">a link is no content</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<link rel="canonical" href="http://acme.test/">',
        '<link rel="profile" href="http://gmpg.org/xfn/11">',
        '<img src="https://cdn.acme.test/a.png"><img src="//cdn.test/b.png"><img src="/c.png">',
        '<form action="https://acme.test/send"></form><form action=""></form>',
        '<!-- <img src="http://acme.test/a.png"> -->',
        "<script>if (location.hostname === 'localhost') debug()</script>",
        "<p>Run it at http://localhost:3000 on your machine</p>"[:20],
        "<script>const hosts = ['localhost', '127.0.0.1']</script>",
        '<a href="https://notstaging.acme.test/">x</a>',
        '<a href="https://staging.acme.test.evil.test/">x</a>',
        '<a href="https://my-staging.acme.test/">x</a>',
        '<a href="https://partner.vercel.app/">our partner</a>',
        '<a href="https://acme.vercel.app.evil.test/">x</a>',
        "<p>Welcome to nginx training</p>",
        "<h1>It works!</h1><p>Our product, that is.</p>",
        "<p>Set DEBUG = True to see more.</p>",
        "<p>Index of all articles</p>",
        "<title>Index of prices</title>",
        '<script>Stripe("pk_live_0123456789abcdef01234567")</script>',
        "<code>pk_test_</code>",
        '<script type="application/ld+json">{"@context": "http://schema.org"}</script>',
    ],
)
async def test_an_ordinary_page_is_silent(body: str) -> None:
    assert await told(body) == []


@pytest.mark.parametrize(
    ("body", "impact"),
    [
        ('<script src="http://cdn.test/a.js"></script>', Impact.BLOCKER),
        ('<SCRIPT SRC="HTTP://cdn.test/a.js"></SCRIPT>', Impact.BLOCKER),
        ('<iframe src="http://video.test/1"></iframe>', Impact.BLOCKER),
        ('<link rel="stylesheet" href="http://cdn.test/a.css">', Impact.BLOCKER),
        ('<object data="http://cdn.test/a.pdf"></object>', Impact.BLOCKER),
        ('<form action="http://acme.test/send"></form>', Impact.BLOCKER),
        ('<img src="http://acme.test/a.png">', Impact.RISK),
        ('<video src="http://cdn.test/a.mp4"></video>', Impact.RISK),
        ('<video><source src=" http://cdn.test/a.mp4"></video>', Impact.RISK),
    ],
)
async def test_content_over_http_is_told(body: str, impact: Impact) -> None:
    assert await told(body) == [("mixed-content", impact)]


async def test_a_policy_that_upgrades_mends_mixed_content() -> None:
    csp = "default-src 'self'; upgrade-insecure-requests"
    home = answer(body='<img src="http://acme.test/a.png">', content_security_policy=csp)

    assert await look(page_leaks, home, SECTION) == []


@pytest.mark.parametrize(
    "text",
    [
        'const o=b&&window.location.href||"http://localhost";new URL(t,o)',
        'let b=typeof window<"u"?window.location.origin:"http://localhost";',
        "return new URL(e,`http://localhost`).pathname",
    ],
)
async def test_what_a_library_reads_addresses_against_is_silent(text: str) -> None:
    assert await told(APP, script(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        'axios.create({baseURL:"http://localhost"})',
        'const apiUrl = "http://localhost"',
        "new WebSocket('ws://localhost')",
        'const o="http://localhost",p="http://localhost:4000/v1"',
    ],
)
async def test_a_developers_machine_that_a_script_calls_is_told(text: str) -> None:
    assert await told(APP, script(text)) == [("staging-host-in-page", Impact.BLOCKER)]


@pytest.mark.parametrize(
    "text",
    [
        "https://staging.acme.test/api",
        "//staging.acme.test",
        "https:\\/\\/staging.acme.test\\/api",
        "STAGING.ACME.TEST",
        "http://localhost:3000/api",
        "http://localhost",
        "https://127.0.0.1:8000",
        "ws://localhost:24678/",
        "http://0.0.0.0:5000/x",
        "http:\\/\\/localhost:8080\\/v1",
        "http://devbox.local:3000",
        "https://acme-git-main-acme.vercel.app/api",
        "https://acme-api.onrender.com",
        "https://3f2a-acme.ngrok-free.app",
    ],
)
@pytest.mark.parametrize("where", ["page", "bundle", "link"])
async def test_the_way_to_staging_is_told_wherever_it_stands(text: str, where: str) -> None:
    if where == "bundle":
        found = await told(APP, script(f'fetch("{text}")'))
    elif where == "link":
        found = await told(f"<a href='{text}'>next</a>")
    else:
        found = await told(f'<script>window.API = "{text}"</script>')

    assert found == [("staging-host-in-page", Impact.BLOCKER)]


@pytest.mark.parametrize(
    ("body", "broken"),
    [
        ("You're seeing this error because you have <code>DEBUG = True</code>", "debug-page"),
        ("Django Version: 5.1 Exception Type: KeyError Traceback", "debug-page"),
        ("<title>Laravel</title> ignition stack", "debug-page"),
        ("<h1>Routing Error</h1> Rails.root: /app", "debug-page"),
        ("Action Controller: Exception caught ... Application Trace", "debug-page"),
        ("<title>x // Werkzeug Debugger</title> Traceback", "debug-page"),
        ("<pre>Error: x<br> &nbsp; &nbsp;at f (/app/node_modules/express/lib)</pre>", "debug-page"),
        ("<h1>Whitelabel Error Page</h1> trace", "debug-page"),
        ("<h1>Server Error in '/' Application.</h1> Stack Trace:", "debug-page"),
        ("<title>phpinfo()</title>", "debug-page"),
        ("<b>Fatal error</b>: Uncaught Error in /var/www/a.php Stack trace: .php on line 3",
            "debug-page"),
        ('<script type="module" src="/@vite/client"></script>', "debug-page"),
        ('<script src="/_next/static/development/_buildManifest.js"></script>', "debug-page"),
        ("<title>Welcome to nginx!</title> Further configuration is required.", "default-page"),
        ("<html><body><h1>It works!</h1></body></html>", "default-page"),
        ("<title>Apache2 Ubuntu Default Page: It works</title>", "default-page"),
        ("<b>404</b>: NOT_FOUND Code: DEPLOYMENT_NOT_FOUND", "default-page"),
        ("<p>There isn't a GitHub Pages site here.</p>", "default-page"),
        ('<iframe src="//www.herokucdn.com/error-pages/no-such-app.html">', "default-page"),
        ("<h1>The train has not arrived at the station.</h1>", "default-page"),
        ("<h1>The install worked successfully! Congratulations!</h1>", "default-page"),
        ("<title>Vite + React</title>", "default-page"),
        ("This domain is parked free", "default-page"),
        ("<title>Index of /</title><a href='../'>", "directory-listing"),
        ("<html><head><title>Directory listing for /</title>", "directory-listing"),
        ("<h1>Index of /uploads</h1>", "directory-listing"),
    ],
)  # fmt: skip
async def test_a_page_that_was_never_meant_for_visitors_is_told(body: str, broken: str) -> None:
    assert [rule for rule, _ in await told(body)] == [broken]


def a_map(**held: object) -> Response:
    return page(MAP, body=json.dumps({"version": 3, "sources": ["a.ts"]} | held))


@pytest.mark.parametrize(
    "text",
    ["x\n//# sourceMappingURL=app.js.map", "x\n//@ sourceMappingURL=/app.js.map\n",
     "x/*# sourceMappingURL=app.js.map */"],
)  # fmt: skip
async def test_sources_that_can_be_fetched_are_told(text: str) -> None:
    found = await told(APP, script(text), a_map(sourcesContent=["const a = 1"]))

    assert found == [("source-map-exposed", Impact.RISK)]


async def test_a_map_named_by_a_header_counts() -> None:
    sent = script("x", sourcemap="/app.js.map")

    assert len(await told(APP, sent, a_map(sourcesContent=["a"]))) == 1


@pytest.mark.parametrize(
    "files",
    [
        (page(MAP, 404),),
        (page(MAP, body="<!doctype html>"),),
        (a_map(),),
        (a_map(sourcesContent=[None, ""]),),
        (page(MAP, body="[1]"),),
    ],
)
async def test_a_map_that_leads_nowhere_or_holds_no_sources_is_silent(
    files: tuple[Response, ...],
) -> None:
    assert await told(APP, script("x\n//# sourceMappingURL=app.js.map"), *files) == []


async def test_a_map_that_does_not_answer_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError, match="source map"):
        await told(APP, script("x\n//# sourceMappingURL=app.js.map"))


@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_a_script_that_is_withheld_leaves_the_question_open(status: int) -> None:
    with pytest.raises(UnreachableError):
        await told(APP, page(f"{HOME}app.js", status))


async def test_more_scripts_than_are_read_leave_the_question_open() -> None:
    names = [f"{number}.js" for number in range(40)]
    body = "".join(f'<script src="/{one}"></script>' for one in names)
    with pytest.raises(UnreachableError, match="10 more files were not looked at"):
        await told(body, *(script("x", one) for one in names))


@pytest.mark.parametrize(
    ("status", "body", "broken"),
    [
        (404, "<b>404</b>: NOT_FOUND Code: DEPLOYMENT_NOT_FOUND", "default-page"),
        (500, "<title>x // Werkzeug Debugger</title> Traceback", "debug-page"),
    ],
)
async def test_a_page_nobody_meant_is_told_with_any_status(
    status: int, body: str, broken: str
) -> None:
    found = await look(page_leaks, answer(body=body, status=status), SECTION)

    assert [one.rule.id for one in found] == [f"web/{broken}"]


async def test_a_page_that_is_gone_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError):
        await look(page_leaks, answer(status=502), SECTION)


async def test_a_test_key_for_payments_blocks() -> None:
    key = "pk_test_" + "".join(random.Random(7).choices(string.ascii_letters, k=24))

    assert await told(APP, script(f'Stripe("{key}")')) == [
        ("test-key-in-production", Impact.BLOCKER)
    ]


SHAPES = ("const k = '{}';", 'new Client("{}")', '{{apiKey:"{}"}}', 'a("{}"),b(1)')


def made(prefix: str, size: int, letters: str = string.ascii_letters + string.digits) -> str:
    return prefix + "".join(random.SystemRandom().choices(letters, k=size))


async def keys(text: str) -> list[Finding]:
    """What is found with the real detectors."""
    loaded = load(
        (HOSTS + SECTION).encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda path: b"",
    )
    room = loaded.rooms["web"]
    assert isinstance(room, Web)
    pages: Pages = {HOME: answer(body=APP), f"{HOME}app.js": script(text)}
    ctx = a_world(web=DictBrowser(pages=pages), site=loaded.site, keys=DetectedKeys())
    (subject,) = page_leaks.each(room)
    return await page_leaks.ask(subject, ctx)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("prefix", "size"), [("sk_live_", 24), ("rk_live_", 24), ("SG.", 0)])
async def test_a_server_s_key_in_a_bundle_blocks_and_is_not_shown(
    shape: str, prefix: str, size: int
) -> None:
    key = made(prefix, size)
    if prefix == "SG.":
        key = made("SG.", 22) + made(".", 43)
    found = await keys("!function(){" + shape.format(key) + "}()")

    assert [one.rule.id for one in found] == ["web/secret-in-bundle"]
    assert key not in repr(found)


HEX, DIGITS = "0123456789abcdef", "0123456789"


@pytest.mark.parametrize(
    ("prefix", "size", "letters", "rest"),
    [
        ("pk_live_", 24, "", ""),
        ("AIza", 35, "", ""),
        ("phc_", 43, "", ""),
        ("sb_publishable_", 31, "", ""),
        ("https://", 32, HEX, "@o12345.ingest.sentry.io/4501"),
        ("G-", 10, string.ascii_uppercase, ""),
        ("6Le", 37, "", ""),
        ("", 40, HEX, ""),
        ("sk_live_your_key_here_", 10, DIGITS, ""),
        ("sha384-", 64, "", ""),
    ],
)
async def test_keys_meant_for_browsers_and_no_keys_are_silent(
    prefix: str, size: int, letters: str, rest: str
) -> None:
    key = made(prefix, size, letters or string.ascii_letters + DIGITS) + rest
    for shape in SHAPES:
        assert await keys(shape.format(key)) == []


async def test_a_script_that_does_not_answer_leaves_the_question_open() -> None:
    body = APP + '<script src="/b.js"></script>'
    with pytest.raises(UnreachableError) as caught:
        await told(body, script('fetch("http://localhost:1")', "b.js"))

    assert [one.rule.id for one in caught.value.found] == ["web/staging-host-in-page"]


async def test_strangers_scripts_are_not_fetched() -> None:
    assert await told('<script src="https://cdn.other.test/a.js"></script>') == []
