"""Where DKIM keys are to be looked for: selectors cannot be listed, only known or guessed."""

from dataclasses import dataclass
from typing import Literal

from launchready.core.location import Location
from launchready.email.settings import Domain, Sender

# How sure it is that a key must be there.
Certainty = Literal["promised", "usual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A name that may hold a key; `sender` is "" where nobody in particular uses it."""

    selector: str
    domain: str
    certainty: Certainty
    at: Location
    sender: str = ""

    @property
    def name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    def __str__(self) -> str:
        return self.name


def places_of(domain: Domain, sender: Sender) -> tuple[Place, ...]:
    """A sender's own selectors where the config has them, those it usually has otherwise."""
    within = sender.signs_as or domain.name
    if sender.dkim:
        return tuple(
            Place(
                selector=one.name,
                domain=within,
                certainty="promised",
                at=one.at,
                sender=str(sender),
            )
            for one in sender.dkim
        )
    provider = sender.provider
    return guesses(within, provider.selectors if provider else (), sender.at, str(sender))


def guesses(
    domain: str, selectors: tuple[str, ...], at: Location, sender: str = ""
) -> tuple[Place, ...]:
    return tuple(
        Place(selector=one, domain=domain, certainty="usual", at=at, sender=sender)
        for one in selectors
    )
