"""The pages under docs/ hold: their configs load, and their links lead to files of the tree."""

import re
from pathlib import Path

import pytest

from launchready.config.load import load
from launchready.values.problem import ConfigError

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+)\n")  # a block's first line, where the block is a file
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def _configs(text: str) -> list[str]:
    """The whole configs a page shows, in its order."""
    found = _FENCE.findall(text)
    return [body for kind, body in found if kind == "yaml" and body.startswith("version: 1")]


def _files(text: str) -> dict[str, bytes]:
    """The files a page shows beside them, by the name in their first line."""
    bodies = [body for _, body in _FENCE.findall(text)]
    named = [(_FILE.match(body), body) for body in bodies]
    return {name[1]: body.encode() for name, body in named if name}


def _load(config: str, page: str) -> None:
    files = _files(page)

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    # What a page takes from the environment is there, whatever it is called.
    variables = dict.fromkeys(re.findall(r"\$\{(\w+)\}", config), "x" * 20)
    raw = config.encode()
    load(raw, "launchready.yml", environment="production", variables=variables, read=read)


def _links(text: str) -> list[str]:
    """Where a page's relative links lead, what follows a # left out."""
    every = re.findall(r"\]\(<?([^)\s>]+)", _CODE.sub("", text))
    bare = [one.partition("#")[0] for one in every if not re.match(r"[a-z]+:", one)]
    return [one for one in bare if one]


def _lost(page: Path) -> list[str]:
    return [one for one in _links(page.read_text("utf-8")) if not (page.parent / one).exists()]


SHOWN = [
    pytest.param(config, text, id=f"{page.stem}-{number}")
    for page in PAGES
    for text in [page.read_text("utf-8")]
    for number, config in enumerate(_configs(text), 1)
]


@pytest.mark.parametrize(("config", "page"), SHOWN)
def test_a_config_on_a_page_loads(config: str, page: str) -> None:
    _load(config, page)


@pytest.mark.parametrize("room", ["dns", "tls", "web", "email"])
def test_the_page_of_a_room_shows_a_config_that_turns_it_on(room: str) -> None:
    first = _configs((ROOT / "docs" / f"{room}.md").read_text("utf-8"))[0]

    assert re.search(rf"^{room}:", first, re.MULTILINE)


def test_a_config_that_does_not_load_is_told() -> None:
    with pytest.raises(ConfigError, match=r"tsl"):
        _load("version: 1\ntsl: {}\n", "")


def test_a_config_whose_file_the_page_does_not_show_is_told() -> None:
    with pytest.raises(ConfigError, match=r"there is no dns/acme\.test\.yaml"):
        _load("version: 1\ndns:\n  zones:\n    - map: dns/acme.test.yaml\n", "")


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.stem)
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    assert _lost(page) == []


def test_a_link_into_nothing_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[there](page.md#a) [gone](gone.md) [out](https://acme.test) [here](#a)\n")

    assert _lost(page) == ["gone.md"]
