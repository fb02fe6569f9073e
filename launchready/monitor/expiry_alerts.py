"""Asks whether somebody is told that a certificate nears its end, early and again late."""

from dataclasses import dataclass, field

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import NOWHERE, Location
from launchready.core.monitors import Alert
from launchready.core.unreachable import UnreachableError
from launchready.monitor.promised import Watch
from launchready.monitor.seen import Seen, look, stopped
from launchready.monitor.settings import Monitor
from launchready.monitor.target import host, normal, port

TLS_ALERT_MISSING = Rule(
    id="monitor/tls-alert-missing",
    impact=Impact.RISK,
    stage=Stage.MONITORING,
    title="Nobody is told that a certificate nears its end",
    why="Renewal fails in silence; on the day it ends every browser refuses the page, and one "
    "early mail is easily missed.",
    fix="Add two alerts on the certificate, at 14 and at 3 days, each one that reaches somebody.",
    hours=0.5,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A host and port whose certificate must be watched, at the line that names it."""

    host: str
    port: int
    at: Location = NOWHERE
    watch: Watch = field(repr=False)

    def __str__(self) -> str:
        return self.host if self.port == 443 else f"{self.host}:{self.port}"


def certificates(watch: Watch) -> list[Certificate]:
    """The certificates of the pages that must be watched, each once."""
    found: dict[str, Certificate] = {}
    for one in watch.covered:
        target = normal(one.target) if one.by == "url" else ""
        if target.startswith(("https://", "tls://")):
            made = Certificate(host=host(target), port=port(target) or 443, at=one.at, watch=watch)
            found.setdefault(str(made), made)
    return list(found.values())


@check(Monitor, each=lambda monitor: certificates(monitor.watch), emits=(TLS_ALERT_MISSING,))
async def expiry_alerts(certificate: Certificate, ctx: Context) -> list[Finding]:
    """Somebody is told of a certificate's end at each of the times promised."""
    seen = await look(certificate.watch, ctx)
    alerts = alerts_on(certificate, seen, ctx)
    days = sorted({one.days for one in alerts if one.days is not None and one.reached})
    missing = _missing(certificate.watch.expiry, days)
    if not missing:
        return []
    unknown = [one.unknown for one in alerts if one.unknown]
    if unknown:
        reason = f"nobody can tell who hears of the certificate of {certificate}: {unknown[0]}"
        raise UnreachableError(reason, kind="refused", advice="Let us read where alerts go.")
    seen.demand_whole(f"whether the certificate of {certificate} is watched")
    wanted = " and ".join(f"{one:g}" for one in certificate.watch.expiry)
    told = ", ".join(f"{one:g}" for one in reversed(days)) or "no"
    message = (
        f"{certificate}: somebody is told of its certificate at {told} "
        f"day{'s' * (told != '1')} before its end; {wanted} are promised"
    )
    if not days:
        message = f"{certificate}: nobody is told of its certificate's end; {wanted} days before are promised"  # noqa: E501 - one sentence
    lost = [one for one in alerts if not one.reached]
    evidence = (f"{lost[0].name} is about it and reaches nobody",) if lost and not days else ()
    return [TLS_ALERT_MISSING.broken(certificate, message, *evidence)]


def alerts_on(certificate: Certificate, seen: Seen, ctx: Context) -> list[Alert]:
    """The alerts on the end of one certificate, of every monitor that looks at its host."""
    return [
        each
        for one in seen.monitors
        if not stopped(one, ctx.now())
        and host(one.target) == certificate.host
        and (port(one.target) or 443) == certificate.port
        for each in one.alerts
        if each.incident == "ssl_expiry" and each.days is not None
    ]


def _missing(wanted: tuple[float, ...], days: list[float]) -> list[float]:
    """The times at which nothing speaks: each has the stretch up to the one before it.

    An alert at 21 days keeps a promise of 14, and one at 7 that of 3; one at 14 alone does not.
    """
    found = []
    above = float("inf")
    for one in sorted(wanted, reverse=True):
        if not any(one <= each < above for each in days):
            found.append(one)
        above = one
    return found
