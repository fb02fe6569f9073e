"""What a check may ask of the package managers of the machine: whether they would take a lock."""

from collections.abc import Mapping
from typing import Literal, Protocol

Tool = Literal["npm", "bun", "uv", "poetry", "composer"]


class PackageManagers(Protocol):
    """The programs on this machine, without anything of the repository but what they are given."""

    async def agrees(self, tool: Tool, files: Mapping[str, bytes]) -> bool | None:
        """Whether a manifest and its lock are in step, as the program itself says.

        `files` are by their path from the lock's folder. None when the program is not there,
        takes too long, or gives no answer to this question.
        """
        ...


class NoPackageManagers:
    """Stands where no program may be run."""

    async def agrees(self, tool: Tool, files: Mapping[str, bytes]) -> bool | None:
        _ = tool, files
        return None
