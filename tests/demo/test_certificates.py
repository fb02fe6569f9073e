"""The demo's certificates hold for those who trust its authority, and fail where planted."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import anyio
import pytest
from anyio.streams.tls import TLSStream

from launchready.demo import certificates
from launchready.demo.portal import HOSTS
from launchready.demo.stage import Stage, staged
from tests.demo.visitor import Visitor


async def shake(stage: Stage, host: str, context: ssl.SSLContext) -> str:
    """How a handshake ends: "trusted", or the words of the library."""
    async with await anyio.connect_tcp(stage.https.host, stage.https.port) as stream:
        try:
            async with await TLSStream.wrap(
                stream, hostname=host, ssl_context=context, standard_compatible=False
            ):
                return "trusted"
        except ssl.SSLCertVerificationError as error:
            return error.verify_message
        except (ssl.SSLError, anyio.BrokenResourceError, anyio.EndOfStream):
            return "no certificate"


async def seen_by_all(stage: Stage) -> dict[str, str]:
    trust = Visitor(stage).trust
    return {host: await shake(stage, host, trust()) for host in HOSTS}


async def test_every_host_is_trusted_by_who_trusts_the_root() -> None:
    async with staged() as stage:
        seen = await seen_by_all(stage)

    assert seen == dict.fromkeys(HOSTS, "trusted")


async def test_strict_verification_of_newer_pythons_finds_nothing() -> None:
    async with staged() as stage:
        context = Visitor(stage).trust()
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
        seen = [await shake(stage, host, context) for host in HOSTS]

    assert seen == ["trusted"] * len(HOSTS)


async def test_broken_app_has_expired_and_broken_api_forgets_the_intermediate() -> None:
    async with staged(broken=True) as stage:
        seen = await seen_by_all(stage)

    assert seen == {
        "portal.test": "trusted",
        "www.portal.test": "trusted",
        "app.portal.test": "certificate has expired",
        "api.portal.test": "unable to get local issuer certificate",
        "staging.portal.test": "trusted",
    }


@pytest.mark.parametrize("name", ["nobody.test", "127.0.0.1"])
async def test_a_name_that_is_not_ours_gets_no_certificate(name: str) -> None:
    async with staged() as stage:
        seen = await shake(stage, name, Visitor(stage).trust())

    assert seen == "no certificate"


async def test_the_missing_intermediate_is_to_be_had_where_the_leaf_says() -> None:
    async with staged(broken=True) as stage:
        seen = await Visitor(stage).get("http://ca.portal.test/intermediate.der")
        context = Visitor(stage).trust()
        context.load_verify_locations(cadata=seen.content)
        shaken = await shake(stage, "api.portal.test", context)

    assert seen.headers["content-type"] == "application/pkix-cert"
    assert shaken == "trusted"


async def test_no_key_is_left_in_the_folder() -> None:
    async with staged() as stage:
        texts = [_text(one) for one in stage.root.parent.rglob("*") if one.is_file()]

    assert texts
    assert not any("PRIVATE KEY" in one for one in texts)


async def test_leaves_live_for_ninety_days_as_public_ones_do() -> None:
    now = datetime.now(UTC)
    made = certificates.leaf("a.test", certificates.authority(now).intermediate, since=now)
    lifetime = made.certificate.not_valid_after_utc - made.certificate.not_valid_before_utc

    assert lifetime.days == 90


def _text(file: Path) -> str:
    return file.read_bytes().decode("latin-1")
