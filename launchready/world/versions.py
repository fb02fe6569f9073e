"""Contents read one by one, and the last few of them remembered."""

from collections import OrderedDict
from collections.abc import Sequence

from launchready.world.lfs import Elsewhere, is_stand_in
from launchready.world.objects import Blobs
from launchready.world.parts import LARGEST, Earlier, earlier

# How much is remembered, in bytes, because a parent's file is often the last commit's.
_REMEMBERED = 24 * 1024 * 1024
# How many parents' versions are remembered taken apart.
_TAKEN_APART = 8


class Versions:
    """The versions of a repository's files, by their ids."""

    def __init__(self, blobs: Blobs, elsewhere: Elsewhere) -> None:
        self._blobs = blobs
        self._elsewhere = elsewhere
        self._contents: OrderedDict[str, bytes] = OrderedDict()
        self._earlier: OrderedDict[tuple[str, ...], Earlier] = OrderedDict()
        self._size = 0

    def read(self, blob: str) -> bytes | int | str | None:
        """A content; its size when that is too large; why or None when it is not there."""
        if blob in self._contents:
            self._contents.move_to_end(blob)
            return self._contents[blob]
        raw: bytes | int | str | None = self._blobs.read(blob, LARGEST)
        if isinstance(raw, bytes) and is_stand_in(raw):
            raw = self._elsewhere.content(raw, LARGEST)
        if isinstance(raw, bytes):
            self._contents[blob] = raw
            self._size += len(raw)
            while self._size > _REMEMBERED and len(self._contents) > 1:
                self._size -= len(self._contents.popitem(last=False)[1])
        return raw

    def earlier(self, blobs: Sequence[str]) -> Earlier:
        """What these versions said."""
        key = tuple(blobs)
        if key not in self._earlier:
            read = [self.read(one) for one in blobs]
            self._earlier[key] = earlier([one for one in read if isinstance(one, bytes)])
            while len(self._earlier) > _TAKEN_APART:
                self._earlier.popitem(last=False)
        return self._earlier[key]
