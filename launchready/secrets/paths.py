"""What a file is for, as its name says."""

import re

_TESTS = re.compile(
    r"(?:^|/)(?:t|tests?|__tests__|spec|specs|fixtures?|testdata|test_data|mocks?|__mocks__|e2e|"
    r"examples?|samples?|cypress|stories|testing)/|(?:^|/)(?:test_[^/]*|conftest\.py)$|"
    r"[._-](?:test|spec|mock|fixture|stories)s?\.[A-Za-z]+$|_test\.(?:go|py|rb|exs|dart)$",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"(?:^|/)docs?/|(?:^|/)(?:README|CHANGELOG|CHANGES|HISTORY)[^/]*$|\.(?:md|mdx|rst|adoc|pod|1)$",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|"
    r"composer\.lock|Gemfile\.lock|Podfile\.lock|Pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|"
    r"Cargo\.lock|go\.sum|mix\.lock|flake\.lock|pubspec\.lock|packages\.lock\.json|deno\.lock|"
    r"Package\.resolved|Cartfile\.resolved|requirements[^/]*\.(?:txt|lock)|[^/]*swagger[^/]*)$|"
    r"(?:^|/)(?:node_modules|vendor|third_party|dist|\.yarn)/|"
    r"\.(?:map|svg|lock|csv|tsv|po|pot|xlf|ipynb|snap|css|scss|min\.js|min\.mjs|patch|diff|html?|tex)$",
    re.IGNORECASE,
)
_PLAIN_VALUES = re.compile(
    r"(?:^|/)(?:\.env[^/]*|[^/]*\.env|Dockerfile[^/]*|\.netrc|\.pgpass|\.npmrc|\.pypirc|\.s3cfg|"
    r"credentials|\.aws/config|[^/]*\.(?:ya?ml|eyaml|ini|cfg|cf|cnf|conf|properties|toml|tfvars|sh|"
    r"bash|zsh|envrc|prefs))$|(?:^|/)\.(?:envrc|bashrc|bash_profile|zshrc|profile)$",
    re.IGNORECASE,
)
_TEMPLATES = re.compile(
    r"example|sample|template|\.(?:dist|tpl|tmpl|j2|erb|defaults?|schema)$", re.IGNORECASE
)
_ENV_FILE = re.compile(r"(?:^|/)(?:\.env(?:\.[A-Za-z0-9_-]+){0,3}|[A-Za-z0-9_-]+\.env)$")


def is_for_tests(path: str) -> bool:
    """Whether what stands there is for tests, examples and readers."""
    return bool(_TESTS.search(path)) or is_for_readers(path)


def is_for_readers(path: str) -> bool:
    """Whether people read it and no program does: a password there shows how one looks."""
    return bool(_READERS.search(path))


def is_generated(path: str) -> bool:
    """Whether a program wrote it: locks, maps, bundles, tables, translations."""
    return bool(_GENERATED.search(path))


def has_plain_values(path: str) -> bool:
    """Whether values stand there without quotes."""
    return bool(_PLAIN_VALUES.search(path))


def is_env_file(path: str) -> bool:
    """Whether a tool reads settings from it; .env.example and its like only show the names."""
    return bool(_ENV_FILE.search(path)) and not _TEMPLATES.search(path.rpartition("/")[2])


def is_template_file(path: str) -> bool:
    """Whether its name says that it only shows what the real one looks like."""
    return bool(_TEMPLATES.search(path.rpartition("/")[2]))
