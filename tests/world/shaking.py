"""A handshaker whose one host is a port on loopback."""

from launchready.core.handshake import Handshake
from launchready.world.handshake import LiveHandshaker
from tests import pki
from tests.pki import Issued
from tests.world.loopback import a_network
from tests.worlds import DictResolver

HOST = "app.acme.test"


def a_handshaker(port: int, *, timeout: float = 5.0, ca_file: str | None = None) -> LiveHandshaker:
    places = {f"{HOST}:443": [f"127.0.0.1:{port}"]}
    return LiveHandshaker(a_network(timeout, ca_file, addresses=places), DictResolver())


async def met_by(handshaker: LiveHandshaker, *extra: Issued) -> Handshake:
    (endpoint,) = await handshaker.endpoints(HOST, 443)
    return await handshaker.shake(endpoint, extra=pki.der(*extra))
