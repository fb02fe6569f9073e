"""From the bytes of a file to its lines, whatever it was saved as."""

import codecs

# What is looked at to tell text from binary, in bytes; git looks at as much.
SNIFFED = 8000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BYTE_MARKS = tuple(mark for mark, _ in _MARKS)


def encoding_of(raw: bytes) -> str | None:
    """How a text is encoded, None when it is binary; "utf-8" also where it may be Latin-1.

    UTF-8 and UTF-16 by their mark, UTF-16 without one by where its NUL bytes stand (Windows
    tools write it).
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    start = raw[:SNIFFED]
    if b"\0" not in start:
        return "utf-8"
    return _unmarked_utf16(start) or None


def text_of(raw: bytes) -> str | None:
    """The text of a file, None when it is binary.

    What is not UTF-8 after all is Latin-1, in which every byte is a character.
    """
    encoding = encoding_of(raw)
    if encoding is None:
        return None
    if encoding != "utf-8":
        return raw.decode(encoding, "replace").removeprefix("\ufeff")
    bare = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError:
        return bare.decode("latin-1")


def _unmarked_utf16(start: bytes) -> str:
    """Which UTF-16 this is: mostly ASCII, so that every second byte is NUL and no other."""
    even, odd = start[0::2], start[1::2]
    if len(start) < 4:
        return ""
    if b"\0" not in even and odd.count(0) > 0.7 * len(odd):
        return "utf-16-le"
    if b"\0" not in odd and even.count(0) > 0.7 * len(even):
        return "utf-16-be"
    return ""


def lines_of(text: str) -> tuple[str, ...]:
    """Lines as git and editors count them: ended by LF, a CR before it dropped."""
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return tuple(line.removesuffix("\r") for line in lines)
