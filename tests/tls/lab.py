"""The lab: an endpoint for each way TLS goes right or wrong, with what the room must say of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import anyio
from anyio.abc import ByteStream
from anyio.streams.tls import TLSStream
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests import pki
from tests.pki import Authority, Issued
from tests.tls.chains import HOST
from tests.tls.street import LAB, Street
from tests.world.loopback import closes, http, silent

STRANGER = Authority.at(LAB.now)
PUBLIC = Authority.at(LAB.now)  # its root is given to the test as one of the system's
CRL = "http://ca.test/list.crl"
AIA = "/intermediate.cer"
ABOVE = LAB.intermediate

Build = Callable[[Street], Awaitable[None]]


@dataclass(frozen=True)
class Case:
    """One endpoint: how it is built, the rules it breaks, and how many questions stay open."""

    build: Build
    breaks: tuple[str, ...] = ()
    open: int = 0
    host: str = HOST
    port: int = 443


def shows(
    *chain: Issued, spoken: tuple[str, str] = ("TLSv1_2", "TLSv1_3"), **bodies: bytes
) -> Build:
    """Presents a chain; `aia` and `crl` are what the CA's site answers."""
    paths = {"aia": AIA, "crl": "/list.crl"}

    async def build(street: Street) -> None:
        street.bodies |= {paths[name]: body for name, body in bodies.items()}
        await street.shows(*chain, spoken=spoken)

    return build


def does(talk: Callable[[ByteStream], Awaitable[None]], *, after: float | None = None) -> Build:
    async def build(street: Street) -> None:
        street.timeout = after or street.timeout
        await street.listens(talk)

    return build


def says(*words: bytes) -> Build:
    """Hears the first words, and answers with these whoever asks."""

    async def talk(stream: ByteStream) -> None:
        await stream.receive()
        for one in words:
            await stream.send(one)
        await anyio.sleep_forever()

    return does(talk)


def alert(code: int) -> Build:
    return says(bytes([0x15, 3, 3, 0, 2, 2, code]))


async def nobody(street: Street) -> None:
    await street.nobody()


def mails(*chain: Issued, offers: bool = True) -> Build:
    """A mail server that starts TLS when asked to."""

    async def build(street: Street) -> None:
        context = street.context(*chain)

        async def talk(stream: ByteStream) -> None:
            await stream.send(b"220-mail.acme.test\r\n220 ESMTP\r\n")
            await stream.receive()
            await stream.send(
                b"250-mail.acme.test\r\n" + b"250-STARTTLS\r\n" * offers + b"250 OK\r\n"
            )
            await stream.receive()
            await stream.send(b"220 go on\r\n")
            await TLSStream.wrap(stream, ssl_context=context, standard_compatible=False)

        await street.listens(talk)

    return build


def _issuer(
    name: str = "Issuer", *, by: Issued = LAB.root, days: float = 1000, **given: object
) -> Issued:
    starts = LAB.now - timedelta(days=400)
    ends = LAB.now + timedelta(days=days)
    return pki.issue(name, by=by, ca=True, starts=starts, ends=ends, **given)  # type: ignore[arg-type]


def _public(lifetime: float = 90, stamps: int = 2, *, days: float = 60) -> tuple[Issued, Issued]:
    extensions = (pki.timestamps(stamps),) if stamps else ()
    leaf = PUBLIC.leaf(
        HOST, by=PUBLIC.intermediate, days=days, lifetime=lifetime, extensions=extensions
    )
    return leaf, PUBLIC.intermediate


def _known(*names: str) -> Build:
    """Issued by a CA whose CAA name is known."""
    issuer = _issuer("R99", organisation="Let's Encrypt")
    return shows(LAB.leaf(*(names or (HOST,)), by=issuer), issuer)


def _with_caa(build: Build, **caa: tuple[str, ...]) -> Build:
    async def built(street: Street) -> None:
        street.caa = {name.replace("_", "."): values for name, values in caa.items()}
        await build(street)

    return built


SOUND = LAB.leaf(HOST)
LISTED = LAB.leaf(HOST, extensions=(pki.lists_at(CRL),))
LISTED_ABOVE = _issuer("Listed Issuer", extensions=(pki.lists_at(CRL),))
STAPLED = LAB.leaf(HOST, extensions=(pki.MUST_STAPLE,))
CROSS = pki.issue(
    "Lab Issuer",
    by=STRANGER.root,
    ca=True,
    starts=LAB.now - timedelta(days=9),
    ends=LAB.now + timedelta(days=900),
    key=ABOVE.key,
)
WEAK_ABOVE = _issuer("Weak Issuer", key=pki.weak_key())
ENDING_ABOVE = _issuer("Ending Issuer", days=10)
NO_KEY_ID = pki.issue(
    HOST,
    names=(HOST,),
    by=ABOVE,
    starts=LAB.now - timedelta(days=1),
    ends=LAB.now + timedelta(days=60),
    without_key_ids=True,
)
IDN = "xn--bcher-kva.acme.test"
OLD, OLDER = ("TLSv1_1", "TLSv1_1"), ("TLSv1", "TLSv1")
P384 = LAB.leaf(HOST, key=ec.generate_private_key(ec.SECP384R1()))
RSA = LAB.leaf(HOST, key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
LETS = '0 issue "letsencrypt.org; validationmethods=dns-01"'

HEALTHY: dict[str, Case] = {
    "sound": Case(shows(SOUND, ABOVE)),
    "root sent too": Case(shows(SOUND, ABOVE, LAB.root)),
    "a wildcard": Case(shows(LAB.leaf("*.acme.test"), ABOVE)),
    "six days, five left": Case(shows(LAB.leaf(HOST, days=5, lifetime=6.6), ABOVE)),
    "a name of other scripts": Case(shows(LAB.leaf(IDN), ABOVE), host=IDN),
    "an address as host": Case(shows(LAB.leaf("127.0.0.1"), ABOVE), host="127.0.0.1"),
    "an RSA key": Case(shows(RSA, ABOVE)),
    "a larger curve": Case(shows(P384, ABOVE)),
    "TLS 1.2 alone": Case(shows(SOUND, ABOVE, spoken=("TLSv1_2", "TLSv1_2"))),
    "TLS 1.3 alone": Case(shows(SOUND, ABOVE, spoken=("TLSv1_3", "TLSv1_3"))),
    "without key identifiers": Case(shows(NO_KEY_ID, ABOVE)),
    "cross-signed besides": Case(shows(SOUND, ABOVE, CROSS)),
    "no entry in its list": Case(shows(LISTED, ABOVE, crl=pki.revocations(ABOVE, now=LAB.now))),
    "public, 90 days, logged twice": Case(shows(*_public())),
    "a private CA's long life": Case(shows(LAB.leaf(HOST, days=500, lifetime=800), ABOVE)),
    "CAA names the issuer": Case(_with_caa(_known(), acme_test=(LETS,))),
    "mail, port 25": Case(mails(SOUND, ABOVE), port=25),
    "mail, port 587": Case(mails(SOUND, ABOVE), port=587),
}

FAULTY: dict[str, Case] = {
    "expired": Case(shows(LAB.leaf(HOST, days=-1), ABOVE), ("expired",)),
    "not yet valid": Case(shows(LAB.leaf(HOST, days=60, lifetime=59), ABOVE), ("not-yet-valid",)),
    "ends tomorrow": Case(shows(LAB.leaf(HOST, days=1), ABOVE), ("expires-now",)),
    "ends next week": Case(shows(LAB.leaf(HOST, days=7), ABOVE), ("expires-soon",)),
    "six days, one left": Case(
        shows(LAB.leaf(HOST, days=1, lifetime=6.6), ABOVE), ("expires-now",)
    ),
    "another host": Case(shows(LAB.leaf("acme.test"), ABOVE), ("host-mismatch",)),
    "a wildcard too shallow": Case(
        shows(LAB.leaf("*.acme.test"), ABOVE), ("host-mismatch",), host="a.b.acme.test"
    ),
    "a wildcard for the apex": Case(
        shows(LAB.leaf("*.acme.test"), ABOVE), ("host-mismatch",), host="acme.test"
    ),
    "another address": Case(
        shows(LAB.leaf("127.0.0.2"), ABOVE), ("host-mismatch",), host="127.0.0.1"
    ),
    "no SAN": Case(shows(LAB.leaf(common=HOST), ABOVE), ("no-san",)),
    "self-signed": Case(shows(LAB.self_signed(HOST)), ("self-signed",)),
    "no intermediate": Case(shows(SOUND, aia=ABOVE.der), ("missing-intermediate",)),
    "no intermediate, expired": Case(
        shows(LAB.leaf(HOST, days=-1), aia=ABOVE.pem), ("expired", "missing-intermediate")
    ),
    "no intermediate to be had": Case(shows(SOUND), ("untrusted-issuer",)),
    "no place to fetch it": Case(shows(LAB.leaf(HOST, aia=None)), ("untrusted-issuer",)),
    "a stranger's": Case(shows(STRANGER.leaf(HOST), STRANGER.intermediate), ("untrusted-issuer",)),
    "a stranger's, root sent": Case(
        shows(STRANGER.leaf(HOST), STRANGER.intermediate, STRANGER.root), ("untrusted-issuer",)
    ),
    "a stranger's alone": Case(
        shows(STRANGER.leaf(HOST), aia=STRANGER.intermediate.der), ("untrusted-issuer",)
    ),
    "a stranger's root offered": Case(
        shows(STRANGER.leaf(HOST, by=STRANGER.root), aia=STRANGER.root.der), ("untrusted-issuer",)
    ),
    "ended intermediate": Case(shows(SOUND, LAB.expired_intermediate()), ("expired-intermediate",)),
    "intermediate ends soon": Case(
        shows(LAB.leaf(HOST, by=ENDING_ABOVE), ENDING_ABOVE), ("expires-soon",)
    ),
    "for clients": Case(shows(LAB.leaf(HOST, purpose=pki.CLIENT), ABOVE), ("wrong-purpose",)),
    "a weak key": Case(shows(LAB.leaf(HOST, key=pki.weak_key()), ABOVE), ("weak-key",)),
    "a weak key above": Case(shows(LAB.leaf(HOST, by=WEAK_ABOVE), WEAK_ABOVE), ("weak-key",)),
    "out of order": Case(
        shows(
            LAB.leaf(HOST, by=LISTED_ABOVE),
            LAB.root,
            LISTED_ABOVE,
            crl=pki.revocations(LAB.root, now=LAB.now),
        ),
        ("wrong-order",),
    ),
    "a stranger sent along": Case(
        shows(SOUND, ABOVE, STRANGER.leaf("x.test")), ("extra-certificate",)
    ),
    "itself twice": Case(shows(SOUND, SOUND, ABOVE), ("extra-certificate",)),
    "public, 800 days": Case(shows(*_public(lifetime=800, days=500)), ("lifetime-too-long",)),
    "public, logged once": Case(shows(*_public(stamps=1)), ("few-timestamps",)),
    "public, never logged": Case(shows(*_public(stamps=0)), ("few-timestamps",)),
    "revoked": Case(
        shows(LISTED, ABOVE, crl=pki.revocations(ABOVE, LISTED, now=LAB.now)), ("revoked",)
    ),
    "revoked above": Case(
        shows(
            LAB.leaf(HOST, by=LISTED_ABOVE),
            LISTED_ABOVE,
            crl=pki.revocations(LAB.root, LISTED_ABOVE, now=LAB.now),
        ),
        ("revoked",),
    ),
    "must staple, does not": Case(shows(STAPLED, ABOVE), ("staple-missing",)),
    "TLS 1.0 too": Case(shows(SOUND, ABOVE, spoken=("TLSv1", "TLSv1_3")), ("old-protocol",)),
    "TLS 1.1 too": Case(shows(SOUND, ABOVE, spoken=("TLSv1_1", "TLSv1_2")), ("old-protocol",)),
    "TLS 1.0 alone": Case(shows(SOUND, ABOVE, spoken=OLDER), ("only-old-protocol",)),
    "TLS 1.1 alone": Case(shows(SOUND, ABOVE, spoken=OLD), ("only-old-protocol",)),
    "CAA names another": Case(
        _with_caa(_known(), acme_test=('0 issue "pki.goog"',)), ("caa-blocks-renewal",)
    ),
    "CAA names nobody": Case(
        _with_caa(_known(), app_acme_test=('0 issue ";"',), acme_test=(LETS,)),
        ("caa-blocks-renewal",),
    ),
    "CAA forbids the wildcard": Case(
        _with_caa(_known("*.acme.test"), acme_test=(LETS, '0 issuewild ";"')),
        ("caa-blocks-renewal",),
    ),
    "plain HTTP": Case(says(http("400 Bad Request")), ("not-serving",)),
    "plain mail": Case(says(b"220 mail ESMTP\r\n"), ("not-serving",)),
    "nobody": Case(nobody, ("not-serving",)),
    "hangs up": Case(does(closes), ("not-serving",)),
    "breaks off": Case(alert(40), ("not-serving",)),
    "does not know the name": Case(alert(112), ("not-serving",)),
    "mail, no STARTTLS": Case(mails(SOUND, ABOVE, offers=False), ("not-serving",), port=587),
    "mail, expired": Case(mails(LAB.leaf(HOST, days=-1), ABOVE), ("expired",), port=25),
}

OPEN: dict[str, Case] = {
    "silent": Case(does(silent, after=0.4), open=2),
    "rubbish": Case(says(b"\x16\x03\x03\x00\x04junk"), open=2),
    "no list to be had": Case(shows(LISTED, ABOVE), open=1),
    "a list of another CA": Case(
        shows(LISTED, ABOVE, crl=pki.revocations(STRANGER.intermediate, now=LAB.now)), open=1
    ),
    "a list that ended": Case(
        shows(
            LISTED,
            ABOVE,
            crl=pki.revocations(ABOVE, now=LAB.now, ends=LAB.now - timedelta(days=1)),
        ),
        open=1,
    ),
    "a list that is none": Case(shows(LISTED, ABOVE, crl=b"<html>"), open=1),
    "must staple, TLS 1.3 alone": Case(
        shows(STAPLED, ABOVE, spoken=("TLSv1_3", "TLSv1_3")), open=1
    ),
}

__all__ = ["FAULTY", "HEALTHY", "OPEN", "PUBLIC", "Case"]
