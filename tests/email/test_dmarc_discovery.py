"""Policies are found and domains aligned as RFC 9989 (4.10, B.4) and RFC 7489 (6.6.3) have it."""

import pytest

from launchready.email.dmarc_discovery import both, organizational, walk
from launchready.email.dmarc_reports import is_aligned
from launchready.email.lookup import AuthoritativeLookup
from tests.email.zones import LineResolver

DEEP = "a.b.c.d.e.f.g.h.i.j.k.example.com"


def lookup(*records: str) -> AuthoritativeLookup:
    """Records of DMARC by their domain, and other lines as they are."""
    lines = []
    for one in records:
        domain, _, text = one.partition(" ")
        has_type = text.split(" ")[0] in ("A", "MX", "TXT")
        lines.append(one if has_type else f"_dmarc.{domain} TXT v=DMARC1; {text}")
    return AuthoritativeLookup(LineResolver("\n".join(lines)))


# what is published, the domain people see -> the policy and where it stands, by 9989 and by 7489
POLICIES: list[tuple[tuple[str, ...], str, tuple[str | None, str], tuple[str | None, str]]] = [
    ((), "example.com", (None, ""), (None, "")),
    (
        ("example.com p=reject",),
        "example.com",
        ("reject", "example.com"),
        ("reject", "example.com"),
    ),
    (
        ("example.com p=reject",),
        "mail.example.com",
        ("reject", "example.com"),
        ("reject", "example.com"),
    ),
    (("example.com p=reject",), DEEP, ("reject", "example.com"), ("reject", "example.com")),
    (("example.com p=reject", "example.com p=none"), "example.com", (None, ""), (None, "")),
    (  # several records end the search by 7489 and are passed over by 9989
        (
            "mail.example.com p=reject",
            "mail.example.com p=none",
            "example.com p=none; sp=quarantine",
        ),
        "mail.example.com",
        ("quarantine", "example.com"),
        (None, ""),
    ),
    (
        ("_dmarc.mail.example.com TXT hello", "example.com p=quarantine"),
        "mail.example.com",
        ("quarantine", "example.com"),
        ("quarantine", "example.com"),
    ),
    (  # psd=n between makes that name the organization
        ("b.example.com p=reject; psd=n", "example.com p=none"),
        "a.b.example.com",
        ("reject", "b.example.com"),
        ("none", "example.com"),
    ),
    (  # without psd the record with the fewest labels holds
        ("b.example.com p=none", "example.com p=reject"),
        "a.b.example.com",
        ("reject", "example.com"),
        ("reject", "example.com"),
    ),
    (
        ("b.example.com p=reject; psd=n", "b.example.com p=none", "example.com p=quarantine"),
        "a.b.example.com",
        ("quarantine", "example.com"),
        ("quarantine", "example.com"),
    ),
    (
        ("example.com p=reject; sp=none; np=quarantine",),
        "sub.example.com",
        ("quarantine", "example.com"),
        ("none", "example.com"),
    ),
    (
        ("example.com p=reject; sp=none; np=quarantine", "sub.example.com A 192.0.2.1"),
        "sub.example.com",
        ("none", "example.com"),
        ("none", "example.com"),
    ),
    (
        ("example.com p=reject; sp=none; np=quarantine", "sub.example.com MX 1 m.example.com."),
        "sub.example.com",
        ("none", "example.com"),
        ("none", "example.com"),
    ),
    (
        ("example.com p=reject; sp=none; np=quarantine",),
        "example.com",
        ("reject", "example.com"),
        ("reject", "example.com"),
    ),
    (  # a registry's np for names nobody has
        ("gov.example p=reject; sp=none; np=reject; psd=y",),
        "fake.gov.example",
        ("reject", "gov.example"),
        ("none", "gov.example"),
    ),
    (  # B.4.3: the registry's record gives way to the organization's
        ("bank.example p=reject; psd=y", "giant.bank.example p=quarantine"),
        "giant.bank.example",
        ("quarantine", "giant.bank.example"),
        ("quarantine", "giant.bank.example"),
    ),
    (
        ("bank.example p=reject; sp=quarantine; psd=y",),
        "mail.giant.bank.example",
        ("quarantine", "bank.example"),
        ("quarantine", "bank.example"),
    ),
    (
        ("bank.example p=reject; sp=none; psd=y",),
        "bank.example",
        ("reject", "bank.example"),
        ("reject", "bank.example"),
    ),
    (
        ("example.com p=reject; t=y",),
        "example.com",
        ("quarantine", "example.com"),
        ("reject", "example.com"),
    ),
    (
        ("example.com p=quarantine; t=Y",),
        "example.com",
        ("none", "example.com"),
        ("quarantine", "example.com"),
    ),
    (
        ("example.com p=reject; sp=quarantine; t=y",),
        "sub.example.com",
        ("none", "example.com"),
        ("quarantine", "example.com"),
    ),
    (
        ("example.com p=reject; t=yes",),
        "example.com",
        ("reject", "example.com"),
        ("reject", "example.com"),
    ),
    (
        ("example.com rua=mailto:d@example.com",),
        "example.com",
        ("none", "example.com"),
        ("none", "example.com"),
    ),
    (("example.com adkim=s",), "example.com", (None, "example.com"), (None, "example.com")),
    (
        ("example.com p=block; rua=mailto:d@example.com!10m",),
        "example.com",
        ("none", "example.com"),
        ("none", "example.com"),
    ),
    (  # a wrong np is unknown to RFC 7489
        ("example.com p=reject; np=; rua=mailto:d@example.com",),
        "sub.example.com",
        ("none", "example.com"),
        ("reject", "example.com"),
    ),
    *(
        (
            (f"example.com p=reject; sp=nope; rua={rua}",),
            "example.com",
            (None, "example.com"),
            (None, "example.com"),
        )
        for rua in ("d@example.com", "", "mailto:")
    ),
    (  # a record without a policy ends the search all the same
        ("mail.example.com adkim=s", "example.com p=reject"),
        "mail.example.com",
        (None, "mail.example.com"),
        (None, "mail.example.com"),
    ),
    (("_dmarc.example.com TXT v=DMARC1x; p=reject",), "example.com", (None, ""), (None, "")),
    (("_dmarc.example.com TXT v=dmarc1; p=reject",), "example.com", (None, ""), (None, "")),
    (
        ("_dmarc.example.com TXT v = DMARC1; p = Reject",),
        "example.com",
        ("reject", "example.com"),
        ("reject", "example.com"),
    ),
]


@pytest.mark.parametrize(("published", "domain", "new", "old"), POLICIES)
async def test_a_policy_is_found_where_receivers_look(
    published: tuple[str, ...],
    domain: str,
    new: tuple[str | None, str],
    old: tuple[str | None, str],
) -> None:
    _, by_9989, by_7489 = await both(lookup(*published), domain)

    assert (by_9989.policy, by_9989.at) == new
    assert (by_7489.policy, by_7489.at) == old


ORG = ("example.com p=reject",)
BANK = ("bank.example p=reject; psd=y", "giant.bank.example p=quarantine")
# what is published, the domain people see, the one that signs or sends -> aligned, relaxed
ALIGNED: list[tuple[tuple[str, ...], str, str, bool]] = [
    (ORG, "example.com", "example.com", True),
    (ORG, "mail.example.com", "example.com", True),
    ((*ORG, "signing.example.com p=reject"), "example.com", "signing.example.com", True),
    (ORG, DEEP, "example.com", True),
    (ORG, "example.com", "example.org", False),
    (ORG, "example.com", "esp.example.net", False),
    (("blogspot.com p=reject",), "alice.blogspot.com", "bob.blogspot.com", True),
    # 4.10.2, rule 3: nothing is published above, so the domain stands for itself alone
    (("mail.example.com p=reject",), "mail.example.com", "example.com", False),
    (("mail.example.com p=reject; psd=n", *ORG), "mail.example.com", "example.com", False),
    (BANK, "giant.bank.example", "mail.giant.bank.example", True),
    (BANK, "giant.bank.example", "mail.mega.bank.example", False),
    (("bank.example p=reject; psd=y",), "giant.bank.example", "mega.bank.example", False),
    (("bank.example p=reject; psd=y",), "giant.bank.example", "bank.example", False),
    (("bank.example p=reject; psd=y",), "bank.example", "mail.bank.example", False),
]


@pytest.mark.parametrize(("published", "seen", "other", "aligned"), ALIGNED)
async def test_domains_align_within_their_organization(
    published: tuple[str, ...], seen: str, other: str, aligned: bool
) -> None:
    assert await is_aligned(lookup(*published), seen, other, strictly=False) is aligned
    assert await is_aligned(lookup(*published), seen, other, strictly=True) is (seen == other)


async def test_a_long_name_is_walked_in_eight_questions() -> None:
    steps = await walk(lookup(*ORG), DEEP)

    assert [one.domain for one in steps] == [
        DEEP,
        *("g.h.i.j.k.example.com", "h.i.j.k.example.com", "i.j.k.example.com"),
        *("j.k.example.com", "k.example.com", "example.com", "com"),
    ]
    assert organizational(DEEP, steps) == "example.com"
