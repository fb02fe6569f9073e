"""What people call the product, as its own files say."""

import json
import re
import tomllib

from launchready.discover.code import Code

_LONGEST = 60
_HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)


def product_of(code: Code, domain: str) -> str:
    """The heading of the README, the name of the package, or the domain's first word."""
    named = (_heading(code), _package(code), _project(code), domain.partition(".")[0])
    return next((one for one in map(_plain, named) if one), "")


def _plain(text: str) -> str:
    bare = re.sub(r"<[^>]*>|!?\[([^\]]*)\]\([^)]*\)|[*_`]", r"\1", text)
    shown = " ".join("".join(c if c.isprintable() else " " for c in bare).split())
    shown = re.sub(r"^[^\w(]+|[^\w).!?+]+$", "", shown)
    return shown if 1 < len(shown) <= _LONGEST else ""


def _heading(code: Code) -> str:
    text = next((text for path, text in code.kept.items() if path.startswith("README")), "")
    found = _HEADING.search(text[:5000])
    return found[1].split(" - ")[0].split(": ")[0] if found else ""


def _package(code: Code) -> str:
    try:
        said = json.loads(code.kept.get("package.json", "{}"))
    except (ValueError, RecursionError):
        return ""
    name = said.get("name") if isinstance(said, dict) else None
    return name.rpartition("/")[2] if isinstance(name, str) else ""


def _project(code: Code) -> str:
    try:
        said = tomllib.loads(code.kept.get("pyproject.toml", ""))
    except (ValueError, RecursionError):
        return ""
    project = said.get("project")
    name = project.get("name") if isinstance(project, dict) else None
    return name if isinstance(name, str) else ""
