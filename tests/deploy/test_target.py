"""Where production runs is told by signs that agree, or the question stays open."""

import pytest

from launchready.core.browser import Response
from launchready.core.finding import Finding
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.deploy.scripted_path import scripted_path
from launchready.deploy.target import target
from tests.worlds import DictBrowser, DictRepository, Silent, a_site, a_world, page

LINE = Location(file="launchready.yml", line=9)
DEPLOYS = "on: push\njobs:\n  go:\n    steps:\n      - run: {}\n"


async def asked(
    files: dict[str, str], *, says: str = "", headers: dict[str, str] | None = None
) -> list[Finding]:
    pages: dict[str | tuple[str, str], Response | Silent] = (
        {"https://acme.test/": page("https://acme.test/", headers=headers)}
        if headers is not None
        else {}
    )
    site = a_site("acme.test", canonical="acme.test") if headers is not None else a_site()
    world = a_world(files=DictRepository(files=files), web=DictBrowser(pages=pages), site=site)
    return await target.ask(
        Release(at=LINE, target=Named(name=says, at=LINE) if says else None), world
    )


async def test_two_platforms_and_no_word_on_which_block() -> None:
    found = await asked({"render.yaml": "services: []\n", "fly.toml": "app = 'x'\n"})

    assert [one.message for one in found] == [
        "production may run on render or on fly; nothing says on which"
    ]


async def test_another_platform_than_declared_blocks_at_the_line_that_declares() -> None:
    found = await asked({"fly.toml": "app = 'x'\n"}, says="render")

    assert [(one.message, one.at) for one in found] == [
        ("the target is fly by what is seen; launchready.yml says render", LINE)
    ]


async def test_a_live_site_elsewhere_than_the_file_says_blocks() -> None:
    found = await asked({"fly.toml": "app = 'x'\n"}, headers={"x-vercel-id": "iad1"})

    assert [one.rule.id for one in found] == ["deploy/target-unclear"]


@pytest.mark.parametrize(
    ("files", "says", "headers"),
    [
        ({"fly.toml": "app = 'x'\n"}, "", None),
        ({"fly.toml": "app = 'x'\n"}, "fly", None),
        ({"fly.toml": "", "render.yaml": ""}, "fly", None),
        ({"fly.toml": "", "Chart.yaml": ""}, "", None),
        ({"fly.toml": "", "examples/render.yaml": ""}, "", None),
        ({}, "vercel", {"server": "Vercel"}),
        ({}, "", {"server": "Vercel"}),
        ({"config/deploy.yml": "languages: []\n", "fly.toml": ""}, "", None),
    ],
)
async def test_signs_that_agree_are_silent(
    files: dict[str, str], says: str, headers: dict[str, str] | None
) -> None:
    assert await asked(files, says=says, headers=headers) == []


async def test_no_sign_at_all_is_no_answer() -> None:
    with pytest.raises(UnreachableError, match="no file, no workflow"):
        await asked({"src/a.ts": ""})


async def test_a_site_that_is_down_leaves_it_open() -> None:
    site = a_site("acme.test", canonical="acme.test")
    web = DictBrowser(pages={"https://acme.test/": Silent("acme.test timed out", kind="timed out")})

    with pytest.raises(UnreachableError, match="timed out"):
        await target.ask(Release(), a_world(web=web, site=site))


@pytest.mark.parametrize("name", [name for name, one in PLATFORMS.items() if one.back])
def test_every_platform_has_a_way_back_and_what_it_leaves(name: str) -> None:
    assert PLATFORMS[name].caveat


async def test_nothing_that_deploys_blocks() -> None:
    found = await scripted_path.ask(
        Release(at=LINE), a_world(files=DictRepository(files={"README.md": "fly deploy"}))
    )

    assert [(one.rule.id, one.at) for one in found] == [("deploy/no-scripted-path", LINE)]


@pytest.mark.parametrize(
    "files",
    [
        {".github/workflows/go.yml": DEPLOYS.format("flyctl deploy --remote-only")},
        {"vercel.json": "{}"},
        {"scripts/deploy.sh": "ssh x\n"},
        {"Makefile": "deploy:\n\tkamal deploy\n"},
        {"package.json": '{"scripts": {"deploy": "sst deploy"}}'},
    ],
)
async def test_a_script_or_an_integration_is_a_path(files: dict[str, str]) -> None:
    assert await scripted_path.ask(Release(), a_world(files=DictRepository(files=files))) == []


async def test_a_step_that_is_commented_out_deploys_nothing() -> None:
    files = {".github/workflows/go.yml": DEPLOYS.format("echo  # flyctl deploy")}

    assert len(await scripted_path.ask(Release(), a_world(files=DictRepository(files=files)))) == 1
