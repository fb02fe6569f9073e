"""A product that is watched, for tests of the room."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from launchready.config.load import load
from launchready.core.check import Check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.location import Location
from launchready.core.monitors import (
    Alert,
    Contact,
    Incident,
    Kind,
    Watching,
    looks,
)
from launchready.core.monitors import Monitor as Looking
from launchready.core.unreachable import UnreachableError
from launchready.monitor.settings import Monitor
from tests.worlds import NOON, DictMonitors, DictRepository, a_world

APP = "https://app.acme.test"
API = "https://api.acme.test/health"
COVER = f"""\
  must_cover:
    homepage: {APP}/
    login: {APP}/login
    api: {API}
    email: heartbeat
"""
PAGING = """\
  paging:
    downtime: [ana, ben]
    ssl_expiry: [ana, ben]
    error_spike: [ben, ana]
    failed_deploy: [ben, ana]
    email_auth: [ana, ben]
"""
ASKED = "  provider: uptimerobot\n  token: a-token-of-tests\n"
FILE = "  provider: {}\n  file: {}\n"
ANA = Contact(name="ana@acme.test", channel="email", verified=True)


def a_monitor(
    name: str,
    target: str = "",
    *,
    kind: Kind = "page",
    interval: float = 30.0,
    times: int = 2,
    contacts: tuple[Contact, ...] = (ANA,),
    demands: tuple[str, ...] = ("status", "text"),
    **more: object,
) -> Looking:
    """A monitor that keeps every promise, but for what is given."""
    alert = Alert(
        name="mail", incident="downtime", contacts=contacts, terms=looks(interval, times, 10.0)
    )
    made = Looking(
        name=name,
        target=target,
        kind=kind,
        interval=interval,
        demands=frozenset(demands),  # type: ignore[arg-type]
        alerts=(alert,),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def an_expiry(target: str, days: float, contacts: tuple[Contact, ...] = (ANA,)) -> Looking:
    """A monitor of a certificate that speaks so many days before its end."""
    alert = Alert(name="expiry", incident="ssl_expiry", contacts=contacts, days=days)
    return Looking(name=f"certificate {days:g}", target=target, kind="tls", alerts=(alert,))


def an_alert(name: str, incident: Incident, *contacts: Contact) -> Alert:
    return Alert(name=name, incident=incident, contacts=contacts)


def sound(**other: Looking) -> Watching:
    """Everything that must be watched is, but for what is given in its place."""
    usual = {
        "homepage": a_monitor("home", f"{APP}/"),
        "login": a_monitor("login", f"{APP}/login"),
        "api": a_monitor("api", API),
        "email": a_monitor("nightly mail", kind="heartbeat", demands=()),
        "early": an_expiry(f"{APP}/", 14),
        "late": an_expiry(f"{APP}/", 3),
        "api_early": an_expiry(API, 21),
        "api_late": an_expiry(API, 7),
    }
    return Watching(provider="uptimerobot", monitors=tuple((usual | other).values()))


def a_section(text: str, files: Mapping[str, str] | None = None) -> Monitor:
    """The settled section; `text` stands under monitor:, indented by two."""

    def read(path: str) -> bytes:
        if files is None or path not in files:
            raise FileNotFoundError(path)
        return files[path].encode()

    loaded = load(
        f"version: 1\nmonitor:\n{text}".encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=read,
    )
    monitor = loaded.rooms["monitor"]
    assert isinstance(monitor, Monitor)
    return monitor


def told(
    *watching: Watching | UnreachableError,
    files: Mapping[str, str] | None = None,
    now: datetime = NOON,
) -> Context:
    """A world in which a provider tells this, or in which these files are."""
    kept = {"uptimerobot": watching[0]} if watching else {}
    if len(watching) > 1:
        kept["healthchecks"] = watching[1]
    return a_world(
        monitors=DictMonitors(kept=kept), files=DictRepository(files=files or {}), now=now
    )


async def found(check: Check, section: Monitor, ctx: Context) -> list[Finding]:
    """What a check finds wrong with every subject of a section."""
    return [one for each in check.each(section) for one in await check.ask(each, ctx)]


async def said(check: Check, section: Monitor, ctx: Context) -> list[str]:
    """The same, as rule, impact and message."""
    return [
        f"{one.rule.id} {one.rule.impact.word}: {one.message}"
        for one in await found(check, section, ctx)
    ]


def place(finding: Finding) -> Location:
    return finding.at
