"""Opens archives in memory, one within another, no deeper and no larger than is safe."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["zip", "gzip", "bzip2", "xz", "tar"]

# How deep an archive within an archive is opened.
DEEPEST = 2
# The most that is unpacked of one file, in bytes, and the most of one member.
LARGEST = 64 * 1024 * 1024
LARGEST_MEMBER = 16 * 1024 * 1024
# The most members of one file; a wheel of a large library has some thousands.
MOST = 10_000

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
# How a zip may pack: LZMA's own bound on memory cannot be set there.
_SAFE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
Read = Callable[[int], bytes]

_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, by its path there; `!` stands between archive and archive."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shut:
    """A member, or what is left of an archive, that was not unpacked, and why."""

    path: str
    reason: Literal["binary", "too large"]
    detail: str


@dataclass(slots=True)
class _Room:
    """What may still be unpacked of one file."""

    size: int = LARGEST
    members: int = MOST


def kind_of(raw: bytes) -> Kind | None:
    """Which archive the bytes are, told by how they begin."""
    if raw[:1] in b"P\x1fB\xfd" and len(raw) > 8:
        found = next((kind for start, kind in _STARTS if raw.startswith(start)), None)
        if found != "bzip2" or raw[4:10] == b"1AY&SY":
            return found
    return "tar" if raw[257:262] == b"ustar" else None


def members(raw: bytes, kind: Kind) -> Iterator[Member | Shut]:
    """The files in an archive, and what was not unpacked of it."""
    yield from _members(raw, kind, "", 1, _Room())


def _members(
    raw: bytes, kind: Kind, within: str, depth: int, room: _Room
) -> Iterator[Member | Shut]:
    try:
        for path, size, read in _listed(raw, kind):
            full = f"{within}{path}"
            if room.members <= 0:
                yield Shut(within, "too large", f"more than {MOST} files in one archive")
                return
            room.members -= 1
            limit = min(LARGEST_MEMBER, room.size)
            if read is None:
                yield Shut(full, "binary", "encrypted, or packed in a way that is not opened here")
                continue
            data = read(limit + 1) if size <= limit else None
            if data is None or len(data) > limit:
                yield Shut(full, "too large", _too_large(room))
                continue
            room.size -= len(data)
            inner = kind_of(data)
            if inner and depth < DEEPEST:
                yield from _members(data, inner, f"{full}!" if full else "", depth + 1, room)
            elif inner:
                detail = f"an archive {depth + 1} deep; at most {DEEPEST} are opened"
                yield Shut(full, "too large", detail)
            else:
                yield Member(full, data)
    except _BROKEN as error:
        yield Shut(within, "binary", f"not a sound archive ({type(error).__name__})")


def _too_large(room: _Room) -> str:
    if room.size < LARGEST_MEMBER:
        return f"at most {LARGEST // 2**20} MiB of one archive are unpacked"
    return f"at most {LARGEST_MEMBER // 2**20} MiB of a member are unpacked"


def _listed(raw: bytes, kind: Kind) -> Iterator[tuple[str, int, Read | None]]:
    """Path, promised size and a reader of every file; the size of what promises none is 0."""
    stream = io.BytesIO(raw)
    match kind:
        case "zip":
            with zipfile.ZipFile(stream) as box:
                yield from _zipped(box)
        case "tar":
            with tarfile.open(fileobj=stream, mode="r:") as tape:
                for entry in tape:
                    file = tape.extractfile(entry) if entry.isreg() else None
                    if file is not None:
                        yield entry.name, entry.size, file.read
        case "gzip":
            yield "", 0, gzip.GzipFile(fileobj=stream).read
        case "bzip2":
            yield "", 0, bz2.BZ2File(stream).read
        case "xz":
            unpacker = lzma.LZMADecompressor(memlimit=LARGEST)
            yield "", 0, lambda most: unpacker.decompress(raw, most)


def _zipped(box: zipfile.ZipFile) -> Iterator[tuple[str, int, Read | None]]:
    for one in box.infolist():
        if one.is_dir():
            continue
        if one.flag_bits & 1 or one.compress_type not in _SAFE:
            yield one.filename, one.file_size, None
            continue
        with box.open(one) as file:
            yield one.filename, one.file_size, file.read
