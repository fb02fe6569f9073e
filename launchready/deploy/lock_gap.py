"""What a manifest asks for and its lock file does not have, or has and is not asked for."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# A range of versions, and no address, alias, tag of a workspace or patch.
_PLAIN = re.compile(r"[\w^~<>=*.|+ -]+$")
_TRAILING = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])|//[^\n]*')


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """`missing` is written name@range; `extra` are names; `is_other` when only a hash tells."""

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    is_other: bool = False

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.is_other)

    def said(self, manifest: str, lock: str) -> str:
        """The fault in a founder's words."""
        if self.missing:
            return f"{manifest} asks for {_some(self.missing)}, which {lock} does not have"
        if self.extra:
            return f"{lock} still has {_some(self.extra)}; {manifest} no longer asks for it"
        return f"{manifest} was changed after {lock} was made"


def compared(
    asked: Mapping[str, str],
    had: Mapping[str, str],
    *,
    loose: Iterable[str] = (),
    strict: bool = True,
) -> Gap:
    """Names and ranges held against each other; of `loose` names only that they are there.

    `strict`: what the lock has beyond what is asked for makes its tool refuse it.
    """
    free = set(loose)
    missing = [
        f"{name}@{wanted}" if _PLAIN.match(wanted) else name
        for name, wanted in asked.items()
        if name not in had or (name not in free and _differ(wanted, had[name]))
    ]
    extra = [name for name in had if name not in asked and name not in free] if strict else []
    return Gap(missing=tuple(missing), extra=tuple(extra))


def _differ(wanted: str, had: str) -> bool:
    plain = had.removeprefix("npm:")
    return wanted != plain and bool(_PLAIN.match(wanted)) and bool(_PLAIN.match(plain))


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def as_json(text: str, *, loose: bool = False) -> dict[str, Any] | None:
    """A JSON object, None when it is none; `loose`: comments and trailing commas are allowed."""
    try:
        read = json.loads(_TRAILING.sub(r"\1", text) if loose else text)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def mapping(value: Any) -> dict[str, Any]:
    """A mapping with names for keys; whatever else it is, an empty one."""
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def texts(value: Any) -> dict[str, str]:
    """The entries of a mapping that are text."""
    return {key: one for key, one in mapping(value).items() if isinstance(one, str)}
