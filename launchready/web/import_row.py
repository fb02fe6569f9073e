"""What a file of redirects says, whoever's format it is in: rules, old pages, what is not tried."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from launchready.core.location import Location
from launchready.values.problem import Problem

TEMPORARY = (302, 303, 307)
GONE = (404, 410)
# Rules of one file; each is at least one request.
MOST = 5000

# :name, with path-to-regexp's constraint and how often it may stand; or a * for any rest.
_HOLE = re.compile(r":([A-Za-z_][A-Za-z0-9_]*)(\([^()]*(?:\([^()]*\)[^()]*)*\))?([*+?])?|\*")
_STAR = re.compile(r"()()()\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One redirect; `to` None means gone, and a * in `source` stands for anything.

    So does :name where the format `has_names`; elsewhere it is a part of the address.
    """

    source: str
    to: str | None
    status: Literal["permanent"] | tuple[int, ...] | None
    query: Literal["keep", "drop", "ignore"]
    at: Location
    has_names: bool = True

    @property
    def _holes(self) -> re.Pattern[str]:
        return _HOLE if self.has_names else _STAR

    @property
    def is_pattern(self) -> bool:
        return self._holes.search(_without_scheme(self.source)) is not None

    def leads(self, address: str) -> str | None:
        """Where an address is meant to go by this rule: "" for gone, None when it does not fit."""
        fits = _regex(self.source, self._holes).fullmatch(address)
        if fits is None:
            return None
        if self.to is None:
            return ""
        there = {name: text or "" for name, text in fits.groupdict().items()}
        return _HOLE.sub(lambda hole: there.get(hole[1] or "splat", hole[0]), self.to)


@dataclass(slots=True)
class Imported:
    """What was read of one file, line by line."""

    file: str
    has_names: bool = True
    rows: list[ImportRow] = field(default_factory=list)
    old_pages: list[tuple[str, Location]] = field(default_factory=list)
    untried: dict[str, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def at(self, line: int) -> Location:
        return Location(file=self.file, line=line)

    def skip(self, line: int, kind: str) -> None:
        """Notes a rule that nobody can try from outside."""
        self.untried.setdefault(kind, []).append(line)

    def wrong(self, line: int, found: str, meant: str) -> None:
        self.problems.append(Problem(at=self.at(line), found=found, meant=meant))

    def add(
        self,
        line: int,
        source: str,
        to: str | None,
        status: int | None,
        query: Literal["keep", "drop", "ignore"],
    ) -> None:
        """A rule by its status: a redirect, gone, or none that a visitor could see."""
        if status in GONE:
            to = None
        elif to is None or (status is not None and not 300 < status < 400):
            self.skip(line, "a rewrite" if to else f"an answer with {status}")
            return
        self.rows.append(
            ImportRow(
                source=source,
                to=to,
                status=None if to is None else _kind(status),
                # A target with a query of its own replaces the visitor's.
                query="ignore" if to is None or ("?" in to and query == "keep") else query,
                at=self.at(line),
                has_names=self.has_names,
            )
        )


def is_address(text: str) -> bool:
    return (text.startswith("/") and not text.startswith("//")) or is_url(text)


def is_url(text: str) -> bool:
    return re.match(r"https?://[^/\s]", text, re.IGNORECASE) is not None


def lines(text: str) -> Iterable[tuple[int, str]]:
    """The lines of a file from 1, as editors count them."""
    return enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1)


def _kind(status: int | None) -> Literal["permanent"] | tuple[int, ...] | None:
    if status is None:
        return None
    return "permanent" if status in (301, 308) else TEMPORARY


def _without_scheme(text: str) -> str:
    return text.partition("://")[2].partition("/")[2] if is_url(text) else text


def _regex(source: str, holes: re.Pattern[str]) -> re.Pattern[str]:
    parts, at, seen = list[str](), 0, set[str]()
    start = len(source) - len(_without_scheme(source)) if is_url(source) else 0
    for hole in holes.finditer(source, start):
        before, name = source[at : hole.start()], hole[1] or "splat"
        many = not hole[1] or hole[3] in ("*", "+")
        body = ".*" if many else "[^/]+"
        group = f"(?P<{name}>{body})" if name not in seen else body
        is_optional = hole[3] in ("*", "?") and before.endswith("/")
        seen.add(name)
        parts.append(
            re.escape(before[:-1]) + f"(?:/{group})?" if is_optional else re.escape(before) + group
        )
        at = hole.end()
    return re.compile("".join(parts) + re.escape(source[at:]), re.DOTALL)
