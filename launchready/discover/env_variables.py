"""Finds the environment variables that code reads and that a sample file documents."""

import re
from dataclasses import dataclass, field

from launchready.core.repository import Lines

MOST = 2_000  # names

_NAME = r"([A-Z][A-Z0-9_]{1,80})"
_USED = re.compile(
    rf"process\.env(?:\.{_NAME}|\[['\"]{_NAME}['\"]\])"
    rf"|import\.meta\.env\.{_NAME}"
    rf"|environ(?:\.get\(|\[)\s*['\"]{_NAME}['\"]"
    rf"|[gG]etenv\(\s*['\"]{_NAME}['\"]"
    rf"|\bENV(?:\.fetch\(|\[)\s*['\"]{_NAME}['\"]"
    rf"|\benv(?:\.\w+)?\(\s*['\"]{_NAME}['\"]"
    rf"|Deno\.env\.get\(\s*['\"]{_NAME}['\"]"
    rf"|env::var(?:_os)?\(\s*\"{_NAME}\""
)
_ASSIGNED = re.compile(rf"^\s*#?\s*(?:export\s+)?{_NAME}\s*=")
_SAMPLE = re.compile(
    r"(^|/)(\.env[.-](example|sample|template|dist|defaults?)|(example|sample)\.env|"
    r"env\.(example|sample))$"
)
# Read where the product is built or looked after, not where it is served.
_TOOL = re.compile(
    r"(^|/)(bin|scripts?|tasks|tools|benchmarks?|seeds?|\.github|\.circleci|config/boot[^/]*)(/|$)"
    r"|(^|/)config/boot\.rb$|\.rake$|(^|/)[^/]*\.config\.[cm]?[jt]s$"
)
# Set by the machine, the framework or the host, not by a founder.
_GIVEN = re.compile(
    r"(NODE_ENV|CI|HOME|PATH|PORT|HOST|HOSTNAME|TZ|LANG|USER|SHELL|PWD|DEBUG|MODE|DEV|PROD|SSR|"
    r"BASE_URL|BUNDLER?_\w+|DJANGO_SETTINGS_MODULE|RAILS_ENV|RACK_ENV|PYTHON\w*|npm_\w+|VERCEL(_\w+)?|"
    r"RENDER(_\w+)?|FLY_\w+|RAILWAY_\w+|GITHUB_\w+|AWS_LAMBDA_\w+|NEXT_RUNTIME|ANALYZE)"
)


@dataclass(slots=True)
class Found:
    """Names with the place where each was seen first, and the files that document them."""

    used: dict[str, str] = field(default_factory=dict)
    documented: dict[str, str] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)

    @property
    def undocumented(self) -> list[str]:
        return sorted(one for one in self.used if one not in self.documented)


def take_used(part: Lines, found: Found) -> None:
    if _TOOL.search(part.path):
        return
    for number, line in part.lines:
        if "env" not in line and "ENV" not in line:
            continue
        for match in _USED.finditer(line[:2000]):
            name = next(one for one in match.groups() if one)
            if not _GIVEN.fullmatch(name) and len(found.used) < MOST:
                found.used.setdefault(name, f"{part.path}:{number}")


def take_documented(part: Lines, found: Found) -> None:
    if not _SAMPLE.search(part.path):
        return
    found.samples.append(part.path)
    for number, line in part.lines:
        if (match := _ASSIGNED.match(line[:2000])) and len(found.documented) < MOST:
            found.documented.setdefault(match[1], f"{part.path}:{number}")
