"""The section says what is meant, and a mistake in it is told at its line and column."""

import pytest

from launchready.email.providers import PROVIDERS, known_as
from launchready.values.problem import ConfigError
from tests.email.zones import settings


def test_everything_it_may_say_is_read() -> None:
    email = settings("""\
      domains:
        - domain: Acme.test
          senders:
            - {name: postmark, dkim: [pm], return_path: pm-bounces.acme.test}
            - {name: our own, dkim: [a.b], spf: _spf.acme.test, signs_as: mail.acme.test}
            - google
          sending_ips: [192.0.2.25, "2001:DB8::25"]
      reports: ./ops/dmarc/
      pass_rate: 90%
      message: ops/mail.eml
      receiver: mx.google.com
      transport: yes
    """)

    (domain,) = email.domains
    assert domain.name == "acme.test"
    assert [one.include for one in domain.senders] == ["", "_spf.acme.test", "_spf.google.com"]
    assert [one.name for one in domain.sending_ips] == ["192.0.2.25", "2001:db8::25"]
    assert email.reports is not None
    assert (email.reports.name, email.pass_rate, email.transport) == ("ops/dmarc", 90.0, True)
    assert [str(one) for one in email.measured] == ["ops/dmarc"]
    assert [str(one) for one in email.delivered] == ["ops/mail.eml"]


def test_what_is_left_out_has_its_usual_value() -> None:
    email = settings("domains: [{domain: acme.test}]")

    assert (email.reports, email.message, email.pass_rate, email.transport) == (
        None,
        None,
        95.0,
        False,
    )
    assert email.domains[0].is_parked
    assert (*email.measured, *email.delivered, *email.signed, *email.transported) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "domains: [{domain: https://acme.test}]",
            "3:22: email.domains.domain: https://acme.test is a URL; write the host name alone",
        ),
        (
            "domains:\n  - {domain: acme.test, senders: [postmrk]}",
            "4:37: email.domains.senders: postmrk is no sender we know; give it dkim: or spf:, "
            "or did you mean postmark?",
        ),
        (
            "domains: [{domain: a.test, senders: [{name: x, dkim: [pm._domainkey.a.test]}]}]",
            "3:57: email.domains.senders.dkim: pm._domainkey.a.test is a whole name; "
            "write the selector alone: pm",
        ),
        (
            "domains: [{domain: a.test, senders: [{name: x, dkim: ['p m']}]}]",
            "3:57: email.domains.senders.dkim: p m is no selector; "
            "it is the word before ._domainkey, like google",
        ),
        (
            "domains: [{domain: a.test, sending_ips: [192.0.2]}]",
            "3:44: email.domains.sending_ips: 192.0.2 is not an IP address; "
            "like 192.0.2.25 or 2001:db8::25",
        ),
        (
            "domains: [{domain: a.test}, {domain: a.test}]",
            "3:40: a.test is here twice; the first is in line 3",
        ),
        (
            "domain: [{domain: a.test}]",
            "3:3: domain is not a key here; did you mean domains?",
        ),
        (
            "reports: ../dmarc",
            "3:12: email.reports: ../dmarc is outside the repository; "
            "name it from the repository's root",
        ),
        (
            "pass_rate: 0.95",
            "3:14: email.pass_rate: 0.95 is not a percentage; like 95% or 0.5%",
        ),
        (
            "transport: maybe",
            "3:14: email.transport: maybe is neither true nor false; write true or false",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(text)
    told = [str(one).removeprefix("launchready.yml:") for one in caught.value.problems]
    assert told == [said]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Google Workspace", "Google Workspace"),
        ("O365", "Microsoft 365"),
        ("Amazon SES", "Amazon SES"),
    ],
)
def test_a_sender_is_known_however_people_write_it(written: str, title: str) -> None:
    found = known_as(written)

    assert found is not None
    assert found.title == title
    assert all(known_as(one) is PROVIDERS[one] for one in PROVIDERS)
