"""Gathers a response's body, never more of it than a limit, however small it was packed."""

import zlib

# What a page may weigh, in bytes, packed and unpacked alike.
LIMIT = 2_000_000
# gzip allows members in a row (RFC 1952, 2.2); each costs a new inflater.
_MOST_MEMBERS = 100

_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's wbits: gzip, and zlib (RFC 1950)
PLAIN = ("", "identity")


class DamagedError(Exception):
    """The body is not packed as its Content-Encoding says."""


class Body:
    """A body as it comes in; `truncated` says whether there was more than is kept."""

    def __init__(self, coding: str, limit: int = LIMIT) -> None:
        self._limit = limit
        self._kept = bytearray()
        self._received = 0
        self._members = 1
        self._raw_deflate = coding == "deflate"
        self._wbits = _PACKED.get(coding, 0)
        self._inflater = zlib.decompressobj(self._wbits) if self._wbits else None

    @staticmethod
    def reads(coding: str) -> bool:
        return coding in _PACKED or coding in PLAIN

    @property
    def is_full(self) -> bool:
        return len(self._kept) > self._limit or self._received > self._limit

    @property
    def received(self) -> int:
        """How many bytes came, packed as they were."""
        return self._received

    @property
    def kept(self) -> bytes:
        return bytes(self._kept[: self._limit])

    @property
    def truncated(self) -> bool:
        """Whether there was more: past the limit, or before the packed part's end."""
        cut = self._inflater is not None and self._received > 0 and not self._inflater.eof
        return self.is_full or cut

    def add(self, chunk: bytes) -> None:
        """Takes a chunk in. Raises DamagedError."""
        self._received += len(chunk)
        if self._inflater is None:
            self._kept += chunk[: self._limit + 1 - len(self._kept)]
            return
        try:
            self._inflate(self._suited(self._inflater, chunk), chunk)
        except zlib.error as error:
            raise DamagedError(str(error)) from error

    def _inflate(self, inflater: "zlib._Decompress", data: bytes) -> None:
        while data and not self.is_full and not (inflater.eof and self._is_padding(data)):
            if inflater.eof:
                self._members += 1
                inflater = self._inflater = zlib.decompressobj(self._wbits)
            self._kept += inflater.decompress(data, self._limit + 1 - len(self._kept))
            data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail

    def _is_padding(self, data: bytes) -> bool:
        """What follows a whole member and starts no other is ignored, as browsers do."""
        return self._members >= _MOST_MEMBERS or not data.startswith(b"\x1f")

    def _suited(self, inflater: "zlib._Decompress", data: bytes) -> "zlib._Decompress":
        """The inflater; many servers' deflate lacks zlib's header, which its first byte tells."""
        if self._raw_deflate and data:
            self._raw_deflate = False
            if data[0] & 0x0F != 8:
                self._wbits = -15
                inflater = self._inflater = zlib.decompressobj(self._wbits)
        return inflater
