"""The repository as it will be once the pages are written, so that the checks can read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready.world.repository import GitRepository


@dataclass(frozen=True)
class WithPages(GitRepository):
    """A repository in which some files, by their path from its root, say something else."""

    pages: Mapping[str, str] = field(default_factory=dict)

    def read(self, path: str) -> str | None:
        return self.pages[path] if path in self.pages else super().read(path)

    def raw(self, path: str) -> bytes | None:
        return self.pages[path].encode() if path in self.pages else super().raw(path)
