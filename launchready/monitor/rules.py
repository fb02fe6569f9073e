"""What alerting rules say of an outage, of a certificate and of a job gone quiet, found by asking
them in worlds where just that happens (prometheus.io/docs, "Alerting rules")."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from launchready.core.location import Location
from launchready.core.monitors import Incident
from launchready.monitor.promql_answer import found
from launchready.monitor.promql_tree import PromqlError, Selector, joins, name_of, selectors
from launchready.monitor.promql_values import Labels, Series, World, labels_of
from launchready.monitor.scrapes import Probed

NOW = 1_800_000_000.0
DAY = 86400.0
# An outage this long, in seconds, that a rule says nothing of is one it never tells.
LONGEST_OUTAGE = 7200.0
# Days before a certificate's end at which rules are asked; between two of these none begins and
# ends that anybody writes.
_DAYS = (0.3, 0.9, 1.9, 2.9, 4.5, 6.5, 9.5, 12.9, 13.9, 17.0, 20.5, 25.0, 29.5, 44.0, 59.0, 89.0)
_FRESH = 365.0
_TEMPLATE = re.compile(r"\{\{-?\s*\$labels\.([A-Za-z_][A-Za-z0-9_]*)\s*-?\}\}")
_ENDS = ("probe_ssl_earliest_cert_expiry", "probe_ssl_last_chain_expiry_timestamp_seconds")
_EXPIRY = re.compile(r"expiry|^$")
_PROBES = re.compile(r"probe_|up$|scrape_")
# What a rule is about where it is about no probe, by its name and expression.
_ABOUT: tuple[tuple[Incident, re.Pattern[str]], ...] = (
    ("email_auth", re.compile(r"dmarc|dkim|\bspf\b", re.IGNORECASE)),
    (
        "failed_deploy",
        re.compile(r"deploy(?!ment_status_replicas)|rollout|release_fail", re.IGNORECASE),
    ),
    (
        "error_spike",
        re.compile(
            r"[\"'~=|^(]5(?:\.\.|xx|\d\d|\.\*|\[0-9\])|error|exception|fail(?:ed|ure)s?_total",
            re.IGNORECASE,
        ),
    ),
    ("slow", re.compile(r"latency|duration|histogram_quantile|slow", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An alerting rule; times are in seconds. `tree` is None with `error` where it was not read."""

    name: str
    text: str
    tree: object = field(repr=False)
    error: str = ""
    wait: float = 0.0
    interval: float = 60.0
    labels: tuple[tuple[str, str], ...] = ()
    at: Location

    @property
    def selectors(self) -> list[Selector]:
        return selectors(self.tree)

    @property
    def asks_probes(self) -> bool:
        """Whether it is about what probes from outside find."""
        if self.tree is None:
            return "probe_" in self.text
        return any(_PROBES.match(name_of(one)) for one in self.selectors)

    def fired(self, labels: Labels, external: Mapping[str, str]) -> Labels:
        """The labels of the alert that a result with these labels makes."""
        given = {name: value for name, value in labels if name != "__name__"}
        own = {
            name: _TEMPLATE.sub(lambda one: given.get(one[1], ""), value)
            for name, value in self.labels
        }
        return labels_of({**external, **given, **own, "alertname": self.name})

    def pending(self) -> float:
        """How long `for` really takes: it is looked at with each evaluation."""
        return math.ceil(self.wait / self.interval) * self.interval if self.wait else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A rule that speaks: the labels of its result, and how long its expression took to hold."""

    rule: Rule
    labels: Labels
    after: float = 0.0
    days: float | None = None


def on_outage(rule: Rule, one: Probed, others: Iterable[Probed]) -> Told | None:
    """What a rule says when one target goes down at second 0. Raises PromqlError."""
    world = _world(rule, one, others, _down(one))
    if _ask(rule, world, -one.interval):
        return None
    last = LONGEST_OUTAGE // one.interval
    if not _ask(rule, world, last * one.interval):
        return None
    low, high = -1, int(last)  # it is silent at low, and speaks at high
    if _ask(rule, world, 0.0):
        high = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _ask(rule, world, middle * one.interval) else (middle, high)
    labels = _ask(rule, world, high * one.interval)[0][0]
    return Told(rule=rule, labels=labels, after=high * one.interval)


def on_expiry(rule: Rule, one: Probed, others: Iterable[Probed]) -> Told | None:
    """How many days before a certificate's end a rule speaks first. Raises PromqlError."""
    if rule.tree is not None and not any(_EXPIRY.search(name_of(each)) for each in rule.selectors):
        return None
    left = [_FRESH]
    world = _world(rule, one, others, _healthy(one, lambda: left[0]))

    def asked(days: float) -> list[tuple[Labels, float]]:
        left[0] = days
        return _ask(rule, world, 0.0)

    if asked(_FRESH):
        return None
    speaking = [each for each in _DAYS if asked(each)]
    if not speaking:
        return None
    low, high = speaking[-1], next((each for each in _DAYS if each > speaking[-1]), _FRESH)
    labels = asked(low)[0][0]
    while high - low > 0.001:
        middle = (low + high) / 2
        low, high = (middle, high) if asked(middle) else (low, middle)
    late = rule.wait / DAY if rule.wait >= DAY else 0.0
    return Told(rule=rule, labels=labels, days=round(high - late, 2))


def on_slowness(rule: Rule, one: Probed) -> bool:
    """Whether a rule minds that a probe takes half a minute and succeeds. Raises PromqlError."""
    if rule.tree is not None and "duration" not in rule.text:
        return False
    usual = _world(rule, one, (), _steady(one))
    slow = _world(rule, one, (), _healthy(one, seconds=30.0))
    return not _ask(rule, usual, 0.0) and bool(_ask(rule, slow, 0.0))


def on_silence(rule: Rule) -> Told | None:
    """What a rule says when a job stops telling that it ran; `after` is how long that takes.

    Rules about probes are not asked: they are about something else. Raises PromqlError.
    """
    named = [one for one in rule.selectors if name_of(one)]
    if rule.asks_probes or not named:
        return None

    def asked(age: float | None) -> list[tuple[Labels, float]]:
        series = tuple(
            Series(labels=_labels(one), value=lambda _: None if age is None else NOW - age)
            for one in named
        )
        return _ask(rule, World.of(series, step=60.0, now=NOW), 0.0)

    if asked(0.0):
        return None
    if asked(None):
        return Told(rule=rule, labels=asked(None)[0][0])
    if "time" not in rule.text or not asked(90 * DAY):
        return None
    low, high = 0.0, 90 * DAY
    labels = asked(high)[0][0]
    while high - low > 0.2:
        middle = (low + high) / 2
        low, high = (low, middle) if asked(middle) else (middle, high)
    return Told(rule=rule, labels=labels, after=float(round(high)))


def about(rule: Rule) -> Incident:
    """What a rule that is about no probe is about, by its words."""
    words = f"{rule.name} {rule.text}"
    return next((incident for incident, pattern in _ABOUT if pattern.search(words)), "other")


def _ask(rule: Rule, world: World, time: float) -> list[tuple[Labels, float]]:
    if rule.tree is None:
        raise PromqlError(rule.error)
    return found(rule.tree, world, time)


def _labels(selector: Selector) -> Labels:
    return labels_of({one.label: one.value for one in selector.matchers if one.sign == "="})


def _world(rule: Rule, one: Probed, others: Iterable[Probed], own: tuple[Series, ...]) -> World:
    """One target as it fares, and all others well where the rule looks at several together."""
    rest = [each for other in others if other is not one for each in _steady(other)]
    return World.of((*own, *(rest if joins(rule.tree) else ())), step=one.interval, now=NOW)


@lru_cache(maxsize=1024)
def _steady(one: Probed) -> tuple[Series, ...]:
    return _healthy(one)


def _healthy(
    one: Probed, days: Callable[[], float] = lambda: _FRESH, *, seconds: float = 0.2
) -> tuple[Series, ...]:
    values = {
        "probe_success": 1.0,
        "up": 1.0,
        "probe_duration_seconds": seconds,
        "probe_http_status_code": 200.0,
        "probe_http_ssl": 1.0,
        "probe_failed_due_to_regex": 0.0,
    }
    plain = [_series(one, name, _always(value)) for name, value in values.items()]
    ends = [_series(one, name, lambda _: NOW + days() * DAY) for name in _ENDS]
    phase = _series(one, "probe_http_duration_seconds", _always(seconds), phase="processing")
    return (*plain, *ends, phase)


def _down(one: Probed) -> tuple[Series, ...]:
    """Before second 0 all is well; then nobody answers, and of TLS nothing is known."""
    after = {
        "probe_success": 0.0,
        "up": 1.0,
        # Refused at once: a rule that minds how long a probe takes is silent then.
        "probe_duration_seconds": 0.01,
        "probe_http_status_code": 0.0,
        "probe_http_ssl": 0.0,
        "probe_failed_due_to_regex": 0.0,
    }
    made = []
    for before in _steady(one):
        name = dict(before.labels)["__name__"]
        made.append(Series(labels=before.labels, value=_turned(before, after.get(name))))
    return tuple(made)


def _always(value: float) -> Callable[[float], float | None]:
    return lambda _: value


def _turned(before: Series, after: float | None) -> Callable[[float], float | None]:
    return lambda time: before.value(time) if time < 0 else after


def _series(one: Probed, name: str, value: Callable[[float], float | None], **more: str) -> Series:
    return Series(labels=labels_of({**dict(one.labels), **more, "__name__": name}), value=value)
