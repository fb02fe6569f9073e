"""Makes monitors and alerts of probed targets, the rules about them and the tree of routes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from launchready.core.monitors import NEXT_LOOK, Alert, Demand, Monitor, Term, Watching, shown
from launchready.core.unreachable import UnreachableError
from launchready.monitor.promql_tree import PromqlError, name_of
from launchready.monitor.promql_values import Labels
from launchready.monitor.routing import Routing
from launchready.monitor.rules import (
    Rule,
    Told,
    about,
    on_expiry,
    on_outage,
    on_silence,
    on_slowness,
)
from launchready.monitor.scrapes import OFFSET, Module, Probed, usual_module

# Targets that are asked together with all others; of more, each with its own job alone.
MOST_TOGETHER = 100
# Targets times rules: 300 targets and 60 rules take a quarter of a minute.
MOST_ASKED = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is probed, what is minded and who is told.

    `unrouted` says why nobody can tell whom alerts reach where there is no tree; `unsent` is ""
    or why no alert is sent at all.
    """

    targets: list[Probed]
    rules: list[Rule]
    tree: Routing | None
    external: dict[str, str] = field(default_factory=dict)
    known: dict[str, Module] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    unrouted: str = ""
    unsent: str = ""


def watching(provider: str, setup: Setup) -> Watching:
    """Monitors of targets and rules, with the alerts the rules make of them.

    Raises UnreachableError where they are too many.
    """
    maker = Maker(setup)
    if len(setup.targets) * len(setup.rules) > MOST_ASKED:
        raise UnreachableError(
            f"{len(setup.targets)} targets and {len(setup.rules)} rules are more than are asked",
            advice="Name the files of the pages' targets and rules alone.",
        )
    pages = [
        maker.monitor(
            one, _near(one, setup.targets), setup.known.get(one.module) or usual_module(one.module)
        )
        for one in setup.targets
    ]
    receivers = setup.tree.receivers.values() if setup.tree else ()
    return Watching(
        provider=provider,
        monitors=(*pages, *maker.heartbeats()),
        alerts=maker.others(),
        hidden=(*setup.hidden, *maker.unread),
        contacts=tuple(one for each in receivers for one in each),
    )


def _near(one: Probed, targets: list[Probed]) -> list[Probed]:
    if len(targets) <= MOST_TOGETHER:
        return targets
    job = dict(one.labels).get("job")
    return [each for each in targets if dict(each.labels).get("job") == job][:MOST_TOGETHER]


class Maker:
    """Makes monitors and alerts; keeps the rules that could not be asked in `unread`."""

    def __init__(self, setup: Setup) -> None:
        self._tree, self._external = setup.tree, setup.external
        self._unrouted, self._unsent = setup.unrouted, setup.unsent
        rules = setup.rules
        self._probing = [one for one in rules if one.asks_probes]
        self._others = [one for one in rules if not one.asks_probes]
        self.unread: dict[str, None] = {}

    def _asked(self, ask: Callable[..., Any], rule: Rule, *given: Any) -> Any:
        try:
            return ask(rule, *given)
        except PromqlError as wrong:
            self.unread[f"the rule {rule.name} ({rule.at}) could not be asked: {wrong}"] = None
            return None

    def monitor(self, one: Probed, near: list[Probed], module: Module) -> Monitor:
        down = [
            found for each in self._probing if (found := self._asked(on_outage, each, one, near))
        ]
        ends = [
            found for each in self._probing if (found := self._asked(on_expiry, each, one, near))
        ]
        slow = any(self._asked(on_slowness, each, one) for each in self._probing)
        demands = module.demands | (frozenset[Demand](["latency"]) if slow else frozenset())
        wait = min(module.timeout or one.timeout, max(one.timeout - OFFSET, 0.1))
        return Monitor(
            name=dict(one.labels).get("name") or shown(one.target),
            id=one.target,
            target=one.target,
            kind=module.kind,
            method=module.method,
            interval=one.interval,
            demands=demands,
            alerts=(
                *(self._alert(found, "downtime", _terms(found, one, wait)) for found in down),
                *(replace(self._alert(found, "ssl_expiry", ()), days=found.days) for found in ends),
            ),
            masks=self._masks(down, ends),
            at=one.at,
        )

    def _masks(self, down: list[Told], ends: list[Told]) -> bool:
        """Whether a certificate's alert keeps back, or is the very same as, that of an outage."""
        if self._tree is None or not down:
            return False
        return all(
            any(self._tree.hides(self._fired(end), self._fired(each)) for end in ends)
            for each in down
        )

    def _fired(self, found: Told) -> Labels:
        return found.rule.fired(found.labels, self._external)

    def _alert(self, found: Told, incident: Any, terms: tuple[Term, ...]) -> Alert:
        name, at = found.rule.name, found.rule.at
        if self._unsent:
            return Alert(name=name, incident=incident, silenced=self._unsent, terms=terms, at=at)
        if self._tree is None:
            return Alert(
                name=name,
                incident=incident,
                unknown=self._unrouted,
                untimed=self._unrouted,
                at=at,
            )
        sent = self._tree.sent(self._fired(found))
        contacts = self._tree.contacts(sent)
        reaching = [one for one in sent if any(c.is_reached for c in self._tree.contacts((one,)))]
        wait = min((one.wait for one in reaching or sent), default=0.0)
        hours = "; ".join(dict.fromkeys(one.hours for one in sent if one.hours))
        receivers = ", ".join(one.receiver for one in sent)
        return Alert(
            name=f"{name} to {receivers}",
            hours=hours,
            incident=incident,
            contacts=contacts,
            terms=(*terms, Term(label="group_wait", seconds=wait)) if terms else (),
            at=at,
        )

    def heartbeats(self) -> list[Monitor]:
        """Rules that mind the silence of a job."""
        found = []
        for rule in self._others:
            told = self._asked_quietly(rule)
            if told is not None:
                found.append(
                    Monitor(
                        name=rule.name,
                        target="",
                        kind="heartbeat",
                        interval=told.after + rule.wait,
                        alerts=(self._alert(told, "downtime", _quiet(told)),),
                        at=rule.at,
                        id=name_of(rule.selectors[0]),
                    )
                )
        return found

    @staticmethod
    def _asked_quietly(rule: Rule) -> Told | None:
        """A rule about something else that cannot be asked hides nothing of what is probed."""
        try:
            return on_silence(rule)
        except PromqlError:
            return None

    def others(self) -> tuple[Alert, ...]:
        """Alerts that are about no probe, as far as somebody must be called about them."""
        found = []
        for rule in self._others:
            incident = about(rule)
            if incident != "other":
                told = Told(rule=rule, labels=())
                found.append(self._alert(told, incident, ()))
        return tuple(found)


def _terms(found: Told, one: Probed, timeout: float) -> tuple[Term, ...]:
    rule = found.rule
    terms = [Term(label=NEXT_LOOK, seconds=one.interval), Term(label="time-out", seconds=timeout)]
    if found.after:
        terms.append(Term(label="until the rule's expression holds", seconds=found.after))
    terms.append(Term(label="evaluation", seconds=rule.interval))
    if rule.wait:
        terms.append(Term(label="for", seconds=rule.pending()))
    return tuple(terms)


def _quiet(found: Told) -> tuple[Term, ...]:
    return (Term(label="silence", seconds=found.after + found.rule.pending()),)
