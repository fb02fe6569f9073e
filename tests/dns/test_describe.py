"""The map as a document says what each record is for, and which nobody has explained."""

from launchready.core.location import Location
from launchready.dns.describe import document
from launchready.dns.record import ZoneMap
from tests.dns.maps import FILE, records

MAP = """\
# owner: nobody, this is the file's head
---
'':
  # purpose: mail arrives here
  # owner: Ada
  - type: MX
    value: {preference: 10, exchange: mail.acme.test.}
  # purpose:
  - {type: TXT, values: [a|b, "`c`"]}
# purpose: the shop
# owner: Grace
www:
  octodns: {cloudflare: {proxied: true}}
  ttl: 300
  type: A
  value: 192.0.2.1
"""


def test_comments_right_above_a_record_explain_it() -> None:
    said = [(str(one), one.purpose, one.owner) for one in records(MAP)]

    assert said == [
        ("acme.test MX", "mail arrives here", "Ada"),
        ("acme.test TXT", "", ""),
        ("www.acme.test A", "the shop", "Grace"),
    ]


def test_the_document_has_a_row_a_record_and_counts_the_unexplained() -> None:
    zone = ZoneMap(name="acme.test", at=Location(file="launchready.yml"), records=records(MAP))

    assert (
        document([zone])
        == f"""\
# DNS map

Written by launchready of the committed record maps; edit those.

## `acme.test`

1 of 3 records does not say what for, or whose.

| Record | Value | TTL | Purpose | Owner | Line |
| :- | :- | -: | :- | :- | :- |
| `acme.test MX` | `10 mail.acme.test.` |  | `mail arrives here` | `Ada` | `{FILE}:6` |
| `acme.test TXT` | `` `c` ``<br>`a\\|b` |  | **undocumented** | **undocumented** | `{FILE}:9` |
| `www.acme.test A` | `192.0.2.1` (proxied) | 300 | `the shop` | `Grace` | `{FILE}:12` |
"""
    )
