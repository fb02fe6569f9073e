"""Which lines of the files that show the variables no code reads any more."""

import re
from collections.abc import Iterator

from launchready.core.location import Location, Named
from launchready.deploy.env_documents import entries, is_example, schema_names
from launchready.deploy.env_names import is_of_a_library, is_provided
from launchready.deploy.paths import is_run
from launchready.deploy.release import Release
from launchready.deploy.tree import Tree

_MANIFEST = re.compile(
    r"(^|/)(package\.json|pyproject\.toml|requirements[\w./-]*\.txt|Gemfile|go\.mod|mix\.exs|"
    r"composer\.json|Cargo\.toml|main\.wasp|pom\.xml|build\.gradle(\.kts)?)$"
)
_TOKEN = re.compile(r"[a-z][a-z0-9]+")
# Characters; shorter words of code are not kept. Names like A__B are put together by a library.
_SHORTEST = 4
# First words that are also those of packages everybody has, and tell nothing.
_COMMON = frozenset(
    (
        "api",
        "app",
        "apps",
        "auth",
        "base",
        "build",
        "cache",
        "client",
        "cloud",
        "config",
        "core",
        "data",
        "database",
        "db",
        "default",
        "dev",
        "email",
        "env",
        "event",
        "file",
        "files",
        "host",
        "http",
        "https",
        "image",
        "key",
        "lib",
        "log",
        "logger",
        "mail",
        "main",
        "name",
        "next",
        "node",
        "package",
        "path",
        "port",
        "public",
        "queue",
        "react",
        "secret",
        "server",
        "service",
        "session",
        "site",
        "smtp",
        "sql",
        "storage",
        "test",
        "token",
        "types",
        "url",
        "user",
        "version",
        "web",
        "worker",
    )
)


def stale(release: Release, tree: Tree) -> Iterator[Named]:
    """Lines of example files, and entries of the map, that nothing of the repository reads."""
    declared = {name for one in tree.files for name in schema_names(one)}
    packages = _packages(tree)
    seen: set[str] = set()

    def is_read(name: str) -> bool:
        first = name.lower().split("_")[0]
        return (
            len(name) < _SHORTEST
            or "__" in name
            or name in tree.words
            or _begins_with(name, tree.words)
            or name in declared
            or is_provided(name)
            or is_of_a_library(name)
            or (first in packages and first not in _COMMON)
        )

    for file in sorted(tree.files, key=lambda one: one.path):
        if not is_example(file.path) or not is_run(file.path) or "/templates/" in file.path:
            continue
        for entry in entries(file.text):
            if entry.is_off or entry.name in seen or is_read(entry.name):
                continue
            seen.add(entry.name)
            at = Location(file=file.path, line=file.line_at(entry.offset))
            yield Named(name=entry.name, at=at)
    for one in release.variables or ():
        if one.name not in seen and not is_read(one.name):
            yield Named(name=one.name, at=one.at)


def _begins_with(name: str, words: frozenset[str]) -> bool:
    """Whether code has the beginning of a name, and puts the rest behind it."""
    parts = name.split("_")
    heads = [(count, "_".join(parts[:count])) for count in range(1, len(parts))]
    return any(f"{head}_" in words or (count > 2 and head in words) for count, head in heads)


def _packages(tree: Tree) -> frozenset[str]:
    """The words of the names of packages the product is made of: their settings are theirs."""
    return frozenset(
        word
        for one in tree.files
        if _MANIFEST.search(one.path)
        for word in _TOKEN.findall(one.text.lower())
    )
