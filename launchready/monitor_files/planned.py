"""What is to be watched, how often and for whom, whatever program will do it."""

import itertools
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from launchready.config.load import Loaded
from launchready.core.location import Location
from launchready.monitor.expiry_alerts import certificates
from launchready.monitor.settings import INCIDENTS, Monitor
from launchready.monitor.target import normal
from launchready.smoke.settings import Page as Asked
from launchready.smoke.settings import Smoke
from launchready.tls.settings import Tls
from launchready.values.problem import ConfigError, Problem
from launchready.visit.expect import USUAL
from launchready.visit.expectations import Expectation

# Seconds. What is slower than this is as good as down for a visitor, where nothing else is said.
SLOWEST = 5.0
# Seconds. Looks come no closer than this: sites on small plans must bear them.
CLOSEST = 2.0
# How people are known to Upptime, which opens issues and gives them to somebody.
_LOGIN = "GitHub issue "
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to look at, and what it is meant to be; `key` is its name in letters that every
    program takes for one, and no other page's."""

    name: str
    url: str
    expect: tuple[Expectation, ...]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is called: `address` is an e-mail address and `login` a name at GitHub, each
    "" where monitor.people has none."""

    name: str
    address: str = ""
    login: str = ""

    @property
    def word(self) -> str:
        """The name as the end of a variable's."""
        return re.sub(r"[^A-Z0-9]+", "_", self.name.upper()).strip("_") or "PERSON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is written. Times are in seconds, `days` in days, the earliest first.

    `people` are called about each kind of incident, the first first; `asides` is what could not
    be taken over, for people.
    """

    product: str
    pages: tuple[Page, ...]
    hosts: tuple[tuple[str, int], ...]
    days: tuple[float, ...]
    heartbeats: tuple[str, ...]
    people: dict[str, tuple[Person, ...]]
    within: float
    delivery: float
    asides: list[str] = field(default_factory=list)

    def called(self, incident: str) -> tuple[Person, ...]:
        """Who hears of an incident; whoever hears of outages where nobody is named for it."""
        return self.people.get(incident) or self.people.get("downtime", ()) or everybody(self)

    def timing(self, parts: float, least: float, most: float) -> tuple[float, float]:
        """An interval and a time-out by which an alert keeps its time.

        `parts` is how many intervals pass in all, at the worst. Raises ValueError where not even
        the shortest interval, `least`, is short enough.
        """
        timeout = float(max(1, min(10, math.floor(self.within / 6))))
        interval = math.floor(min(most, (self.within - self.delivery - timeout) / parts))
        if interval < least:
            raise ValueError(
                f"alert_within of {self.within:g} s cannot be kept: looks would have to come "
                f"every {interval:g} s, and {least:g} s is the closest"
            )
        return float(interval), timeout


def everybody(plan: Plan) -> tuple[Person, ...]:
    """Everybody whom paging names, or one who is on call where it names nobody."""
    found = {one.name: one for group in plan.people.values() for one in group}
    return tuple(found.values()) or (Person(name="on call"),)


def plan_of(loaded: Loaded) -> Plan:
    """What launchready.yml says is to be watched. Raises ConfigError where that is nothing."""
    section = loaded.rooms.get("monitor")
    monitor = section if isinstance(section, Monitor) else Monitor()
    smoke, tls = loaded.rooms.get("smoke"), loaded.rooms.get("tls")
    asked = smoke.pages if isinstance(smoke, Smoke) else ()
    asides: list[str] = []
    pages = _keyed(_pages(monitor, asked, asides))
    heartbeats = _heartbeats(monitor)
    hosts = _hosts(monitor, tls if isinstance(tls, Tls) else None, pages)
    if not pages and not hosts and not heartbeats:
        at = section.at if section is not None else Location(file=loaded.file or "launchready.yml")
        meant = "name the pages under monitor: must_cover:, or under smoke: pages:"
        raise ConfigError([Problem(at=at, found="nothing is named to be watched", meant=meant)])
    people = _people(monitor)
    if not people:
        asides.append("monitor.paging names nobody; the alerts go to one who is on call")
    return Plan(
        product=loaded.config.product,
        pages=pages,
        hosts=hosts,
        days=tuple(sorted(monitor.tls_alerts, reverse=True)),
        heartbeats=heartbeats,
        people=people,
        within=monitor.alert_within,
        delivery=monitor.delivery,
        asides=asides,
    )


def _pages(monitor: Monitor, asked: tuple[Asked, ...], asides: list[str]) -> Iterator[Page]:
    """What must be covered first, then the pages of smoke that nothing covers yet."""
    known = {normal(one.url.name): one for one in asked if one.is_plain}
    taken: set[str] = set()
    names: set[str] = set()
    for label, (by, target, _) in monitor.must_cover.items():
        if by == "url" and target.startswith(("http://", "https://")):
            same = known.get(normal(target))
            taken.add(normal(target))
            names.add(label)
            yield Page(name=label, url=target, expect=_expected(same))
        elif by == "url":
            asides.append(f"{label} ({target}) is no page, and is left out")
        elif by == "monitor":
            asides.append(f"{label} is the monitor {target}, which is yours; it is left out")
    for one in asked:
        if one.is_plain and normal(one.url.name) not in taken:
            taken.add(normal(one.url.name))
            name = one.name if one.name not in names else f"{one.name} (smoke)"
            yield Page(name=name, url=one.url.name, expect=one.expectations)
        elif not one.is_plain:
            asides.append(f"{one.name} is asked with a session or a body, and is left out")


def _keyed(pages: Iterable[Page]) -> tuple[Page, ...]:
    found: dict[str, Page] = {}
    for one in pages:
        plain = re.sub(r"[^a-z0-9]+", "-", one.name.lower()).strip("-") or "page"
        many = (f"{plain}-{number}" for number in itertools.count(2))
        key = plain if plain not in found else next(each for each in many if each not in found)
        found[key] = replace(one, key=key)
    return tuple(found.values())


def _expected(page: Asked | None) -> tuple[Expectation, ...]:
    return page.expectations if page is not None else (USUAL,)


def _heartbeats(monitor: Monitor) -> tuple[str, ...]:
    return tuple(
        target or label
        for label, (by, target, _) in monitor.must_cover.items()
        if by == "heartbeat"
    )


def _hosts(
    monitor: Monitor, tls: Tls | None, pages: tuple[Page, ...]
) -> tuple[tuple[str, int], ...]:
    """Every host and port with a certificate, once: of pages, then of tls."""
    found = {(one.host, one.port): None for one in certificates(monitor.watch)}
    for one in pages:
        url = normal(one.url)
        if url.startswith("https://"):
            name, _, port = url.removeprefix("https://").partition("/")[0].partition(":")
            found[(name, int(port or 443))] = None
    for each in (tls.hosts or ()) if tls is not None else ():
        found[(each.name, each.port)] = None
    return tuple(found)


def _people(monitor: Monitor) -> dict[str, tuple[Person, ...]]:
    made: dict[str, tuple[Person, ...]] = {}
    for incident in INCIDENTS:
        if incident in monitor.paging:
            made[incident] = tuple(_person(str(one), monitor) for one in monitor.paging[incident])
    return made


def _person(name: str, monitor: Monitor) -> Person:
    contacts = [str(one) for one in monitor.people.get(name, ())]
    mail = next((one for one in contacts if _ADDRESS.match(one)), "")
    login = next((one.removeprefix(_LOGIN) for one in contacts if one.startswith(_LOGIN)), "")
    return Person(name=name, address=mail, login=login)
