"""Files with a hash in their name are kept, pages are not, and text travels compressed."""

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.web.assets import assets
from launchready.web.surface import Assets, Page
from tests.web.surfaces import HOME, answer, look
from tests.worlds import page

SECTION = "web: {caching: {assets: [/]}}"
LONG = "body { color: #123456 }\n" * 100
FOREVER = "public, max-age=31536000, immutable"


def file(name: str, kind: str = "text/javascript", *, text: str = "x", **said: str) -> Response:
    headers = {"content-type": kind} | {key.replace("_", "-"): one for key, one in said.items()}
    return page(f"{HOME}{name}", body=text, headers=headers)


async def told(body: str, *files: Response, **headers: str) -> list[tuple[str, str]]:
    home = answer(body=body, said={key.replace("_", "-"): one for key, one in headers.items()})
    found = await look(assets, {one.url: one for one in (home, *files)}, SECTION)
    return [(one.rule.id.partition("/")[2], one.subject) for one in found]


def script(name: str) -> str:
    return f'<script src="/{name}"></script>'


@pytest.mark.parametrize(
    "name",
    [
        "app.3f9a1c2e.js",
        "app-3f9a1c2e4d5b6a79.js",
        "_next/static/chunks/main-2f0c1a9b8d7e6f50.js",
        "assets/index-DiwrgTd4.js",
    ],
)
async def test_a_file_with_a_hash_should_be_kept(name: str) -> None:
    broken = [("asset-not-cached", f"{HOME}{name}")]

    assert await told(script(name), file(name)) == broken
    assert await told(script(name), file(name, cache_control="max-age=60")) == broken
    assert (
        await told(script(name), file(name, cache_control="no-cache, max-age=99999999")) == broken
    )
    assert await told(script(name), file(name, cache_control=FOREVER)) == []
    assert await told(script(name), file(name, cache_control="max-age=2592000")) == []


@pytest.mark.parametrize("name", ["app.js", "jquery-3.7.1.min.js", "js/my-component.js", "v2.js"])
async def test_a_file_without_one_may_change(name: str) -> None:
    assert await told(script(name), file(name)) == []


@pytest.mark.parametrize(
    "kind",
    ["text/css", "text/javascript", "application/json", "image/svg+xml", "text/html"],
)
async def test_text_that_travels_uncompressed_is_told(kind: str) -> None:
    broken = [("not-compressed", f"{HOME}a.js")]

    assert await told(script("a.js"), file("a.js", kind, text=LONG)) == broken
    for coding in ("gzip", "br", "zstd"):
        sent = file("a.js", kind, text=LONG, content_encoding=coding)
        assert await told(script("a.js"), sent) == []


async def test_pictures_and_small_texts_need_no_compression() -> None:
    assert await told('<img src="/a.png">', file("a.png", "image/png", text=LONG)) == []
    assert await told(script("a.js"), file("a.js", text="x" * 1400)) == []


@pytest.mark.parametrize(
    ("control", "broken"),
    [
        ("public, max-age=300", False),
        ("max-age=86400", False),
        ("max-age=604800", True),
        ("public, max-age=31536000", True),
        ("no-cache, max-age=604800", False),
        ("s-maxage=604800", False),
        ("no-store", False),
    ],
)
async def test_a_page_that_is_kept_for_days_is_a_risk(control: str, broken: bool) -> None:
    found = await told("<p>Acme</p>", cache_control=control)

    assert found == ([("page-kept-long", HOME)] if broken else [])


async def test_every_kind_of_file_is_followed_once_and_strangers_are_not() -> None:
    body = """
    <link rel="stylesheet" href="a.css"><link rel="modulepreload" href="/b.js">
    <link rel="alternate" href="/feed"><script src="/b.js"></script><script>1</script>
    <img src="data:image/png;base64,AA"><img src="https://cdn.other.test/x.png">
    """
    found = await told(body, file("a.css", "text/css", text=LONG), file("b.js", text=LONG))

    assert [subject for _, subject in found] == [f"{HOME}a.css", f"{HOME}b.js"]


async def test_a_file_that_does_not_answer_leaves_the_question_open_with_what_was_seen() -> None:
    with pytest.raises(UnreachableError) as caught:
        await told(script("gone.js") + script("a.js"), file("a.js", text=LONG))

    assert [one.subject for one in caught.value.found] == [f"{HOME}a.js"]


async def test_what_is_no_page_has_no_files() -> None:
    with pytest.raises(UnreachableError, match="no HTML page"):
        await told("{}", content_type="application/json")


async def test_a_page_heavier_than_its_budget_is_advice_and_its_weight_a_fact() -> None:
    section = "web: {caching: {assets: [/], budget: 10kB}}"
    home = answer(body=script("a.js"))
    big = file("a.js", text="x" * 20_000, content_encoding="gzip")
    found = await look(assets, {home.url: home, big.url: big}, section)

    assert [(one.rule.id, one.subject) for one in found] == [
        ("web/page-too-heavy", f"{HOME} weight")
    ]
    assert "20 kB in 2 files; 10 kB is meant" in found[0].message


async def test_what_a_page_loads_is_told_as_facts() -> None:
    from launchready.core.sheet import sheets_of
    from tests.worlds import DictBrowser, a_site, a_world

    home, big = answer(body=script("a.js")), file("a.js", text="x" * 1000)
    site = a_site("acme.test", canonical="acme.test")
    ctx = a_world(web=DictBrowser(pages={home.url: home, big.url: big}), site=site)
    page = Assets(page=Page(url=HOME, at=site.at), budget=10**6)
    (sheet,) = sheets_of(await assets.ask(page, ctx))

    assert dict(sheet.rows) == {"page and files": "1 kB in 2", "scripts": "1 kB in 1"}
