"""Reads Strict-Transport-Security as browsers do, and the preload list (RFC 6797, 6.1 and 8.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

YEAR = 31_536_000  # seconds; what hstspreload.org asks for
HALF_A_YEAR = 15_552_000  # seconds; below it a seldom visitor is on his own again
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a host promised; `max_age` is in seconds, `faults` are what preloading trips over."""

    max_age: int
    subdomains: bool
    preload: bool
    faults: tuple[str, ...] = ()

    @property
    def weaknesses(self) -> tuple[str, ...]:
        """What it leaves open, in words that follow "Strict-Transport-Security"."""
        if self.preload:
            return self.unfit_for_preload
        if self.max_age < HALF_A_YEAR:
            return (f"holds for {_span(self.max_age)}; half a year is the least that helps",)
        return ()

    @property
    def unfit_for_preload(self) -> tuple[str, ...]:
        """Why hstspreload.org would not take a host that says `preload`."""
        found = list(self.faults)
        if self.max_age < YEAR:
            found.append(f"says preload and holds for {_span(self.max_age)}; a year is asked for")
        if not self.subdomains:
            found.append("says preload without includeSubDomains, which is asked for")
        return tuple(found)


def read(headers: Sequence[str]) -> Policy | str | None:
    """What the headers of one answer promise: browsers take the first and drop it whole if it is
    wrong. None where there is none, and why it is void where browsers drop it."""
    if not headers:
        return None
    found = _parsed(headers[0])
    if isinstance(found, Policy) and len(headers) > 1:
        more = f"is sent {len(headers)} times; browsers take the first"
        return Policy(
            max_age=found.max_age,
            subdomains=found.subdomains,
            preload=found.preload,
            faults=(more, *found.faults),
        )
    return found


def _parsed(text: str) -> Policy | str:
    said: dict[str, str] = {}
    faults: list[str] = []
    for part in text.split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        key = name.lower()
        if not name:
            if equals:
                return "has a value without a name"
            continue
        if not _TOKEN.fullmatch(name):
            return f"has {name!r}, which is no directive"
        if key in said:
            return f"says {name} twice"
        said[key] = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
        if key not in ("max-age", "includesubdomains", "preload"):
            faults.append(f"says {name}, which means nothing")
    age = said.get("max-age")
    if age is None:
        return "has no max-age"
    if not (age.isascii() and age.isdigit()):
        return f"has max-age={age}, which is no number of seconds"
    return Policy(
        max_age=int(age[:12]),
        subdomains="includesubdomains" in said,
        preload="preload" in said,
        faults=tuple(faults),
    )


def _span(seconds: int) -> str:
    days = seconds // 86400
    if days == 0:
        return f"{seconds} seconds"
    return "a day" if days == 1 else f"{days} days"
