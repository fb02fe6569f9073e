"""Whatever a record holds, its written map reads as the same record."""

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.location import Location
from launchready.dns.octodns_map import read_map
from launchready.dns.octodns_write import natural, write_map
from launchready.dns.record import Match, Record

AT = Location(file="x")
LABELS = st.from_regex(r"[a-z0-9_]([a-z0-9-]{0,5}[a-z0-9])?", fullmatch=True)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\u2013\u2014\u2212"), max_size=40
).filter(lambda one: "\\;" not in one)


def a_record(type_: str, *values: str, match: Match = "exact", proxied: bool = False) -> Record:
    return Record(
        zone="acme.test",
        name="www.acme.test",
        type=type_,
        values=values,
        at=AT,
        match=match,
        proxied=proxied,
    )


def again(record: Record) -> Record:
    (found,) = read_map(write_map([record], "x").encode(), "x", "acme.test")
    return found


@given(TEXTS)
@settings(max_examples=100)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert again(a_record("TXT", text)).values == (text,)


@given(st.lists(LABELS, min_size=1, max_size=3), st.integers(0, 65535))
@settings(max_examples=50)
def test_a_name_comes_back_as_it_was(labels: list[str], preference: int) -> None:
    value = f"{preference} {'.'.join(labels)}.test."

    assert again(a_record("MX", value)).values == (value,)


@given(LABELS)
@settings(max_examples=50)
def test_an_owner_comes_back_as_it_was(label: str) -> None:
    record = Record(
        zone="acme.test", name=f"{label}.acme.test", type="A", values=("192.0.2.1",), at=AT
    )

    (found,) = read_map(write_map([record], "x").encode(), "x", "acme.test")
    assert found.name == record.name


def test_marks_come_back_as_they_were() -> None:
    found = again(a_record("A", "192.0.2.1", match="present", proxied=True))

    assert (found.match, found.proxied) == ("present", True)


def test_names_are_ordered_as_octodns_orders_them() -> None:
    names = ["w10", "w9", "", "*", "_a", "a", "10", "2"]

    assert sorted(names, key=natural) == ["", "2", "10", "*", "_a", "a", "w9", "w10"]


def test_a_zone_without_records_is_an_empty_map() -> None:
    assert read_map(write_map([], "nothing").encode(), "x", "acme.test") == ()
