"""The share of mail that passes is counted for declared senders, and never from too little."""

import gzip

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.email.passing import Tally
from tests.email.reports import DAY, row, signed, xml
from tests.email.zones import LineResolver, asked, ids

CONFIG = """\
  domains: [{domain: acme.test, senders: [{name: postmark, dkim: [pm]}], sending_ips: [192.0.2.25]}]
  reports: ops/dmarc/
"""
SPF = "acme.test TXT v=spf1 ip4:198.51.100.0/24 -all"


def folder(*reports: bytes) -> dict[str, bytes]:
    return {f"ops/dmarc/{number}.xml": one for number, one in enumerate(reports)}


async def test_mail_that_passes_is_silent() -> None:
    files = folder(xml(row(count=990), row(count=10, dkim="fail", spf="fail")))

    assert await asked("pass-rate", SPF, CONFIG, files=files) == []


async def test_either_of_dkim_and_spf_is_enough() -> None:
    files = folder(xml(row(count=100, dkim="fail"), row(count=100, spf="fail")))

    assert await asked("pass-rate", SPF, CONFIG, files=files) == []


async def test_too_much_failing_mail_blocks_with_a_table_of_sources() -> None:
    rows = (
        row(count=900),
        row("198.51.100.7", 100, "fail", "fail"),
        row("203.0.113.9", 5000, "fail", "fail"),
        row("203.0.113.8", 40, "fail", "fail", extra="<reason><type>forwarded</type></reason>"),
    )
    (found,) = await asked("pass-rate", SPF, CONFIG, files=folder(xml(*rows)))

    assert found.rule.id == "email/pass-rate-low"
    assert found.subject == "acme.test"
    assert found.message == (
        "acme.test: 900 of 1,000 messages (90.00 %) of the declared senders pass DMARC; "
        "the config wants 95 %"
    )
    assert found.evidence == (
        "declared senders: 900 of 1,000 messages (90.00 %); by DKIM 900, by SPF 900",
        "everybody: 900 of 6,040 messages (14.90 %)",
        "passed on by others: 0 of 40 messages (0.00 %)",
        "198.51.100.7: 0 of 100 messages (0.00 %)",
        "192.0.2.25: 900 of 900 messages (100.00 %)",
        "203.0.113.9: 0 of 5,000 messages (0.00 %), not declared",
        "203.0.113.8: 0 of 40 messages (0.00 %), not declared",
    )


async def test_forgers_do_not_lower_the_number() -> None:
    files = folder(xml(row(count=200), row("203.0.113.9", 9000, "fail", "fail")))

    assert await asked("pass-rate", SPF, CONFIG, files=files) == []


async def test_a_sender_is_known_by_its_selector_too() -> None:
    failing = row("203.0.113.9", 500, "fail", "fail", auth=signed("acme.test", "pm", "fail"))
    files = folder(xml(row(count=500), failing))

    assert ids(await asked("pass-rate", SPF, CONFIG, files=files)) == ["pass-rate-low"]


async def test_the_same_report_twice_counts_once() -> None:
    one = xml(row(count=60))
    with pytest.raises(UnreachableError) as caught:
        await asked("pass-rate", SPF, CONFIG, files=folder(one, one, gzip.compress(one)))

    assert "tells of 60 messages that acme.test's senders sent" in caught.value.reason


async def test_mail_of_subdomains_counts_and_that_of_others_does_not() -> None:
    rows = (
        row(count=100, sender="news.acme.test"),
        row(count=900, dkim="fail", spf="fail", sender="b.test"),
    )

    assert await asked("pass-rate", SPF, CONFIG, files=folder(xml(*rows))) == []


@pytest.mark.parametrize("count", [0, 99])
async def test_under_a_hundred_messages_the_question_stays_open(count: int) -> None:
    with pytest.raises(UnreachableError, match="100 are needed to tell a share"):
        await asked("pass-rate", SPF, CONFIG, files=folder(xml(row(count=count))))


async def test_a_share_that_few_messages_cannot_prove_stays_open() -> None:
    files = folder(xml(row(count=96), row(count=4, dkim="fail", spf="fail")))

    with pytest.raises(UnreachableError, match=r"90\.16 % are certain by so few"):
        await asked("pass-rate", SPF, CONFIG, files=files)


async def test_reports_of_last_season_do_not_count() -> None:
    files = folder(xml(row(count=5000), begin=DAY - 40 * 86400))

    with pytest.raises(UnreachableError, match="tells of 0 messages"):
        await asked("pass-rate", SPF, CONFIG, files=files)


async def test_an_empty_folder_is_an_open_question() -> None:
    with pytest.raises(UnreachableError, match="ops/dmarc holds no reports"):
        await asked("pass-rate", SPF, CONFIG, files={"ops/dmarc/README.md": b"here"})


async def test_files_that_cannot_be_read_are_named_and_the_rest_is_counted() -> None:
    files = folder(xml(row(count=500))) | {"ops/dmarc/x.gz": b"\x1f\x8bnothing"}
    (found,) = await asked("pass-rate", SPF, CONFIG, files=files)

    assert found.rule.id == "email/reports-unreadable"
    assert found.message.startswith("1 of 2 files in ops/dmarc cannot be read: ops/dmarc/x.gz: ")


async def test_a_silent_name_server_leaves_the_question_open() -> None:
    zone = LineResolver(SPF, silent=("acme.test",))

    with pytest.raises(UnreachableError) as caught:
        await asked("pass-rate", zone, CONFIG, files=folder(xml(row(count=500))))
    assert caught.value.kind == "timed out"


def test_the_bound_is_wilsons() -> None:
    assert round(Tally(messages=100, passed=100).least, 2) == 96.30
    assert round(Tally(messages=1000, passed=960).least, 2) == 94.60
