"""Reads files below a folder, and nothing that a link leads to outside it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

# Windows has neither links nor pipes among its files.
_GUARDS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
# What no repository holds of its own: version control's, installed packages, compiled code.
_NOT_OURS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


# Folders, and whether they are below the root once links are followed.
Known = dict[str, bool]


def content(
    root: Path, path: str, limit: int, known: Known | None = None
) -> bytes | int | str | None:
    """A file's bytes; its size when that is above the limit; why it cannot be read.

    None when there is no file: gone from disk, a link, a folder, a device. `known` is what was
    learnt of folders while many files are read one after the other.
    """
    try:
        return _content(root, path, limit, {} if known is None else known)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "not a path"


def _content(root: Path, path: str, limit: int, known: Known) -> bytes | int | None:
    whole = os.path.join(root, path)  # noqa: PTH118 - a third of the time a Path takes
    if not _is_below(os.fspath(root), os.path.dirname(whole), known):  # noqa: PTH120 - likewise
        return None
    if not stat.S_ISREG(os.lstat(whole).st_mode):
        return None
    # Between the look and the opening the file may become a link or a pipe.
    handle = os.open(whole, os.O_RDONLY | _GUARDS)
    with open(handle, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            return None
        return about.st_size if about.st_size > limit else file.read(limit + 1)


def _is_below(root: str, folder: str, known: Known) -> bool:
    """Whether a folder is the root or below it, links followed: a folder that is no link is
    where its parent is."""
    if folder not in known:
        above = os.path.dirname(folder)  # noqa: PTH120 - asked of every folder of a repository
        is_plain = folder.startswith(f"{root}{os.sep}") and not os.path.islink(folder)  # noqa: PTH114 - likewise
        if is_plain and ".." not in folder and known.get(above):
            known[folder] = True
        else:
            top = os.path.realpath(root)
            known[folder] = os.path.commonpath([top, os.path.realpath(folder)]) == top
    return known[folder]


def walk(root: Path) -> Iterator[str]:
    """Every file below a folder by its path from there, in order, links not followed.

    Installed packages (node_modules, virtual environments) and version control's own folders
    are not the founder's files and are passed over.
    """
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(one for one in folders if _is_ours(Path(folder), one))
        for name in sorted(files):
            yield (Path(folder) / name).relative_to(root).as_posix()


def _is_ours(folder: Path, name: str) -> bool:
    return name not in _NOT_OURS and not (folder / name / "pyvenv.cfg").exists()
