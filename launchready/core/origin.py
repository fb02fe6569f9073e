"""Where a repository's code is kept, as its git configuration says."""

import re
from urllib.parse import urlsplit

from launchready.core.repository import Repository

_ORIGIN = re.compile(r'\[remote "origin"\][^\[]*?^\s*url\s*=\s*(\S+)', re.MULTILINE)
# git@host:path, which is no URL (git-fetch(1), "GIT URLS").
_PLAIN = re.compile(r"(?:[^@/\s]+@)?([\w.-]+):(?!//)(\S+)")


def origin_of(files: Repository) -> str | None:
    """Host and path, without who may get in: `github.com/acme/shop`.

    "" where there is no remote called origin, or no git at all; None where that cannot be seen,
    as in a worktree, whose .git is a file (gitrepository-layout(5)).
    """
    raw = files.raw(".git/config")
    if raw is None:
        return "" if files.raw(".git") is None and files.raw(".git/HEAD") is None else None
    found = _ORIGIN.search(raw.decode("utf-8", "replace"))
    return _written(found[1]) if found else ""


def _written(url: str) -> str:
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        host, path = plain[1], plain[2]
    else:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return ""
    return f"{host}/{path.strip('/').removesuffix('.git')}" if host else ""
