"""A page is weighed as a visitor's line feels it, and what could not be seen is said."""

from launchready.core.browser import Response
from launchready.core.sheet import Sheet
from launchready.core.unreachable import UnreachableError
from launchready.load.weighing import Weight, weigh
from tests.worlds import DictBrowser, a_site, a_world, page

HOME = "https://app.acme.test/"
BODY = """<script src=/app.js?v=1></script><link rel=stylesheet href=/app.css>
<img src=/logo.png><script src=https://cdn.other.test/x.js></script>"""
SCRIPT = {"content-type": "text/javascript"}
PACKED = SCRIPT | {"content-encoding": "gzip"}


def _html(body: str = BODY) -> Response:
    return page(HOME, body=body, headers={"content-type": "text/html"}, wire=900)


async def _weighed(shown: Response, **pages: Response | UnreachableError) -> Weight:
    named = {f"{HOME}{name.replace('__', '.')}": one for name, one in pages.items()}
    named[f"{HOME}app.js?v=1"] = named.pop(f"{HOME}app.js", page(f"{HOME}app.js", 404))
    world = a_world(
        web=DictBrowser(pages=named),  # type: ignore[arg-type]
        site=a_site("app.acme.test"),
    )
    return await weigh(shown, world)


async def test_bytes_are_counted_as_they_came() -> None:
    weight = await _weighed(
        _html(),
        app__js=page(f"{HOME}app.js", body="x" * 90_000, headers=PACKED, wire=30_000),
        app__css=page(f"{HOME}app.css", body="y" * 5000, headers={"content-type": "text/css"}),
        logo__png=page(f"{HOME}logo.png", body="z" * 700, headers={"content-type": "image/png"}),
    )

    assert weight == Weight(
        page=900,
        kinds={"scripts": 30_000, "styles": 5000, "images": 700},
        files=3,
        unpacked=((f"{HOME}app.css", 5000),),
        others=1,
    )
    assert weight.sheet("home") == Sheet(
        title="home",
        rows=(
            (
                "over the wire",
                "37 kB in 4 files: page 900 B, scripts 30 kB, styles 5 kB, images 700 B",
            ),
            ("sent unpacked", f"{HOME}app.css (5 kB)"),
            ("from other hosts", "1 file, not fetched"),
        ),
    )


async def test_what_is_not_there_and_what_did_not_come_are_told_apart() -> None:
    weight = await _weighed(
        _html(),
        app__js=page(f"{HOME}app.js", 404),
        app__css=UnreachableError("it timed out"),
        logo__png=page(f"{HOME}logo.png", 503),
    )

    assert weight.missing == (f"{HOME}app.js",)
    assert weight.unread == (
        f"{HOME}app.css: it timed out",
        f"{HOME}logo.png answered 503",
    )
    assert weight.sheet("home").rows[0][1] == "at least 900 B in 1 file: page 900 B"


async def test_a_wall_says_nothing_about_a_file() -> None:
    wall = page(f"{HOME}app.js", 403, headers={"cf-mitigated": "challenge"})
    weight = await _weighed(_html("<script src=/app.js?v=1></script>"), app__js=wall)

    assert weight.missing == ()
    assert len(weight.unread) == 1


async def test_there_is_an_end_to_the_files_of_one_page() -> None:
    many = "".join(f"<img src=/{number}.png>" for number in range(75))
    weight = await _weighed(_html(many))

    assert weight.unread[0] == "15 more files"
