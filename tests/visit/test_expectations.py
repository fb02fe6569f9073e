"""A line says what is meant, and a line that cannot be meant is told with the nearest one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from launchready.visit.expectations import Expectation, Glob, parse


@pytest.mark.parametrize(
    ("line", "about", "operator", "wanted"),
    [
        ("[STATUS] == 200", "STATUS", "==", (200,)),
        ("[STATUS]==200", "STATUS", "==", (200,)),
        ("[STATUS] == any(200, 204)", "STATUS", "==", (200, 204)),
        ("[STATUS] < 400", "STATUS", "<", (400,)),
        ("[RESPONSE_TIME] < 800ms", "RESPONSE_TIME", "<", (0.8,)),
        ("[RESPONSE_TIME] <= 1.5s", "RESPONSE_TIME", "<=", (1.5,)),
        ("[BODY] contains Sign in", "BODY", "contains", ("Sign in",)),
        ("[BODY] not  contains  Error", "BODY", "not contains", ("Error",)),
        ("[BODY] contains ' in '", "BODY", "contains", (" in ",)),
        ("[BODY] contains any(a, b)", "BODY", "contains", ("any(a, b)",)),
        ("[URL] == https://a.test/", "URL", "==", ("https://a.test/",)),
        ("[URL] == pat(*/portal*)", "URL", "==", (Glob(pattern="*/portal*"),)),
        ("[URL] != any('a,b', c)", "URL", "!=", ("a,b", "c")),
    ],
)
def test_a_line_becomes_what_it_says(
    line: str, about: str, operator: str, wanted: tuple[object, ...]
) -> None:
    found = parse(line)

    assert (found.about, found.operator, found.wanted) == (about, operator, wanted)


def test_a_headers_name_has_no_case() -> None:
    found = parse("[HEADER].Content-Type == pat(text/html*)")

    assert found == Expectation(
        about="HEADER",
        operator="==",
        wanted=(Glob(pattern="text/html*"),),
        written="[HEADER].Content-Type == pat(text/html*)",
        name="content-type",
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[STATUSS] == 200", "[STATUSS] is not known; did you mean [STATUS]?"),
        ("[status] == 200", "[status] is not known; did you mean [STATUS]?"),
        ("[WEATHER] == fine", "it is [STATUS], [RESPONSE_TIME], [BODY]"),
        ("STATUS == 200", "did you mean [STATUS] == 200?"),
        ("200", "like [STATUS] == 200"),
        ("[STATUS] = 200", "[STATUS] = is not known; did you mean ==?"),
        ("[STATUS] is 200", "did you mean ==?"),
        ("[STATUS] contains 2", "[STATUS] contains is not known; [STATUS] takes ==, !="),
        ("[BODY] contain Acme", "did you mean contains?"),
        ("[BODY] < 3", "[BODY] takes ==, !=, contains, not contains, matches"),
        ("[RESPONSE_TIME] > 1s", "[RESPONSE_TIME] takes <, <="),
        ("[STATUS]", "[STATUS] is not known; [STATUS] takes"),
        ("[STATUS] ==", "nothing stands behind =="),
        ("[STATUS] == ok", "ok is not a status"),
        ("[STATUS] == 2000", "2000 is not a status"),
        ("[STATUS] == pat(2*)", "pat(2*) is not a status"),
        ("[STATUS] == any()", "any() has an empty part"),
        ("[RESPONSE_TIME] < 800", "800 has no unit; did you mean 800ms?"),
        ("[RESPONSE_TIME] < soon", "soon is not a duration"),
        ("[HEADER] == x", "[HEADER] names no header"),
        ("[STATUS].code == 200", "[STATUS] stands alone"),
    ],
)
def test_a_line_that_cannot_be_meant_is_told_with_the_nearest(line: str, told: str) -> None:
    with pytest.raises(PydanticCustomError) as raised:
        parse(line)

    assert told in raised.value.message()


PIECES = st.sampled_from(
    [
        *("[STATUS]", "[BODY]", "[HEADER]", ".x", "[URL]", "[RESPONSE_TIME]", "[", "]", " ", "=="),
        *(
            "<",
            "contains",
            "not ",
            "any(",
            ")",
            "pat(",
            ",",
            "'",
            '"',
            "200",
            "5ms",
            "*",
            "\n",
            "é",
        ),
    ]
)


@given(st.text() | st.lists(PIECES, max_size=8).map("".join))
def test_any_line_is_read_or_told(line: str) -> None:
    try:
        found = parse(line)
    except PydanticCustomError as error:
        told = error.message()
    else:
        assert found.wanted
        assert parse(found.written).operator == found.operator
        return

    assert "; " in told
