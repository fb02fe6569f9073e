"""One host gets at most ten requests a second for long, and a burst after a rest."""

from launchready.world.pace import BURST, RATE, Pace


def test_a_burst_goes_at_once_and_then_ten_a_second() -> None:
    pace = Pace()
    waits = [pace.wait("a.test", 100.0) for _ in range(BURST + 30)]

    assert max(waits[: BURST + 1]) < 0.001
    assert [round(one, 6) for one in waits[-3:]] == [2.7, 2.8, 2.9]


def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace()
    for _ in range(100):
        pace.wait("a.test", 100.0)

    assert pace.wait("b.test", 100.0) == 0.0


def test_in_the_long_run_no_more_than_the_rate() -> None:
    pace, now, sent = Pace(), 0.0, 0
    while now < 60:
        now += pace.wait("a.test", now)
        sent += 1

    assert sent <= 60 * RATE + BURST + 1


def test_a_rest_does_not_save_up_more_than_a_burst() -> None:
    pace = Pace()
    pace.wait("a.test", 0.0)

    at_once = sum(pace.wait("a.test", 1000.0) < 0.001 for _ in range(100))

    assert at_once == BURST + 1
