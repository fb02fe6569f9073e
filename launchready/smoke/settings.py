"""What launchready.yml may say under smoke."""

from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.core.destination import host_of
from launchready.core.site import Site
from launchready.smoke import journey_settings
from launchready.smoke.journey_settings import Login
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import AskedUrl, Count, Seconds, Words, as_text, wrong
from launchready.visit.accounts import InboxAt, Session
from launchready.visit.expect import USUAL, Expect
from launchready.visit.expectations import Expectation
from launchready.visit.steps import HeaderName, Journey, Json, Several


def method(value: object) -> str:
    """The name of an HTTP method, in capitals."""
    text = as_text(value).strip().upper()
    if text not in METHODS:
        near = nearest(text, METHODS)
        raise wrong(f"{value} is not a method", f"did you mean {near}?" if near else "like POST")
    return text


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_Method = Annotated[str, PlainValidator(method), WithJsonSchema({"type": "string"})]


LONGEST_WAIT = 3600.0  # seconds
_MOST_STABLE = 20


class WaitForDeploy(Setting):
    """How to tell that the release is the one that is served; the rest waits for it."""

    url: AskedUrl = Field(description="What tells the version, on a host of ours.")
    until: Expect = Field(description="What it answers once the release is there.")
    stable: Count = Field(3, description="How many answers in a row must be so, 1 to 20.")
    within: Seconds = Field(300.0, description="How long to wait at most, up to 1h.")
    every: Seconds = Field(5.0, description="The pause between two answers.")

    def __str__(self) -> str:
        return f"the release at {self.url.name.partition('?')[0]}"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 1 <= self.stable <= _MOST_STABLE:
            raise wrong(f"stable is {self.stable}", f"1 to {_MOST_STABLE}")
        if self.within > LONGEST_WAIT:
            raise wrong("within is more than an hour", "a deploy that takes longer has failed")
        if self.every * (self.stable - 1) >= self.within:
            found = f"{self.stable} answers, {self.every:g} s apart, do not fit into within"
            raise wrong(found, "make within longer or every shorter")
        return self

    def ready(self, read: Read) -> Self:
        """The same with its schema read. Raises ConfigError where there is none."""
        return self.model_copy(update={"until": self.until.ready(read)})


class Page(Setting):
    """A page of ours that a visitor needs, and what it is meant to be."""

    name: Words = Field(description="What people call it; stands in the report.")
    url: AskedUrl = Field(description="Its address, on a host of hosts.own or hosts.staging.")
    expect: Expect = Field(default_factory=Expect)
    method: _Method = Field("GET", description="GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.")
    headers: dict[HeaderName, Words] = Field(
        default={}, repr=False, description="What the request says besides."
    )
    json_: Json = Field(None, alias="json", repr=False, description="A body, as JSON.")
    form: dict[Words, Words] = Field(
        default={}, repr=False, description="A body, as a form would send it."
    )
    body: Words | None = Field(None, repr=False, description="A body, as it stands.")
    session: Words | None = Field(None, description="Who asks: one of smoke.sessions.")
    only_env: Several = Field((), description="The environments it is asked in; all if empty.")
    redirects: Literal["follow", "none"] = Field(
        "follow", description="`none`: the first answer counts, wherever it leads."
    )

    def __str__(self) -> str:
        return self.name

    @model_validator(mode="after")
    def _has_one_body(self) -> Self:
        bodies = [self.json_ is not None, bool(self.form), self.body is not None]
        if sum(bodies) > 1:
            raise wrong("the page has more than one body", "one of json, form and body is meant")
        if any(bodies) and self.method not in ("POST", "PUT", "PATCH", "DELETE"):
            raise wrong(f"{self.method} has no body", "write method: POST")
        return self

    @property
    def is_plain(self) -> bool:
        """Whether any visitor's browser asks like this; the answer is then asked for once a run."""
        return self.method == "GET" and not self.headers and self.session is None

    @property
    def writes(self) -> bool:
        """Whether asking may change something there."""
        return self.method not in ("GET", "HEAD", "OPTIONS")

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """What it is meant to be; one that says nothing of a status is meant to succeed."""
        found = self.expect.all
        if any(one.about == "STATUS" for one in found):
            return found
        return (USUAL, *found)


class Smoke(Section):
    """What the smoke room is told."""

    wait_for_deploy: WaitForDeploy | None = None
    pages: tuple[Page, ...] = Field((), description="Pages to ask for, each by itself.")
    sessions: dict[Words, Session] = Field(
        default={}, description="Logins by their names: done once, used by pages and journeys."
    )
    journeys: tuple[Journey, ...] = Field((), description="What customers do, step by step.")
    inboxes: dict[Words, InboxAt] = Field(
        default={}, description="Where the mails of journeys arrive, by name."
    )

    @property
    def logins(self) -> tuple[Login, ...]:
        """The sessions, each with its name."""
        return tuple(Login(name=name, session=one) for name, one in self.sessions.items())

    def settled(self, site: Site, read: Read) -> Self:
        """The same, once every page is on a host of ours and has a name of its own."""
        here = tuple(one for one in self.pages if _is_for(one, site))
        problems = [*_strangers(here, site), *_twice(here)]
        for one in here:
            name = one.session
            if name is not None:
                problems += journey_settings.absent(name, "session", self.sessions, one.at)
        pages: list[Page] = []
        for one in here:
            try:
                pages.append(one.model_copy(update={"expect": one.expect.ready(read)}))
            except ConfigError as error:
                problems += error.problems
        wait = self.wait_for_deploy
        if wait is not None:
            problems += _strangers((wait,), site)
            try:
                wait = wait.ready(read)
            except ConfigError as error:
                problems += error.problems
        journeys, unread = journey_settings.ready(self.journeys, site.environment, read)
        problems += unread
        problems += journey_settings.problems_of(journeys, self.sessions, self.inboxes, site)
        if problems:
            raise ConfigError(problems)
        settled = {"pages": tuple(pages), "wait_for_deploy": wait, "journeys": journeys}
        return self.model_copy(update=settled)


def _is_for(page: Page, site: Site) -> bool:
    return not page.only_env or site.environment in page.only_env


def _strangers(pages: tuple[Page | WaitForDeploy, ...], site: Site) -> list[Problem]:
    names = ", ".join(one.name for one in (*site.own, *site.staging)) or "empty"
    meant = f"only what is ours is asked; hosts.own and hosts.staging are {names}"
    return [
        Problem(
            at=one.url.at,
            found=f"{host_of(one.url.name) or one.url.name} is not ours",
            meant=meant,
        )
        for one in pages
        if not site.owns(host_of(one.url.name))
    ]


def _twice(pages: tuple[Page, ...]) -> list[Problem]:
    seen: dict[str, Page] = {}
    found = []
    for one in pages:
        first = seen.setdefault(one.name, one)
        if first is not one:
            meant = f"the first is in line {first.at.line}; give each a name of its own"
            found.append(Problem(at=one.at, found=f"{one.name} is here twice", meant=meant))
    return found
