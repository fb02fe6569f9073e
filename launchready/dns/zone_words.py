"""Cuts a zone file into entries of words, each with its place (RFC 1035, 5.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready.core.location import Location
from launchready.dns.written import mistake
from launchready.values.node import Text
from launchready.values.problem import ConfigError, Problem

# A map is read by people, and a provider's export of one zone is far below this.
LARGEST = 8 * 1024 * 1024  # bytes

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\f]+)|(?P<comment>;[^\n]*)|(?P<line>\n)|(?P<open>\()|(?P<close>\))
    |"(?P<quoted>(?:[^"\\\n]|\\[^\n])*)"|(?P<word>(?:[^\s;()"\\]|\\[^\n])+(?:(?<==)"(?:[^"\\\n]|\\[^\n])*")?)
    |(?P<strange>.)""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Entry:
    """One record or directive; `indented` says that it keeps the owner of the one before."""

    at: Location
    indented: bool
    words: list[Text] = field(default_factory=list)
    comment: str = ""


def entries(raw: bytes, file: str) -> Iterator[Entry]:
    """The file's entries in order. Raises ConfigError where the text cannot be cut."""
    text = _decoded(raw, file)
    entry: Entry | None = None
    opened: Location | None = None
    line, start, indented = 1, 0, False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        at = Location(file=file, line=line, column=match.start() - start + 1)
        match kind:
            case "blank":
                indented = indented or match.start() == start
            case "comment":
                if entry is not None:
                    entry.comment += match[0]
            case "line":
                line, start = line + 1, match.end()
                if opened is None:
                    if entry is not None:
                        yield entry
                    entry, indented = None, False
            case "open" if opened is None:
                opened = at
                entry = entry or Entry(at=at, indented=indented)
            case "close" if opened is not None:
                opened = None
            case "quoted" | "word":
                entry = entry or Entry(at=at, indented=indented)
                said = match[0] if kind == "word" else match["quoted"]
                entry.words.append(Text(said, at=at, quoted=kind == "quoted"))
            case _:
                raise mistake(at, f"{match[0]} does not belong here", "close quotes and brackets")
    if opened is not None:
        raise mistake(opened, "this bracket is never closed", "close it behind the record")
    if entry is not None:
        yield entry


def _decoded(raw: bytes, file: str) -> str:
    if len(raw) > LARGEST:
        found = f"the file has {len(raw):,} bytes"
        meant = f"at most {LARGEST:,} are read"
        raise ConfigError([Problem(at=Location(file=file), found=found, meant=meant)])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        at = Location(file=file, line=line)
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise ConfigError([Problem(at=at, found=found, meant="save the file as UTF-8")]) from None
