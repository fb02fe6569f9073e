"""Large files that git keeps elsewhere: what a repository has of them is a few lines that say
which one, and the content only where it was fetched."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from launchready.world import disk
from launchready.world.git import Git

_START = b"version https://git-lfs.github.com/spec/v1\n"
_ID = re.compile(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
# The longest that a stand-in may be, in bytes, as its specification says.
_LONGEST = 1024
# Pictures, sounds, films, fonts and models: what they are, their bytes cannot hold as text, so that
# not having fetched them leaves nothing open.
_MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|heic|ico|bmp|tiff?|psd|ai|mp[34]|m4[av]|mov|webm|avi|mkv|wav|ogg|flac|"
    r"ttf|otf|woff2?|eot|glb|fbx|blend|onnx|pt|safetensors)$",
    re.IGNORECASE,
)
ELSEWHERE = "Git LFS keeps it, and it was not fetched (git lfs fetch --all gets it)"


def is_stand_in(raw: bytes) -> bool:
    """Whether the bytes only say which large file is meant."""
    return raw.startswith(_START) and len(raw) < _LONGEST


def is_media(path: str) -> bool:
    return bool(_MEDIA.search(path))


@dataclass(frozen=True)
class Elsewhere:
    """The large files that this clone has."""

    git: Git = field(repr=False)

    @cached_property
    def _folder(self) -> Path:
        where = self.git.ask("rev-parse", "--git-common-dir").decode().rstrip("\n")
        return self.git.root / where / "lfs" / "objects"

    def content(self, raw: bytes, limit: int) -> bytes | int | str:
        """What a stand-in stands for; its size when that is above the limit; why it is not here."""
        found = _ID.search(raw)
        if not found:
            return "a Git LFS pointer that names no content"
        name = found[1].decode()
        held = disk.content(self._folder, f"{name[:2]}/{name[2:4]}/{name}", limit)
        return ELSEWHERE if held is None else held
