"""What launchready.yml may say under web."""

from typing import Self

from pydantic import Field, PrivateAttr

from launchready.core.location import NOWHERE, Named
from launchready.core.site import Site
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Section, Setting
from launchready.web import expansion
from launchready.web.import_entry import ImportEntry, imported
from launchready.web.import_expansion import Expansion
from launchready.web.map_entry import MapEntry, ParamEntry, SamplePath
from launchready.web.policy import Policy
from launchready.web.starts import Mapped, OldPage, Unsampled, Untried, Visits


class Redirects(Setting):
    """Where visitors should land, however they spell the address."""

    policy: Policy = Field(default_factory=Policy)
    sample_paths: tuple[SamplePath, ...] = Field(
        (Named(name="/", at=NOWHERE),),
        description="Pages tried on every host of ours, over http and https.",
    )
    rules: tuple[MapEntry, ...] = Field((), description="The redirect map: old addresses.")
    open_redirect_params: tuple[ParamEntry, ...] = Field(
        (), description="Parameters that say where to go next; strangers' addresses are tried."
    )
    imports: tuple[ImportEntry, ...] = Field(
        (), description="Files that already say where old addresses lead."
    )

    @property
    def paths(self) -> tuple[Named, ...]:
        """The sample paths, each with a place in the file."""
        return tuple(
            one if one.at != NOWHERE else Named(name=one.name, at=self.at)
            for one in self.sample_paths
        )

    @property
    def asked(self) -> tuple[Named, ...]:
        """Every address of the section that is asked."""
        return (
            *(one.from_ for one in self.rules),
            *(one.path for one in self.open_redirect_params),
        )


class Web(Section):
    """What the web room is told."""

    redirects: Redirects | None = None

    _visits: Visits = PrivateAttr(default=Visits())

    @property
    def visits(self) -> Visits:
        """Every address the checks visit; none before the section is settled."""
        return self._visits

    def settled(self, site: Site, read: Read) -> Self:
        """The same with every address to visit worked out."""
        given = self.redirects
        if given is None:
            return self
        problems = [
            *expansion.canonical_problems(site, given.policy, given.at),
            *expansion.map_problems(given.asked, site),
        ]
        if problems or site.canonical is None:
            raise ConfigError(problems)
        settled = self.model_copy()
        settled._visits = _visits(given, site, site.canonical.name, read)  # noqa: SLF001 - ours
        return settled


def _visits(given: Redirects, site: Site, canonical: str, read: Read) -> Visits:
    policy, paths = given.policy, given.paths
    rules = [one for entry in given.rules for one in expansion.mapped(entry, canonical, policy)]
    return Visits(
        samples=tuple(expansion.samples(paths, site, canonical, policy)),
        upgrades=tuple(expansion.upgrades(paths, site, canonical, policy)),
        mapped=(*rules, *_imported(given, site, canonical, read)),
        doors=tuple(expansion.doors(site)),
        no_pages=tuple(expansion.no_pages(canonical, given.at)),
        params=tuple(expansion.params(given.open_redirect_params, canonical)),
    )


def _imported(
    given: Redirects, site: Site, canonical: str, read: Read
) -> list[Mapped | Unsampled | OldPage | Untried]:
    """What the files say, every mistake in any of them told at once."""
    found: list[Mapped | Unsampled | OldPage | Untried] = []
    problems: list[Problem] = []
    for entry in given.imports:
        try:
            expansion_ = Expansion(
                said=imported(entry, read),
                site=site,
                canonical=canonical,
                policy=given.policy,
                probe=expansion.PROBE_QUERY,
            )
            found += expansion_.visits(entry)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return found
