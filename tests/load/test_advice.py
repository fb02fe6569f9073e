"""What stands out among a run's targets is named; a run of equals is left alone."""

from launchready.core.location import Location, Named
from launchready.core.measured import Estimate, Measured
from launchready.load.advice import MANY_QUERIES, SLOW_BESIDE_OTHERS, advise


def _target(name: str, p95: float, queries: int | None = None) -> tuple[Named, Measured]:
    subject = Named(name=name, at=Location(file="launchready.yml", line=9))
    measured = Measured(
        name=name,
        where=f"https://app.acme.test/{name}",
        answers=900,
        estimates=(Estimate(share=0.95, seconds=p95),),
        queries=queries,
    )
    return subject, measured


def test_an_export_beside_pages_is_named_with_the_ranking() -> None:
    (found,) = advise([_target("home", 0.05), _target("export", 1.9), _target("list", 0.09)])

    assert found.rule is SLOW_BESIDE_OTHERS
    assert found.message == (
        "export has a p95 of 1.9 s, 27 times the usual 70 ms of the other targets"
    )
    assert found.evidence == ("export: 1.9 s", "list: 90 ms", "home: 50 ms")


def test_targets_of_a_kind_are_left_alone() -> None:
    assert advise([_target("a", 0.2), _target("b", 0.5), _target("c", 0.9)]) == []


def test_what_nobody_notices_is_left_alone() -> None:
    assert advise([_target("ping", 0.001), _target("page", 0.05)]) == []


def test_one_target_alone_has_no_others() -> None:
    assert advise([_target("a", 9.0)]) == []
    assert advise([]) == []


def test_many_queries_are_told_and_a_usual_number_is_not() -> None:
    (found,) = advise([_target("list", 0.1, 31), _target("home", 0.1, 30)])

    assert found.rule is MANY_QUERIES
    assert found.message.startswith("list asks the database 31 times for one answer")
