"""A host with servers of its own at its addresses, and the sites its certificates point at."""

import ssl
import warnings
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from anyio.abc import ByteStream

from launchready.core.check import Check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.tls.certificate import certificate
from launchready.tls.renewal import renewal
from launchready.tls.revocation import revocation
from launchready.world.handshake import LiveHandshaker
from tests import pki
from tests.pki import Authority, Issued
from tests.tls.chains import HOST, a_promise
from tests.world.loopback import Talk, a_network, a_request, http, serving, silent
from tests.worlds import DictResolver, a_world

LAB = Authority.at(pki.now())
CHECKS: tuple[Check, ...] = (certificate, revocation, renewal)


@dataclass
class Street:
    """`stack` keeps the servers; `bodies` are what ca.test answers with, by path."""

    folder: Path
    stack: AsyncExitStack
    timeout: float = 5.0
    host: str = HOST
    port: int = 443
    bodies: dict[str, bytes] = field(default_factory=dict)
    caa: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)

    async def shows(self, *chain: Issued, spoken: tuple[str, str] = ("TLSv1_2", "TLSv1_3")) -> None:
        await self.listens(silent, self.context(*chain, spoken=spoken))

    def context(
        self, *chain: Issued, spoken: tuple[str, str] = ("TLSv1_2", "TLSv1_3")
    ) -> ssl.SSLContext:
        context = pki.server_context(self.folder, *chain)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of old versions, which is the point
            context.minimum_version, context.maximum_version = (
                ssl.TLSVersion[one] for one in spoken
            )
        return context

    async def listens(self, talk: Talk, context: ssl.SSLContext | None = None) -> None:
        port = await self.stack.enter_async_context(serving(talk, context))
        self.places.append(f"127.0.0.1:{port}")

    async def nobody(self) -> None:
        async with serving(silent) as port:
            self.places.append(f"127.0.0.1:{port}")

    async def context_of(self) -> Context:
        library = await self.stack.enter_async_context(serving(self._library))
        addresses = {
            f"{self.host}:{self.port}": self.places,
            "ca.test:80": [f"127.0.0.1:{library}"],
        }
        root = str(pki.pem_file(self.folder, "root", LAB.root))
        handshaker = LiveHandshaker(
            a_network(self.timeout, root, addresses=addresses), DictResolver()
        )
        dns = DictResolver(answers={(name, "CAA"): values for name, values in self.caa.items()})
        return a_world(tls=handshaker, dns=dns, now=datetime.now(UTC))  # type: ignore[arg-type]

    async def _library(self, stream: ByteStream) -> None:
        path = (await a_request(stream)).split(b" ")[1].decode()
        body = self.bodies.get(path)
        await stream.send(http("404 Not Found") if body is None else http(body=body))

    async def judged(self) -> tuple[list[Finding], list[UnreachableError]]:
        """What the whole room finds, and what it leaves open."""
        ctx = await self.context_of()
        promise = a_promise(self.host, self.port)
        found: list[Finding] = []
        left_open: list[UnreachableError] = []
        for check in CHECKS:
            try:
                found += await check.ask(promise, ctx)
            except UnreachableError as error:
                found += error.found
                left_open.append(error)
        return found, left_open
