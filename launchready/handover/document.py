"""The documents of a handover, and how their parts are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from launchready.core.location import Location

# In reading order; without the first five nobody else can run the product.
DOCUMENTS = (
    "HANDOVER",
    "RUNBOOK",
    "ACCESS",
    "RISKS",
    "ALERTS",
    "RELEASE",
    "DNS_MAP",
    "EDGE_POLICY",
    "ENV",
    "PERF",
)
NEEDED = DOCUMENTS[:5]

# What must be in the runbook, each under a heading that has these words.
INCIDENTS = {
    "expired-certificate": "A certificate has expired",
    "broken-redirect": "A redirect is broken",
    "failed-deploy": "A deploy has failed",
    "mail-authentication": "Mail is refused or lands in spam",
    "leaked-key": "A key has leaked",
    "database-restore": "The database has to be restored",
}

# The labels of the lines that the checks read.
OWNER, SECOND = "Owner", "Second admin"
CALL, BACKUP = "Whom to call", "If nobody answers"
ACCEPTED, GONE = "Accepted by", "Not found any more"

_HEADING = re.compile(r"##[ \t]+(\S.*?)[ \t#]*")
_FIELD = re.compile(
    r"[-*][ \t]+(?:\*\*)?([A-Z][A-Za-z -]{1,30}?)(?:\*\*)?:(?:\*\*)?[ \t]*(.*?)[ \t]*"
)
_FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")
_NOBODY = {"", "-", "?", "??", "tbd", "todo", "nobody", "no one", "none", "unknown", "..."}
_UNUSED = ("not used", "n/a", "not needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document by its path from the repository's root."""

    name: str
    path: str
    at: Location

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under one heading of a document; `fields` are its `- Label: value` lines."""

    title: str
    path: str
    line: int
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def at(self) -> Location:
        return Location(file=self.path, line=self.line)

    def __str__(self) -> str:
        return f"{self.path}: {self.title}"

    def said(self, label: str) -> str | None:
        """A field's value, None when there is no such line; the first that says something."""
        values = [value for name, value in self.fields if name.lower() == label.lower()]
        return next((one for one in values if one), "") if values else None


def parts(text: str, path: str) -> Iterator[Part]:
    """Every part of a document under a heading of the second level."""
    title, start, body = "", 0, list[str]()
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = _fenced(line, fence)
        heading = None if fence else _HEADING.fullmatch(line)
        if heading is None:
            body.append("" if fence else line)
            continue
        if start:
            yield _part(title, path, start, body)
        title, start, body = heading[1], number, []
    if start:
        yield _part(title, path, start, body)


def merged(found: Iterable[Part]) -> list[Part]:
    """Parts of the same title as one, at the first of them: what one leaves out another says."""
    by_title: dict[str, Part] = {}
    for one in found:
        key = one.title.casefold()
        known = by_title.get(key)
        by_title[key] = replace(known, fields=known.fields + one.fields) if known else one
    return list(by_title.values())


def _fenced(line: str, fence: str) -> str:
    """The fence that is open after a line, "" outside of code."""
    found = _FENCE.match(line)
    if found is None:
        return fence
    if not fence:
        return found[1]
    return "" if found[1].startswith(fence) else fence


def _part(title: str, path: str, line: int, body: list[str]) -> Part:
    found = [_FIELD.fullmatch(one) for one in body]
    fields = tuple((one[1].strip(), one[2]) for one in found if one)
    return Part(title=title, path=path, line=line, fields=fields)


def is_nobody(value: str | None) -> bool:
    """Whether a field that should name somebody names nobody."""
    return (value or "").strip(" .*_`").lower() in _NOBODY


def is_unused(value: str | None) -> bool:
    """Whether a field says that the product has no such thing."""
    return (value or "").strip(" *_`").lower().startswith(_UNUSED)


def is_same(one: str, other: str) -> bool:
    """Whether two fields name the same person."""
    return one.strip(" @.").casefold() == other.strip(" @.").casefold()
