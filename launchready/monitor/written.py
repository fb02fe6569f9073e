"""The config files of programs that are not ours: YAML as they write it, with every place.

What our own files refuse (anchors, aliases, merge keys, tags, several documents) is usual here.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.values.node import Block, Node, Row, Text

# Bytes of one file; the largest of 40 public Prometheus and Gatus configs had 210 kB.
LARGEST = 4 * 1024 * 1024
# Parts of one file, aliases counted once: far above any that people write.
MOST_PARTS = 200_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file's path from the root and its bytes, which may hold secrets."""

    path: str
    raw: bytes = field(repr=False)

    def text(self) -> str:
        """What it says. Raises UnreachableError when it is too large or no UTF-8."""
        if len(self.raw) > LARGEST:
            raise UnreachableError(
                f"{self.path} has {len(self.raw):,} bytes; at most {LARGEST:,} are read"
            )
        try:
            return self.raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UnreachableError(f"{self.path} is not UTF-8", kind="refused") from None


def documents(file: File) -> tuple[Node, ...]:
    """Every document of a YAML (or JSON) file. Raises UnreachableError with the place at fault."""
    text = file.text()
    try:
        roots = list(yaml.compose_all(text, Loader=_Loader))
        maker = _Maker(file.path)
        found = [maker.made(one) for one in roots]
        return tuple(each for one in found for each in (_mounted(one, file) or (one,)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        spot = f"{file.path}:{mark.line + 1}:{mark.column + 1}" if mark else file.path
        reason = f"{spot} is not YAML: {error.problem or error.context}"
        raise UnreachableError(reason, kind="refused", advice="Mend the file.") from None
    except (yaml.YAMLError, RecursionError):
        raise UnreachableError(f"{file.path} is not YAML", kind="refused") from None


def _mounted(root: Node, file: File) -> tuple[Node, ...]:
    """The files that a ConfigMap of Kubernetes holds (kubernetes.io/docs/concepts/configuration),
    with their places in the file it is written in; () for anything else."""
    if word(root, "kind") != "ConfigMap":
        return ()
    found: list[Node] = []
    for name, value in entries(root, "data"):
        if isinstance(value, Text) and name.endswith((".yml", ".yaml", ".json", ".rules")):
            before = "\n" * value.at.line  # its text starts on the line below the key's
            found += documents(File(path=file.path, raw=f"{before}{value}".encode()))
    return tuple(found)


class _Maker:
    """Makes places of marks; an alias is the very part its anchor stands at."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._known: dict[int, Node] = {}

    def made(self, node: yaml.Node) -> Node:
        if id(node) in self._known:
            return self._known[id(node)]
        if len(self._known) >= MOST_PARTS:
            raise UnreachableError(f"{self._path} has more than {MOST_PARTS:,} parts")
        mark = node.start_mark
        at = Location(file=self._path, line=mark.line + 1, column=mark.column + 1)
        found: Node
        match node:
            case yaml.ScalarNode():
                found = Text(node.value, at=at, quoted=bool(node.style))
                self._known[id(node)] = found
            case yaml.SequenceNode():
                found = row = Row(at=at)
                self._known[id(node)] = found
                row.extend(self.made(one) for one in node.value)
            case _:
                found = block = Block(at=at)
                self._known[id(node)] = found
                self._fill(block, node)
        return found

    def _fill(self, block: Block, node: yaml.Node) -> None:
        merged: list[Node] = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.tag == "tag:yaml.org,2002:merge":
                made = self.made(value)
                merged += list(made) if isinstance(made, Row) else [made]
                continue
            mark = key.start_mark
            at = Location(file=self._path, line=mark.line + 1, column=mark.column + 1)
            block[Text(key.value, at=at)] = self.made(value)
        for one in merged:
            if isinstance(one, Block):
                for name, value in one.items():
                    block.setdefault(name, value)


def part(node: object, *names: str) -> Any:
    """What stands below names, one inside another; None where nothing does."""
    for name in names:
        if not isinstance(node, Block):
            return None
        node = node.get(Text(name, at=node.at))
    return None if isinstance(node, Text) and node.is_blank else node


def word(node: object, *names: str, usual: str = "") -> str:
    """The text below names; `usual` where there is none."""
    found = part(node, *names)
    return str(found).strip() if isinstance(found, Text) else usual


def rows(node: object, *names: str) -> list[Any]:
    """The items of the list below names; none where there is no list."""
    found = part(node, *names)
    return list(found) if isinstance(found, Row) else []


def entries(node: object, *names: str) -> list[tuple[Text, Any]]:
    """The keys and values of the mapping below names; none where there is no mapping."""
    found = part(node, *names)
    return list(found.items()) if isinstance(found, Block) else []


def truth(node: object, *names: str, usual: bool = False) -> bool:
    """A yes or no below names, as YAML 1.1 and JSON spell them."""
    said = word(node, *names).lower()
    if said in ("true", "yes", "on", "1"):
        return True
    return False if said in ("false", "no", "off", "0") else usual
