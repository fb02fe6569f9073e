"""What a server says of its own time is read as browsers read it, whatever else it sends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.load.server_timing import Metric, read


def test_the_usual_header_is_read() -> None:
    header = 'db;dur=53.2;desc="12 queries", app;dur=47.2, cache;desc="Cache Read", miss'

    assert read(header) == (
        Metric(name="db", seconds=0.0532, description="12 queries"),
        Metric(name="app", seconds=0.0472),
        Metric(name="cache", description="Cache Read"),
        Metric(name="miss"),
    )


def test_spaces_case_order_and_unknown_parameters_do_not_matter() -> None:
    assert read('db ; DESC="a, b" ; x=1 ;dur = 2') == (
        Metric(name="db", seconds=0.002, description="a, b"),
    )


def test_of_a_parameter_given_twice_the_first_counts() -> None:
    assert read("db;dur=1;dur=9") == (Metric(name="db", seconds=0.001),)


def test_quoted_quotes_and_commas_stay_in_the_description() -> None:
    assert read(r'a;desc="one \"two\", three";dur=4,b') == (
        Metric(name="a", seconds=0.004, description='one "two", three'),
        Metric(name="b"),
    )


def test_what_is_no_duration_is_none() -> None:
    for text in ("db;dur=fast", "db;dur=-1", "db;dur=nan", "db;dur=inf", "db;dur", "db;dur="):
        assert read(text) == (Metric(name="db"),)


def test_a_broken_metric_costs_only_itself() -> None:
    assert read('=oops;dur=1, db;dur=2, "x", app;dur=3') == (
        Metric(name="db", seconds=0.002),
        Metric(name="app", seconds=0.003),
    )


def test_queries_are_counted_where_the_database_tells_of_them() -> None:
    for text in ("42 queries", "42 SQL queries", "42x query", "42 q"):
        assert read(f'db;desc="{text}"')[0].queries == 42
    for header in ('app;desc="42 queries"', 'db;desc="42 ms"', "db", 'dbx;desc="42 queries"'):
        assert read(header)[0].queries is None


def test_names_of_databases_are_known() -> None:
    named = {one: read(one)[0].is_database for one in ("db", "sql-main", "my_db", "app", "adb")}

    assert named == {"db": True, "sql-main": True, "my_db": True, "app": False, "adb": False}


def test_a_long_header_has_an_end() -> None:
    assert len(read(",".join(["a;dur=1"] * 5000))) == 30
    assert read('a;desc="' + '\\"' * 50_000)[0].name == "a"


@settings(max_examples=100)
@given(st.text(alphabet=st.sampled_from('ab=;,"\\ 1.5\t') | st.characters(), max_size=200))
def test_no_header_breaks_the_reader(header: str) -> None:
    for one in read(header):
        assert one.name
        assert one.seconds is None or one.seconds >= 0
