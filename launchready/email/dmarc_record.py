"""Reads DMARC records, as RFC 7489 has them and as RFC 9989 does."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from launchready.email.tag_list import TagList, tag_list
from launchready.values.problem import nearest

Policy = Literal["none", "quarantine", "reject"]

POLICIES: tuple[Policy, ...] = ("none", "quarantine", "reject")
# Both generations, with what each may hold; the removed ones are RFC 7489's alone.
_KNOWN = ("v", "p", "sp", "np", "psd", "t", "rua", "ruf", "adkim", "aspf", "fo")
_REMOVED = ("pct", "rf", "ri")
_WORDS = {"adkim": ("r", "s"), "aspf": ("r", "s"), "psd": ("y", "n", "u"), "t": ("y", "n")}
_VERSION = re.compile(r"[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|\Z)")
_URI = re.compile(r"([a-z][a-z0-9+.-]*):([^!]+)(![0-9]+[kmgt]?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcRecord:
    """A record and its tags; `faults` are of the list's own grammar."""

    written: str
    tags: TagList

    def policy(self, tag: str) -> Policy | None:
        """The policy of p, sp or np, None where it is absent or no policy."""
        value = (self.tags.value(tag) or "").lower()
        return next((one for one in POLICIES if one == value), None)

    def is_wrong(self, tag: str) -> bool:
        return self.tags.value(tag) is not None and self.policy(tag) is None

    def word(self, tag: str) -> str:
        """The value of a tag of one letter, its default where it is absent or no such letter."""
        value = (self.tags.value(tag) or "").lower()
        default = "u" if tag == "psd" else _WORDS[tag][-1 if tag == "t" else 0]
        return value if value in _WORDS[tag] else default

    @property
    def is_test(self) -> bool:
        return self.word("t") == "y"

    @property
    def percentage(self) -> int:
        value = self.tags.value("pct") or ""
        return int(value) if re.fullmatch(r"[0-9]{1,3}", value) and int(value) <= 100 else 100

    @property
    def reports_to(self) -> tuple[str, ...]:
        return tuple(
            one.strip() for one in (self.tags.value("rua") or "").split(",") if one.strip()
        )

    @property
    def has_place_for_reports(self) -> bool:
        return any(mailbox(one) for one in self.reports_to)


def is_dmarc(text: str) -> bool:
    """Whether a TXT record is DMARC's: v first, its value in capitals (RFC 9989, 4.7)."""
    return _VERSION.match(text) is not None


def read(text: str) -> DmarcRecord:
    return DmarcRecord(written=text, tags=tag_list(text, fold=True))


def mailbox(uri: str) -> str:
    """The address of a mailto URI, "" where it is none."""
    found = _URI.fullmatch(uri)
    if found is None or found[1].lower() != "mailto":
        return ""
    address = unquote(found[2]).partition("?")[0].strip()
    local, _, domain = address.rpartition("@")
    return address if local and "." in domain and " " not in address else ""


def errors(record: DmarcRecord) -> list[str]:
    """What makes receivers read it otherwise than it was meant."""
    said = list(record.tags.faults)
    for tag in ("p", "sp", "np"):
        if record.is_wrong(tag):
            value = record.tags.value(tag) or ""
            near = nearest(value, POLICIES)
            meant = f"; {near} is meant" if near else "; none, quarantine or reject is meant"
            said.append(f"{tag}={value} is no policy{meant}")
    if record.tags.value("p") is None:
        said.append("it has no p=")
    return said


def oddities(record: DmarcRecord) -> list[str]:
    """What does nothing, or not the same for everybody."""
    said = [
        f"{tag}= is gone since RFC 9989" for tag in _REMOVED if record.tags.value(tag) is not None
    ]
    for tag in record.tags.names:
        if tag not in (*_KNOWN, *_REMOVED):
            near = nearest(tag, _KNOWN)
            said.append(f"{tag}= is no tag of DMARC" + (f"; {near}= is meant" if near else ""))
    for tag, words in _WORDS.items():
        value = record.tags.value(tag)
        if value is not None and value.lower() not in words:
            said.append(f"{tag}={value} is passed over; it may be {' or '.join(words)}")
    names = record.tags.names
    if "p" in names and names.index("p") != 1:
        said.append("p= does not stand second, where RFC 7489 has it")
    if any("!" in one for one in record.reports_to):
        said.append("a size behind ! in rua= is gone since RFC 9989")
    if record.tags.value("fo") is not None and record.tags.value("ruf") is None:
        said.append("fo= does nothing without ruf=")
    return said


def rewritten(record: DmarcRecord, without: tuple[str, ...] = (), **changes: str) -> str:
    """The record with some tags changed and some left out, those of RFC 9989 alone, p second."""
    kept = {
        name: value
        for name, value in record.tags.tags
        if name in _KNOWN and name not in without and value
    }
    kept |= changes
    order = ("v", "p", *(one for one in kept if one not in ("v", "p")))
    return "; ".join(f"{name}={kept[name]}" for name in order if name in kept)
