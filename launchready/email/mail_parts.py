"""The readable parts of a mail, each line with its place in the file (RFC 2045, 2046)."""

import base64
import binascii
import quopri
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from launchready.email.mail_file import Mail

_DEEPEST = 20  # parts within parts
_MOST_PARTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A part people see; `lines` are (line in the file, text)."""

    is_html: bool
    lines: tuple[tuple[int, str], ...]


def text_parts(mail: Mail) -> tuple[TextPart, ...]:
    """Every text part that is not an attachment."""
    head = b"\r\n".join(one.raw for one in mail.fields)
    lines = mail.body.split(b"\r\n")
    found: list[TextPart] = []
    for part in _parts(message_from_bytes(head + b"\r\n\r\n"), lines, mail.body_line, 0):
        found.append(part)
        if len(found) >= _MOST_PARTS:
            break
    return tuple(found)


def _parts(head: "Message", lines: list[bytes], first: int, depth: int) -> Iterator[TextPart]:
    kind = head.get_content_type()
    boundary = head.get_boundary()
    if kind.startswith("multipart/") and boundary and depth < _DEEPEST:
        for start, inner in _split(lines, boundary.encode("utf-8", "replace")):
            gap = inner.index(b"") if b"" in inner else len(inner)
            own = message_from_bytes(b"\r\n".join(inner[:gap]) + b"\r\n\r\n")
            yield from _parts(own, inner[gap + 1 :], first + start + gap + 1, depth + 1)
    elif kind in ("text/plain", "text/html") and head.get_content_disposition() != "attachment":
        encoding = str(head.get("content-transfer-encoding") or "").strip().lower()
        charset = head.get_content_charset() or "utf-8"
        decoded = _decoded(lines, first, encoding)
        texts = tuple((line, _text(raw, charset)) for line, raw in decoded)
        yield TextPart(is_html=kind == "text/html", lines=texts)


def _split(lines: list[bytes], boundary: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """The parts between boundaries, each with the number of lines before it."""
    start: int | None = None
    for number, line in enumerate(lines):
        bare = line.rstrip(b" \t")
        if bare not in (b"--" + boundary, b"--" + boundary + b"--"):
            continue
        if start is not None:
            yield start, lines[start:number]
        start = number + 1
        if bare.endswith(b"--") and bare != b"--" + boundary:
            return
    if start is not None:
        yield start, lines[start:]


def _decoded(lines: list[bytes], first: int, encoding: str) -> Iterator[tuple[int, bytes]]:
    if encoding == "base64":
        try:
            whole = base64.b64decode(b"".join(lines))
        except (binascii.Error, ValueError):
            return
        yield from ((first, one) for one in whole.splitlines())
        return
    if encoding != "quoted-printable":
        yield from enumerate(lines, first)
        return
    kept, at = b"", first
    for number, line in enumerate(lines, first):
        at = number if not kept else at
        if line.endswith(b"="):
            kept += line[:-1]
            continue
        yield at, quopri.decodestring(kept + line)
        kept = b""
    if kept:
        yield at, quopri.decodestring(kept)


def _text(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")
