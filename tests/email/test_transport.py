"""Transport, where it is asked for: mail servers, MTA-STS, reverse names and the logo."""

import hashlib
from datetime import timedelta
from itertools import count

import pytest

from launchready.core.handshake import Endpoint, Handshake
from launchready.core.mail_server import Greeting
from launchready.core.unreachable import UnreachableError
from launchready.email.public_key import public_part
from tests import pki
from tests.email.zones import LineResolver, asked, ids
from tests.worlds import DictBrowser, DictMailServers, a_world, page

CONFIG = """\
  domains: [{domain: acme.test, sending_ips: [192.0.2.25]}]
  transport: true
"""
MX = "acme.test MX 10 mx.acme.test.\nmx.acme.test A 192.0.2.1"
POLICY = "version: STSv1\r\nmode: enforce\r\nmx: *.acme.test\r\nmax_age: 604800\r\n"
STS = (
    "_mta-sts.acme.test TXT v=STSv1; id=1\n_smtp._tls.acme.test TXT v=TLSRPTv1; rua=mailto:t@a.test"
)
AT = Endpoint(host="mx.acme.test", port=25, address="127.0.0.1", address_port=25)
START = pki.now() - timedelta(days=1)
LEAF = pki.issue("mx.acme.test", names=["mx.acme.test"], starts=START, ends=START + timedelta(9))
GOOD = Greeting(endpoint=AT, banner="hello", shaken=Handshake(chain=(LEAF.der,)))


async def servers(
    zone: str, greeting: Greeting | UnreachableError = GOOD, **more: object
) -> list[str]:
    mail = DictMailServers(greetings={"mx.acme.test": greeting}, **more)  # type: ignore[arg-type]
    world = a_world(dns=LineResolver(zone), mail=mail)  # type: ignore[arg-type]
    return ids(await asked("mail-servers", "", CONFIG, world=world))


async def test_a_good_mail_server_is_silent() -> None:
    assert await servers(MX) == []


async def test_without_being_asked_for_nothing_is_looked_at() -> None:
    assert await asked("mail-servers", "", CONFIG.replace("true", "false")) == []


@pytest.mark.parametrize(
    ("zone", "broken"),
    [
        ("acme.test TXT x", ["mx-broken"]),
        ("acme.test A 192.0.2.1", []),  # RFC 5321, 5.1: the domain itself
        ("acme.test MX 0 .", ["mx-broken"]),  # RFC 7505: and yet it sends
        ("acme.test MX 0 .\n" + MX, ["mx-broken"]),  # RFC 7505: not alone
        ("acme.test MX 1 192.0.2.1.", ["mx-broken"]),  # RFC 5321, 5.1: an address
        (
            "acme.test MX 1 mx.acme.test.\nmx.acme.test CNAME m.test.\nm.test A 192.0.2.1",
            ["mx-broken"],
        ),
    ],
)
async def test_records_that_lead_nowhere_block(zone: str, broken: list[str]) -> None:
    assert await servers(zone) == broken


async def test_a_mail_server_without_an_address_blocks() -> None:
    assert await servers(MX, hosts={"mx.acme.test": ()}) == ["mx-broken"]


@pytest.mark.parametrize(
    ("shaken", "broken"),
    [
        (None, ["starttls-broken"]),
        (Handshake(not_serving="alert", detail="alert 40"), ["starttls-broken"]),
        (
            Handshake(chain=(LEAF.der,), problem=(10, "certificate has expired")),
            ["starttls-broken"],
        ),
    ],
)
async def test_tls_that_is_not_good_is_a_risk(shaken: Handshake | None, broken: list[str]) -> None:
    assert await servers(MX, Greeting(endpoint=AT, banner="x", shaken=shaken)) == broken


PART = public_part(LEAF.der)


@pytest.mark.parametrize(
    ("tlsa", "broken"),
    [
        (f"3 1 1 {hashlib.sha256(PART).hexdigest()}", []),
        (f"3 0 1 {hashlib.sha256(LEAF.der).hexdigest()}", []),
        (f"2 0 2 {hashlib.sha512(LEAF.der).hexdigest()}", []),
        (f"3 0 0 {LEAF.der.hex()}", []),
        (f"1 1 1 {'0' * 64}", []),  # RFC 7672, 3.1.3: usages 0 and 1 are not used here
        (f"3 1 1 {'0' * 64}", ["dane-mismatch"]),
    ],
    ids=count(),
)
async def test_a_tlsa_record_must_name_what_is_shown(tlsa: str, broken: list[str]) -> None:
    assert await servers(f"{MX}\n_25._tcp.mx.acme.test TLSA {tlsa}") == broken


async def test_a_blocked_port_is_an_open_question() -> None:
    blocked = UnreachableError("mx.acme.test did not answer", kind="timed out")

    with pytest.raises(UnreachableError) as caught:
        await servers(MX, blocked)
    assert (caught.value.kind, caught.value.found) == ("timed out", ())


async def policy(zone: str, web: DictBrowser) -> list[str]:
    world = a_world(dns=LineResolver(zone), web=web)  # type: ignore[arg-type]
    return ids(await asked("mta-sts", "", CONFIG, world=world))


URL = "https://mta-sts.acme.test/.well-known/mta-sts.txt"


def serving(text: str = POLICY, **more: object) -> DictBrowser:
    return DictBrowser({URL: page(URL, body=text, **more)})  # type: ignore[arg-type]


async def test_a_policy_that_holds_is_silent() -> None:
    assert await policy(f"{MX}\n{STS}", serving()) == []


async def test_no_policy_is_nobodys_fault() -> None:
    assert await policy(MX, DictBrowser()) == []


@pytest.mark.parametrize(
    ("zone", "web"),
    [
        (STS.replace("id=1", "id=a-b"), serving()),
        (STS.replace("id=1", "x=1"), serving()),
        (STS.replace("STSv1", "stsv1"), serving()),
        (STS + "\n_mta-sts.acme.test TXT v=STSv1; id=2", serving()),
        (STS, serving(status=404)),
        (STS, serving(status=301)),
        (STS, serving(untrusted="certificate has expired")),
        (STS, serving("<html>")),
        (STS, serving(POLICY.replace("enforce", "on"))),
        (STS, serving(POLICY.replace("604800", "week"))),
        (STS, serving(POLICY.replace("604800", "60"))),
        (STS, serving(POLICY.replace("mx: *.acme.test\r\n", ""))),
        (STS, serving(POLICY.replace("*.acme.test", "*.test"))),  # RFC 8461, 4.1: one label
        (STS, serving(POLICY.replace("*.acme.test", "m.acme.test"))),
        (STS, serving(POLICY + " " * 70_000)),
    ],
)
async def test_a_policy_senders_cannot_keep_is_a_risk(zone: str, web: DictBrowser) -> None:
    assert await policy(f"{MX}\n{zone}", web) == ["mta-sts-broken"]


@pytest.mark.parametrize(
    "reports",
    [
        "",
        "_smtp._tls.acme.test TXT v=TLSRPTv1; rua=t@a.test",
        "_smtp._tls.acme.test TXT v=TLSRPTv1",
    ],
)
async def test_reports_that_reach_nobody_are_worth_advice(reports: str) -> None:
    zone = STS.partition("\n")[0]

    assert await policy(f"{MX}\n{zone}\n{reports}", serving()) == ["tls-reports-broken"]


async def test_a_policy_that_does_not_come_is_an_open_question() -> None:
    silent = DictBrowser({URL: UnreachableError("no answer", kind="timed out")})

    with pytest.raises(UnreachableError):
        await policy(f"{MX}\n{STS}", silent)


@pytest.mark.parametrize(
    ("zone", "broken"),
    [
        ("25.2.0.192.in-addr.arpa PTR mx.acme.test.\nmx.acme.test A 192.0.2.25", []),
        (
            "25.2.0.192.in-addr.arpa PTR mx.acme.test.\nmx.acme.test A 192.0.2.26",
            ["reverse-name-missing"],
        ),
        ("acme.test TXT x", ["reverse-name-missing"]),
    ],
)
async def test_a_sending_address_needs_a_name_that_leads_back(zone: str, broken: list[str]) -> None:
    assert ids(await asked("reverse-names", zone, CONFIG)) == broken


@pytest.mark.parametrize(
    ("record", "broken"),
    [
        ("", []),
        ("v=BIMI1; l=https://acme.test/logo.svg", []),
        ("v=BIMI1; l=; a=", []),  # declines to show one
        ("v=BIMI1", ["bimi-invalid"]),
        ("l=https://acme.test/logo.svg; v=BIMI1", ["bimi-invalid"]),
        ("v=BIMI1; l=http://acme.test/logo.svg", ["bimi-invalid"]),
        ("v=BIMI1; l=https://acme.test/logo.png", ["bimi-invalid"]),
        ("v=BIMI1; l=https://acme.test/logo.svg; a=x", ["bimi-invalid"]),
    ],
)
async def test_a_logo_record_must_be_readable(record: str, broken: list[str]) -> None:
    zone = f"default._bimi.acme.test TXT {record}" if record else "acme.test TXT x"

    assert ids(await asked("bimi", zone, CONFIG)) == broken
