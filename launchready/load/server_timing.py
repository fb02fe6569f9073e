"""Reads what a server says of its own time (W3C Server Timing): `db;dur=12.3;desc="3 queries"`."""

import re
from dataclasses import dataclass

# No server says more of one answer; the rest of a longer header is left out.
_LONGEST = 4096  # characters
_MOST = 30  # metrics

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_METRIC = re.compile(rf"\s*({_NAME})")
# A parameter's value is a token or a quoted string (RFC 9110, 5.6.6); what is neither is skipped.
_PARAMETER = re.compile(rf'\s*;\s*({_NAME})\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|({_NAME}))?)?')
# What is left of a metric, quoted commas in it; a quote that never ends takes the rest.
_REST = re.compile(r'(?s)(?:[^,"]|"(?:[^"\\]|\\.)*(?:"|\\?\Z))*?(?=,|\Z)')
_QUERIES = re.compile(r"(\d{1,6})\s*(?:x\s*)?(?:sql\s+|db\s+)?(?:queries|query|q\b)", re.IGNORECASE)
_DATABASE = re.compile(r"(?:^|[-_.])(?:db|sql|postgres\w*|mysql|database|query|orm)(?:$|[-_.])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One thing the server timed; `seconds` is None where it only says that it happened."""

    name: str
    seconds: float | None = None
    description: str = ""

    @property
    def is_database(self) -> bool:
        return bool(_DATABASE.search(self.name.lower()))

    @property
    def queries(self) -> int | None:
        """How many queries the description tells of, None where it tells of none."""
        match = _QUERIES.search(self.description)
        return int(match[1]) if match and self.is_database else None


def read(header: str) -> tuple[Metric, ...]:
    """The metrics of a Server-Timing header, in order; what cannot be read is left out.

    Durations are in milliseconds on the wire (Server Timing, 4); of a parameter given twice the
    first counts (2).
    """
    text, at = header[:_LONGEST], 0
    found: list[Metric] = []
    while at < len(text) and len(found) < _MOST:
        match = _METRIC.match(text, at)
        if match:
            said, at = _parameters(text, match.end())
            seconds = _seconds(said.get("dur", ""))
            found.append(Metric(name=match[1], seconds=seconds, description=said.get("desc", "")))
        rest = _REST.match(text, at)
        at = (rest.end() if rest else len(text)) + 1
    return tuple(found)


def _parameters(text: str, at: int) -> tuple[dict[str, str], int]:
    said: dict[str, str] = {}
    while match := _PARAMETER.match(text, at):
        quoted = match[2]
        value = match[3] or "" if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        said.setdefault(match[1].lower(), value)
        at = match.end()
    return said, at


def _seconds(milliseconds: str) -> float | None:
    try:
        value = float(milliseconds)
    except ValueError:
        return None
    return round(value / 1000, 6) if 0 <= value <= 86_400_000 else None
