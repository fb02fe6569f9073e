"""Sends a pulse while the loop turns, so that the watch's own death is noticed elsewhere.

No pulse is worth waiting for: it has its own task, its own clock and a short limit.
"""

from collections.abc import Callable

import anyio

from launchready.config.alerts import Heartbeat
from launchready.core.redact import Redactor
from launchready.watch.channels_http import Answer, Post, exchange, of_url, refusal
from launchready.watch.channels_told import NotSentError
from launchready.watch.metrics import Pulse
from launchready.world.settings import Network

# Seconds for one pulse, and until one that was not taken is sent again.
LIMIT = 10.0
_AGAIN = 15.0
# Characters of an answer that says why a pulse was not taken.
_SAID = 100


class Pulses:
    """The pulse of one watch; `failures` counts those not taken since the last that was."""

    def __init__(
        self,
        setting: Heartbeat,
        network: Network,
        *,
        stale: float,
        tally: Callable[[Pulse], None],
        clock: Callable[[], float] = anyio.current_time,
        limit: float = LIMIT,
    ) -> None:
        """`stale`: after so many seconds without a turn of the loop the pulse is held back.
        `clock` is monotonic; `limit` is for one pulse; both in seconds."""
        self._setting = setting
        self._network = network
        self._stale = stale
        self._tally = tally
        self._clock = clock
        self._limit = min(limit, setting.every)
        self._turned: float | None = None
        self.failures = 0
        self.reason = ""

    @property
    def note(self) -> str:
        """What the founder must know of it, if anything."""
        if not self.failures:
            return ""
        times = "" if self.failures == 1 else f" {self.failures} times in a row"
        return f"The heartbeat was not taken{times}: {self.reason}."

    def turned(self) -> None:
        """The loop has turned."""
        self._turned = self._clock()

    async def run(self) -> None:
        """Sends pulses until cancelled."""
        while True:
            wait = await self.beat()
            await anyio.sleep(wait)

    async def beat(self) -> float:
        """One pulse, or none where the loop stands still; how long to wait for the next."""
        if self._turned is None:
            return min(1.0, self._setting.every)
        if self._clock() - self._turned > self._stale:
            self._tally("held")
            return self._setting.every
        try:
            await self._send()
        except NotSentError as error:
            self.failures += 1
            self.reason = Redactor(of_url(self._setting.url))(error.reason)
            self._tally("failed")
            return min(_AGAIN, self._setting.every)
        self.failures, self.reason = 0, ""
        self._tally("sent")
        return self._setting.every

    async def _send(self) -> None:
        post = Post(method=self._setting.method, url=self._setting.url, content=b"")
        answer = await exchange(post, self._network, self._limit)
        said = "" if answer.status >= 300 else _refused_in(answer)
        if said or not 200 <= answer.status < 300:
            raise refusal(answer, said, None)


def _refused_in(answer: Answer) -> str:
    """What a 200 says that is none: healthchecks.io says `OK (not found)` and `OK (rate limited)`,
    Uptime Kuma `{"ok": false}`."""
    text = answer.body.decode("utf-8", "replace").strip()
    if text.lower().startswith("ok ("):
        return text[:_SAID]
    said = answer.json()
    return str(said.get("msg", "not ok"))[:_SAID] if said.get("ok") is False else ""
