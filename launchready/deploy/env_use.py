"""What a reading of a variable is, whatever language reads it."""

import re
from dataclasses import dataclass

# What opens a door: here an empty value, or none, is no value to go on with.
CREDENTIAL = re.compile(r"KEY|SECRET|TOKEN|PASSWORD|DSN|DATABASE")
# Names are upper case by custom. `process.env.hasOwnProperty` is no name.
CUSTOMARY = re.compile(r"[A-Z][A-Z0-9_]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A reading of a variable: whether code has a value to fall back on, or goes on without.

    `offset` is in characters; `instead` are variables any one of which would do as well.
    """

    name: str
    offset: int
    has_default: bool = False
    is_optional: bool = False
    instead: tuple[str, ...] = ()
