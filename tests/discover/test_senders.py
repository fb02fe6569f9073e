"""SPF, DKIM and MX say who sends; only what is known to be somebody's is called so."""

import pytest

from launchready.core.location import NOWHERE
from launchready.discover.senders import mail_of
from launchready.discover.zone import Zone
from launchready.dns.record import Record
from launchready.dns.snapshot import Snapshot

KEY = "v=DKIM1; k=rsa; p=MIGf"


def zone(*records: tuple[str, str, str]) -> Zone:
    made = tuple(
        Record(
            zone="acme.test",
            name=f"{name}.acme.test" if name else "acme.test",
            type=type_,
            values=(value,),
            at=NOWHERE,
        )
        for name, type_, value in records
    )
    return Zone(name="acme.test", snapshot=Snapshot(zone="acme.test", records=made, notes=()))


@pytest.mark.parametrize(
    ("record", "sender", "dkim", "spf"),
    [
        (("", "TXT", "v=spf1 include:_spf.google.com ~all"), "google", [], ""),
        (("", "TXT", "v=spf1 include:sendgrid.net ~all"), "sendgrid", [], "sendgrid.net"),
        (("", "TXT", "v=spf1 include:spf.else.test -all"), "spf.else.test", [], "spf.else.test"),
        (("pm._domainkey", "TXT", KEY), "postmark", ["pm"], ""),
        (("20240131123456pm._domainkey", "TXT", KEY), "postmark", ["20240131123456pm"], ""),
        (("k1._domainkey", "CNAME", "dkim.mcsv.net."), "mailchimp", ["k1"], ""),
        (("abcd._domainkey", "CNAME", "abcd.dkim.amazonses.com."), "ses", ["abcd"], ""),
        (("other._domainkey", "TXT", KEY), "key other", ["other"], ""),
    ],
)
def test_a_record_names_its_sender(
    record: tuple[str, str, str], sender: str, dkim: list[str], spf: str
) -> None:
    (found,) = mail_of(zone(record)).senders

    assert (found.name, found.dkim, found.spf) == (sender, dkim, spf)


def test_one_sender_is_told_once_by_spf_and_key() -> None:
    found = mail_of(
        zone(
            ("", "TXT", "v=spf1 include:_spf.google.com -all"),
            ("google._domainkey", "TXT", KEY),
        )
    )

    assert [(one.name, one.dkim) for one in found.senders] == [("google", ["google"])]


def test_a_revoked_key_is_nobodys() -> None:
    assert mail_of(zone(("old._domainkey", "TXT", "v=DKIM1; p="))).senders == ()


def test_own_machines_are_single_addresses_and_no_ranges() -> None:
    found = mail_of(
        zone(
            ("", "TXT", "v=spf1 ip4:192.0.2.9 ip4:198.51.100.0/24 ip4:203.0.113.5/32 mx a -all"),
            ("", "A", "192.0.2.1"),
            ("", "MX", "10 mail.acme.test."),
            ("mail", "A", "192.0.2.25"),
        )
    )

    assert found.addresses == ("192.0.2.9", "203.0.113.5", "192.0.2.25", "192.0.2.1")
    assert found.receivers == ("mail.acme.test",)


def test_a_zone_that_says_nothing_of_mail_says_nothing() -> None:
    found = mail_of(zone(("", "A", "192.0.2.1"), ("", "TXT", "google-site-verification=x")))

    assert not found.says_anything
    assert found.senders == ()


def test_hostile_includes_and_selectors_are_no_senders() -> None:
    found = mail_of(
        zone(
            ("", "TXT", 'v=spf1 include:a"b.test include:%{i}.x.test include: -all'),
            ('x"y._domainkey', "TXT", KEY),
        )
    )

    assert found.senders == ()
