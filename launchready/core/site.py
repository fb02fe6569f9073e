"""Whose hosts these are: what may be probed, and where visitors should end."""

from dataclasses import dataclass

from launchready.core.location import NOWHERE, Location, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The hosts a config names and the environment it is run for.

    `own` may be probed; `allow` are strangers a redirect may end at, never fetched; `canonical`
    is None when the config names none.
    """

    environment: str = "production"
    canonical: Named | None = None
    own: tuple[Named, ...] = ()
    staging: tuple[Named, ...] = ()
    allow: tuple[Named, ...] = ()
    base_url: str | None = None
    at: Location = NOWHERE

    def owns(self, host: str) -> bool:
        """Whether the config names this host as ours, in production or staging."""
        return self.named(host) is not None

    def named(self, host: str) -> Named | None:
        """A host of ours with the line that names it; None for a stranger."""
        name = host.lower().rstrip(".")
        ours = (*self.own, *self.staging, *((self.canonical,) if self.canonical else ()))
        return next((one for one in ours if one.name == name), None)
