"""More endpoints, as they are met in the wild: chains half sent, odd issuers, odd ciphers."""

import base64
import textwrap
from datetime import datetime, timedelta

import anyio
from anyio.abc import ByteStream
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from tests import pki
from tests.pki import Authority, Issued
from tests.tls.chains import HOST
from tests.tls.lab import CRL, Build, Case, does, shows
from tests.tls.street import LAB, Street

START = LAB.now - timedelta(days=40)
YEARS = LAB.now + timedelta(days=1000)
ABOVE = LAB.intermediate


def _bundle(*certificates: Issued) -> bytes:
    """Certificates as some CAs give them out: a PKCS #7 without a message (RFC 5280, 4.2.2.1)."""
    held = [one.certificate for one in certificates]
    return pkcs7.serialize_certificates(held, Encoding.DER)


def _issuer(
    name: str, *, by: Issued = LAB.root, starts: datetime = START, **given: object
) -> Issued:
    return pki.issue(name, by=by, ca=True, starts=starts, ends=YEARS, **given)  # type: ignore[arg-type]


def _chain(name: str, **given: object) -> tuple[Issued, Issued]:
    above = _issuer(name, **given)  # type: ignore[arg-type]
    return LAB.leaf(HOST, by=above), above


def speaks(ciphers: str) -> Build:
    """TLS 1.2 with some ciphers only."""

    async def build(street: Street) -> None:
        context = street.context(RSA_LEAF, ABOVE, spoken=("TLSv1_2", "TLSv1_2"))
        context.set_ciphers(ciphers)
        parameters = street.folder / "dh.pem"
        parameters.write_bytes(_group())
        context.load_dh_params(str(parameters))
        await street.listens(_waits, context)

    return build


def _group() -> bytes:
    """The 2048 bits of RFC 3526, 3, from their formula, as OpenSSL reads them."""
    prime = 2**2048 - 2**1984 - 1 + ((pi_times_two_to(1918) + 124476) << 64)
    body = pki.in_der(2, prime.to_bytes(257, "big")) + pki.in_der(2, b"\x02")
    text = textwrap.fill(base64.b64encode(pki.in_der(0x30, body)).decode(), 64)
    label = "DH PARAMETERS-----"
    return f"-----BEGIN {label}\n{text}\n-----END {label}\n".encode()


def pi_times_two_to(bits: int) -> int:
    """Pi by Machin's formula, cut off after so many binary places."""
    one = 1 << (bits + 64)

    def arctan_of_one_over(number: int) -> int:
        power = total = one // number
        for odd in range(3, bits, 2):
            power = -power // number**2
            total += power // odd
        return total

    return (16 * arctan_of_one_over(5) - 4 * arctan_of_one_over(239)) >> 64


async def _waits(stream: ByteStream) -> None:
    await anyio.sleep_forever()


async def _resets(stream: ByteStream) -> None:
    """Hangs up with a reset: bytes are left unread."""
    await stream.receive(1)


def _without_ca(name: str) -> tuple[Issued, Issued]:
    """A server's certificate that issued another, which it may not."""
    above = pki.issue(name, by=LAB.root, names=("x.test",), starts=START, ends=YEARS)
    return LAB.leaf(HOST, by=above), above


RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
RSA_LEAF = LAB.leaf(HOST, key=RSA)
SOUND = LAB.leaf(HOST)
LOWER = _issuer("Lower Issuer", by=ABOVE, aia=pki.AIA)
STRANGER = Authority.at(LAB.now)
NAMESAKE = _issuer("Lab Issuer")  # of the name of the issuer, with another key
TWIN = pki.issue("Lab Issuer", by=LAB.root, ca=True, starts=START, ends=YEARS, key=ABOVE.key)
NEVER = x509.NameConstraints([x509.DNSName("other.test")], None)
NAMELESS = LAB.leaf(HOST, common="")
MANY = LAB.leaf(*(f"host{number}.acme.test" for number in range(1000)), HOST)
TWO_LISTS = LAB.leaf(HOST, extensions=(pki.lists_at("http://ca.test/gone.crl", CRL),))
REVOKED_OTHER = LAB.leaf("other.test", extensions=(pki.lists_at(CRL),))
LDAP_FIRST = LAB.leaf(HOST, extensions=(pki.lists_at("ldap://ca.test/cn=x", CRL),))

CASES: dict[str, Case] = {
    # sound
    "nothing in its subject": Case(shows(NAMELESS, ABOVE)),
    "a thousand names": Case(shows(MANY, ABOVE)),
    "the issuer twice, renewed": Case(shows(SOUND, ABOVE, TWIN)),
    "RSA key exchange": Case(speaks("AES128-GCM-SHA256")),
    "CBC ciphers": Case(speaks("ECDHE-RSA-AES128-SHA")),
    "a second list answers": Case(shows(TWO_LISTS, ABOVE, crl=pki.revocations(ABOVE, now=LAB.now))),
    "a list in a directory first": Case(
        shows(LDAP_FIRST, ABOVE, crl=pki.revocations(ABOVE, now=LAB.now))
    ),
    "three levels": Case(shows(LAB.leaf(HOST, by=LOWER), LOWER, ABOVE)),
    # faulty
    "root sent, intermediate not": Case(
        shows(SOUND, LAB.root, aia=ABOVE.der), ("missing-intermediate",)
    ),
    "the intermediate in a bundle": Case(
        shows(SOUND, aia=_bundle(ABOVE)), ("missing-intermediate",)
    ),
    "the intermediate in a bundle of more": Case(
        shows(SOUND, aia=_bundle(STRANGER.intermediate, ABOVE, LAB.root)),
        ("missing-intermediate",),
    ),
    "the upper intermediate missing": Case(
        shows(LAB.leaf(HOST, by=LOWER), LOWER, aia=ABOVE.der), ("missing-intermediate",)
    ),
    "another issuer of that name sent": Case(
        shows(SOUND, NAMESAKE, aia=ABOVE.der), ("missing-intermediate", "extra-certificate")
    ),
    "missing, and one too many": Case(
        shows(SOUND, STRANGER.intermediate, aia=ABOVE.der),
        ("missing-intermediate", "extra-certificate"),
    ),
    "leaf last": Case(shows(SOUND, LAB.root, ABOVE), ("wrong-order",)),
    "DHE ciphers only": Case(speaks("DHE-RSA-AES128-GCM-SHA256"), ("not-serving",)),
    "names forbidden above": Case(
        shows(*_chain("Narrow Issuer", extensions=(NEVER,))), ("verification-fails",)
    ),
    "an issuer that is none": Case(shows(*_without_ca("Server")), ("verification-fails",)),
    "resets": Case(does(_resets), ("not-serving",)),
    "expired, another host": Case(
        shows(LAB.leaf("other.test", days=-1), ABOVE), ("expired", "host-mismatch")
    ),
    "expired, a stranger's": Case(
        shows(STRANGER.leaf(HOST, days=-1), STRANGER.intermediate), ("expired", "untrusted-issuer")
    ),
    "weak, expired": Case(
        shows(LAB.leaf(HOST, days=-1, key=pki.weak_key()), ABOVE), ("expired", "weak-key")
    ),
    "self-signed, expired": Case(
        shows(pki.issue(HOST, names=(HOST,), starts=START, ends=LAB.now - timedelta(days=1))),
        ("expired", "self-signed"),
    ),
    "ended, and its issuer too": Case(
        shows(LAB.leaf(HOST, days=-1), LAB.expired_intermediate()),
        ("expired", "expired-intermediate"),
    ),
    "its issuer not valid yet": Case(
        shows(*_chain("New Issuer", starts=LAB.now + timedelta(days=1))), ("not-yet-valid",)
    ),
    "for clients, a stranger's": Case(
        shows(STRANGER.leaf(HOST, purpose=pki.CLIENT), STRANGER.intermediate),
        ("untrusted-issuer", "wrong-purpose"),
    ),
    "revoked, and another host": Case(
        shows(REVOKED_OTHER, ABOVE, crl=pki.revocations(ABOVE, REVOKED_OTHER, now=LAB.now)),
        ("host-mismatch", "revoked"),
    ),
    "expired, its list empty": Case(
        shows(LAB.leaf(HOST, days=-1, extensions=(pki.lists_at(CRL),)), ABOVE, crl=b""),
        ("expired",),
        open=1,
    ),
}
