"""What launchready.yml may say under web."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, PrivateAttr

from launchready.core.location import NOWHERE, Location, Named
from launchready.core.site import Site
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import Flag
from launchready.web import expansion
from launchready.web.cache_settings import Caching
from launchready.web.import_entry import ImportEntry, imported
from launchready.web.import_expansion import Expansion
from launchready.web.map_entry import Address, MapEntry, ParamEntry, SamplePath
from launchready.web.policy import Policy
from launchready.web.private_page import PrivatePage
from launchready.web.starts import Mapped, OldPage, Unsampled, Untried, Visits
from launchready.web.surface import Assets, Page, on_canonical
from launchready.web.throttle_settings import Throttling
from launchready.web.throttled import LogIn, ResetForm


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
        return _placed(self.sample_paths, self.at)

    @property
    def asked(self) -> tuple[Named, ...]:
        """Every address of the section that is asked."""
        return (
            *(one.from_ for one in self.rules),
            *(one.path for one in self.open_redirect_params),
        )


_FRONT_PAGE = (Named(name="/", at=NOWHERE),)


class Headers(Setting):
    """Pages whose response headers and cookies are looked at."""

    pages: tuple[Address, ...] = Field(
        _FRONT_PAGE, description="Paths of the canonical host, or URLs of our hosts."
    )


class Leaks(Setting):
    """Pages whose source and scripts are read, and whose hosts are asked for forgotten files."""

    pages: tuple[Address, ...] = Field(
        _FRONT_PAGE, description="Paths of the canonical host, or URLs of our hosts."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Surfaces:
    """The pages looked at, one tuple a subject of the file."""

    headers: tuple[Page, ...] = ()
    indexed: tuple[Page, ...] = ()
    staging: tuple[Page, ...] = ()
    roots: tuple[Page, ...] = ()
    private: tuple[PrivatePage, ...] = ()
    watched: tuple[PrivatePage, ...] = ()
    assets: tuple[Assets, ...] = ()
    log_ins: tuple[LogIn, ...] = ()
    resets: tuple[ResetForm, ...] = ()
    leaks: tuple[Page, ...] = ()
    leak_hosts: tuple[Page, ...] = ()


class Web(Section):
    """What the web room is told."""

    redirects: Redirects | None = None
    headers: Headers | None = None
    caching: Caching | None = None
    leaks: Leaks | None = None
    throttling: Throttling | None = None
    indexing: Flag = Field(
        False,  # noqa: FBT003 - pydantic's way to give a default
        description="true: production must be open to search engines and staging shut.",
    )

    _visits: Visits = PrivateAttr(default=Visits())
    _surfaces: Surfaces = PrivateAttr(default=Surfaces())

    @property
    def visits(self) -> Visits:
        """Every address the checks visit; none before the section is settled."""
        return self._visits

    @property
    def surfaces(self) -> Surfaces:
        """Every page the checks look at; none before the section is settled."""
        return self._surfaces

    def settled(self, site: Site, read: Read) -> Self:
        """The same with every address to visit worked out."""
        problems = [*self._redirect_problems(site), *self._page_problems(site)]
        if problems:
            raise ConfigError(problems)
        settled = self.model_copy()
        canonical = site.canonical.name if site.canonical else ""
        if self.redirects:
            settled._visits = _visits(self.redirects, site, canonical, read)  # noqa: SLF001 - ours
        settled._surfaces = self._looked_at(site, canonical)  # noqa: SLF001 - ours
        return settled

    def _looked_at(self, site: Site, canonical: str) -> Surfaces:
        caching = self.caching or Caching()
        headers = _placed(self.headers.pages, self.headers.at) if self.headers else ()
        private = tuple(
            PrivatePage(url=one.url, at=one.at, identities=caching.identities)
            for one in on_canonical(_placed(caching.private, caching.at), canonical)
        )
        paths = self.redirects.paths if self.redirects else _placed(_FRONT_PAGE, self.at)
        staging = tuple(Named(name=f"https://{one.name}/", at=one.at) for one in site.staging)
        roots = _placed(_FRONT_PAGE, self.at)
        leaks = _placed(self.leaks.pages, self.leaks.at) if self.leaks else ()
        pages = on_canonical(leaks, canonical)
        return Surfaces(
            headers=on_canonical(headers, canonical),
            indexed=on_canonical(paths, canonical) if self.indexing else (),
            staging=on_canonical(staging, canonical) if self.indexing else (),
            roots=on_canonical(roots, canonical) if self.indexing else (),
            private=private,
            watched=private if caching.identities else (),
            assets=tuple(
                Assets(page=one, budget=caching.budget)
                for one in on_canonical(_placed(caching.assets, caching.at), canonical)
            ),
            log_ins=_log_ins(self.throttling, canonical) if self.throttling else (),
            resets=_resets(self.throttling, canonical) if self.throttling else (),
            leaks=pages,
            leak_hosts=_fronts(pages),
        )

    def _redirect_problems(self, site: Site) -> list[Problem]:
        given = self.redirects
        if given is None:
            return []
        return [
            *expansion.canonical_problems(site, given.policy, given.at),
            *expansion.map_problems(given.asked, site),
        ]

    def _page_problems(self, site: Site) -> list[Problem]:
        found: list[Problem] = []
        if self.headers:
            found += expansion.page_problems(self.headers.pages, site, self.headers.at, "headers")
        if self.caching:
            pages = (*self.caching.private, *self.caching.assets)
            found += expansion.page_problems(pages, site, self.caching.at, "caching")
        if self.leaks:
            found += expansion.page_problems(self.leaks.pages, site, self.leaks.at, "leaks")
        if self.throttling:
            pages = tuple(one.url for one in self.throttling.targets)
            pages += (self.throttling.reset.url,) if self.throttling.reset else ()
            found += expansion.page_problems(pages, site, self.throttling.at, "throttling")
        if self.indexing:
            found += expansion.page_problems(_FRONT_PAGE, site, self.at, "indexing")
        return found


def _log_ins(given: Throttling, canonical: str) -> tuple[LogIn, ...]:
    return tuple(
        LogIn(
            url=on_canonical((one.url,), canonical)[0].url,
            at=one.at,
            attempts=given.attempts,
            is_json=one.form is None,
            fields=one.form or one.json_ or (),
        )
        for one in given.targets
    )


def _resets(given: Throttling, canonical: str) -> tuple[ResetForm, ...]:
    if given.reset is None:
        return ()
    one = given.reset
    made = ResetForm(
        url=on_canonical((one.url,), canonical)[0].url,
        at=one.at,
        is_json=one.json_ is not None,
        field=one.field,
        known=one.known,
        fields=one.form or one.json_ or (),
    )
    return (made,)


def _fronts(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The front page of each page's host, once."""
    found: dict[str, Page] = {}
    for page in pages:
        parts = urlsplit(page.url)
        front = f"{parts.scheme}://{parts.netloc}/"
        found.setdefault(front, Page(url=front, at=page.at))
    return tuple(found.values())


def _placed(paths: tuple[Named, ...], at: Location) -> tuple[Named, ...]:
    """The paths, each with a place in the file."""
    return tuple(one if one.at != NOWHERE else Named(name=one.name, at=at) for one in paths)


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
