"""A tree of routes, as Alertmanager and Grafana walk it (prometheus.io/docs/alerting, "Route")."""

from dataclasses import dataclass, field

from launchready.core.monitors import Contact
from launchready.monitor.promql_tree import Matcher
from launchready.monitor.promql_values import Labels, matches

# Seconds before the first message of a group, unless the tree says otherwise.
GROUP_WAIT = 30.0
# Levels of a tree; more is no tree that people write.
DEEPEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One branch. What it leaves unsaid (`receiver` "", `wait` None) it has from its parent;
    `hours` is when it keeps messages back."""

    receiver: str = ""
    matchers: tuple[Matcher, ...] = ()
    goes_on: bool = False
    wait: float | None = None
    hours: str = ""
    routes: tuple["Route", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Where an alert goes: to a receiver, after `wait` seconds."""

    receiver: str
    wait: float
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The tree and who stands behind each receiver; `inhibits` are pairs of source and target
    matchers with the labels that must be equal."""

    root: Route
    receivers: dict[str, tuple[Contact, ...]] = field(default_factory=dict)
    inhibits: tuple[tuple[tuple[Matcher, ...], tuple[Matcher, ...], tuple[str, ...]], ...] = ()

    def sent(self, labels: Labels) -> tuple[Sent, ...]:
        """Every receiver that an alert of these labels goes to."""
        top = Sent(receiver=self.root.receiver, wait=GROUP_WAIT, hours="")
        return tuple(_walk(self.root, labels, top, 0) or ())

    def contacts(self, sent: tuple[Sent, ...]) -> tuple[Contact, ...]:
        return tuple(one for each in sent for one in self.receivers.get(each.receiver, ()))

    def hides(self, source: Labels, target: Labels) -> bool:
        """Whether nothing is sent of the second alert while the first is on."""
        given, other = dict(source), dict(target)
        return any(
            matches(source, first)
            and matches(target, second)
            and all(given.get(one, "") == other.get(one, "") for one in equal)
            and not (matches(source, second) and matches(target, first))
            for first, second, equal in self.inhibits
        )


def _walk(route: Route, labels: Labels, above: Sent, depth: int) -> list[Sent] | None:
    """The leaves an alert reaches; None where the branch itself is not meant for it."""
    if depth > DEEPEST or not matches(labels, route.matchers):
        return None
    here = Sent(
        receiver=route.receiver or above.receiver,
        wait=above.wait if route.wait is None else route.wait,
        hours=route.hours,  # not handed down (Alertmanager's UnmarshalYAML of Route)
    )
    found: list[Sent] = []
    for one in route.routes:
        below = _walk(one, labels, here, depth + 1)
        if below is not None:
            found += below
            if not one.goes_on:
                break
    return found or [here]
