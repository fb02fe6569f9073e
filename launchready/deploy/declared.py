"""The map of variables a founder commits: which environment needs which, and who knows it."""

from dataclasses import dataclass
from typing import Any

from launchready.core.location import Location
from launchready.values.node import Block, Row, Text
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.yaml import parse

_KEYS = ("environments", "required", "source", "owner", "why")
_TRUE, _FALSE = ("true", "yes"), ("false", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable. No environments named means all; `source` is where its value is kept."""

    name: str
    at: Location
    environments: tuple[str, ...] = ()
    required: bool = True
    source: str = ""
    owner: str = ""

    def __str__(self) -> str:
        return self.name

    def is_needed_in(self, environment: str) -> bool:
        return self.required and (not self.environments or environment in self.environments)


def read_map(raw: bytes, file: str) -> tuple[Variable, ...]:
    """The variables of a map. Raises ConfigError with every mistake in it."""
    root = parse(raw, file)
    if not isinstance(root, Block):
        at = Location(file=file)
        raise ConfigError(
            [Problem(at=at, found="this is no mapping", meant="NAME: {required: yes}")]
        )
    problems: list[Problem] = []
    found = [_variable(name, node, problems) for name, node in root.items()]
    if problems:
        raise ConfigError(problems)
    return tuple(found)


def _variable(name: Text, node: Any, problems: list[Problem]) -> Variable:
    if isinstance(node, Text) and node.is_blank:
        return Variable(name=str(name), at=name.at)
    if not isinstance(node, Block):
        meant = f"a mapping with any of: {', '.join(_KEYS)}"
        problems.append(Problem(at=node.at, found=f"{name} is no mapping", meant=meant))
        return Variable(name=str(name), at=name.at)
    for key in node:
        if str(key) not in _KEYS:
            near = nearest(str(key), _KEYS)
            meant = f"did you mean {near}?" if near else f"any of: {', '.join(_KEYS)}"
            problems.append(Problem(at=key.at, found=f"{key} is no key of a variable", meant=meant))
    given: dict[str, Any] = {str(key): value for key, value in node.items()}
    return Variable(
        name=str(name),
        at=name.at,
        environments=_names(given.get("environments"), problems),
        required=_flag(given.get("required"), problems),
        source=_words(given.get("source"), problems),
        owner=_words(given.get("owner"), problems),
    )


def _names(node: Any, problems: list[Problem]) -> tuple[str, ...]:
    if node is None:
        return ()
    if isinstance(node, Row) and all(isinstance(one, Text) for one in node):
        return tuple(str(one) for one in node)
    if isinstance(node, Text):
        return (str(node),)
    problems.append(Problem(at=node.at, found="this is no list of names", meant="[production]"))
    return ()


def _flag(node: Any, problems: list[Problem]) -> bool:
    text = str(node).lower() if isinstance(node, Text) else ""
    if node is None or text in _TRUE:
        return True
    if text not in _FALSE:
        problems.append(Problem(at=node.at, found="this is neither yes nor no", meant="yes or no"))
    return False


def _words(node: Any, problems: list[Problem]) -> str:
    if node is None or isinstance(node, Text):
        return str(node or "")
    problems.append(Problem(at=node.at, found="this is no text", meant="a few words"))
    return ""
