"""What a run looks like while it is under way: for a person, and for ending it early."""

from collections import deque
from time import perf_counter

from launchready.core.load import Live, Plan

# Errors past this share of so many seconds' answers end a run: it hurts, and more proves nothing.
MOST_ERRORS = 0.20
WINDOW = 5.0
# No fewer answers than this say anything.
_FEWEST = 5


class Recent:
    """The answers of the last seconds, those of the warm-up as well."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._ends: deque[tuple[float, float, bool]] = deque()
        self._sent: deque[float] = deque()

    def sent(self, now: float) -> None:
        self._sent.append(now)

    def ended(self, now: float, taken: float, *, failed: bool) -> None:
        self._ends.append((now, taken, failed))

    def is_hopeless(self, now: float) -> str:
        """Why the run must end, "" when it need not."""
        self._forget(now)
        failed = sum(one[2] for one in self._ends)
        total = len(self._ends)
        if now - self._began < WINDOW or total < _FEWEST or failed <= MOST_ERRORS * total:
            return ""
        return f"{failed} of {total} answers within {WINDOW:g} s were errors"

    def live(self, now: float, plan: Plan, gone: float, total: float) -> Live:
        """How it stands, `gone` seconds after the first arrival that counts."""
        self._forget(now)
        good = sorted(taken for _, taken, failed in self._ends if not failed)
        share = (len(self._ends) - len(good)) / len(self._ends) if self._ends else 0.0
        within = min(WINDOW, max(now - self._began, 0.5))
        return Live(
            gone=gone + plan.warmup,
            total=total + plan.warmup,
            rate=len(self._sent) / within,
            p50=good[len(good) // 2] if good else None,
            p95=good[min(len(good) - 1, int(0.95 * len(good)))] if good else None,
            errors=share,
            counts=gone >= 0,
        )

    def _forget(self, now: float) -> None:
        while self._ends and self._ends[0][0] < now - WINDOW:
            self._ends.popleft()
        while self._sent and self._sent[0] < now - WINDOW:
            self._sent.popleft()
