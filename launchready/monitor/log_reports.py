"""Error reports that take along what visitors sent, by Sentry's own switch for it.

Source: docs.sentry.io, "Data Collected" and the options sendDefaultPii and beforeSend.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.monitor.log_sources import Sources

_SWITCHES = re.compile(
    r"\bsendDefaultPii\s*:\s*true\b|\bsend_default_pii[\"']?\s*(?:=>|=|:)\s*[Tt]rue\b|"
    r"\bSendDefaultPII\s*:\s*true\b|\bsetSendDefaultPii\(\s*true\s*\)"
)
_IN_SETTINGS = re.compile(r"(?m)^\s*(?:sentry\.)?send[-_]default[-_]pii\s*[:=]\s*true\b", re.I)
_SCRUBBED = re.compile(
    r"before_?send\b|beforeSend\w*\b|event_scrubber|EventScrubber|BeforeSend\b|before-send", re.I
)
# Characters around the switch within which its settings stand.
_NEAR = 2500


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Where personal data is switched on for error reports."""

    path: str
    line: int


def switches(sources: Sources) -> Iterator[Switch]:
    """Every such switch beside which nothing is taken out before it is sent."""
    for one in sources.served:
        for found in _SWITCHES.finditer(one.text):
            if not one.code[found.start() : found.start() + 4].strip():
                continue
            near = one.code[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            if not _SCRUBBED.search(near):
                yield Switch(path=one.path, line=one.line_at(found.start()))
    for path, text in sources.settings.items():
        if path.endswith((".yml", ".yaml", ".properties")):
            for found in _IN_SETTINGS.finditer(text):
                if not _SCRUBBED.search(text):
                    line = text.count("\n", 0, found.end()) + 1
                    yield Switch(path=path, line=line)
