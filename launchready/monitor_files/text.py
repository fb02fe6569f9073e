"""The files themselves: YAML under a head that tells who made it, and whether people changed it."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

_MADE = re.compile(
    r"\A# Made by `launchready monitors [a-z-]+`; (?:edit [^\n]*)\n# ([0-9a-f]{16})\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file to be written, by its name in the folder."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """All files of a format, and what to know before they are used."""

    files: tuple[Made, ...]
    notes: list[str] = field(default_factory=list)


class _Dumper(yaml.SafeDumper):
    """Writes lists under their key's own column and repeats what is used twice."""

    def ignore_aliases(self, data: Any) -> bool:
        _ = data
        return True


def as_yaml(name: str, form: str, content: Any, *comments: str) -> Made:
    """A YAML file; comments are lines of its head."""
    body = yaml.dump(
        content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000, indent=2
    )
    head = "".join(f"# {line}\n" for line in comments)
    rest = f"{head}{body}"
    made = f"# Made by `launchready monitors {form}`; edit launchready.yml and make it anew.\n"
    return Made(name=name, text=f"{made}# {_print(rest)}\n{rest}")


def as_json(name: str, content: Any) -> Made:
    """A JSON file, which has no place for a head."""
    return Made(name=name, text=json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def is_as_made(text: str) -> bool:
    """Whether a file is as this command once wrote it, so that nobody's edits are in it."""
    found = _MADE.match(text)
    return found is not None and found[1] == _print(text[found.end() :])


def _print(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
