"""What the portal's founder promised of the DNS, and what the servers say."""

from launchready.demo.zone import Records

ZONE = "portal.test"

# The public half of a key that signs nothing: its other half was never kept.
_KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlQC8wX+/SE2AKZUFPLJUE/9y8IJq1IiwrWtPjGR7IBfj"
    "w627sKsl+N1PQOf2rlTbRG+ssVqMgB/GPIiBlPE/3RJIxIELNGpxdSaF7hsgC9Bxglt2Moumj87+6V0h+tiwlR9f"
    "s5WF5eJflxcrqK0amjdBd+EjAKfxOvc0qHQuSi4Mq/dPHxuiITY3UuJwuh8XzdDwdBVx5zr8ZwQsuP8oM/o1SlBS"
    "nEbm8LaDDU0XBIo6+8dfytYOPH2tlc1h4lVHfAiGqn24tABpU1b4E2TRs2Zj1eIOZ7FgHcL0zNYtnDRWcv+gYsxd"
    "3VQDlz8V7aL/zjBXy80z13tyqeyzPxinnwIDAQAB"
)
_DKIM = f"v=DKIM1; k=rsa; p={_KEY}"

# Addresses for documentation (RFC 5737): the config says where on loopback they really are.
PROMISED: Records = (
    ("", "A", "192.0.2.10"),
    ("", "MX", "10 mail.portal.test."),
    ("", "TXT", '"v=spf1 mx -all"'),
    ("", "CAA", '0 issue "letsencrypt.org"'),
    ("www", "CNAME", "portal.test."),
    ("app", "A", "192.0.2.11"),
    ("api", "A", "192.0.2.12"),
    ("mail", "A", "192.0.2.25"),
    ("ns1", "A", "192.0.2.53"),
    ("ns2", "A", "192.0.2.54"),
    ("_dmarc", "TXT", '"v=DMARC1; p=reject; rua=mailto:dmarc@portal.test"'),
    ("pm._domainkey", "TXT", f'"{_DKIM[:255]}" "{_DKIM[255:]}"'),
)
_OWN: Records = (
    ("", "SOA", "ns1.portal.test. hostmaster.portal.test. 1 7200 900 1209600 300"),
    ("", "NS", "ns1.portal.test."),
    ("", "NS", "ns2.portal.test."),
)
_MOVED = ("app", "A", "192.0.2.11")
_OLD = ("app", "A", "203.0.113.9")


def served(*, broken: bool) -> Records:
    """The zone as it is live. Broken: DMARC was never published, app is at the old host."""
    if not broken:
        return (*_OWN, *PROMISED)
    return (*_OWN, *(_OLD if one == _MOVED else one for one in PROMISED if one[0] != "_dmarc"))
