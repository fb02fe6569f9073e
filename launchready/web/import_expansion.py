"""Makes the addresses to visit of what a file of redirects says."""

from dataclasses import dataclass, field

from launchready.core.destination import host_of, resolve
from launchready.core.location import Location, Named
from launchready.core.site import Site
from launchready.values.problem import ConfigError, Problem
from launchready.web.import_entry import ImportEntry
from launchready.web.import_row import Imported, ImportRow, is_url
from launchready.web.policy import Policy
from launchready.web.starts import Mapped, OldPage, Unsampled, Untried

_ELSEWHERE = "for a host that hosts.own does not name"
_TWICE = "for an address an earlier rule has"


@dataclass(slots=True, kw_only=True)
class Expansion:
    """What becomes of one file, gathered rule by rule."""

    said: Imported
    site: Site
    canonical: str
    policy: Policy
    probe: str
    found: list[Mapped | Unsampled | OldPage | Untried] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def visits(self, entry: ImportEntry) -> list[Mapped | Unsampled | OldPage | Untried]:
        """Every address to visit. Raises ConfigError for those that cannot be visited."""
        tried = self._samples(entry.samples)
        for row in self.said.rows:
            if not row.is_pattern:
                self._add(row, row.source, row.to, row.at)
            elif row not in tried:
                self._unsampled(row)
        for address, at in self.said.old_pages:
            self._old_page(address, at)
        if self.problems:
            raise ConfigError(self.problems)
        return [*self.found, *self._untried()]

    def _samples(self, samples: tuple[Named, ...]) -> list[ImportRow]:
        """The patterns that some sample tries; as on the live site, the first that fits counts."""
        tried: list[ImportRow] = []
        for sample in samples:
            fits = next((row for row in self.said.rows if row.leads(sample.name) is not None), None)
            if fits is None:
                meant = f"write an address that a rule of {self.said.file} is about"
                found = f"{sample.name} fits no rule"
                self.problems.append(Problem(at=sample.at, found=found, meant=meant))
                continue
            tried.append(fits)
            self._add(fits, sample.name, fits.leads(sample.name) or None, fits.at)
        return tried

    def _unsampled(self, row: ImportRow) -> None:
        if self._is_ours(row.source.replace("*", ""), row.at):
            self.found.append(Unsampled(pattern=row.source, at=row.at))

    def _add(self, row: ImportRow, source: str, to: str | None, at: Location) -> None:
        if not self._is_ours(source, at):
            return
        start = self._resolved(source, f"https://{self.canonical}/", at)
        target = self._resolved(to, start, at) if to and start else None
        if not start or (to and not target):
            return
        if start in self.seen:
            self.said.skip(at.line, _TWICE)
            return
        self.seen.add(start)
        asks = row.query != "ignore" and "?" not in start and to is not None
        self.found.append(
            Mapped(
                start=f"{start}?{self.probe}" if asks else start,
                to=target,
                method="GET",
                status=row.status,
                query=row.query,
                policy=self.policy,
                at=at,
            )
        )

    def _old_page(self, address: str, at: Location) -> None:
        start = self._resolved(address, f"https://{self.canonical}/", at)
        if start and self._is_ours(start, at) and start not in self.seen:
            self.seen.add(start)
            self.found.append(OldPage(start=start, policy=self.policy, at=at))

    def _is_ours(self, address: str, at: Location) -> bool:
        host = host_of(resolve(address, address) or address) if is_url(address) else ""
        if host and not self.site.owns(host):
            self.said.skip(at.line, _ELSEWHERE)
            return False
        return True

    def _resolved(self, address: str, base: str, at: Location) -> str:
        url = resolve(base, address)
        if url is None:
            found = f"{address} is not an address"
            self.problems.append(Problem(at=at, found=found, meant="like /old or https://a.com/"))
        return url or ""

    def _untried(self) -> list[Untried]:
        kinds = tuple((kind, tuple(lines)) for kind, lines in self.said.untried.items())
        first = min((lines[0] for _, lines in kinds), default=1)
        about = Untried(file=self.said.file, kinds=kinds, at=self.said.at(first))
        return [about] if kinds else []
