"""Reports are read as receivers really send them, and nothing dangerous is followed."""

import gzip
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.email.aggregate_file import UnreadableReportError, unpacked
from launchready.email.aggregate_report import AggregateReport, read_report
from tests.email.reports import BASE, REFUSED, SOUND, row, signed, xml


def read(raw: bytes) -> list[AggregateReport]:
    return [read_report(one) for one in unpacked(raw)]


def test_the_collection_is_large() -> None:
    assert len(SOUND) + len(REFUSED) >= 25


@pytest.mark.parametrize("name", SOUND)
def test_a_report_is_read_whatever_its_wrapping_and_quirks(name: str) -> None:
    (report,) = read(SOUND[name])

    assert report.domain == "acme.test"
    assert [(one.source, one.count, one.passes) for one in report.rows] == [
        ("192.0.2.25", 10, True)
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_report_is_refused_with_its_reason(name: str) -> None:
    raw, why = REFUSED[name]

    with pytest.raises(UnreadableReportError) as caught:
        read(raw)
    assert str(caught.value).startswith(why)


def test_what_a_report_says_is_kept() -> None:
    forwarded = "<reason><type>forwarded</type></reason>"
    auth = signed("acme.test", "PM") + signed("x.test", "y", "fail")
    (report,) = read(xml(row(dkim="fail", spf="fail", extra=forwarded, auth=auth), id_="7"))

    assert (report.organization, report.id, report.end - report.begin) == (
        "receiver.example",
        "7",
        86399,
    )
    assert report.rows[0].is_forwarded
    assert not report.rows[0].passes
    assert report.rows[0].signatures == (("acme.test", "pm", "pass"), ("x.test", "y", "fail"))


def test_what_authentication_says_is_not_what_dmarc_says() -> None:
    (report,) = read(xml(row(dkim="fail", spf="fail", auth=signed("other.test", "x"))))

    assert [one.passes for one in report.rows] == [False]


def test_a_zip_may_hold_several_reports() -> None:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a.xml", xml(id_="1"))
        archive.writestr("b.xml.gz", gzip.compress(xml(id_="2")))
        archive.writestr("__MACOSX/._a.xml", b"\0\5\x16\7")

    assert [one.id for one in read(raw.getvalue())] == ["1", "2"]


def test_a_locked_zip_says_so() -> None:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a.xml", BASE)
    locked = bytearray(raw.getvalue())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(UnreadableReportError, match="password"):
        read(bytes(locked))


@settings(max_examples=100)
@given(
    st.binary(max_size=200)
    | st.binary(max_size=20).map(lambda one: BASE[:200] + one + BASE[200:])
    | st.binary(max_size=9).map(lambda one: gzip.compress(BASE)[:60] + one)
    | st.text(max_size=40).map(lambda one: one.encode("utf-8", "replace") + BASE)
)
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    with suppress(UnreadableReportError):
        read(raw)
