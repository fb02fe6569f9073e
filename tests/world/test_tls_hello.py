"""Hellos by hand: what a server takes is seen, and nothing it answers does harm."""

import warnings
from pathlib import Path
from ssl import TLSVersion

import anyio
import pytest
from anyio.abc import ByteStream
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.handshake import Endpoint
from launchready.world.tls_hello import TLS_1_0, TLS_1_2, Messages, hello, old_versions, staple
from tests import pki
from tests.pki import Authority
from tests.world.loopback import Talk, closes, serving, silent

HOST = "app.acme.test"
LAB = Authority.at(pki.now())


def _at(port: int) -> Endpoint:
    return Endpoint(host=HOST, port=443, address="127.0.0.1", address_port=port)


@pytest.mark.parametrize(
    ("least", "most", "taken"),
    [
        (TLSVersion.TLSv1, TLSVersion.TLSv1_3, ("TLS 1.0", "TLS 1.1")),
        (TLSVersion.TLSv1, TLSVersion.TLSv1, ("TLS 1.0",)),
        (TLSVersion.TLSv1_1, TLSVersion.TLSv1_2, ("TLS 1.1",)),
        (TLSVersion.TLSv1_2, TLSVersion.TLSv1_3, ()),
    ],
)
async def test_the_old_versions_a_server_takes_are_seen(
    least: TLSVersion, most: TLSVersion, taken: tuple[str, ...], tmp_path: Path
) -> None:
    context = pki.server_context(tmp_path, LAB.leaf(HOST), LAB.intermediate)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context.minimum_version, context.maximum_version = least, most
    async with serving(silent, context) as port:
        found = await old_versions(_at(port), 5)

    assert found == taken


async def _babbles(stream: ByteStream) -> None:
    while True:
        await stream.send(b"\x16\x03\x01\x40\x00" + b"\x02\x00\xff\xff" + bytes(16380))


async def _says_nothing_of_use(stream: ByteStream) -> None:
    await stream.receive()
    await stream.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await anyio.sleep_forever()


@pytest.mark.parametrize("talk", [silent, closes, _babbles, _says_nothing_of_use])
async def test_a_server_that_answers_anything_else_takes_none(talk: Talk) -> None:
    async with serving(talk) as port:
        assert await old_versions(_at(port), 0.5) == ()
        assert await staple(_at(port), 0.5) is None


def test_a_hello_names_the_host_and_an_address_is_no_name() -> None:
    assert HOST.encode() in hello(HOST, TLS_1_2, asks_status=True)
    assert b"192.0.2.1" not in hello("192.0.2.1", TLS_1_0)


def test_messages_cut_anywhere_are_put_together() -> None:
    said = (
        b"\x16\x03\x01\x00\x06\x02\x00\x00\x04\x03\x01" + b"\x16\x03\x01\x00\x06ab\x0e\x00\x00\x00"
    )
    for place in range(len(said)):
        messages = Messages()
        messages.add(said[:place])
        messages.add(said[place:])

        assert messages.whole == [(2, b"\x03\x01ab"), (14, b"")]


@settings(max_examples=100)
@given(st.lists(st.binary(max_size=80), max_size=8))
def test_no_bytes_crash_the_reader(parts: list[bytes]) -> None:
    messages = Messages()
    for part in parts:
        messages.add(b"\x16\x03\x01" + len(part).to_bytes(2, "big") + part)
        messages.add(part)
