"""Fills `${NAME}` in from the environment's entry, then from the process environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import Problem, nearest

_VARIABLE = re.compile(r"\$(\$\{|\{([A-Za-z_][A-Za-z0-9_]*)\})")

# What GitHub prints itself on every run is no secret; masking it would blank commit ids.
_PUBLIC = re.compile(r"GITHUB_(?!TOKEN$)[A-Z_]+|RUNNER_[A-Z_]+|CI")


@dataclass(slots=True)
class Expander:
    """Replaces variables in a tree of nodes.

    `entry` is the chosen environment's own words, `variables` the process environment. What came
    from the latter is gathered in `secrets`, what is missing in `problems`.
    """

    environment: str
    entry: Mapping[str, str]
    variables: Mapping[str, str]
    secrets: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def tree(self, node: Node) -> Node:
        """A whole file, its other environments left as they are."""
        if not isinstance(node, Block):
            return self._node(node)
        return self._block(node, kept="environments")

    def _node(self, node: Node) -> Node:
        match node:
            case Text():
                return self.text(node)
            case Row():
                return Row([self._node(one) for one in node], at=node.at)
            case Block():
                return node if self._is_for_others(node) else self._block(node)

    def _block(self, node: Block, kept: str = "") -> Block:
        done: dict[Text, Node] = {}
        for key, value in node.items():
            done[key] = self._environments(value) if key == kept else self._node(value)
        return Block(done, at=node.at)

    def _environments(self, node: Node) -> Node:
        if not isinstance(node, Block):
            return node
        mine = {k: self._node(v) if k == self.environment else v for k, v in node.items()}
        return Block(mine, at=node.at)

    def _is_for_others(self, node: Block) -> bool:
        only = next((value for key, value in node.items() if key == "only_env"), None)
        names = [only] if isinstance(only, Text) else only
        return isinstance(names, list) and self.environment not in names

    def text(self, text: Text) -> Text:
        """One scalar with its variables filled in; `$${` stays `${`."""

        def fill(match: re.Match[str]) -> str:
            return self._value(match[2], text) if match[2] else "${"

        filled = _VARIABLE.sub(fill, text)
        return Text(filled, at=text.at, quoted=text.quoted or filled != text)

    def _value(self, name: str, text: Text) -> str:
        if name in self.entry:
            return self.entry[name]
        if name in self.variables:
            if not _PUBLIC.fullmatch(name):
                self.secrets.add(self.variables[name])
            return self.variables[name]
        near = nearest(name, [*self.entry, *(one for one in self.variables if "_" in one)])
        meant = f"did you mean ${{{near}}}?" if near else "set it, or write $${ for a plain ${"
        found = f"${{{name}}} is neither in environments.{self.environment} nor in the environment"
        self.problems.append(Problem(at=text.at, found=found, meant=meant))
        return ""
