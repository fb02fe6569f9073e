"""What launchready.yml may say under load."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from launchready.core.destination import host_of
from launchready.core.load import Fleet
from launchready.core.site import Site
from launchready.load.amounts import Json, Pause, Rate, Weight
from launchready.load.answers import KNOWN
from launchready.load.beside_settings import Compare, EngineChosen, HistoryKept, Listening
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import AskedUrl, Count, Flag, Pairs, Percent, Seconds, Words, wrong
from launchready.visit.expect import USUAL, Expect
from launchready.visit.expectations import Expectation
from launchready.visit.steps import Journey

# What may be sent without saying `i_own_this: true`: requests a second, and seconds.
MOST_RATE = 100.0
LONGEST = 120.0
# And with it: one machine does no more, and nobody waits longer.
_LONGEST_AT_ALL = 3600.0

_OTHERS = f"each answer tells of {', '.join(KNOWN)}"
_WHAT_IT_COSTS = "a server that falls over takes its customers along"


class Target(Setting):
    """One address that visitors ask for."""

    name: Words = Field(description="What people call it; stands in the report.")
    url: AskedUrl = Field(description="Its address, on a host of hosts.own or hosts.staging.")
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] = Field(
        "GET", description="Whatever writes is written once a request: use a test account."
    )
    headers: Pairs = Field((), repr=False, description="Headers it is sent with.")
    json_: Json | None = Field(None, alias="json", repr=False, description="A body, as JSON.")
    form: Pairs | None = Field(None, repr=False, description="A body, as a form sends it.")
    weight: Weight = Field(1.0, description="Its share of the requests beside the others'.")
    session: Words | None = Field(
        None, description="A name of smoke.sessions; `none` where load.session is not meant."
    )
    expect: Expect = Field(
        default_factory=Expect,
        description="What an answer is meant to be, as under smoke.pages; others are errors.",
    )
    p95: Seconds | None = Field(None, description="This target's own limit.")
    page_size: Words | None = Field(
        None, description="The parameter that says how many rows a list hands out."
    )

    def __str__(self) -> str:
        return self.name

    @model_validator(mode="after")
    def _has_one_body(self) -> Self:
        if self.json_ is not None and self.form is not None:
            raise wrong(f"{self.name} has a json and a form", "one body is sent")
        if (self.json_ is not None or self.form is not None) and self.method in ("GET", "HEAD"):
            raise wrong(f"{self.name} is a {self.method} with a body", "write method: POST")
        for one in self.expect.all:
            if one.about not in KNOWN:
                meant = "p95: is the limit" if one.about == "RESPONSE_TIME" else _OTHERS
                raise wrong(f"[{one.about}] is not seen under load", meant)
        return self

    @property
    def where(self) -> str:
        return f"{self.method} {self.url.name.partition('?')[0]}"

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """What an answer is meant to be; one that says nothing of a status is meant to succeed."""
        found = self.expect.all
        if any(one.about == "STATUS" for one in found):
            return found
        return (USUAL, *found)


class Visits(Setting):
    """A journey of smoke.journeys that visitors make under load; each whole one is an arrival."""

    journey: Words = Field(description="Its name. Whatever it writes is written once a visit.")
    weight: Weight = Field(1.0, description="Its share of the arrivals beside the others'.")
    p95: Seconds | None = Field(None, description="Its own limit, for the whole of it.")

    _steps: Journey | None = PrivateAttr(default=None)

    def __str__(self) -> str:
        return self.journey

    @property
    def name(self) -> str:
        return self.journey

    @property
    def where(self) -> str:
        return f"the journey {self.journey}"

    @property
    def steps(self) -> Journey | None:
        """What is done, once the section it stands in has been read."""
        return self._steps

    def made_of(self, journey: Journey) -> Self:
        made = self.model_copy()
        made._steps = journey  # noqa: SLF001 - ours, on the copy just made
        return made


class Promise(Setting):
    """What is promised under this load."""

    p95: Seconds = Field(description="95 of 100 visitors are served within this, each target's.")
    errors: Percent = Field(1.0, description="The most that may fail or be something else.")


class Load(Section):
    """What the load room is told."""

    rate: Rate = Field(description="Requests a second, all targets together: `50/s`.")
    for_: Seconds = Field(alias="for", description="How long it counts; doubled once, in doubt.")
    warmup: Pause = Field(10.0, description="Before it, and not counted; the rate rises in it.")
    timeout: Seconds = Field(10.0, description="How long one answer may take; then it is an error.")
    session: Words | None = Field(None, description="A name of smoke.sessions for every target.")
    targets: tuple[Target, ...] = Field((), description="Addresses that visitors ask for.")
    journeys: tuple[Visits, ...] = Field((), description="Journeys that visitors make.")
    expect: Promise
    i_own_this: Flag = Field(
        default=False, description=f"Allows more than {MOST_RATE:g}/s or {LONGEST:g}s."
    )
    compare: Compare | None = Field(None, description="What the run is held against.")
    history: HistoryKept = Field("report", description="`branch`: kept on a data branch as well.")
    engine: EngineChosen = Field("builtin", description="`locust` sends from several processes.")
    workers: Count = Field(2, description="How many processes of locust send.")
    master: Listening | None = Field(
        None, description="Where locust's master listens for workers that start elsewhere."
    )

    @property
    def fleet(self) -> Fleet | None:
        if self.engine == "builtin":
            return None
        return Fleet(workers=self.workers, master=self.master)

    @property
    def all(self) -> tuple[Target | Visits, ...]:
        """Everything that visitors ask for."""
        return (*self.targets, *self.journeys)

    def __str__(self) -> str:
        return f"{self.rate:g} {'visits' if self.journeys else 'requests'} a second"

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.all:
            raise wrong("it names nothing to ask for", "targets: or journeys: are meant")
        if self.journeys and self.engine == "locust":
            raise wrong("locust cannot make journeys", "write engine: builtin")
        return self

    @model_validator(mode="after")
    def _fits_locust(self) -> Self:
        if self.engine == "builtin" and self.master is not None:
            raise wrong("master is for locust", "write engine: locust")
        if not self.workers:
            raise wrong("workers is 0", "at least 1 sends")
        return self

    def settled(self, site: Site, read: Read) -> Self:
        """The same, once every target is on a host of ours and the load is within bounds."""
        problems = [*_strangers(self.targets, site), *_twice(self.all), *_too_much(self)]
        targets: list[Target] = []
        for one in self.targets:
            try:
                targets.append(one.model_copy(update={"expect": one.expect.ready(read)}))
            except ConfigError as error:
                problems += error.problems
        if self.compare is not None and self.compare.base_url is not None:
            host = host_of(self.compare.base_url)
            if not site.owns(host):
                problems.append(_not_ours(self.compare.at, host, site))
        if problems:
            raise ConfigError(problems)
        return self.model_copy(update={"targets": tuple(targets)})

    def with_journeys(self, known: Sequence[Journey]) -> Self:
        """The same, its journeys found among those of smoke:. Raises ConfigError."""
        by_name = {one.name: one for one in known}
        unknown = [one for one in self.journeys if one.journey not in by_name]
        if unknown:
            raise ConfigError(_no_journey(one, by_name) for one in unknown)
        made = tuple(one.made_of(by_name[one.journey]) for one in self.journeys)
        return self.model_copy(update={"journeys": made})


def _no_journey(one: Visits, known: Iterable[str]) -> Problem:
    near = nearest(one.journey, known)
    names = ", ".join(known) or "none"
    meant = f"did you mean {near}?" if near else f"smoke.journeys has {names}"
    return Problem(at=one.at, found=f"there is no journey {one.journey}", meant=meant)


def _too_much(load: Load) -> list[Problem]:
    if load.i_own_this:
        longest = load.for_ > _LONGEST_AT_ALL
        meant = f"at most {_LONGEST_AT_ALL:g} s"
        return [Problem(at=load.at, found=f"for is {load.for_:g} s", meant=meant)] * longest
    found = []
    meant = f"{_WHAT_IT_COSTS}: write i_own_this: true if that is meant"
    if load.rate > MOST_RATE:
        words = f"{load.rate:g} requests a second is more than {MOST_RATE:g}"
        found.append(Problem(at=load.at, found=words, meant=meant))
    if load.for_ > LONGEST:
        words = f"{load.for_:g} s is longer than {LONGEST:g} s"
        found.append(Problem(at=load.at, found=words, meant=meant))
    return found


def _not_ours(at: Any, host: str, site: Site) -> Problem:
    names = ", ".join(one.name for one in (*site.own, *site.staging)) or "empty"
    meant = f"load goes to what is ours only; hosts.own and hosts.staging are {names}"
    return Problem(at=at, found=f"{host} is not ours", meant=meant)


def _strangers(targets: tuple[Target, ...], site: Site) -> list[Problem]:
    hosts = ((one.url.at, host_of(one.url.name) or one.url.name) for one in targets)
    return [_not_ours(at, host, site) for at, host in hosts if not site.owns(host)]


def _twice(targets: tuple[Target | Visits, ...]) -> list[Problem]:
    seen: dict[str, Target | Visits] = {}
    found = []
    for one in targets:
        first = seen.setdefault(one.name, one)
        if first is not one:
            meant = f"the first is in line {first.at.line}; give each a name of its own"
            found.append(Problem(at=one.at, found=f"{one.name} is here twice", meant=meant))
    return found
