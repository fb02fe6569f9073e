"""The repository walked once for its log calls: source code, and the settings beside it."""

import re
from dataclasses import dataclass, field

from launchready.core.repository import Lines, Repository, Spot
from launchready.monitor.log_code import code_of
from launchready.monitor.log_paths import is_in_browser, language_of, may_serve

# Characters: no hand-written source file is longer; what is, was generated.
LONGEST = 1_000_000
# Characters in one line: beyond this a source file is minified.
WIDEST = 20_000
_SETTINGS = re.compile(
    r"(^|/)(package\.json|requirements[^/]*\.txt|pyproject\.toml|Pipfile|Gemfile|composer\.json"
    r"|go\.mod|pom\.xml|build\.gradle(\.kts)?|mix\.exs|logback[^/]*\.xml|log4j2?[^/]*\.(xml|yml|"
    r"yaml|properties)|application[^/]*\.(ya?ml|properties)|config/packages/[^/]*\.ya?ml"
    r"|sentry\.properties)$"
)
_IS_TOOL = re.compile(
    r"\bprocess\.argv\b|\bargparse\b|\breadline\.createInterface|\bOptionParser\b|\A#!|"
    r"__name__\s*==\s*[\"']__main__"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of source code: its text, and the same with everything blanked that is no code."""

    path: str
    language: str
    text: str = field(repr=False)
    code: str = field(repr=False)

    def line_at(self, offset: int) -> int:
        """The number of the line, from 1, that a character stands in."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What was found: `settings` by path; `unread` are source files that are no text."""

    served: tuple[Source, ...] = ()
    settings: dict[str, str] = field(default_factory=dict, repr=False)
    unread: tuple[str, ...] = ()


class _Sieve:
    """Lets through source code a server may run, and the settings that say what it is."""

    def skips(self, path: str) -> bool:
        return not _is_wanted(path)

    def takes_whole(self, path: str) -> bool:
        _ = path
        return True

    def places(self, text: bytes) -> list[Spot]:
        _ = text
        return []

    blocks = places

    def wanted(self, path: str, texts: object) -> list[bool]:
        _ = path, texts
        return []


def walk(files: Repository) -> Sources:
    """Reads the repository, blocking. Raises UnreachableError when git does not answer."""
    served: list[Source] = []
    settings: dict[str, str] = {}
    unread: list[str] = []
    for part in files.tree(_Sieve()):
        if not _is_wanted(part.path):
            continue
        if not isinstance(part, Lines):
            unread.append(part.path)
            continue
        text = "\n".join(line for _, line in part.lines)
        language = language_of(part.path)
        if part.inside or part.unit == "byte" or len(text) > LONGEST:
            continue
        if language is None or _SETTINGS.search(part.path):
            settings[part.path] = text
        if language is not None and not _is_passed_over(part.path, text):
            code = code_of(text, language)
            served.append(Source(path=part.path, language=language, text=text, code=code))
    return Sources(served=tuple(served), settings=settings, unread=tuple(sorted(unread)))


def _is_wanted(path: str) -> bool:
    if _SETTINGS.search(path):
        return "node_modules/" not in path and "vendor/" not in path
    return language_of(path) is not None and may_serve(path)


def _is_passed_over(path: str, text: str) -> bool:
    if any(len(line) > WIDEST for line in text.split("\n", 50)[:50]):
        return True
    return _IS_TOOL.search(text) is not None or is_in_browser(path, text)
