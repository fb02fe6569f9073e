"""What a script can judge is said in statuses and texts; the rest is not said at all."""

import pytest

from launchready.core.location import NOWHERE
from launchready.load.plainly import Plain, plainly
from launchready.values.node import Text
from launchready.visit.expectations import parse


def _meant(*lines: str) -> Plain | None:
    return plainly([parse(Text(one, at=NOWHERE), NOWHERE) for one in lines])


def test_statuses_are_all_that_will_do() -> None:
    assert _meant("[STATUS] == 200") == Plain(statuses=(200,))
    assert _meant("[STATUS] == any(200, 304)") == Plain(statuses=(200, 304))
    assert _meant("[STATUS] < 300") == Plain(statuses=tuple(range(100, 300)))
    assert _meant("[STATUS] >= 200", "[STATUS] < 202") == Plain(statuses=(200, 201))


def test_what_must_not_be_is_left_out() -> None:
    found = _meant("[STATUS] != 500", "[STATUS] >= 499")

    assert found is not None
    assert found.statuses == (499, *range(501, 600))


def test_texts_are_all_to_be_there() -> None:
    assert _meant("[STATUS] == 200", "[BODY] contains Acme", "[BODY] contains orders") == Plain(
        statuses=(200,), texts=("Acme", "orders")
    )


@pytest.mark.parametrize(
    "line",
    [
        "[BODY].status == ok",
        "[BODY] not contains error",
        "[HEADER].content-type == pat(text/html*)",
        "[BODY] matches a+",
        "[RESPONSE_TIME] < 300ms",
    ],
)
def test_anything_more_is_said_to_be_more(line: str) -> None:
    assert _meant(line) is None


def test_a_status_nothing_has_is_no_plain_thing() -> None:
    assert _meant("[STATUS] == 200", "[STATUS] == 404") is None
