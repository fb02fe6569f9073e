"""What launchready.yml may say under monitor."""

from typing import Literal, Self

from pydantic import Field, PrivateAttr

from launchready.core.location import Location, Named
from launchready.core.monitors import MonitorAccess
from launchready.core.site import Site
from launchready.monitor.promised import CLASSES, Covered, Paged, Source, Watch, Way
from launchready.monitor.spelled import Days, Files, People, Watched
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import AskedUrl, Flag, Seconds, Words

# Programs that are told what to watch by files, and those that are asked over their API.
FROM_FILES = ("gatus", "prometheus", "upptime", "checkly", "grafana", "uptime-kuma")
ASKED = (
    "uptimerobot",
    "betterstack",
    "checkly",
    "healthchecks",
    "uptime-kuma",
    "grafana",
    "statuscake",
)
INCIDENTS = ("downtime", "ssl_expiry", "error_spike", "failed_deploy", "email_auth")

Provider = Literal[
    "gatus",
    "prometheus",
    "upptime",
    "uptimerobot",
    "betterstack",
    "checkly",
    "healthchecks",
    "uptime-kuma",
    "grafana",
    "statuscake",
]


class Provided(Setting):
    """One thing that watches, and where it can be read."""

    provider: Provider | None = Field(None, description="What watches.")
    file: Files = Field(
        (), description="Its config: a file, a list of files, or a folder (ending in /)."
    )
    token: Words | None = Field(
        None, repr=False, description="Or a token that may read it over its API."
    )
    url: AskedUrl | None = Field(None, description="Where it is, when you host it yourself.")
    account: Words = Field("", description="The account's id, where the API wants one (Checkly).")

    def source(self) -> Source:
        """Where it is read. Raises ConfigError when nothing says what or where."""
        if self.provider is None:
            found = "nothing says what watches"
            meant = "provider: gatus, prometheus, uptimerobot or another"
            raise ConfigError([Problem(at=self.at, found=found, meant=meant)])
        if self.file and self.token is None:
            self._demand(FROM_FILES, "file", "token")
            return Source(provider=self.provider, files=self.file, at=self.at)
        if self.token is not None and not self.file:
            self._demand(ASKED, "token", "file")
            access = MonitorAccess(
                provider=self.provider,
                token=self.token,
                url=self.url.name if self.url else "",
                account=self.account,
                at=self.at,
            )
            return Source(provider=self.provider, access=access, at=self.at)
        found = "both file and token stand here" if self.file else "neither file nor token is here"
        raise ConfigError([Problem(at=self.at, found=found, meant="write one of the two")])

    def _demand(self, known: tuple[str, ...], key: str, other: str) -> None:
        if self.provider not in known:
            found = f"{self.provider} is not read by {key}"
            raise ConfigError([Problem(at=self.at, found=found, meant=f"give its {other}")])


class Monitor(Section, Provided):
    """How you hear of an outage, a certificate's end or a spike of errors."""

    also: tuple[Provided, ...] = Field(
        (), description="More that watches, like a heartbeat service beside the pages' monitors."
    )
    must_cover: dict[Words, Watched] = Field(
        {},
        description="What must be watched, each by a monitor of its own: homepage, login, api and "
        "email, and any more. A URL, heartbeat, {heartbeat: NAME}, {monitor: NAME}, or none.",
    )
    alert_within: Seconds = Field(
        120.0, description="The longest that may pass from an outage to the message about it."
    )
    delivery: Seconds = Field(
        15.0, description="What the message itself takes, counted into that time."
    )
    tls_alerts: Days = Field(
        (14.0, 3.0), description="How long before a certificate's end somebody is told."
    )
    people: dict[Words, People] = Field(
        {},
        description="Who people are to the monitors: each one's contacts, receivers or channels "
        "by the names they have there. With it, alerts must really reach whom paging names.",
    )
    paging: dict[Words, People] = Field(
        {},
        description="Who is called about downtime, ssl_expiry, error_spike, failed_deploy and "
        "email_auth: the first, and a second for when the first sleeps.",
    )

    logs: Flag = Field(True, description="Whether the code's log calls are read.")  # noqa: FBT003 - the default

    _watch: Watch = PrivateAttr(default_factory=Watch)

    def settled(self, site: Site, read: Read) -> Self:
        problems = self._mistakes()
        sources: list[Source] = []
        named = self if self.provider or self.file or self.token is not None else None
        for one in (named, *self.also):
            try:
                if one is not None:
                    sources.append(one.source())
                    _demand_files(sources[-1], read)
            except ConfigError as error:
                problems += error.problems
        if problems:
            raise ConfigError(problems)
        made = self.model_copy()
        made._watch = Watch(  # noqa: SLF001 - ours, on the copy just made
            sources=tuple(sources),
            named=self._named(site),
            within=self.alert_within,
            delivery=self.delivery,
            expiry=self.tls_alerts,
            at=self.at,
        )
        return made

    def _mistakes(self) -> list[Problem]:
        problems = []
        for incident, names in self.paging.items():
            if incident not in INCIDENTS:
                near = nearest(incident, INCIDENTS)
                meant = f"did you mean {near}?" if near else f"any of: {', '.join(INCIDENTS)}"
                found = f"{incident} is no kind of incident"
                problems.append(Problem(at=names[0].at, found=found, meant=meant))
            for one in names if self.people else ():
                if one.name not in self.people:
                    found = f"paging names {one}, whom people does not know"
                    meant = f"people has {', '.join(self.people)}"
                    problems.append(Problem(at=one.at, found=found, meant=meant))
        return problems

    def _named(self, site: Site) -> tuple[tuple[str, Way, str, Location], ...]:
        found: list[tuple[str, Way, str, Location]] = []
        for label, (by, target, at) in self.must_cover.items():
            if by != "none":
                found.append((label, by, target, at))  # type: ignore[arg-type]
        for label in CLASSES:
            if label in self.must_cover:
                continue
            if label == "homepage" and site.base_url:
                found.append((label, "url", site.base_url, self.at))
            else:
                found.append((label, "unsaid", "", self.at))
        return tuple(found)

    @property
    def watch(self) -> Watch:
        return self._watch

    @property
    def logged(self) -> tuple[Named, ...]:
        """The logs as a subject; () where they are not to be read."""
        return (Named(name="the logs", at=self.at),) if self.logs else ()

    @property
    def covered(self) -> tuple[Covered, ...]:
        return self._watch.covered

    @property
    def watched(self) -> tuple[Covered, ...]:
        """Those of them that the config says something of."""
        return tuple(one for one in self.covered if one.by != "unsaid")

    @property
    def paged(self) -> tuple[Paged, ...]:
        """Every kind of incident, with whom the config calls about it; one where it says nothing
        of any."""
        if not self.paging:
            return (Paged(incident="paging", people=(), at=self.at, watch=self._watch),)
        reach = tuple(
            (name, tuple(str(one) for one in contacts)) for name, contacts in self.people.items()
        )
        found = []
        for one in INCIDENTS:
            people = self.paging.get(one, ())
            at = people[0].at if people else self.at
            names = tuple(str(one) for one in people)
            found.append(Paged(incident=one, people=names, reach=reach, at=at, watch=self._watch))
        return tuple(found)


def _demand_files(source: Source, read: Read) -> None:
    """Raises ConfigError when a file that is named by its whole path is not there."""
    problems = []
    for file in source.files:
        if file.name.endswith("/"):
            continue
        try:
            read(file.name)
        except FileNotFoundError:
            found = f"there is no file {file.name}"
            problems.append(Problem(at=file.at, found=found, meant=f"{source.provider}'s config"))
        except OSError as error:
            found = f"{file.name} cannot be read: {error.strerror}"
            problems.append(Problem(at=file.at, found=found, meant="a folder ends in /"))
    if problems:
        raise ConfigError(problems)
