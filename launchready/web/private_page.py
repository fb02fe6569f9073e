"""A page that belongs to one visitor, and the canary accounts that ask for it."""

from dataclasses import dataclass, field

from launchready.core.location import Location
from launchready.web.cache_settings import Identities


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivatePage:
    """A private page; `identities` is None where no canary accounts are given."""

    url: str
    at: Location
    identities: Identities | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return self.url
