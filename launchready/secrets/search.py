"""Takes the parts of a repository one by one and remembers what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location, Named
from launchready.core.repository import Lines, Part, Unread
from launchready.secrets import baseline as baselines
from launchready.secrets import env_file, plugins, remedies
from launchready.secrets.allowlist import Where
from launchready.secrets.baseline import Entry
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.generic import PASSWORD
from launchready.secrets.engine import Hit, every_form, hits
from launchready.secrets.globs import is_among
from launchready.secrets.job import Job
from launchready.secrets.sieve import Sieve
from launchready.secrets.verify.answer import Answer, Key
from launchready.secrets.words import Leak, Place


@dataclass(frozen=True, slots=True)
class Standing:
    """A secret where it stands, for the baseline to record."""

    detector: Detector
    path: str
    line: int
    value: str = field(repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What a tree holds beside a baseline: secrets it lacks, and its entries that still hold
    (where the secret was told, or in a file that may hold it) or no longer do."""

    new: tuple[Standing, ...]
    used: Mapping[Entry, Standing]
    held: frozenset[Entry]
    gone: tuple[Entry, ...]


class Search:
    """One search under one policy."""

    def __init__(self, job: Job, now: datetime, sieve: Sieve | None = None) -> None:
        self.unread: list[Unread] = []
        self._job = job
        self._now = now
        self._forms = sieve.forms if sieve else every_form
        self._leaks: dict[tuple[str, str, str], Leak] = {}
        self._settings_files: dict[str, Finding] = {}
        self._used: dict[Entry, Standing] = {}
        self._assigned: list[Standing] = []
        self._weak: set[Entry] = set()
        self._held: set[Entry] = set()

    def take(self, part: Part) -> None:
        """Looks at one file, or at what one commit added to it."""
        if is_among(part.path, self._job.exclude):
            return
        known = self._job.baseline.of(part.path) if self._job.baseline else ()
        if isinstance(part, Unread):
            self._held.update(known)
            if part.reason != "binary":
                self.unread.append(part)
            return
        if self._job.baseline and part.path == self._job.baseline.file:
            return
        found = hits(
            part,
            self._now,
            custom=self._job.custom,
            random=self._job.random,
            forms=self._forms,
        )
        for hit in found:
            self._weigh(hit, part, known)
        self._settings_file(part, known)
        if self._job.scope.kind == "tree":
            unused = (one for one in known if one not in self._used)
            self._held.update(one for one in unused if baselines.still_holds(part, one))

    def _weigh(self, hit: Hit, part: Lines, known: tuple[Entry, ...]) -> None:
        entry = baselines.accepting(known, hit)
        if entry:
            self._used[entry] = Standing(hit.detector, part.path, hit.line, hit.value, hit.text)
            if baselines.is_weak(entry, hit):
                self._weak.add(entry)
            return
        at = Where(path=part.path, commit=part.commit, line=hit.line)
        if self._job.allowed.covers(hit.detector.rule.id, hit.value, hit.text, at):
            return
        place = Place.of(hit, part)
        key = (hit.detector.rule.id, f"{part.path}!{part.inside}", hit.value)
        before = self._leaks.get(key)
        self._leaks[key] = Leak(
            detector=hit.detector,
            impact=max(hit.impact, before.impact) if before else hit.impact,
            path=part.path,
            places=(*(before.places if before else ()), place),
            value=hit.value,
        )

    def _settings_file(self, part: Lines, known: tuple[Entry, ...]) -> None:
        digests = {one.digest for one in known}
        real = [
            (line, name, value)
            for line, name, value in env_file.real_values(part)
            if not (digests and digests & plugins.records(value, f"{name}={value}"))
            and not self._allows(part, line, value)
        ]
        self._assigned += [Standing(PASSWORD, part.path, line, value) for line, _, value in real]
        if not real or part.path in self._settings_files:
            return
        line, name, _ = real[0]
        others = f" and {len(real) - 1} more" if len(real) > 1 else ""
        subject = Named(name=part.path, at=Location(file=part.path, line=line))
        message = f"{part.path} is committed with a value for {name}{others}"
        evidence = (f"commit {part.commit}",) if part.commit else ()
        self._settings_files[part.path] = env_file.RULE.broken(subject, message, *evidence)

    def _allows(self, part: Lines, line: int, value: str) -> bool:
        at = Where(path=part.path, commit=part.commit, line=line)
        return self._job.allowed.covers(env_file.RULE.id, value, value, at)

    def keys(self) -> list[Key]:
        """What providers can be asked about: of the rules that are told."""
        told = (one for one in self._leaks.values() if self._is_told(one.detector.rule.id))
        return list(dict.fromkeys(one.key for one in told))

    def heed(self, answers: Mapping[Key, Answer]) -> None:
        """Takes into account what providers said."""
        self._leaks = {
            at: replace(one, answer=answers.get(one.key)) for at, one in self._leaks.items()
        }

    def _is_told(self, rule: str) -> bool:
        return rule not in self._job.disable

    def inventory(self) -> Inventory:
        """Everything there is, for a baseline: what it lacks, and what became of its entries."""
        new = [
            Standing(one.detector, one.path, one.places[0].line, one.value)
            for one in self._leaks.values()
            if self._is_told(one.detector.rule.id)
        ]
        if self._is_told(env_file.RULE.id):
            told = {(one.path, one.value) for one in new}
            new += [one for one in self._assigned if (one.path, one.value) not in told]
        return Inventory(
            new=tuple(new), used=self._used, held=frozenset(self._held), gone=tuple(self._gone())
        )

    def findings(self, *, whole: bool = False) -> list[Finding]:
        """What was found; `whole` says that everything was looked at, so that what is missing
        from it is gone."""
        found = [self._told(one) for one in self._leaks.values()]
        found += self._settings_files.values()
        if self._job.baseline:
            gone = self._gone() if whole and self._job.scope.kind == "tree" else []
            there = self._in_order({*self._used, *self._held})
            found += baselines.about(self._in_order(self._weak), gone, there)
        return [one for one in found if self._is_told(one.rule.id)]

    def _told(self, leak: Leak) -> Finding:
        """The finding, with the way out of history where the secret is in history."""
        found = leak.finding()
        is_past = self._job.scope.kind != "staged" and leak.places[0].tracked
        if not is_past or found.rule.impact < Impact.RISK:
            return found
        command = remedies.purge([leak.path], whole=remedies.is_whole(leak.path))
        return replace(found, evidence=(*found.evidence, f"to purge it, once revoked: {command}"))

    def _gone(self) -> list[Entry]:
        entries = self._job.baseline.entries if self._job.baseline else ()
        looked = [one for one in entries if not is_among(one.path, self._job.exclude)]
        return [one for one in looked if one not in self._used and one not in self._held]

    @staticmethod
    def _in_order(entries: set[Entry]) -> list[Entry]:
        return sorted(entries, key=lambda one: (one.at, one.digest))

    def reason(self) -> str:
        """What was not read, in a sentence."""
        first = "; ".join(f"{one.path}: {one.detail}" for one in self.unread[:3])
        more = f"; and {len(self.unread) - 3} more" if len(self.unread) > 3 else ""
        noun = "a file was" if len(self.unread) == 1 else f"{len(self.unread)} files were"
        return f"{noun} not read: {first}{more}"
