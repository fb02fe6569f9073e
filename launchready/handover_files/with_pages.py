"""The repository as it will be once the pages are written, so that the checks can read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from launchready.core.repository import Part, Sieve
from launchready.world.parts import About, parts_of
from launchready.world.repository import GitRepository


@dataclass(frozen=True)
class WithPages(GitRepository):
    """A repository in which some files, by their path from its root, say something else."""

    pages: Mapping[str, str] = field(default_factory=dict)

    def read(self, path: str) -> str | None:
        return self.pages[path] if path in self.pages else super().read(path)

    def raw(self, path: str) -> bytes | None:
        return self.pages[path].encode() if path in self.pages else super().raw(path)

    def tree(self, sieve: Sieve | None = None) -> Iterator[Part]:
        yield from (part for part in super().tree(sieve) if part.path not in self.pages)
        for path, text in self.pages.items():
            if sieve is None or not sieve.skips(path):
                yield from parts_of(About(path=path), text.encode(), sieve)
