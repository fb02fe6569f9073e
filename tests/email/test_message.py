"""A mail that was really sent must pass DMARC and lead nowhere but to production."""

import base64
from itertools import count

import pytest

from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from tests.email import keys
from tests.email.mails import HTML, mail, signed
from tests.email.zones import LineResolver, asked, ids
from tests.worlds import DictRepository, a_site, a_world

CONFIG = """\
  domains: [{domain: acme.test}]
  message: ops/mail.eml
  receiver: mx.receiver.example
"""
KEY = f"pm._domainkey.acme.test TXT v=DKIM1; p={keys.p()}"
ZONE = KEY + "\nacme.test TXT v=spf1 -all\n_dmarc.acme.test TXT v=DMARC1; p=reject"
BY_SPF = "acme.test TXT v=spf1 ip4:192.0.2.25 -all\n_dmarc.acme.test TXT v=DMARC1; p=reject"


async def found(raw: bytes, zone: str | LineResolver = ZONE) -> list[str]:
    return ids(await asked("message", zone, CONFIG, files={"ops/mail.eml": raw}))


async def test_a_signed_mail_is_silent() -> None:
    assert await found(signed(mail())) == []


async def test_a_mail_that_passes_by_spf_alone_is_silent() -> None:
    assert await found(mail(), BY_SPF) == []


async def test_a_mail_nothing_vouches_for_fails() -> None:
    (one,) = await asked("message", ZONE, CONFIG, files={"ops/mail.eml": mail()})

    assert one.rule.id == "email/message-fails"
    assert one.message == (
        "ops/mail.eml: nothing proves that it is acme.test's: it has no DKIM signature"
    )
    assert one.evidence == (
        "it has no DKIM signature",
        "SPF says fail to 192.0.2.25 for acme.test",
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (signed(mail()).replace(b"Welcome!", b"Goodbye!"), "fails: the body is not"),
        (signed(mail(), selector="old"), "its key is gone: old._domainkey.acme.test has no record"),
        (signed(mail(), names="to:from")[:-2] + b"x\r\n", "fails: the body is not"),
        (signed(mail(sender="a@b.test"), domain="acme.test"), "does not stand for b.test"),
    ],
    ids=count(),
)
async def test_a_signature_that_does_not_help_says_why(raw: bytes, said: str) -> None:
    (one,) = await asked("message", ZONE, CONFIG, files={"ops/mail.eml": raw})

    assert said in one.evidence[0]


async def test_strict_alignment_refuses_a_subdomain() -> None:
    key = KEY.replace("acme.test", "mail.acme.test")
    raw = signed(mail(), domain="mail.acme.test")

    assert await found(raw, f"{key}\n_dmarc.acme.test TXT v=DMARC1; p=reject") == []
    strict = f"{key}\n_dmarc.acme.test TXT v=DMARC1; p=reject; adkim=s"
    assert await found(raw, strict) == ["message-fails"]


async def test_the_configured_receiver_is_believed_at_its_topmost_header() -> None:
    told = "Authentication-Results: mx.receiver.example; dkim=fail; dmarc=fail\r\n"
    raw = told.encode() + signed(mail())

    assert await found(raw) == ["message-fails"]


async def test_another_receiver_is_not_believed() -> None:
    told = "Authentication-Results: evil.example; dmarc=fail\r\n"

    assert await found(told.encode() + signed(mail())) == []


async def test_a_mail_from_nobody_fails() -> None:
    assert await found(mail(sender="nobody")) == ["message-fails"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [(None, "there is no ops/mail.eml"), (b"hello", "is no mail: line 1 is no header field")],
)
async def test_a_file_that_is_no_mail_is_an_open_question(raw: bytes | None, why: str) -> None:
    files = {"ops/mail.eml": raw} if raw is not None else {}

    with pytest.raises(UnreachableError) as caught:
        await asked("message", ZONE, CONFIG, files=files)
    assert why in caught.value.reason


async def test_a_silent_name_server_leaves_the_question_open() -> None:
    zone = LineResolver(ZONE, silent=("pm._domainkey.acme.test",))

    with pytest.raises(UnreachableError) as caught:
        await found(signed(mail()), zone)
    assert caught.value.kind == "timed out"


SITE = a_site("acme.test", "app.acme.test")
STAGED = Named(name="staging.acme.test", at=Location(file="launchready.yml"))


async def leads(raw: bytes) -> list[tuple[int, str, str]]:
    from dataclasses import replace

    site = replace(SITE, staging=(STAGED,))
    files = DictRepository(raws={"ops/mail.eml": raw})
    world = a_world(dns=LineResolver(ZONE), files=files, site=site)  # type: ignore[arg-type]
    every = await asked("message", "", CONFIG, world=world)
    return [
        (one.at.line, one.rule.impact.word, one.message.removeprefix("ops/mail.eml: "))
        for one in every
        if one.rule.id == "email/message-links-elsewhere"
    ]


async def test_links_to_production_are_silent() -> None:
    assert await leads(signed(mail())) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("https://staging.acme.test/x", (17, "blocker", "which is staging")),
        ("https://eu.staging.acme.test/", (17, "blocker", "which is staging")),
        ("http://localhost:3000/", (17, "blocker", "which no customer can reach")),
        ("http://10.0.0.3/", (17, "blocker", "which no customer can reach")),
        ("http://[::1]/", (17, "blocker", "which no customer can reach")),
        ("http://mac.local/", (17, "blocker", "which no customer can reach")),
        ("https://tracker.example/x", (17, "risk", "which the config does not name")),
        ("mailto:eve@stranger.example", (17, "risk", "which the config does not name")),
        (
            "https://acme.test/x?a=hush&t={{t}}",
            (17, "blocker", "a placeholder that nobody filled in"),
        ),
        ("https://acme.test/{{token}}", (17, "blocker", "a placeholder that nobody filled in")),
    ],
)
async def test_a_link_elsewhere_is_named_with_its_line(
    body: str, said: tuple[int, str, str]
) -> None:
    raw = signed(mail(f'<p>\r\n<a\r\n href="{body}">go</a>\r\n'))
    ((line, impact, message),) = await leads(raw)

    assert (line, impact) == said[:2]
    assert message.endswith(said[2])
    assert "hush" not in message


async def test_quoted_printable_is_read_and_its_lines_are_those_of_the_file() -> None:
    body = "<p>=C3=A4</p>\r\n\r\n<a href=3D=22http://loc=\r\nalhost/=22>go</a>\r\n"
    ((line, _, message),) = await leads(signed(mail(body, encoding="quoted-printable")))

    assert (line, message) == (18, "link leads to localhost, which no customer can reach")


async def test_base64_is_read() -> None:
    body = base64.b64encode(b"see http://localhost/x").decode() + "\r\n"
    raw = signed(mail(body, kind="text/plain", encoding="base64"))
    ((_, _, message),) = await leads(raw)

    assert message == "link leads to localhost, which no customer can reach"


async def test_every_part_is_read_and_attachments_are_not() -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nsee http://localhost/a\r\n"
        "--b\r\nContent-Type: text/html\r\n\r\n<a href='http://localhost/b'>x</a>\r\n"
        "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\n"
        "http://staging.acme.test/\r\n--b--\r\n"
    )
    (one,) = await leads(signed(mail(body, kind="multipart/alternative; boundary=b")))

    assert one[0] == 19


@pytest.mark.parametrize(
    "extra",
    [
        "List-Unsubscribe: <https://staging.acme.test/u>, <mailto:u@acme.test>\r\n",
        "Reply-To: help@localhost\r\n",
    ],
)
async def test_the_fields_of_the_mail_are_read_too(extra: str) -> None:
    ((line, impact, _),) = await leads(signed(mail(extra=extra)))

    assert (line, impact) == (5, "blocker")


async def test_strangers_are_told_only_where_hosts_are_named() -> None:
    raw = signed(mail(HTML + '<a href="https://x.example/">x</a>'))

    assert await found(raw) == []
