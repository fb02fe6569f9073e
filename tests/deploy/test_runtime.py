"""The version of the language is named somewhere, and everywhere the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.finding import Finding
from launchready.core.repository import Unread
from launchready.core.unreachable import UnreachableError
from launchready.deploy.release import Release
from launchready.deploy.runtime import runtime
from launchready.deploy.runtime_pins import Pin, disagree, pins
from launchready.deploy.tree import walk
from tests.worlds import DictRepository, a_world

PINS = {
    ".nvmrc": ("v22.11.0\n", "node", "v22.11.0"),
    ".node-version": ("22\n", "node", "22"),
    ".python-version": ("# ours\n3.12\n", "python", "3.12"),
    ".ruby-version": ("ruby-3.3.0\n", "ruby", "3.3.0"),
    "runtime.txt": ("python-3.12.1\n", "python", "3.12.1"),
    ".tool-versions": ("nodejs 22.1.0 # x\nterraform 1.5\n", "node", "22.1.0"),
    "mise.toml": ('[tools]\nnode = "22"\nterraform = "1"\n', "node", "22"),
    "Gemfile": ('source "x"\nruby "3.3.0"\n', "ruby", "3.3.0"),
    "rust-toolchain.toml": ('[toolchain]\nchannel = "1.83"\n', "rust", "1.83"),
    "go.mod": ("module x\n\ngo 1.24.1\n", "go", ">=1.24.1"),
    "package.json": ('{"engines": {"npm": "10", "node": "22.x"}}', "node", "22.x"),
    "pyproject.toml": ('[project]\nrequires-python = ">=3.12,<3.13"\n', "python", ">=3.12,<3.13"),
    "Pipfile": ('[requires]\npython_version = "3.12"\n', "python", "3.12"),
    "composer.json": ('{"require": {"php": "^8.2"}}', "php", "^8.2"),
    "Dockerfile": ("ARG V=22\nFROM node:${V}-alpine AS x\nFROM nginx:1.27\n", "node", "22"),
}


async def asked(files: dict[str, str]) -> list[Finding]:
    return await runtime.ask(Release(), a_world(files=DictRepository(files=files)))


@pytest.mark.parametrize("path", PINS)
def test_every_file_that_names_a_version_is_read(path: str) -> None:
    text, language, version = PINS[path]
    found = [(one.runtime, one.version) for one in pins(walk(DictRepository(files={path: text})))]

    assert found == [(language, version)]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {".nvmrc": "20\n", "Dockerfile": "# x\nFROM node:22\n"},
            "Dockerfile says Node 22; .nvmrc says Node 20",
        ),
        (
            {"package.json": '{"engines": {"node": ">=22"}}', "web/Dockerfile": "FROM node:20\n"},
            "web/Dockerfile says Node 20; package.json says Node >=22",
        ),
        (
            {".python-version": "3.12\n", "Dockerfile": "FROM python:3.11-slim\n"},
            "Dockerfile says Python 3.11; .python-version says Python 3.12",
        ),
        (
            {
                "rust-toolchain.toml": '[toolchain]\nchannel = "1.83.0"\n',
                "Dockerfile": "FROM rust:1.80-slim\n",
            },
            "Dockerfile says Rust 1.80; rust-toolchain.toml says Rust 1.83.0",
        ),
        (
            {".nvmrc": "20\n", ".tool-versions": "nodejs 22.1.0\n"},
            ".tool-versions says Node 22.1.0; .nvmrc says Node 20",
        ),
    ],
)
async def test_two_versions_that_cannot_both_be_are_told(files: dict[str, str], said: str) -> None:
    found = await asked(files)

    assert [(one.rule.id, one.message) for one in found] == [("deploy/runtime-differs", said)]


@pytest.mark.parametrize(
    "files",
    [
        {".nvmrc": "22.11.0\n", "Dockerfile": "FROM node:22-alpine\n"},
        {"package.json": '{"engines": {"node": ">=20"}}', "Dockerfile": "FROM node:22\n"},
        {"package.json": '{"engines": {"node": "22.11"}}', "Dockerfile": "FROM node:22\n"},
        {".nvmrc": "lts/iron\n", "Dockerfile": "FROM node:20\n"},
        {".python-version": "3.12.1\n", "Dockerfile": "FROM python:3.12\n"},
        {"a/.nvmrc": "20\n", "b/Dockerfile": "FROM node:22\n"},
        {".nvmrc": "20\n", "a/.nvmrc": "22\n", "a/Dockerfile": "FROM node:22\n"}
        | {"a/package.json": "{}"},
        {".nvmrc": "20\n", "Dockerfile": "FROM acme/node:22\n"},
        {".nvmrc": "20\n", "Dockerfile.dev": "FROM node:22\n"},
        {".nvmrc": "20\n", "node_modules/x/.nvmrc": "22\n"},
        {".nvmrc": "20\n", "docs/.nvmrc": "22\n"},
        {"Dockerfile": "FROM node:20\n", "worker.Dockerfile": "FROM node:22\n"},
        {"go.mod": "module x\ngo 1.24\n", "Dockerfile": "FROM golang:1.26\n"},
    ],
    ids=range(13),
)
async def test_versions_that_agree_are_silent(files: dict[str, str]) -> None:
    found = [one for one in await asked(files) if one.at.file != "a/.nvmrc"]

    assert found == []


@pytest.mark.parametrize(
    ("files", "said", "place"),
    [
        (
            {"package.json": '{"name": "x"}'},
            "package.json runs on Node, and no file names its version",
            "package.json:1:1",
        ),
        (
            {"package.json": '{\n  "engines": {"node": ">=18"}\n}'},
            "package.json says Node >=18, which every later version is; no file names one",
            "package.json:2:1",
        ),
        (
            {"pyproject.toml": '[project]\nname = "x"\nrequires-python = ">=3.11"\n'},
            "pyproject.toml says Python >=3.11, which every later version is; no file names one",
            "pyproject.toml:3:1",
        ),
        (
            {"package.json": "{}", "plugin/package.json": '{"engines": {"node": ">=14"}}'},
            "package.json runs on Node, and no file names its version",
            "package.json:1:1",
        ),
        (
            {"Gemfile": 'source "x"\n'},
            "Gemfile runs on Ruby, and no file names its version",
            "Gemfile:1:1",
        ),
    ],
)
async def test_a_language_whose_version_nothing_names_is_advice(
    files: dict[str, str], said: str, place: str
) -> None:
    found = await asked(files)

    assert [(one.rule.id, one.message, str(one.at)) for one in found] == [
        ("deploy/runtime-unpinned", said, place)
    ]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"go.mod": "module x\n"},
        {"package.json": "{}", "Dockerfile": "FROM node:22\n"},
        {"package.json": "{}", ".nvmrc": "lts/iron\n"},
        {"package.json": '{"engines": {"node": "^22.1.0"}}'},
        {"package.json": '{"engines": {"node": ">=20 <23"}}'},
        {"composer.json": '{"require": {"php": "^8.2"}}'},
        {"pyproject.toml": '[project]\nrequires-python = ">=3.12,<3.13"\n'},
        {"docs/package.json": "{}"},
        {"package.json": "{}", "bun.lock": "{}"},
    ],
    ids=range(10),
)
async def test_a_version_that_is_named_is_silent(files: dict[str, str]) -> None:
    assert await asked(files) == []


async def test_a_file_that_cannot_be_read_leaves_it_open() -> None:
    unread = Unread(path="mise.toml", reason="unreadable", detail="no permission")
    files = DictRepository(files={"package.json": "{}"}, unread=(unread,))

    with pytest.raises(UnreachableError, match=r"mise\.toml") as silence:
        await runtime.ask(Release(), a_world(files=files))

    assert [one.subject for one in silence.value.found] == ["node version"]


@given(
    st.sampled_from(sorted(PINS)), st.text(max_size=60), st.text("0123456789.^~<>=x*", max_size=9)
)
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_version_or_none(path: str, noise: str, version: str) -> None:
    text = PINS[path][0].replace("2", version) + noise
    found = list(pins(walk(DictRepository(files={path: text}))))
    other = Pin(runtime="node", version="22", file=".nvmrc", line=1)

    assert all(one.line >= 1 and isinstance(disagree(one, other), bool) for one in found)
    assert not any(disagree(one, one) for one in found)
