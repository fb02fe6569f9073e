"""Mail servers are greeted as senders greet them, and a blocked port is never their fault."""

import ssl
from datetime import timedelta
from pathlib import Path

import anyio
import pytest
from anyio.abc import ByteStream
from anyio.streams.tls import TLSStream

from launchready.core.mail_server import Greeting
from launchready.core.unreachable import UnreachableError
from launchready.world.smtp import LiveMailServers
from tests import pki
from tests.servers import free_port
from tests.world.loopback import a_network, serving
from tests.worlds import DictResolver

HOST = "mx.acme.test"


class Mta:
    """A mail server with as much of SMTP as a greeting needs."""

    def __init__(
        self,
        context: ssl.SSLContext | None = None,
        *,
        banner: str = "220 mx.acme.test ESMTP",
        offer: str = "250-mx.acme.test\r\n250-SIZE 1000\r\n250 STARTTLS",
        go: str = "220 go ahead",
    ) -> None:
        self.context, self.banner, self.offer, self.go = context, banner, offer, go
        self.asked: list[str] = []

    async def __call__(self, stream: ByteStream) -> None:
        await stream.send(f"{self.banner}\r\n".encode())
        while True:
            line = (await stream.receive()).decode().strip()
            self.asked.append(line.split(" ")[0])
            if line.startswith("EHLO"):
                await stream.send(f"{self.offer}\r\n".encode())
            elif line == "STARTTLS":
                await stream.send(f"{self.go}\r\n".encode())
                if self.context is not None:
                    tls = await TLSStream.wrap(stream, server_side=True, ssl_context=self.context)
                    await tls.receive()
                return
            else:
                return


def the_servers(port: int, *, ca_file: str | None = None, timeout: float = 5.0) -> LiveMailServers:
    places = {f"{HOST}:25": [f"127.0.0.1:{port}"]}
    return LiveMailServers(a_network(timeout, ca_file, addresses=places), DictResolver())


async def greeted(servers: LiveMailServers) -> Greeting:
    (endpoint,) = await servers.endpoints(HOST)
    return await servers.greet(endpoint)


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, str, pki.Issued]:
    start, end = pki.now() - timedelta(days=1), pki.now() + timedelta(days=60)
    root = pki.issue("Root", starts=start, ends=end, ca=True)
    leaf = pki.issue(HOST, by=root, names=[HOST], starts=start, ends=end)
    return (
        pki.server_context(tmp_path, leaf),
        str(pki.pem_file(tmp_path, "root.pem", root)),
        leaf,
    )


async def test_a_good_certificate_is_trusted(
    authority: tuple[ssl.SSLContext, str, pki.Issued],
) -> None:
    context, ca_file, leaf = authority
    server = Mta(context)
    async with serving(server) as port:
        found = await greeted(the_servers(port, ca_file=ca_file))

    assert found.banner == "mx.acme.test ESMTP"
    assert found.shaken is not None
    assert (found.shaken.chain, found.shaken.problem) == ((leaf.der,), None)
    assert server.asked == ["EHLO", "STARTTLS"] * 2


async def test_a_certificate_nobody_knows_is_told_and_still_shown(
    authority: tuple[ssl.SSLContext, str, pki.Issued],
) -> None:
    context, _, leaf = authority
    async with serving(Mta(context)) as port:
        found = await greeted(the_servers(port))

    assert found.shaken is not None
    assert found.shaken.chain == (leaf.der,)
    assert found.shaken.problem is not None


async def test_a_server_without_starttls_says_so() -> None:
    async with serving(Mta(offer="250 mx.acme.test")) as port:
        found = await greeted(the_servers(port))

    assert found.shaken is None


@pytest.mark.parametrize(
    ("server", "kind", "said"),
    [
        (Mta(banner="554 go away"), "refused", "said at once: 554 go away"),
        (Mta(offer="550 no"), "refused", "answered EHLO: 550 no"),
        (Mta(go="454 later"), "refused", "answered STARTTLS: 454 later"),
        (Mta(banner="220-" + "x" * 70_000), "unreachable", "says more than a mail server would"),
        (Mta(banner="hello\r\n" * 2), "refused", "said at once: hello"),
    ],
)
async def test_a_server_that_will_not_talk_is_an_open_question(
    server: Mta, kind: str, said: str
) -> None:
    async with serving(server) as port:
        with pytest.raises(UnreachableError) as caught:
            await greeted(the_servers(port))

    assert caught.value.kind == kind
    assert said in caught.value.reason


async def test_a_server_that_hangs_up_is_an_open_question() -> None:
    async def gone(stream: ByteStream) -> None:
        await stream.send(b"220 hello\r\n")

    async with serving(gone) as port:
        with pytest.raises(UnreachableError, match="could not be greeted"):
            await greeted(the_servers(port))


async def test_a_shut_port_is_an_open_question_with_the_likely_reason() -> None:
    with pytest.raises(UnreachableError) as caught:
        await greeted(the_servers(free_port("127.0.0.1")))

    assert caught.value.kind == "refused"
    assert "Most hosted runners may not use port 25" in caught.value.advice


async def test_a_silent_server_is_an_open_question() -> None:
    async with serving(lambda _: anyio.sleep_forever()) as port:
        with pytest.raises(UnreachableError) as caught:
            await greeted(the_servers(port, timeout=0.2))

    assert caught.value.kind == "timed out"


async def test_tls_that_fails_is_told_and_not_silence() -> None:
    async def talk(stream: ByteStream) -> None:
        mta = Mta(go="220 go\r\nthis is no TLS")
        await mta(stream)

    async with serving(talk) as port:
        found = await greeted(the_servers(port))

    assert found.shaken is not None
    assert found.shaken.not_serving is not None


async def test_a_host_without_an_address_has_no_endpoints() -> None:
    servers = LiveMailServers(a_network(1.0), DictResolver())

    assert await servers.endpoints("gone.test") == ()
