"""What a shared cache may do with an answer is told as RFC 9111 and RFC 9213 have it."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.web.shared_cache import http_date, reuse
from tests.web.cache_cases import CASES, Case
from tests.worlds import NOON

DATE = ("date", format_datetime(NOON, usegmt=True))


def written(case: Case) -> list[tuple[str, str]]:
    def value(said: str | int) -> str:
        moment = NOON + timedelta(seconds=said) if isinstance(said, int) else None
        return format_datetime(moment, usegmt=True) if moment else str(said)

    headers = [(name, value(said)) for name, said in case[1]]
    return headers if any(name == "date" for name, _ in headers) else [*headers, DATE]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_cache_that_keeps_to_the_standard_is_foretold(case: Case) -> None:
    found = reuse(case[0], written(case), NOON)

    assert (found.is_shared and found.seconds > 3) is case[2], found


@pytest.mark.parametrize(
    ("headers", "had_authorization", "kind", "by"),
    [
        ([], False, "stale", "nothing that says how long"),
        ([("cache-control", "private, no-store")], False, "never", "cache-control: no-store"),
        ([("cache-control", "private")], False, "never", "cache-control: private"),
        ([("cache-control", "no-cache")], False, "stale", "cache-control: no-cache"),
        ([("cache-control", "max-age=600")], False, "fresh", "cache-control: max-age=600"),
        ([("cache-control", "max-age=600")], True, "never", "the request's Authorization"),
        ([("cache-control", "max-age=600, public")], True, "fresh", "cache-control: max-age=600"),
        ([("cache-control", "s-maxage=9")], True, "fresh", "cache-control: s-maxage=9"),
        # a CDN that reads its own field does not read the other
        (
            [("cache-control", "private, no-store"), ("cdn-cache-control", "max-age=60")],
            False,
            "fresh",
            "cdn-cache-control: max-age=60",
        ),
        (
            [("cache-control", "max-age=60"), ("cdn-cache-control", "no-store")],
            False,
            "never",
            "cdn-cache-control: no-store",
        ),
        (
            [("cdn-cache-control", "max-age=1"), ("cloudflare-cdn-cache-control", "max-age=2")],
            False,
            "fresh",
            "cloudflare-cdn-cache-control: max-age=2",
        ),
        (
            [("cache-control", "no-store"), ("cdn-cache-control", "!?")],
            False,
            "never",
            "cache-control: no-store",
        ),
        ([("cache-control", "max-age=60"), ("vary", "accept, *")], False, "never", "vary: *"),
        ([("cache-control", "max-age=6"), ("vary", "cookie")], False, "fresh",
            "cache-control: max-age=6"),
    ],
)  # fmt: skip
def test_what_decides_is_named(
    headers: list[tuple[str, str]], had_authorization: bool, kind: str, by: str
) -> None:
    found = reuse(200, [DATE, *headers], NOON, had_authorization=had_authorization)

    assert (found.kind, found.by) == (kind, by)


@given(st.lists(st.tuples(st.sampled_from(["cache-control", "cdn-cache-control", "age", "expires",
    "date", "vary", "last-modified"]), st.text(max_size=40)), max_size=5))  # fmt: skip
def test_no_header_breaks_the_reader(headers: list[tuple[str, str]]) -> None:
    assert reuse(200, headers, NOON).kind in ("never", "stale", "guess", "fresh")


@given(st.datetimes(min_value=NOON.replace(year=1971, tzinfo=None)))
def test_dates_are_read_as_they_are_written(moment: object) -> None:
    from datetime import UTC, datetime

    assert isinstance(moment, datetime)
    at = moment.replace(microsecond=0, tzinfo=UTC)

    assert http_date(format_datetime(at, usegmt=True)) == at
