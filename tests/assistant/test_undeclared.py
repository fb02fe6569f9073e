"""Promise: a product that talks to a language model and does not test it is told so, once."""

import pytest

from launchready.assistant.settings import Assistant
from launchready.assistant.undeclared import undeclared
from launchready.config.load import load
from tests.worlds import DictRepository, a_world

_MANIFESTS = {
    "package.json": '{\n "dependencies": {\n  "next": "15",\n  "@ai-sdk/openai": "1"\n }\n}',
    "requirements.txt": "httpx\n# a note\nopenai>=1\n",
    "requirements/prod.txt": "a==1\nb==2\nlangchain_core==0.3\n",
    "pyproject.toml": '[project]\n\ndependencies = [\n "httpx",\n "anthropic[x]>=0.4",\n]\n',
    "api/Gemfile": 'source "x"\ngem "rails"\ngem "ruby_llm", "~> 1"\n',
    "go.mod": "module x\nrequire (\n\tgithub.com/openai/openai-go/v2 v2.1.0\n)\n",
    "composer.json": '{\n"require": {\n"openai-php/client": "^0.10"}}',
    "Cargo.toml": '[dependencies]\nserde = "1"\nasync-openai = "0.2"\n',
    "pom.xml": "<a>\n<b>\n<artifactId>langchain4j-open-ai</artifactId>\n",
    "build.gradle.kts": 'plugins {}\n\nimplementation("dev.langchain4j:langchain4j:1.0")\n',
    "mix.exs": 'defp deps do\n [\n {:openai_ex, "~> 0.9"}\n',
}


async def found(*files: tuple[str, str]) -> list[tuple[str, int]]:
    tree = DictRepository(files=dict(files))
    answers = await undeclared.ask(Assistant(), a_world(files=tree))
    return [(one.at.file, one.at.line) for one in answers]


@pytest.mark.parametrize("manifest", _MANIFESTS)
async def test_a_kit_is_found_at_its_line(manifest: str) -> None:
    line = {"package.json": 4, "pyproject.toml": 5}.get(manifest, 3)

    assert await found((manifest, _MANIFESTS[manifest])) == [(manifest, line)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"devDependencies": {"openai": "4"}}'),
        ("package.json", '{"name": "openai", "dependencies": {"airtable": "1"}}'),
        ("package.json", "no json"),
        ("pyproject.toml", '[project]\nname = "openai"\nkeywords = ["openai", "ollama"]\n'),
        ("pyproject.toml", '[dependency-groups]\ndev = ["openai"]\n'),
        ("requirements.txt", "# openai\nopenapi-core\n"),
        ("examples/requirements.txt", "openai\n"),
        ("node_modules/x/package.json", _MANIFESTS["package.json"]),
        ("README.md", "openai\n"),
        ("src/openai.py", "import openai\n"),
        ("go.mod", "module github.com/openai/openai-go\n"),
    ],
    ids=range(11),
)
async def test_what_is_no_kit_of_the_product_stays_silent(path: str, text: str) -> None:
    assert await found((path, text)) == []


async def test_it_is_told_once_with_the_other_places_as_evidence() -> None:
    files = tuple(_MANIFESTS.items())
    tree = DictRepository(files=dict(files))
    answers = await undeclared.ask(Assistant(), a_world(files=tree))

    assert len(answers) == 1
    assert len(answers[0].evidence) == 5


def test_a_config_that_declares_an_assistant_is_not_looked_through() -> None:
    text = (
        b"version: 1\nhosts: {own: [a.test]}\nassistant:\n"
        b'  endpoint: {url: "https://a.test/", json: {q: "{{prompt}}"}}\n'
    )
    loaded = load(text, "l.yml", environment="production", variables={}, read=lambda _: b"")
    room = loaded.rooms["assistant"]

    assert isinstance(room, Assistant)
    assert room.undeclared == ()
    assert len(room.conversations) == 1
