"""A log-in as the throttling check tries it."""

import re
from dataclasses import dataclass
from dataclasses import field as kept

from launchready.core.location import Location

_PASSWORD = re.compile(r"pass|pwd|secret|pin\b|code", re.IGNORECASE)
_ACCOUNT = re.compile(r"mail|user|login|name|account|phone", re.IGNORECASE)


def is_password(name: str) -> bool:
    """Whether a field of that name holds what is guessed."""
    return bool(_PASSWORD.search(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetForm:
    """Where a new password is asked for, and the address that is known there."""

    url: str
    at: Location
    is_json: bool
    field: str
    known: str = kept(repr=False)
    fields: tuple[tuple[str, str], ...] = kept(repr=False)

    def __str__(self) -> str:
        return f"POST {self.url.partition('?')[0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """Where passwords are sent, with which fields, and how often at most."""

    url: str
    at: Location
    attempts: int
    is_json: bool
    fields: tuple[tuple[str, str], ...] = kept(repr=False)

    def __str__(self) -> str:
        return f"POST {self.url.partition('?')[0]}"

    def said(self, password: str, *, other: bool = False) -> dict[str, str]:
        """The fields of one attempt; `other` changes the account to one that nobody has."""
        said = {}
        for name, value in self.fields:
            if is_password(name):
                said[name] = password
            elif other and _ACCOUNT.search(name):
                said[name] = f"x{password[:6].lower()}.{value}"
            else:
                said[name] = value
        return said
