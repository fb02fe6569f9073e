"""Tells a committed .env file that holds real values from one that only shows the names."""

import re
from collections.abc import Iterator

from launchready.core.finding import Impact, Rule, Stage
from launchready.core.repository import Lines
from launchready.secrets.detectors.generic import is_password
from launchready.secrets.marks import lets_stand
from launchready.secrets.paths import is_env_file

RULE = Rule(
    id="secrets/env-file-committed",
    impact=Impact.BLOCKER,
    stage=Stage.AUDIT,
    title="A file of settings with secrets in it is committed",
    why="Everybody who ever gets the code gets every password in the file, and the next one that "
    "is put into it.",
    fix="Run 'git rm --cached' on it and add it to .gitignore, replace what stood in it, and keep "
    "a .env.example with the names alone.",
    hours=1.0,
)

_ASSIGNED = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)")
_SECRET = re.compile(r"pass|pwd|secret|token|key|credential|salt|auth", re.IGNORECASE)
# What a framework builds into the page: everybody may read it anyway.
_IN_PAGES = re.compile(r"(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC|GATSBY)_")


def real_values(part: Lines) -> Iterator[tuple[int, str, str]]:
    """Line, name and value of each secret in a file of settings that git tracks."""
    if not (part.tracked and is_env_file(part.path)):
        return
    before = ""
    for number, line in part.lines:
        above, before = before, line
        found = _ASSIGNED.fullmatch(line)
        if not found or _IN_PAGES.match(found[1]) or not _SECRET.search(found[1]):
            continue
        value = _bare(found[2])
        if is_password(found[1], value, part.path) and not lets_stand(line, above):
            yield number, found[1], value


def _bare(written: str) -> str:
    quoted = re.match(r"""(["'])(.*?)\1""", written)
    return quoted[2] if quoted else re.split(r"\s+#", written)[0].strip()
