"""Status views as a watch would give them: all well, an outage, unknown, no history, hostile."""

import math
from datetime import UTC, date, datetime, timedelta

from launchready.watch.status_page_view import DAYS, Day, Outage, Point, State, StatusView, Watched

NOW = datetime(2026, 11, 25, 18, 4, tzinfo=UTC)
NASTY = (
    "<script>document.title='taken'</script>",
    '"><img src=x onerror="document.title=\'taken\'">',
    "</style><svg onload=\"document.title='taken'\">",
    "\u202etxt.exe\u202c && <a href='//evil.example'>click</a>",
)


def days(count: int = DAYS, **down: float) -> tuple[Day, ...]:
    """So many days up to today; `d3=600` had 600 seconds down three days ago, `u3=` unknown."""
    made = []
    for back in range(count - 1, -1, -1):
        lost, unknown = down.get(f"d{back}", 0.0), down.get(f"u{back}", 0.0)
        day: date = (NOW - timedelta(days=back)).date()
        made.append(Day(day=day, up=86_400 - lost - unknown, down=lost, unknown=unknown))
    return tuple(made)


def points(
    base: float = 0.18, lost: tuple[float, float] | None = None, state: State = "down"
) -> tuple[Point, ...]:
    """A look every two minutes for a day; `lost` is the stretch without answers, hours ago."""
    made = []
    for look in range(720):
        ago = (720 - look) * 120.0
        wave = 1 + 0.25 * math.sin(look / 40) + (0.9 if look % 97 == 0 else 0.1 * (look % 3))
        is_lost = lost is not None and lost[1] <= ago / 3600 <= lost[0]
        at = NOW - timedelta(seconds=ago)
        made.append(
            Point(at=at, seconds=None, state=state)
            if is_lost
            else Point(at=at, seconds=base * wave)
        )
    return tuple(made)


def well() -> StatusView:
    since = NOW - timedelta(days=12, hours=3)
    return StatusView(
        product="Acme Portal",
        at=NOW,
        every=60,
        targets=(
            Watched(name="homepage", kind="page", state="up", since=since, said="answered 200 in "
                    "182 ms", days=days(d13=240, d40=5400), points=points()),
            Watched(name="api health", kind="page", state="up", since=since,
                    said="answered 200 in 41 ms", days=days(), points=points(0.04)),
            Watched(name="app.acme.test:443", kind="tls", state="up", since=since,
                    said="the certificate ends in 61 days", days=days()),
            Watched(name="acme.test A", kind="dns", state="up", since=since, days=days(31)),
        ),
        outages=(
            Outage(target="homepage", state="down", began=NOW - timedelta(days=13, hours=2),
                   ended=NOW - timedelta(days=13, hours=2) + timedelta(minutes=4),
                   reason="https://app.acme.test/ answered 502; 200 was promised"),
            Outage(target="homepage", state="down", began=NOW - timedelta(days=40),
                   ended=NOW - timedelta(days=40) + timedelta(minutes=90),
                   reason="connection refused"),
        ),
    )  # fmt: skip


def outage() -> StatusView:
    began = NOW - timedelta(minutes=37)
    whole = well()
    first = Watched(
        name="homepage",
        kind="page",
        state="down",
        since=began,
        said="https://app.acme.test/ answered 502; 200 was promised",
        days=days(d0=2220, d13=240, d40=5400),
        points=points(lost=(0.62, 0)),
    )
    now = Outage(target="homepage", state="down", began=began, reason=first.said)
    return StatusView(
        product=whole.product,
        at=NOW,
        every=60,
        targets=(first, *whole.targets[1:]),
        outages=(now, *whole.outages),
        notes=("slack could not be told since 25 Nov 2026, 17:31 UTC: it answered 404.",),
    )


def unknown() -> StatusView:
    began = NOW - timedelta(hours=2)
    whole = well()
    lost = tuple(
        Watched(name=one.name, kind=one.kind, state="unknown", since=began,
                said="the watcher's own network is down", days=days(u0=7200, u5=40_000),
                points=points(lost=(2, 0), state="unknown") if one.points else ())
        for one in whole.targets[:2]
    )  # fmt: skip
    gap = Outage(target="api health", state="unknown", began=began, reason=lost[0].said)
    return StatusView(product="", at=NOW, every=30, targets=(*lost, whole.targets[2]),
                      outages=(gap,))  # fmt: skip


def fresh() -> StatusView:
    names = ("homepage", "login")
    return StatusView(
        product="Acme Portal",
        at=NOW,
        every=60,
        targets=tuple(Watched(name=one, kind="page") for one in names),
    )


def first_day() -> StatusView:
    """Started an hour ago: one bar, a few looks."""
    today = (Day(day=NOW.date(), up=3600),)
    seen = tuple(one for one in points() if (NOW - one.at).total_seconds() < 3600)
    target = Watched(name="homepage", kind="page", state="up", days=today, points=seen,
                     since=NOW - timedelta(hours=1))  # fmt: skip
    return StatusView(product="Acme Portal", at=NOW, every=60, targets=(target,))


def empty() -> StatusView:
    return StatusView(product="Acme Portal", at=NOW, every=60)


def hostile() -> StatusView:
    targets = tuple(
        Watched(name=one, kind=one, state="down", since=NOW, said=one, days=days(d0=60))
        for one in NASTY
    )
    outages = tuple(Outage(target=one, state="down", began=NOW, reason=one) for one in NASTY)
    long = Watched(name="a" * 3000, kind="page", state="up", said="b" * 3000, is_flapping=True)
    return StatusView(product=NASTY[2], at=NOW, every=60, targets=(*targets, long),
                      outages=outages, notes=NASTY)  # fmt: skip


VIEWS = {
    "well": well,
    "outage": outage,
    "unknown": unknown,
    "fresh": fresh,
    "first day": first_day,
    "empty": empty,
    "hostile": hostile,
}
