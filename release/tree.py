"""Reads the places that have to agree when a version is released."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# The action under the name users write, in README, docs and examples.
OURS = "org/launchready"
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
IMAGE = re.compile(r"ghcr\.io/[a-z0-9._/-]+:(?P<version>[^@\s]+)@sha256:[0-9a-f]{64}")

_USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(\S+)(?:\s+#\s*(\S+))?", re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Used:
    """One `uses:` of an action: where, what, at which ref, and the comment after it."""

    file: str
    name: str
    ref: str
    comment: str


@dataclass(frozen=True)
class Tree:
    """A checkout of this repository."""

    root: Path

    def text(self, path: str) -> str:
        """A file's text; "" where it is not."""
        file = self.root / path
        return file.read_text("utf-8") if file.is_file() else ""

    @property
    def version(self) -> str:
        """`__version__`, the one place of it; "" where there is none."""
        found = re.findall(r'^__version__ = "(.*)"$', self.text("launchready/__init__.py"), re.M)
        return found[0] if len(found) == 1 else ""

    @property
    def project(self) -> dict[str, Any]:
        return tomllib.loads(self.text("pyproject.toml"))

    @property
    def image(self) -> str:
        """The default of the action's input `image`."""
        action = yaml.safe_load(self.text("action.yml"))
        return str(action["inputs"]["image"]["default"])

    def sections(self) -> list[tuple[str, str]]:
        """The changelog's sections, newest first: heading and text."""
        pieces = _HEADING.split(self.text("CHANGELOG.md"))[1:]
        return list(zip(pieces[::2], map(str.strip, pieces[1::2]), strict=True))

    def used(self, *patterns: str) -> list[Used]:
        """Every action that files use, other than those of this repository by path."""
        found = []
        for file in sorted({one for pattern in patterns for one in self.root.glob(pattern)}):
            for what, comment in _USES.findall(file.read_text("utf-8")):
                if not what.startswith("./"):
                    name, _, ref = what.partition("@")
                    path = file.relative_to(self.root).as_posix()
                    found.append(Used(path, name, ref, comment))
        return found
