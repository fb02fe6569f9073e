"""Signatures are verified as dkimpy does it, and a change of one byte is noticed."""

from itertools import count
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.email.dkim_key import read_key
from launchready.email.dkim_signature import Verified, verify
from launchready.email.mail_file import NoMailError, read_mail, signatures
from tests.email import keys
from tests.email.mails import mail, signed

RSA = read_key(f"v=DKIM1; p={keys.p()}")
ED25519 = read_key(f"v=DKIM1; k=ed25519; p={keys.p_ed25519()}")
WAYS = ("simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed")
BODIES = ("", "\r\n", "a\r\n", "a", "a  b \t\r\n\r\n\r\n", " \r\n", "x\r\n \t y\r\n\r\n")


def judged(raw: bytes, record: str = "") -> Verified:
    found = read_mail(raw)
    return verify(found, signatures(found)[0], read_key(record) if record else RSA)


def by_dkimpy(raw: bytes) -> bool:
    def txt(name: bytes, timeout: int = 5) -> bytes:
        return f"v=DKIM1; p={keys.p()}".encode()

    result: Any = dkim.verify(raw, dnsfunc=txt)
    return bool(result)


def signed_by_dkimpy(raw: bytes, ways: str, *, length: bool = False) -> bytes:
    pem = keys.rsa().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    header, _, body = (one.encode() for one in ways.partition("/"))
    field: Any = dkim.sign(
        raw, b"pm", b"acme.test", pem, canonicalize=(header, body), length=length
    )
    return bytes(field) + raw


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("length", [False, True])
def test_what_dkimpy_signs_holds(ways: str, body: str, length: bool) -> None:
    raw = signed_by_dkimpy(mail(body), ways, length=length)

    assert judged(raw).why == ""


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize("body", BODIES)
def test_what_we_find_dkimpy_finds_whatever_was_changed(ways: str, body: str) -> None:
    raw = signed_by_dkimpy(mail(body), ways)
    changed = (
        raw + b"more\r\n",
        raw + b"\r\n\r\n",
        raw.replace(b"Welcome  to", b"Welcome to"),
        raw.replace(b"Subject:", b"SUBJECT:"),
        raw.replace(b"To: ada", b"To: eve"),
        raw.replace(b"\r\n\tAcme", b" Acme"),
        raw.replace(b"From:", b"From: eve@acme.test\r\nFrom:"),
    )

    assert [judged(one).holds for one in changed] == [by_dkimpy(one) for one in changed]


@settings(max_examples=60)
@given(st.text("ab \t\r\n", max_size=40), st.sampled_from(WAYS))
def test_any_body_dkimpy_signs_holds(body: str, ways: str) -> None:
    body = "".join(f"{line}\r\n" for line in body.splitlines())

    assert judged(signed_by_dkimpy(mail(body), ways)).why == ""


def test_a_file_with_line_feeds_alone_still_holds() -> None:
    assert judged(signed(mail()).replace(b"\r\n", b"\n")).why == ""


def test_ed25519_holds_too() -> None:
    found = read_mail(signed(mail(), algorithm="ed25519-sha256"))

    assert verify(found, signatures(found)[0], ED25519).why == ""


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (signed(mail()).replace(b"Welcome!", b"Goodbye!"), "the body is not what was signed"),
        (signed(mail()).replace(b"To: ada", b"To: eve"), "the header is not what was signed"),
        (signed(mail(), names="to:subject"), "it does not cover From"),
        (signed(mail()).replace(b"v=1;", b"v=2;"), "v= is 2"),
        (signed(mail()).replace(b"rsa-sha256", b"rsa-sha1"), "it is made with rsa-sha1"),
        (signed(mail()).replace(b"rsa-sha256", b"dsa-sha256"), "a= is dsa-sha256"),
        (signed(mail()).replace(b"s=pm;", b""), "it lacks s="),
        (signed(mail(), more="i=@x.test; "), "i= names x.test, which is not within acme.test"),
        (signed(mail(), ways="relaxed/relaxed", more="l=99999; "), "l= is longer than the body"),
        (signed(mail(), more="l=x; "), "l= is x"),
        (signed(mail()).replace(b"c=relaxed/relaxed", b"c=loose"), "c= is loose"),
        (signed(mail()).replace(b"v=1;", b"v=1; v=1;"), "it is malformed: v= stands there twice"),
    ],
    ids=count(),
)
def test_a_signature_that_does_not_hold_says_why(raw: bytes, why: str) -> None:
    assert judged(raw).why.startswith(why)


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ("p=", "its key cannot be used: p= is empty"),
        (f"k=ed25519; p={keys.p_ed25519()}", "its key is for ed25519"),
        (f"p={keys.p(1024)}", "the header is not what was signed, or another key signed it"),
        (f"h=sha1; p={keys.p()}", "its key cannot be used: h= allows sha1"),
    ],
    ids=count(),
)
def test_a_key_that_does_not_fit_says_why(record: str, why: str) -> None:
    assert judged(signed(mail()), record).why.startswith(why)


def test_a_strict_key_is_for_the_very_domain() -> None:
    raw = signed(mail(), more="i=@mail.acme.test; ")

    assert judged(raw).why == ""
    assert judged(raw, f"t=s; p={keys.p()}").why.startswith("its key has t=s")


def test_what_is_left_unsigned_is_noted() -> None:
    found = judged(signed_by_dkimpy(mail("a\r\n"), "relaxed/relaxed", length=True))

    assert found.notes[0].startswith("l= leaves the end of the body unsigned")


@settings(max_examples=60)
@given(st.binary(max_size=80))
def test_no_bytes_crash_the_reader(junk: bytes) -> None:
    whole = signed(mail())
    for raw in (junk, junk + whole, whole[:40] + junk + whole[40:]):
        try:
            found = read_mail(raw)
        except NoMailError:
            continue
        for one in signatures(found):
            verify(found, one, RSA)
