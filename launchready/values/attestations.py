"""What people have signed for: a statement, by whom, on which day, with which evidence."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pydantic_core import PydanticCustomError

from launchready.core.location import Location
from launchready.values.node import Block, Row, Text
from launchready.values.problem import ConfigError, Problem
from launchready.values.types import day
from launchready.values.yaml import parse

# Keys for the last day a statement holds, where that is earlier than its kind's.
_ENDS = ("expires", "until")
# Hexadecimal digits of `binds`.
_DIGITS = 16
# Accounts of machines, and names that stand for nobody.
_NOBODY = re.compile(
    r".*\[bot\]|(.*[-_. ])?(ro)?bot|dependabot.*|renovate.*|github-actions.*|ci|launchready|"
    r"root|admin|nobody|somebody|tbd|todo|\W*",
    re.IGNORECASE,
)
_SHAPE = "rollback-tested: {by: ana, on: 2026-11-20, evidence: https://…}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One statement. `facts` are its other keys as written (from, to, minutes, binds, expires)."""

    id: str
    at: Location
    by: str
    on: date
    evidence: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.id

    @property
    def is_by_a_person(self) -> bool:
        """Whether a name of a person stands there, and no account of a machine."""
        return _NOBODY.fullmatch(self.by.strip().removeprefix("@")) is None

    def last_day(self, days: float) -> date:
        """The last day it holds: so many days after it was signed, or sooner if it says so.

        Raises ValueError when a day it names is none.
        """
        ends = [date.fromisoformat(self.facts[key]) for key in _ENDS if self.facts.get(key)]
        return min([self.on + timedelta(days=days), *ends])


def bound(facts: Mapping[str, str]) -> str:
    """What `binds:` says of facts a statement speaks of: another hash when one of them changes.

    Ends of lines and of files are no facts: editors change them by themselves.
    """
    plain = {
        key: [line.rstrip() for line in text.strip().splitlines()] for key, text in facts.items()
    }
    told = json.dumps(plain, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def read(raw: bytes, file: str) -> tuple[Attestation, ...]:
    """Every statement of a file: a mapping by id, or a list whose entries have an `id`.

    A top key `attestations:` may hold either. Raises ConfigError with every mistake.
    """
    root: Any = parse(raw, file)
    problems: list[Problem] = []
    if isinstance(root, Block):
        inner = next((value for key, value in root.items() if str(key) == "attestations"), None)
        root = root if inner is None else inner
    pairs = list(_entries(root, problems))
    found = [_one(id_, node, problems) for id_, node in pairs]
    if problems:
        raise ConfigError(problems)
    return tuple(one for one in found if one is not None)


def _entries(root: Any, problems: list[Problem]) -> list[tuple[Any, Any]]:
    if isinstance(root, Block):
        return [(key, value) for key, value in root.items() if str(key) != "version"]
    if not isinstance(root, Row):
        problems.append(Problem(at=root.at, found="these are no statements", meant=_SHAPE))
        return []
    made: list[tuple[Any, Any]] = []
    for node in root:
        given = {str(k): v for k, v in node.items()} if isinstance(node, Block) else {}
        if isinstance(given.get("id"), Text):
            made.append((given["id"], node))
        else:
            problems.append(Problem(at=node.at, found="this statement has no id", meant=_SHAPE))
    return made


def _one(id_: Text, node: Any, problems: list[Problem]) -> Attestation | None:
    if not isinstance(node, Block):
        problems.append(Problem(at=id_.at, found=f"{id_} says nothing", meant=_SHAPE))
        return None
    given = {str(key): value for key, value in node.items()}
    by, on = given.get("by"), given.get("on")
    if not isinstance(by, Text) or by.is_blank:
        problems.append(Problem(at=id_.at, found=f"{id_} does not say by whom", meant=_SHAPE))
        return None
    if not isinstance(on, Text):
        problems.append(Problem(at=id_.at, found=f"{id_} does not say on which day", meant=_SHAPE))
        return None
    try:
        signed = day(on)
    except PydanticCustomError as error:
        problems.append(Problem(at=on.at, found=error.message(), meant="a day, like 2026-11-20"))
        return None
    said = {
        key: str(value)
        for key, value in given.items()
        if isinstance(value, Text) and key not in ("id", "by", "on", "evidence")
    }
    evidence = given.get("evidence")
    return Attestation(
        id=str(id_),
        at=id_.at,
        by=str(by),
        on=signed,
        evidence=str(evidence) if isinstance(evidence, Text) else "",
        facts=said,
    )
