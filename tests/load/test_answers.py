"""An answer under load is wrong in the same words for the same fault, and a wall is told apart."""

import pytest

from launchready.load.answers import TURNED_AWAY, is_wall, judge, reads
from launchready.visit.expect import USUAL
from launchready.visit.expectations import parse
from tests.worlds import page

URL = "https://acme.test/orders"


def _wrong(
    status: int, body: str = "", *lines: str, signed_in: bool = False, **headers: str
) -> str:
    meant = tuple(parse(one) for one in lines) or (USUAL,)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return judge(meant, signed_in=signed_in)(page(URL, status, body, headers=named))


def test_what_is_as_expected_is_not_wrong() -> None:
    assert _wrong(200) == ""
    assert _wrong(404, "", "[STATUS] == 404") == ""
    assert _wrong(200, "orders: 3", "[BODY] contains orders") == ""


def test_a_status_that_is_not_meant_is_told() -> None:
    assert _wrong(503) == "answered 503"
    assert _wrong(302, location="https://acme.test/home") == "answered 302"


def test_a_body_that_is_not_meant_is_told_by_the_line() -> None:
    assert _wrong(200, "oops", "[BODY] contains orders") == "200, but not [BODY] contains orders"


def test_a_session_that_is_over_is_told_as_that() -> None:
    to_log_in = _wrong(302, signed_in=True, location="/accounts/login/?next=/orders")

    assert to_log_in == "redirected to the log-in"
    assert _wrong(302, location="/accounts/login/") == "answered 302"


@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {}), (403, {"cf_mitigated": "challenge"}), (403, {"server": "cloudflare"})],
    ids=["limit", "challenge", "front"],
)
def test_a_wall_is_no_fault_of_the_app(status: int, headers: dict[str, str]) -> None:
    wrong = _wrong(status, "", signed_in=False, **headers)

    assert wrong.startswith(f"{TURNED_AWAY} ({status}: ")
    assert is_wall(wrong)


def test_the_apps_own_refusal_is_no_wall() -> None:
    assert _wrong(403) == "answered 403"


def test_only_who_looks_at_a_body_has_it_read() -> None:
    assert not reads((USUAL, parse("[HEADER].server == x")))
    assert reads((USUAL, parse("[BODY] contains x")))
