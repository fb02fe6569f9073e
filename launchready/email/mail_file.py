"""A mail as it lies in a file: header fields as they came, and the body (RFC 5322)."""

import re
from dataclasses import dataclass

from launchready.email.tag_list import TagList, tag_list

# No mail a product sends is larger; receivers take about 25 MiB.
LARGEST = 16 * 1024 * 1024  # bytes
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_MOST_FIELDS = 1000


class NoMailError(Exception):
    """The file holds no mail; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A header field, whole as it came, line ends made CRLF and the last one left out."""

    raw: bytes
    line: int

    @property
    def name(self) -> str:
        return self.raw.partition(b":")[0].decode("ascii", "replace").strip().lower()

    @property
    def value(self) -> str:
        """The value on one line."""
        text = self.raw.partition(b":")[2].replace(b"\r\n", b"").decode("utf-8", "replace")
        return text.strip(" \t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Fields from the top, and the body with CRLF line ends; `body_line` is its first line."""

    fields: tuple[Field, ...]
    body: bytes
    body_line: int

    def all_of(self, name: str) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.name == name)

    def first(self, name: str) -> str:
        """The topmost value of a field, "" when there is none."""
        return next((one.value for one in self.fields if one.name == name), "")

    @property
    def author(self) -> str:
        """The domain behind the @ of From, "" when that is not one address of one."""
        return domain_in(self.first("from"))


def domain_in(value: str) -> str:
    """The domain of an address field, in lower case."""
    from email.utils import getaddresses

    found = [address for _, address in getaddresses([value]) if "@" in address]
    return found[0].rpartition("@")[2].strip(" >").lower().rstrip(".") if found else ""


def read_mail(raw: bytes) -> Mail:
    """The mail in a file, whatever its line ends; an mbox's first line is passed over.

    Raises NoMailError.
    """
    text = re.sub(rb"\r\n|\r|\n", b"\r\n", raw.removeprefix(b"\xef\xbb\xbf"))
    skipped = 0
    if text.startswith((b"From ", b">From ")):
        text, skipped = text.partition(b"\r\n")[2], 1
    head, gap, body = text.partition(b"\r\n\r\n")
    if text.startswith(b"\r\n"):
        raise NoMailError("it begins with an empty line")
    lines = head.split(b"\r\n")
    fields: list[Field] = []
    for number, line in enumerate(lines, 1 + skipped):
        if line[:1] in (b" ", b"\t") and fields:
            last = fields[-1]
            fields[-1] = Field(raw=last.raw + b"\r\n" + line, line=last.line)
        elif _FIELD.match(line):
            fields.append(Field(raw=line, line=number))
        elif line:
            raise NoMailError(f"line {number} is no header field")
        if len(fields) > _MOST_FIELDS:
            raise NoMailError(f"it has more than {_MOST_FIELDS} header fields")
    if not any(one.name == "from" for one in fields):
        raise NoMailError("it has no From field")
    return Mail(fields=tuple(fields), body=body if gap else b"", body_line=len(lines) + 2 + skipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A DKIM-Signature field and its tags."""

    field: Field
    tags: TagList

    def tag(self, name: str) -> str:
        return self.tags.value(name) or ""

    @property
    def domain(self) -> str:
        return self.tag("d").lower().rstrip(".")

    @property
    def selector(self) -> str:
        return self.tag("s").lower()

    def __str__(self) -> str:
        return f"the signature of {self.domain or 'nobody'} (selector {self.selector or 'none'})"


def signatures(mail: Mail) -> tuple[Signature, ...]:
    """Every DKIM signature, from the top."""
    return tuple(
        Signature(field=one, tags=tag_list(one.value)) for one in mail.all_of("dkim-signature")
    )
