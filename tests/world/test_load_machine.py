"""A run knows whether its sender kept up, and ends before it only hurts."""

from time import perf_counter

from launchready.core.load import Plan, Target
from launchready.world.load_machine import Watch
from launchready.world.load_watch import Recent

PLAN = Plan(targets=(Target(name="a", url="http://acme.test/"),), rate=10, seconds=10)


def test_a_late_sender_is_told() -> None:
    watch = Watch()
    for number in range(200):
        watch.fired(0.05 if number % 50 == 0 else 0.0001)
    watch.end()
    health = watch.health(2.0)

    assert health.lag == 0.05
    assert health.achieved == 100


def test_what_had_no_socket_was_not_sent() -> None:
    watch = Watch()
    for _ in range(100):
        watch.fired(0.0)
    watch.lost = 10

    assert watch.health(1.0).lost == 10
    assert watch.health(1.0).achieved == 90


def test_errors_end_a_run_only_after_five_seconds_of_them() -> None:
    recent, began = Recent(), perf_counter()
    for tenth in range(60):
        recent.ended(began + tenth / 10, 0.1, failed=tenth % 3 == 0)

    assert recent.is_hopeless(began + 4.9) == ""
    assert "were errors" in recent.is_hopeless(began + 5.9)


def test_a_few_errors_end_nothing() -> None:
    recent, began = Recent(), perf_counter()
    for tenth in range(60):
        recent.ended(began + tenth / 10, 0.1, failed=tenth % 6 == 0)

    assert recent.is_hopeless(began + 6) == ""


def test_errors_alone_have_no_percentile() -> None:
    recent, began = Recent(), perf_counter()
    recent.sent(began)
    recent.ended(began + 0.1, 0.1, failed=True)
    live = recent.live(began + 1, PLAN, 1.0, 10.0)

    assert (live.p50, live.p95, live.errors) == (None, None, 1.0)
    assert live.counts
