"""How fast one host is asked: a site on a small plan must not fall over because we look at it."""

from dataclasses import dataclass, field

# Requests a second to one host, and how many may come at once after a rest.
RATE = 10.0
BURST = 20


@dataclass(slots=True)
class Pace:
    """Gives each request to a host its turn. Times are in seconds by any steady clock."""

    _free_at: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, now: float) -> float:
        """How long the next request to a host waits; its turn is taken by asking."""
        # A host may run ahead of the even pace by as much as it rested, up to a burst.
        turn = max(self._free_at.get(host, 0.0), now - BURST / RATE)
        self._free_at[host] = turn + 1 / RATE
        return max(0.0, turn - now)
