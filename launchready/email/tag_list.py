"""The `tag=value; tag=value` of DKIM and DMARC (RFC 6376, 3.2)."""

import re
from dataclasses import dataclass

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_BLANKS = " \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagList:
    """Tags in order, names as written; the first of twins holds. `faults` is what is wrong."""

    tags: tuple[tuple[str, str], ...]
    faults: tuple[str, ...] = ()

    def value(self, name: str) -> str | None:
        """The value of a tag, None when it is not there."""
        return next((value for tag, value in self.tags if tag == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(tag for tag, _ in self.tags)


def tag_list(text: str, *, fold: bool = False) -> TagList:
    """Whatever can be read of a tag list, and what cannot.

    `fold` is for lists whose names may be written in capitals, as DMARC's.
    """
    tags: list[tuple[str, str]] = []
    faults: list[str] = []
    for part in text.split(";"):
        name, equals, value = (one.strip(_BLANKS) for one in part.partition("="))
        name = name.lower() if fold else name
        if not name and not equals:
            continue
        if not equals or not _TAG.fullmatch(name):
            shown = part.strip()[:40]
            faults.append(f"“{shown}” is no tag{_hint(part)}")
        elif name in {tag for tag, _ in tags}:
            faults.append(f"{name}= stands there twice")
        else:
            tags.append((name, value))
    return TagList(tags=tuple(tags), faults=tuple(faults))


def _hint(part: str) -> str:
    if '"' in part or "\u201c" in part:
        return "; quotes were pasted into the value"
    if ":" in part and "=" not in part:
        return "; tags are written name=value"
    if "," in part:
        return "; tags are kept apart by semicolons"
    return ""
