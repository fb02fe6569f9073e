"""Counts what the watch does, and tells it in Prometheus' text format 0.0.4.

Source: prometheus.io/docs/instrumenting/exposition_formats. Names end in their unit, counters in
`_total`; counters start at nothing when the process starts, as Prometheus expects.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from launchready import __version__
from launchready.report.escape import flat
from launchready.watch.status_page_view import State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# What became of an alert: taken, not taken and to be tried again, given up.
Fate = Literal["sent", "failed", "given up"]
# What became of a pulse: taken, not taken, held back since the loop stands still.
Pulse = Literal["sent", "failed", "held"]
Labels = tuple[tuple[str, str], ...]
_LABEL = 200


@dataclass(slots=True)
class Family:
    """One metric with its values by labels."""

    name: str
    kind: Literal["counter", "gauge"]
    told: str
    values: dict[Labels, float] = field(default_factory=dict)

    def put(self, value: float, **labels: str) -> None:
        self.values[tuple(labels.items())] = value

    def add(self, amount: float = 1.0, **labels: str) -> None:
        key = tuple(labels.items())
        self.values[key] = self.values.get(key, 0.0) + amount

    def text(self) -> str:
        lines = [f"# HELP {self.name} {self.told}", f"# TYPE {self.name} {self.kind}"]
        lines += [f"{self.name}{_braced(one)} {value:.17g}" for one, value in self.values.items()]
        return "\n".join(lines) + "\n"


def _braced(labels: Labels) -> str:
    inner = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inner}}}" if inner else ""


def _escaped(value: str) -> str:
    return flat(value, _LABEL).replace("\\", "\\\\").replace('"', '\\"')


class Tally:
    """What the watch has done since it started; targets and channels are those of the config."""

    def __init__(self, targets: Iterable[tuple[str, str]], channels: Iterable[str]) -> None:
        """`targets` are names with their kinds."""
        self._families: list[Family] = []
        new = self._new
        new("info", "gauge", "The running version.").put(1, version=__version__)
        self._state = new("target_state", "gauge", "1 for the state a target is in, else 0.")
        self._looks = new("looks_total", "counter", "Looks at a target, by what they found.")
        self._answer = new("answer_seconds", "gauge", "How long the last answer took.")
        self._looked = new("last_look_timestamp_seconds", "gauge", "When a target was looked at.")
        self._outages = new("outages_total", "counter", "Outages that were confirmed.")
        self._alerts = new("alerts_total", "counter", "Attempts to tell people, by their fate.")
        self._waiting = new("alerts_waiting", "gauge", "Alerts that wait to be sent.")
        self._pulses = new("heartbeats_total", "counter", "Pulses, by their fate.")
        self._turned = new("last_turn_timestamp_seconds", "gauge", "When the loop last turned.")
        self._writable = new("state_file_writable", "gauge", "1 while the state can be kept.")
        self._worst = new("worst_alert_seconds", "gauge", "The longest from outage to alert.")
        for name, kind in targets:
            self._begin(name, kind)
        for channel in channels:
            self.waiting(channel, 0)
            for fate in get_args(Fate):
                self._alerts.add(0, channel=channel, fate=fate)

    def _new(self, name: str, kind: Literal["counter", "gauge"], told: str) -> Family:
        self._families.append(Family(f"launchready_watch_{name}", kind, told))
        return self._families[-1]

    def _begin(self, target: str, kind: str) -> None:
        for state in get_args(State):
            self._looks.add(0, target=target, kind=kind, state=state)
        self._outages.add(0, target=target, kind=kind)

    def looked(
        self, target: str, kind: str, found: State, *, seconds: float | None, at: float
    ) -> None:
        """One look; `at` in seconds since 1970, `seconds` until the answer, None without one."""
        self._looks.add(target=target, kind=kind, state=found)
        self._looked.put(at, target=target, kind=kind)
        if seconds is None:
            self._answer.values.pop((("target", target), ("kind", kind)), None)
        else:
            self._answer.put(seconds, target=target, kind=kind)

    def stands(self, target: str, kind: str, state: State) -> None:
        """The state a target is in once it is confirmed."""
        for one in get_args(State):
            self._state.put(float(one == state), target=target, kind=kind, state=one)

    def broke(self, target: str, kind: str) -> None:
        """An outage was confirmed."""
        self._outages.add(target=target, kind=kind)

    def told(self, channel: str, fate: Fate) -> None:
        """One attempt to tell people."""
        self._alerts.add(channel=channel, fate=fate)

    def waiting(self, channel: str, count: int) -> None:
        """How many alerts wait for a channel."""
        self._waiting.put(count, channel=channel)

    def pulse(self, fate: Pulse) -> None:
        self._pulses.add(fate=fate)

    def turned(self, at: float) -> None:
        """The loop turned; seconds since 1970."""
        self._turned.put(at)

    def kept(self, *, is_writable: bool) -> None:
        """Whether the state could be written."""
        self._writable.put(float(is_writable))

    def promises(self, worst_alert: float) -> None:
        """The longest from an outage to its alert, in seconds, by the settings."""
        self._worst.put(worst_alert)

    def text(self) -> str:
        """Every metric that has a value."""
        return "".join(one.text() for one in self._families if one.values)
