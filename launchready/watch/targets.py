"""What a config gives to look at: pages of smoke, certificates of tls, zones of dns."""

from collections.abc import Iterable
from dataclasses import replace

from launchready.config.load import Loaded
from launchready.config.watch import Watch
from launchready.core.check import Check
from launchready.core.location import NOWHERE, Subject
from launchready.dns.record_map import record_map
from launchready.dns.settings import Dns
from launchready.gate import Question
from launchready.smoke.pages import pages
from launchready.smoke.settings import Page, Smoke
from launchready.tls.certificate import certificate
from launchready.tls.settings import Tls
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.watch.types import Target, TargetKind

# Targets at most: each has a loop of its own.
MOST = 300
_BEYOND = "a watch looks at {most} at most, and this names {count}"


def targets(loaded: Loaded, watch: Watch) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    """What is looked at, and what is left out and why. Raises ConfigError."""
    smoke, tls, dns = (loaded.rooms.get(one) for one in ("smoke", "tls", "dns"))
    found: list[Target] = []
    left: tuple[str, ...] = ()
    if isinstance(smoke, Smoke):
        chosen, left = _chosen(smoke, watch)
        found += [_page(one, watch) for one in chosen]
    elif watch.pages:
        raise _mistake(watch, "pages names pages, and there is no smoke:", "describe them there")
    if isinstance(tls, Tls):
        found += [
            _target(f"certificate of {one}", "tls", watch.every.tls, certificate, [one])
            for one in tls.promises()
        ]
    if isinstance(dns, Dns):
        found += [
            _target(
                f"DNS of {zone.name}",
                "dns",
                watch.every.dns,
                record_map,
                [one for one in dns.asked if one.zone == zone.name],
            )
            for zone in dns.maps
        ]
    if not found:
        raise _mistake(watch, "there is nothing to look at", "describe smoke: pages:, tls: or dns:")
    if len(found) > MOST:
        raise _mistake(watch, _BEYOND.format(most=MOST, count=len(found)), "watch.pages names some")
    return tuple(found), left


def _chosen(smoke: Smoke, watch: Watch) -> tuple[list[Page], tuple[str, ...]]:
    known = {one.name: one for one in smoke.pages}
    for name in watch.pages:
        if name not in known:
            near = nearest(name, known)
            meant = f"did you mean {near}?" if near else f"smoke.pages has {', '.join(known)}"
            raise _mistake(watch, f"there is no page {name}", meant)
    if watch.pages:
        return [one for one in smoke.pages if one.name in watch.pages], ()
    reading = [one for one in smoke.pages if not one.writes and one.session is None]
    left = [one for one in smoke.pages if one not in reading]
    return reading, tuple(
        f"{one.name} is left out, since it {'writes' if one.writes else 'logs in'}; "
        "watch.pages names those that are watched all the same"
        for one in left
    )


def _page(page: Page, watch: Watch) -> Target:
    """A page without its limits of time: how long it takes is drawn, not alarmed."""
    lines = tuple(one for one in page.expect.lines if one.about != "RESPONSE_TIME")
    expect = page.expect.model_copy(update={"within": None, "lines": lines})
    asked = page.model_copy(update={"expect": expect})
    return _target(
        page.name, "page", watch.every.pages, replace(pages, limit=watch.timeout), [asked]
    )


def _target(
    name: str, kind: TargetKind, every: float, check: Check, subjects: Iterable[Subject]
) -> Target:
    questions = tuple(Question(check=check, subject=one) for one in subjects)
    at = questions[0].subject.at if questions else NOWHERE
    return Target(name=name, kind=kind, every=every, limit=check.limit, questions=questions, at=at)


def _mistake(watch: Watch, found: str, meant: str) -> ConfigError:
    return ConfigError([Problem(at=watch.at, found=found, meant=meant)])
