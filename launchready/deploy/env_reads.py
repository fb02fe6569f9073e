"""What the running product reads of the environment, by name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.core.location import Location
from launchready.deploy.env_documents import schema_names
from launchready.deploy.env_scripts import COMPOSE, script_uses
from launchready.deploy.env_use import Use
from launchready.deploy.env_uses import quieted, uses
from launchready.deploy.paths import is_run, language_of
from launchready.deploy.tree import File, Tree

_NOT_LIVE = re.compile(
    r"(^|[/._-])(dev|develop|development|tests?|testing|local|override|ci|e2e|example|"
    r"sample|demo|playwright|cypress)([/._-]|$)"
)
_CREDENTIALS = re.compile(r"\bRails\.application\.credentials\b(?!\.secret_key_base)")
_ENCRYPTED = r"^config/credentials(/production)?\.yml\.enc$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A variable the product reads, and the first place; optional where it can do without.

    Any of `instead` would do as well. `is_handed` where a deployment file, and no code, asks.
    """

    name: str
    at: Location
    is_optional: bool
    places: int
    instead: frozenset[str] = frozenset()
    is_handed: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    at: Location
    is_spared: bool
    instead: tuple[str, ...]
    is_handed: bool


def variables(tree: Tree) -> list[Read]:
    """What the running product reads, by name."""
    seen: dict[str, list[_Place]] = {}
    has_credentials = bool(tree.has(_ENCRYPTED))
    for one in tree.files:
        if not is_run(one.path):
            continue
        for use in _uses(one, has_credentials=has_credentials):
            place = _Place(
                Location(file=one.path, line=one.line_at(use.offset)),
                use.has_default or use.is_optional,
                use.instead,
                COMPOSE.search(one.path) is not None,
            )
            seen.setdefault(use.name, []).append(place)
    return [_read(name, places) for name, places in sorted(seen.items())]


def _read(name: str, places: list[_Place]) -> Read:
    # Asked once whether it is there, it is read further on under that condition.
    is_optional = any(one.is_spared for one in places)
    first = min(
        (one for one in places if one.is_spared is all(each.is_spared for each in places)),
        key=lambda one: one.at,
    )
    return Read(
        name=name,
        at=first.at,
        is_optional=is_optional,
        places=len(places),
        instead=frozenset(other for one in places for other in one.instead),
        is_handed=all(one.is_handed for one in places),
    )


def _uses(one: File, *, has_credentials: bool) -> Iterator[Use]:
    if not (COMPOSE.search(one.path) and _NOT_LIVE.search(one.path)):
        yield from script_uses(one.text, one.path)
    language = language_of(one.path)
    if language is None:
        return
    checked = schema_names(one)
    yield from (use for use in uses(one.text, language) if use.name not in checked)
    if language == "ruby" and has_credentials:
        found = _CREDENTIALS.search(quieted(one.text, language))
        if found:
            yield Use(name="RAILS_MASTER_KEY", offset=found.start())
