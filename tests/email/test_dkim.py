"""DKIM: each expectation is reasoned from RFC 6376, 8301 or 8463 in one line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.unreachable import UnreachableError
from launchready.email.dkim_key import read_key
from tests.email import keys
from tests.email.reports import row, signed, xml
from tests.email.zones import LineResolver, asked, ids

PM = "  domains: [{domain: acme.test, senders: [{name: postmark, dkim: [pm]}]}]"
AT = "pm._domainkey.acme.test"
GOOD = f"v=DKIM1; k=rsa; p={keys.p()}"

# name -> the key record, the rules broken
ZOO: dict[str, tuple[str, list[str]]] = {
    "3.6.1: sound": (GOOD, []),
    "3.6.1: only p is required": (f"p={keys.p()}", []),
    "3.6.1: unknown tags are passed over": (f"{GOOD}; x=y", []),
    "3.6.1: g= of the first DKIM is passed over": (f"v=DKIM1; g=*; p={keys.p()}", []),
    "3.2: blanks around tags": (f"v = DKIM1 ;  k = rsa ; p = {keys.p()} ;", []),
    "3.2: blanks within base64": (f"v=DKIM1; p={keys.p()[:100]} {keys.p()[100:]}", []),
    "3.6.1: notes": (f"v=DKIM1; n=made today; p={keys.p()}", []),
    "8017: a bare RSA key": (f"v=DKIM1; p={keys.p_bare()}", []),
    "3.6.1: s=email": (f"v=DKIM1; s=email; p={keys.p()}", []),
    "3.6.1: s=*": (f"v=DKIM1; s=*; p={keys.p()}", []),
    "3.6.1: h=sha1:sha256": (f"v=DKIM1; h=sha1:sha256; p={keys.p()}", []),
    "3.6.1: t=s": (f"v=DKIM1; t=s; p={keys.p()}", []),
    "3.6.1: revoked": ("v=DKIM1; k=rsa; p=", ["dkim-invalid"]),
    "3.6.1: no p": ("v=DKIM1; k=rsa", ["dkim-invalid"]),
    "3.6.1: v= of another kind": (f"v=DKIM2; p={keys.p()}", ["dkim-invalid"]),
    "3.6.1: v= in small letters": (f"v=dkim1; p={keys.p()}", ["dkim-invalid"]),
    "3.6.1: v= not first": (f"k=rsa; v=DKIM1; p={keys.p()}", ["dkim-invalid"]),
    "3.2: a tag twice": (f"v=DKIM1; p={keys.p()}; p={keys.p()}", ["dkim-invalid"]),
    "3.2: no tag list": ("hello there", ["dkim-invalid"]),
    "3.2: colons in place of =": (f"v:DKIM1; p={keys.p()}", ["dkim-invalid"]),
    "3.6.1: no such algorithm": (f"v=DKIM1; k=dsa; p={keys.p()}", ["dkim-invalid"]),
    "3.6.1: h=sha1 alone": (f"v=DKIM1; h=sha1; p={keys.p()}", ["dkim-invalid"]),
    "3.6.1: s=other": (f"v=DKIM1; s=other; p={keys.p()}", ["dkim-invalid"]),
    "PEM lines": (
        f"v=DKIM1; p=-----BEGIN PUBLIC KEY-----{keys.p()}-----END PUBLIC KEY-----",
        ["dkim-invalid"],
    ),
    "quotes pasted along": (f'"v=DKIM1; p={keys.p()}"', ["dkim-invalid"]),
    "escaped semicolons": (f"v=DKIM1\\; k=rsa\\; p={keys.p()}", ["dkim-invalid"]),
    "cut off at 255": (GOOD[:255], ["dkim-invalid"]),
    "4648: base64url": (f"v=DKIM1; p={keys.p()[:60]}-_{keys.p()[62:]}", ["dkim-invalid"]),
    "4648: a stray character": (f"v=DKIM1; p={keys.p()}!", ["dkim-invalid"]),
    "no key in p": ("v=DKIM1; p=aGVsbG8gdGhlcmU=", ["dkim-invalid"]),
    "8301: 512 bits": (f"v=DKIM1; p={keys.small_rsa(512)}", ["dkim-invalid"]),
    "8301: 768 bits": (f"v=DKIM1; p={keys.small_rsa(768)}", ["dkim-invalid"]),
    "8301: 1024 bits": (f"v=DKIM1; p={keys.p(1024)}", ["dkim-weak"]),
    "8301: 4097 bits and more": (f"v=DKIM1; p={keys.small_rsa(8192)}", ["dkim-weak"]),
    "8301: 3072 bits": (f"v=DKIM1; p={keys.p(3072)}", []),
    "8463: Ed25519 alone": (f"v=DKIM1; k=ed25519; p={keys.p_ed25519()}", ["dkim-weak"]),
    "8463: Ed25519 in its wrapping": (
        f"v=DKIM1; k=ed25519; p={keys.p_ed25519(wrapped=True)}",
        ["dkim-invalid"],
    ),
    "8463: an RSA key as Ed25519": (f"v=DKIM1; k=ed25519; p={keys.p()}", ["dkim-invalid"]),
    "3.6.1: a test": (f"v=DKIM1; t=y; p={keys.p()}", ["dkim-testing"]),
    "3.6.1: a strict test": (f"v=DKIM1; t=y:s; p={keys.p()}", ["dkim-testing"]),
    "a weak test": (f"v=DKIM1; t=y; p={keys.p(1024)}", ["dkim-weak", "dkim-testing"]),
}


def test_the_zoo_is_large() -> None:
    assert len(ZOO) >= 30


@pytest.mark.parametrize("case", ZOO)
async def test_a_key_is_judged_as_the_rfc_has_it(case: str) -> None:
    record, broken = ZOO[case]

    assert ids(await asked("dkim", f"{AT} TXT {record}", PM)) == broken


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("acme.test TXT x", f"{AT} does not exist; postmark signs with it"),
        (f"{AT} CNAME gone.test.", f"{AT} is an alias of gone.test, which does not exist"),
        (f"x.{AT} TXT y", f"{AT} exists and has no TXT record"),
    ],
)
async def test_a_key_the_config_promises_must_be_there(zone: str, said: str) -> None:
    (found,) = await asked("dkim", zone, PM)

    assert found.rule.id == "email/dkim-missing"
    assert found.message.startswith(said)
    assert found.subject == "acme.test pm"


async def test_a_key_behind_an_alias_is_the_key() -> None:
    zone = f"{AT} CNAME k.vendor.test.\nk.vendor.test TXT {GOOD}"

    assert await asked("dkim", zone, PM) == []


async def test_two_records_at_one_selector_are_none() -> None:
    found = await asked("dkim", f"{AT} TXT {GOOD}\n{AT} TXT {GOOD}; n=x", PM)

    assert ids(found) == ["dkim-invalid"]
    assert found[0].message == f"{AT} has 2 TXT records; receivers may take either"


async def test_an_ed25519_key_beside_an_rsa_key_is_fine() -> None:
    config = "  domains: [{domain: acme.test, senders: [{name: x, dkim: [pm, ed]}]}]"
    zone = f"{AT} TXT {GOOD}\ned._domainkey.acme.test TXT k=ed25519; p={keys.p_ed25519()}"

    assert await asked("dkim", zone, config) == []


async def test_a_test_flag_is_taken_out_of_the_record_to_paste() -> None:
    (found,) = await asked("dkim", f"{AT} TXT v=DKIM1; t=y:s; p=" + keys.p(), PM)

    assert f"{AT}. IN TXT" in found.rule.fix
    assert "t=s" in found.rule.fix
    assert "t=y:s" not in found.rule.fix


async def test_nothing_below_domainkey_proves_that_there_is_no_key() -> None:
    config = "  domains: [{domain: acme.test, senders: [postmark]}]"
    (found,) = await asked("dkim", "acme.test TXT x", config)

    assert found.rule.id == "email/dkim-missing"
    assert "_domainkey.acme.test does not exist" in found.message


async def test_keys_under_names_nobody_told_us_are_unknown_and_never_missing() -> None:
    config = "  domains: [{domain: acme.test, senders: [postmark]}]"
    with pytest.raises(UnreachableError) as caught:
        await asked("dkim", f"20260101._domainkey.acme.test TXT {GOOD}", config)

    assert "may be under a selector we do not know (tried: pm)" in caught.value.reason
    assert "dkim:" in caught.value.advice
    assert caught.value.found == ()


async def test_the_usual_selector_of_a_known_sender_is_tried() -> None:
    config = "  domains: [{domain: acme.test, senders: [google]}]"
    zone = f"google._domainkey.acme.test TXT v=DKIM1; p={keys.p(1024)}"

    assert ids(await asked("dkim", zone, config)) == ["dkim-weak"]


async def test_a_wildcard_proves_no_guess() -> None:
    config = "  domains: [{domain: acme.test, senders: [google]}]"
    with pytest.raises(UnreachableError):
        await asked("dkim", f"*._domainkey.acme.test TXT {GOOD}", config)


async def test_a_selector_seen_in_a_received_mail_is_looked_at() -> None:
    config = """\
      domains: [{domain: acme.test, senders: [ses]}]
      message: ops/mail.eml
    """
    mail = b"DKIM-Signature: v=1; d=acme.test; s=abc123; b=x\r\nFrom: a@acme.test\r\n\r\n"
    zone = f"abc123._domainkey.acme.test TXT v=DKIM1; p={keys.p(1024)}"

    assert ids(await asked("dkim", zone, config, files={"ops/mail.eml": mail})) == ["dkim-weak"]


async def test_a_selector_seen_in_a_report_is_looked_at() -> None:
    config = """\
      domains: [{domain: acme.test, senders: [postmark, google]}]
      reports: ops/dmarc
    """
    auth = signed("acme.test", "2026pm") + signed("acme.test", "google")
    zone = (
        f"2026pm._domainkey.acme.test TXT v=DKIM1; p={keys.p(1024)}\n"
        f"google._domainkey.acme.test TXT v=DKIM1; p={keys.p()}"
    )
    found = await asked("dkim", zone, config, files={"ops/dmarc/1.xml": xml(row(auth=auth))})

    assert [(one.rule.id, one.subject) for one in found] == [
        ("email/dkim-weak", "acme.test 2026pm")
    ]


async def test_the_key_of_another_sender_is_not_taken_for_ones_own() -> None:
    config = """\
      domains: [{domain: acme.test, senders: [postmark, google]}]
      reports: ops/dmarc
    """
    files = {"ops/dmarc/1.xml": xml(row(auth=signed("acme.test", "google")))}
    zone = f"google._domainkey.acme.test TXT v=DKIM1; p={keys.p()}"

    with pytest.raises(UnreachableError, match=r"postmark's key for acme\.test may be under"):
        await asked("dkim", zone, config, files=files)


async def test_a_domain_nobody_sends_for_is_not_asked_about() -> None:
    assert await asked("dkim", "") == []


async def test_a_silent_server_leaves_the_question_open_and_what_was_seen_standing() -> None:
    config = "  domains: [{domain: acme.test, senders: [{name: x, dkim: [pm, other]}]}]"
    zone = LineResolver(f"{AT} TXT p=", silent=("other._domainkey.acme.test",))

    with pytest.raises(UnreachableError) as caught:
        await asked("dkim", zone, config)
    assert caught.value.kind == "timed out"
    assert ids(list(caught.value.found)) == ["dkim-invalid"]


@settings(max_examples=100)
@given(st.text(max_size=80) | st.text(max_size=40).map(lambda one: f"v=DKIM1; p={one}"))
def test_no_text_crashes_the_reader_of_keys(text: str) -> None:
    read_key(text)
