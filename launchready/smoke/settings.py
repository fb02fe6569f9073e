"""What launchready.yml may say under smoke."""

from typing import Annotated, Self

from pydantic import Field, PlainValidator, WithJsonSchema

from launchready.core.destination import host_of, resolve
from launchready.core.location import Named
from launchready.core.site import Site
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import Words, place, url
from launchready.visit.expect import USUAL, Expect
from launchready.visit.expectations import Expectation


def page_url(value: object) -> Named:
    """A page's URL as it will be asked, its host in A-labels."""
    text = url(value)
    return Named(name=resolve(text, text) or text, at=place(value))


_PageUrl = Annotated[Named, PlainValidator(page_url), WithJsonSchema({"type": "string"})]


class Page(Setting):
    """A page of ours that a visitor needs, and what it is meant to be."""

    name: Words = Field(description="What people call it; stands in the report.")
    url: _PageUrl = Field(description="Its address, on a host of hosts.own or hosts.staging.")
    expect: Expect = Field(default_factory=Expect)

    def __str__(self) -> str:
        return self.name

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """What it is meant to be; one that says nothing of a status is meant to succeed."""
        found = self.expect.all
        if any(one.about == "STATUS" for one in found):
            return found
        return (USUAL, *found)


class Smoke(Section):
    """What the smoke room is told."""

    pages: tuple[Page, ...] = Field((), description="Pages to ask for, each by itself.")

    def settled(self, site: Site, read: Read) -> Self:
        """The same, once every page is on a host of ours and has a name of its own."""
        problems = [*_strangers(self.pages, site), *_twice(self.pages)]
        pages: list[Page] = []
        for one in self.pages:
            try:
                pages.append(one.model_copy(update={"expect": one.expect.ready(read)}))
            except ConfigError as error:
                problems += error.problems
        if problems:
            raise ConfigError(problems)
        return self.model_copy(update={"pages": tuple(pages)})


def _strangers(pages: tuple[Page, ...], site: Site) -> list[Problem]:
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
