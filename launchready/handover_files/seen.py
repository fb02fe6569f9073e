"""What a run saw, read from its JSON report: the last run's and an earlier one's are read alike."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from launchready.core.location import Location
from launchready.values.problem import ConfigError, Problem

_REMEDY = "give the file that launchready check -f json=FILE wrote"


class _Shape(BaseModel):
    """A part of the report; keys that later versions add are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Accepted(_Shape):
    """A waiver: whose decision, why, and its last day."""

    because: str
    owner: str
    until: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")


# Ids stand in markers and headings.
Id = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9._-]+$", max_length=100)]


class Found(_Shape):
    """A finding with the words of its rule; `hours` is the usual time to mend it."""

    rule: Id
    impact: Literal["blocker", "risk", "advice"]
    stage: str
    subject: str
    title: str
    message: str
    why: str
    fix: str
    hours: float
    file: str
    line: int
    fingerprint: str
    waived: Accepted | None = None


class Sheet(_Shape):
    """Facts about one thing."""

    about: str
    rows: dict[str, str]


class Question(_Shape):
    """A question and what became of it."""

    check: Id
    subject: str
    outcome: Literal["answered", "skipped", "unanswered"]
    reason: str | None = None
    advice: str | None = None
    facts: tuple[Sheet, ...] = ()


class Launch(_Shape):
    """Whether a launch within 48 hours is possible; `hours` of work."""

    answer: str
    hours: float
    would_be_yes: str | None = None


class Line(_Shape):
    """One of the ten lines a launch is read by."""

    line: str
    state: str
    findings: int = 0


class Ranked(_Shape):
    """A rule's place among the risks, by what a launch loses."""

    rule: str
    at_stake: str = ""


class Percentile(_Shape):
    """One percentile in milliseconds, with the ends of the interval it lies in."""

    ms: float | None
    low_ms: float | None = None
    high_ms: float | None = None


class Earlier(_Shape):
    """What a target is held against: `shift` is how much later the median is now (0.1 is 10 %)."""

    name: str
    shift: float
    caveat: str | None = None


class Target(_Shape):
    """What one target's visitors met under load."""

    name: str
    url: str
    answers: int
    failed: dict[str, int] = {}
    limit_ms: float | None = None
    percentiles: dict[str, Percentile] = {}
    before: Earlier | None = None


class LoadRun(_Shape):
    """One load run; `rate` in arrivals a second."""

    machine: str
    environment: str
    started: str = Field(pattern=r"^\d{4}-\d\d-\d\dT")
    seconds: float
    rate: float
    invalid: str | None = None
    targets: tuple[Target, ...] = ()


class Seen(_Shape):
    """A report as a handover reads it."""

    version: Literal[1]
    verdict: Literal["go", "no-go", "unknown"]
    launch_in_48h: Launch
    product: str
    environment: str
    served: tuple[str, ...] = ()
    findings: tuple[Found, ...]
    checks: tuple[Question, ...]
    load: tuple[LoadRun, ...] = ()
    rollup: tuple[Line, ...] = ()
    ranked: tuple[Ranked, ...] = ()

    def of_room(self, *rooms: str) -> tuple[Question, ...]:
        return tuple(one for one in self.checks if one.check.partition("/")[0] in rooms)

    def has_answered(self, check_or_room: str) -> bool:
        """Whether a check, or any of a room, had an answer and none of them stayed open."""
        about = [
            one for one in self.checks if check_or_room in (one.check, one.check.partition("/")[0])
        ]
        outcomes = {one.outcome for one in about}
        return "answered" in outcomes and "unanswered" not in outcomes

    def sheets(self, check: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The facts of a check, by its subject."""
        for one in self.checks:
            if one.check == check:
                yield from ((one.subject, sheet.rows) for sheet in one.facts)


def read(text: str, file: str) -> Seen:
    """A JSON report. Raises ConfigError when it is none of ours."""
    try:
        return Seen.model_validate_json(text)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(one) for one in first["loc"])
        found = f"this is no report of launchready ({where}: {first['msg']})".replace(" (: ", " (")
        raise ConfigError([Problem(at=Location(file=file), found=found, meant=_REMEDY)]) from None
