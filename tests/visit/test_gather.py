"""What a host itself says is asked where a line needs it, and what could not be had stays open."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from launchready.core.handshake import Endpoint, Handshake
from launchready.core.unreachable import UnreachableError
from launchready.visit.expectations import parse
from launchready.visit.gather import gathered
from launchready.visit.judging import holds, why_undecided
from launchready.visit.seen import Seen
from tests.worlds import NOON, DictHandshaker, a_site, a_world

PAGE = Seen(url="https://acme.test/")
LINES = {one: parse(one) for one in ("[IP] == any(192.0.2.1, 192.0.2.2)", "[STATUS] == 200")}
EXPIRY = parse("[CERTIFICATE_EXPIRATION] > 14d")


def der(days: float) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "acme.test")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
    made = made.public_key(key.public_key()).not_valid_before(NOON - timedelta(days=1))
    made = made.not_valid_after(NOON + timedelta(days=days))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def at(address: str) -> Endpoint:
    return Endpoint(host="acme.test", port=443, address=address, address_port=443)


def hosts(*days: float) -> DictHandshaker:
    places = tuple(at(f"192.0.2.{number}") for number in range(1, len(days) + 1))
    shakes = {str(one): Handshake(chain=(der(d),)) for one, d in zip(places, days, strict=True)}
    return DictHandshaker(hosts={"acme.test:443": places}, shakes=shakes)


async def seen(tls: DictHandshaker, page: Seen = PAGE) -> Seen:
    world = a_world(tls=tls, site=a_site("acme.test"))
    return await gathered(page, (EXPIRY, *LINES.values()), world)


async def test_the_first_certificate_to_end_counts_and_every_address_is_told() -> None:
    came = await seen(hosts(90, 10))

    assert came.certificate == 10 * 86400
    assert not holds(EXPIRY, came)
    assert holds(LINES["[IP] == any(192.0.2.1, 192.0.2.2)"], came)
    assert holds(EXPIRY, await seen(hosts(90, 30)))


async def test_nothing_is_asked_where_no_line_needs_it() -> None:
    silent = DictHandshaker(hosts={"acme.test:443": UnreachableError("asked all the same")})
    world = a_world(tls=silent, site=a_site("acme.test"))

    assert await gathered(PAGE, [LINES["[STATUS] == 200"]], world) == PAGE


@pytest.mark.parametrize(
    ("tls", "page", "why"),
    [
        (DictHandshaker(hosts={"acme.test:443": UnreachableError("no route")}), PAGE, "no route"),
        (DictHandshaker(), PAGE, "is not in this world"),
        (hosts(9), Seen(url="http://acme.test/"), "where there is no certificate"),
        (hosts(9), Seen(url="https://evil.test/"), "evil.test is not ours and was not asked"),
        (
            DictHandshaker(shakes={"acme.test:443": Handshake(not_serving="refused")}),
            PAGE,
            "shows no certificate at 127.0.0.1:443: refused",
        ),
        (
            DictHandshaker(shakes={"acme.test:443": Handshake(chain=(b"no certificate",))}),
            PAGE,
            "the certificate of acme.test cannot be read",
        ),
    ],
    ids=["no route", "silent", "http", "stranger", "refused", "unreadable"],
)
async def test_what_could_not_be_had_stays_open(tls: DictHandshaker, page: Seen, why: str) -> None:
    assert why in why_undecided(EXPIRY, await seen(tls, page))
