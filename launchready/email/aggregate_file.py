"""Takes aggregate reports out of whatever they were sent in: gzip, zip, a mail, or nothing."""

import email
import email.policy
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

# A report is a megabyte at most; past these it is no report but an attack.
LARGEST = 50 * 1024 * 1024  # bytes, unpacked
_MOST_FILES = 50  # in one archive or mail
_DEEPEST = 3  # a mail with a zip with a gzip
_HEADER = re.compile(rb"(?:From |[!-9;-~]{1,76}:[ \t\r\n])")
_CHUNK = 1024 * 1024


class UnreadableReportError(Exception):
    """A file holds no report that can be read; the text says why."""


def unpacked(raw: bytes, depth: int = 0) -> Iterator[bytes]:
    """The XML documents in a file, told by their content and never by its name.

    Raises UnreadableReportError.
    """
    if depth > _DEEPEST:
        raise UnreadableReportError(f"it is packed more than {_DEEPEST} times over")
    if len(raw) > LARGEST:
        raise UnreadableReportError(_too_large())
    bare = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")
    if raw.startswith(b"\x1f\x8b"):
        yield from unpacked(_gunzipped(raw), depth + 1)
    elif raw.startswith(b"PK\x03\x04"):
        for one in _unzipped(raw):
            yield from unpacked(one, depth + 1)
    elif bare.startswith(b"<") or raw.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        yield bare if bare.startswith(b"<") else raw
    elif _HEADER.match(bare):
        yield from _attached(raw, depth)
    else:
        raise UnreadableReportError("it is neither XML, gzip, zip nor a mail")


def _too_large() -> str:
    return f"it is larger than {LARGEST // 1024 // 1024} MiB when unpacked"


def _gunzipped(raw: bytes) -> bytes:
    """Every member of a gzip file; one without its end is read as far as it goes."""
    whole = b""
    rest = raw
    while rest.startswith(b"\x1f\x8b"):
        machine = zlib.decompressobj(wbits=31)
        try:
            whole += machine.decompress(rest, LARGEST + 1 - len(whole))
        except zlib.error as error:
            raise UnreadableReportError(f"its gzip is damaged: {error}") from None
        if len(whole) > LARGEST or machine.unconsumed_tail:
            raise UnreadableReportError(_too_large())
        rest = machine.unused_data
    return whole


def _unzipped(raw: bytes) -> Iterator[bytes]:
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = [one for one in archive.infolist() if not _is_debris(one)]
            if len(files) > _MOST_FILES:
                raise UnreadableReportError(f"it holds {len(files)} files")
            if not files:
                raise UnreadableReportError("its zip is empty")
            for one in files:
                if one.flag_bits & 1:
                    raise UnreadableReportError("its zip asks for a password")
                with archive.open(one) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise UnreadableReportError(_too_large())
                yield content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise UnreadableReportError(f"its zip is damaged: {error}") from None


def _is_debris(file: zipfile.ZipInfo) -> bool:
    return file.is_dir() or file.filename.startswith("__MACOSX/")


def _attached(raw: bytes, depth: int) -> Iterator[bytes]:
    """The reports among a mail's parts; its other parts are words for people."""
    mail = email.message_from_bytes(raw, policy=email.policy.compat32)
    found = 0
    for number, part in enumerate(mail.walk()):
        if number > _MOST_FILES:
            raise UnreadableReportError(f"its mail has more than {_MOST_FILES} parts")
        content = part.get_payload(decode=True)
        if part.is_multipart() or not isinstance(content, bytes):
            continue
        start = content.lstrip()[:200]
        is_report = content.startswith((b"\x1f\x8b", b"PK\x03\x04")) or (
            start.startswith(b"<") and not _is_page(start)
        )
        if is_report:
            found += 1
            yield from unpacked(content, depth + 1)
    if not found:
        raise UnreadableReportError("its mail has no report attached")


def _is_page(start: bytes) -> bool:
    return start[:15].lower().startswith((b"<!doctype html", b"<html"))
