"""What a launchready.yml that is already there says, section by section, as it was written."""

from dataclasses import dataclass, field
from pathlib import Path

from launchready.core.location import NOWHERE
from launchready.values.node import Block, Node, Row
from launchready.values.yaml import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """The file's text, "" where there is none, and its sections."""

    text: str = ""
    root: Block = field(default_factory=lambda: Block(at=NOWHERE))

    def has(self, section: str) -> bool:
        return self.root.key(section) is not None

    @property
    def canonical(self) -> str:
        return str(self._said("hosts", "canonical") or "")

    @property
    def own(self) -> tuple[str, ...]:
        row = self._said("hosts", "own")
        return tuple(str(one) for one in row) if isinstance(row, Row) else ()

    @property
    def staging(self) -> tuple[str, ...]:
        row = self._said("hosts", "staging")
        return tuple(str(one) for one in row) if isinstance(row, Row) else ()

    @property
    def mapped(self) -> tuple[str, ...]:
        """The hosts whose places network.addresses names."""
        places = self._said("network", "addresses")
        named = (str(one).rpartition(":")[0] for one in places) if isinstance(places, Block) else ()
        return tuple(dict.fromkeys(named))

    @property
    def network_only(self) -> str:
        """A config of the same network and environments, and nothing else."""
        kept = [self._block(one) for one in ("environments", "network")]
        return "version: 1\n" + "".join(kept)

    def _said(self, section: str, name: str) -> Node | None:
        block = _of(self.root, section)
        return _of(block, name) if isinstance(block, Block) else None

    def _block(self, section: str) -> str:
        """The lines of a section, from its key to the next one's."""
        key = self.root.key(section)
        if key is None:
            return ""
        later = [one.at.line for one in self.root if one.at.line > key.at.line]
        lines = self.text.splitlines(keepends=True)
        end = min(later, default=len(lines) + 1)
        return "".join(lines[key.at.line - 1 : end - 1]).rstrip() + "\n"


def read_existing(file: Path, name: str) -> Existing | None:
    """The config at a path, None where there is none. Raises ConfigError where it is not YAML."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return None
    root = parse(raw, name)
    if not isinstance(root, Block):
        return None
    return Existing(text=raw.decode("utf-8-sig"), root=root)


def _of(block: Node, name: str) -> Node | None:
    key = block.key(name) if isinstance(block, Block) else None
    return block[key] if isinstance(block, Block) and key is not None else None
