"""A pulse goes out while the loop turns and only then; one that is not taken is told."""

import pytest

from launchready.config.alerts import Heartbeat
from launchready.watch.heartbeat import Pulses
from launchready.watch.metrics import Pulse
from launchready.world.settings import Network
from tests.watch.channels_vendors import Seen, Vendor, replied
from tests.world.loopback import http, serving, silent

UUID = "5bf66975-d4c7-4bf5-bcc8-" + "b" * 12


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


class Heard:
    """A Pulses with all that it counts."""

    def __init__(self, port: int, method: str = "GET") -> None:
        url = f"http://127.0.0.1:{port}/{UUID}"
        setting = Heartbeat.model_validate({"url": url, "method": method})
        self.clock = Clock()
        self.fates: list[Pulse] = []
        self.pulses = Pulses(
            setting, Network(), stale=90, tally=self.fates.append, clock=self.clock, limit=0.3
        )


def takes(_: Seen) -> bytes:
    return http("200 OK", b"OK")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_pulse_goes_out_while_the_loop_turns(method: str) -> None:
    vendor = Vendor(takes)
    async with serving(vendor) as port:
        heard = Heard(port, method)
        heard.pulses.turned()
        wait = await heard.pulses.beat()

    assert [(one.method, one.path) for one in vendor.asked] == [(method, f"/{UUID}")]
    assert (wait, heard.fates, heard.pulses.note) == (60.0, ["sent"], "")


async def test_before_the_first_turn_and_when_the_loop_stands_still_none_goes_out() -> None:
    vendor = Vendor(takes)
    async with serving(vendor) as port:
        heard = Heard(port)
        first = await heard.pulses.beat()
        heard.pulses.turned()
        heard.clock.time += 91
        later = await heard.pulses.beat()
        heard.pulses.turned()
        await heard.pulses.beat()

    assert (first, later) == (1.0, 60.0)
    assert heard.fates == ["held", "sent"]
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http("404 Not Found"), "it answered 404"),
        (http("500 Oh"), "it answered 500"),
        (http("302 Found", b"", "Location: /login"), "it answered 302, a redirect, which is not "
         "followed"),
        (http("200 OK", b"OK (not found)"), "it answered 200: OK (not found)"),
        (http("200 OK", b"OK (rate limited)\n"), "it answered 200: OK (rate limited)"),
        (replied("200 OK", {"ok": False, "msg": "Monitor not found or not active."}),
         "it answered 200: Monitor not found or not active."),
    ],
)  # fmt: skip
async def test_a_pulse_that_is_not_taken_is_counted_and_told_until_one_is(
    answer: bytes, reason: str
) -> None:
    async with serving(Vendor(takes, [answer, answer])) as port:
        heard = Heard(port)
        heard.pulses.turned()
        waits = [await heard.pulses.beat(), await heard.pulses.beat()]
        note = heard.pulses.note
        await heard.pulses.beat()

    assert waits == [15.0, 15.0]
    assert note == f"The heartbeat was not taken 2 times in a row: {reason}."
    assert (heard.fates, heard.pulses.note) == (["failed", "failed", "sent"], "")


async def test_a_server_that_says_nothing_is_left_and_no_secret_told() -> None:
    async with serving(silent) as port:
        heard = Heard(port)
        heard.pulses.turned()
        wait = await heard.pulses.beat()

    assert heard.pulses.note == "The heartbeat was not taken: no answer came in 0.3 s."
    assert (wait, heard.fates) == (15.0, ["failed"])


async def test_what_a_server_sends_back_does_not_show_the_url() -> None:
    async with serving(Vendor(lambda one: http("200 OK", f"OK ({one.path})".encode()))) as port:
        heard = Heard(port)
        heard.pulses.turned()
        await heard.pulses.beat()

    assert heard.fates == ["failed"]
    assert UUID not in heard.pulses.note
    assert UUID not in repr(heard.pulses)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"url": "http://hc-ping.com/x"}, "in the clear"),
        ({"url": "https://hc-ping.com/x", "every": "1s"}, "too quick"),
        ({"url": "https://hc-ping.com/x", "method": "HEAD"}, "GET or POST"),
        ({"url": "hc-ping.com/x"}, "not a URL"),
        ({"url": "https://u:p@hc-ping.com/x"}, "user and password"),
    ],
)
def test_what_cannot_work_is_told_at_once(given: dict[str, str], found: str) -> None:
    with pytest.raises(ValueError, match=found):
        Heartbeat.model_validate(given)
