"""Marks by which a person lets one line stand, in the line or in the one before it.

`pragma: allowlist secret` is detect-secrets' mark, `gitleaks:allow` is gitleaks'. Each stands in a
comment; which sign begins one is the language's business, so every usual sign is heeded in
every file.
"""

import re

_OPENS = r"(?:#|//|/\*|\*|--|;|'|%|!|<!--|\{#|\{\{!|<%|\"\"\"|\b(?:REM|rem|dnl)\b)"
_HERE = re.compile(rf"{_OPENS}[ \t#*!-]{{0,8}}pragma: ?(?:allow|white)list[ -]secret")
# Nothing may stand before it: else it could hide behind code that seems to be meant.
_NEXT = re.compile(rf"^[ \t]*{_OPENS}[ \t#*!-]{{0,8}}pragma: ?allowlist[ -]nextline[ -]secret")
_GITLEAKS = re.compile(r"(?<![A-Za-z0-9])gitleaks:allow(?![A-Za-z0-9])")


def lets_stand(line: str, before: str) -> bool:
    """Whether a line is marked."""
    if "gitleaks:allow" in line and _GITLEAKS.search(line):
        return True
    if "pragma:" in line and _HERE.search(line):
        return True
    return "pragma:" in before and _NEXT.search(before) is not None
