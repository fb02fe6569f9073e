"""What was not asked is told once for what shares a reason, a whole room by its name."""

from launchready.core.report import Skipped, Verdict
from launchready.report import groups
from tests.report.reports import (
    CERTIFICATE,
    PAGES,
    RECORDS,
    STRAYS,
    a_report,
    asked,
    no_go,
    nothing,
)

OFFLINE = Skipped(reason="this run is offline")


def test_rooms_that_share_a_reason_share_a_line() -> None:
    report = a_report(
        Verdict.GO,
        asked(RECORDS, "", OFFLINE),
        asked(STRAYS, "", OFFLINE),
        asked(CERTIFICATE, "", OFFLINE),
    )

    assert groups.skipped(report) == [("dns, tls", "this run is offline")]


def test_reasons_that_differ_in_the_room_they_name_are_one() -> None:
    assert groups.skipped(no_go()) == [
        (
            "web, smoke",
            "there is no web: or smoke: section in launchready.yml; add one to turn it on",
        )
    ]


def test_three_rooms_are_listed_as_people_list_them() -> None:
    report = a_report(
        Verdict.UNKNOWN,
        *(
            asked(one, "", Skipped(reason=f"there is no {one.room}: section"))
            for one in (RECORDS, CERTIFICATE, PAGES)
        ),
    )

    assert groups.skipped(report) == [
        ("dns, tls, smoke", "there is no dns:, tls: or smoke: section")
    ]


def test_one_check_of_a_room_that_was_asked_is_named_itself() -> None:
    report = a_report(
        Verdict.GO,
        asked(RECORDS, "acme.test A", nothing()),
        asked(STRAYS, "", Skipped(reason="dns: names nothing for this check to look at")),
        asked(PAGES, "home", OFFLINE),
        asked(PAGES, "login", nothing()),
    )

    assert groups.skipped(report) == [
        ("dns/strays", "dns: names nothing for this check to look at"),
        ("smoke/pages home", "this run is offline"),
    ]
