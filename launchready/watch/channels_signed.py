"""The outgoing webhook: JSON that programs read, signed so that they know who sent it.

Signed as Standard Webhooks 1.0 says (standardwebhooks.com), for which every language has a
library: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,BASE64` over `id.timestamp.body`.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable

from launchready.config.alerts import Webhook
from launchready.watch.channels_http import JSON, HttpChannel, Post, as_json
from launchready.watch.channels_told import Told, present
from launchready.world.settings import Network

_PREFIX = "whsec_"


def webhook(
    name: str, to: Webhook, network: Network, clock: Callable[[], float] = time.time
) -> HttpChannel:
    """An endpoint of your own. `clock` is the time in seconds since 1970."""

    def write(told: Told) -> Post:
        content = as_json(payload(told))
        headers = [JSON, ("webhook-id", told.id)]
        if to.token:
            headers.append(("Authorization", f"Bearer {to.token}"))
        if to.secret:
            stamp = str(int(clock()))
            headers.append(("webhook-timestamp", stamp))
            headers.append(("webhook-signature", signature(to.secret, told.id, stamp, content)))
        return Post(url=to.url, headers=tuple(headers), content=content)

    secrets = present([to.url, to.secret, to.token])
    return HttpChannel(name=name, write=write, secrets=secrets, network=network)


def payload(told: Told) -> dict[str, object]:
    """What is posted: `type`, `timestamp` and `data`, as Standard Webhooks lays it out."""
    return {
        "type": f"watch.{told.kind}",
        "timestamp": told.at.isoformat(timespec="seconds"),
        "data": {
            "id": told.id,
            "incident": told.incident,
            "kind": told.kind,
            "target": told.target,
            "title": told.short,
            "lines": list(told.shown),
        },
    }


def signature(secret: str, message: str, stamp: str, content: bytes) -> str:
    """HMAC-SHA256 over `id.timestamp.body`; `whsec_` secrets are base64, others are taken as is."""
    signed = f"{message}.{stamp}.".encode() + content
    made = hmac.new(key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def key(secret: str) -> bytes:
    """The bytes of a secret."""
    if secret.startswith(_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()
