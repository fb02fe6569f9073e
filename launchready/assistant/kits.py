"""Knows the packages that talk to language models, and finds them in a project's manifests."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

# By manifest: what its packages are called. A * stands for any rest.
_NPM = (
    "openai", "@openai/*", "@anthropic-ai/*", "ai", "@ai-sdk/*", "langchain", "@langchain/*",
    "llamaindex", "@llamaindex/*", "@google/generative-ai", "@google/genai", "cohere-ai",
    "@mistralai/*", "groq-sdk", "replicate", "ollama", "@huggingface/inference", "@copilotkit/*",
    "@aws-sdk/client-bedrock-runtime", "@azure/openai", "@mastra/core",
)  # fmt: skip
_PYPI = (
    "openai", "openai-agents", "anthropic", "langchain", "langchain-*", "langgraph", "llama-index",
    "llama-index-*", "google-generativeai", "google-genai", "cohere", "mistralai", "groq",
    "litellm", "ollama", "pydantic-ai", "pydantic-ai-slim", "instructor", "crewai",
    "haystack-ai", "dspy",
)  # fmt: skip
_GEMS = (
    "ruby-openai",
    "openai",
    "anthropic",
    "langchainrb",
    "langchainrb_rails",
    "ruby_llm",
    "raix",
)
_GO = (
    "github.com/sashabaranov/go-openai", "github.com/openai/openai-go*",
    "github.com/anthropics/anthropic-sdk-go", "github.com/tmc/langchaingo",
    "google.golang.org/genai", "github.com/google/generative-ai-go", "github.com/ollama/ollama",
)  # fmt: skip
_PHP = (
    "openai-php/*",
    "prism-php/prism",
    "theodo-group/llphant",
    "echolabsdev/prism",
    "anthropic-ai/sdk",
)
_RUST = ("async-openai", "openai-api-rs", "anthropic-sdk", "ollama-rs", "rig-core", "genai")
_JAVA = ("langchain4j*", "spring-ai-*", "openai-java*", "anthropic-java*", "simple-openai")
_HEX = ("openai_ex", "ex_openai", "langchain", "anthropix", "instructor", "ollama")

MANIFESTS = frozenset(
    re.findall(
        r"\S+",
        "package.json requirements.txt pyproject.toml Pipfile Gemfile go.mod composer.json "
        "Cargo.toml pom.xml build.gradle build.gradle.kts mix.exs",
    )
)
_REQUIREMENTS = re.compile(r"(?:^|/)requirements(?:[^/]*|/[^/]+)\.(?:txt|in)$")
_REQUIREMENT = re.compile(r"[\s\"']*([A-Za-z0-9][A-Za-z0-9._-]*)")
_GEM = re.compile(r"\s*gem\s+[\"']([^\"']+)")
_MIX = re.compile(r"\{\s*:([a-z0-9_]+)\s*,")
_GO_LINE = re.compile(r"\s*(?:require\s+)?([a-z0-9.-]+\.[a-z]+/\S+)\s+v")
_CRATE = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_ARTIFACT = re.compile(r"<artifactId>\s*([^<\s]+)|[\"'][\w.-]+:([\w.-]+):?[^\"']*[\"']")


def is_manifest(path: str) -> bool:
    """Whether a file lists a project's packages."""
    return path.rpartition("/")[2] in MANIFESTS or bool(_REQUIREMENTS.search(path))


def kits(name: str, text: str) -> Iterator[tuple[str, int]]:
    """The kits a manifest names for the product itself, each with its line."""
    if name in ("package.json", "pyproject.toml", "Pipfile"):
        read = _npm if name == "package.json" else _python
        for package in read(text):
            before = re.split(rf"[\"'\s]{re.escape(package)}(?![\w-])", text, maxsplit=1)[0]
            yield package, before.count("\n") + 1
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for package, known in _in_line(name, line):
            if _is_known(package, known):
                yield package, number


def _npm(text: str) -> Iterator[str]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return
    wanted = said.get("dependencies") if isinstance(said, dict) else None
    yield from (one for one in wanted if _is_known(one, _NPM)) if isinstance(wanted, dict) else ()


def _python(text: str) -> Iterator[str]:
    """What the product itself needs: not its groups, nor its extras."""
    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError):
        return
    lists = [_within(said, "project", "dependencies"), _within(said, "packages")]
    lists.append(_within(said, "tool", "poetry", "dependencies"))
    for one in lists:
        for line in one if isinstance(one, list | dict) else ():
            match = _REQUIREMENT.match(str(line))
            if match and _is_known(_plain(match[1]), _PYPI):
                yield match[1]


def _within(said: Any, *keys: str) -> Any:
    for key in keys:
        said = said.get(key) if isinstance(said, dict) else None
    return said


def _plain(package: str) -> str:
    """A package's name as the index compares them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _in_line(name: str, line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if name == "Gemfile":
        yield from ((match[1], _GEMS) for match in [_GEM.match(line)] if match)
    elif name == "go.mod":
        yield from ((match[1], _GO) for match in [_GO_LINE.match(line)] if match)
    elif name == "composer.json":
        yield from ((one, _PHP) for one in re.findall(r"\"([\w.-]+/[\w.-]+)\"\s*:", line))
    elif name == "Cargo.toml":
        yield from ((match[1], _RUST) for match in [_CRATE.match(line)] if match)
    elif name == "mix.exs":
        yield from ((one, _HEX) for one in _MIX.findall(line))
    elif name in ("pom.xml", "build.gradle", "build.gradle.kts"):
        yield from ((one or other, _JAVA) for one, other in _ARTIFACT.findall(line))
    elif match := _REQUIREMENT.match(line):
        yield _plain(match[1]), _PYPI


def _is_known(package: str, known: tuple[str, ...]) -> bool:
    return any(
        package == one or (one.endswith("*") and package.startswith(one[:-1])) for one in known
    )
