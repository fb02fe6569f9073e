"""Providers on loopback that answer as their documentation says: for keys they know, and others."""

import json
import random
from dataclasses import dataclass, field

from anyio.abc import ByteStream

from launchready.secrets.verify.probe import Probe
from launchready.secrets.verify.providers import PROBES
from tests.secrets.corpus import BY_FORM, BY_NAME
from tests.secrets.made_up import make
from tests.secrets.samples import jwt
from tests.world.loopback import a_request, http

Said = tuple[int, object]
_REFUSED: Said = (401, {"message": "unauthorized"})

# What is answered to a key that works, and to one that does not; a 200 and a 401 elsewhere.
ALIVE: dict[str, Said] = {
    "secrets/slack-token": (200, {"ok": True}),
    "secrets/cloudflare-token": (200, {"success": True, "result": {"status": "active"}}),
    "secrets/linear-key": (200, {"data": {"viewer": {"id": "1"}}}),
    "secrets/resend-key": (401, {"name": "restricted_api_key"}),
    "secrets/figma-token": (403, {"err": "Invalid scope"}),
    "secrets/elevenlabs-key": (401, {"detail": {"status": "missing_permissions"}}),
    "secrets/stripe-secret-key": (403, {"error": "the key lacks a permission"}),
}
DEAD: dict[str, Said | None] = {
    "secrets/slack-token": (200, {"ok": False, "error": "token_revoked"}),
    "secrets/cloudflare-token": (200, {"success": True, "result": {"status": "disabled"}}),
    "secrets/linear-key": (400, {"errors": [{"extensions": {"code": "AUTHENTICATION_ERROR"}}]}),
    "secrets/resend-key": (400, {"message": "API key is invalid"}),
    "secrets/figma-token": (403, {"err": "Invalid token"}),
    "secrets/vercel-token": (403, {"error": {"invalidToken": True}}),
    "secrets/elevenlabs-key": (401, {"detail": {"status": "invalid_api_key"}}),
    # Another host may know the key, so a refusal leaves it open.
    "secrets/gitlab-token": None,
    "secrets/mailgun-key": None,
    "secrets/postmark-token": None,
    "secrets/fly-token": None,
    "secrets/sentry-token": None,
    "secrets/datadog-key": None,
    "secrets/circleci-token": None,
    "secrets/buildkite-token": None,
}


def alive(rule: str) -> Said:
    return ALIVE.get(rule, (200, {}))


def dead(rule: str) -> Said | None:
    return DEAD.get(rule, _REFUSED)


def a_key(rule: str, seed: int = 1) -> str:
    """A key of the kind that its provider can be asked about."""
    dice = random.Random(f"{rule} {seed}")
    name = rule.partition("/")[2]
    if name == "supabase-service-role-key":
        return jwt({"role": "service_" + "role", "ref": "abcdefghijklmnopqrst"}, dice)
    shapes = [shape for kind, _, shape in (*BY_FORM, *BY_NAME) if kind == name]
    keys = (make(shape, dice) for shape in shapes)
    return next(one for one in keys if any(probe.takes(one) for probe in PROBES[rule]))


def host_of(probe: Probe, key: str) -> str:
    call = probe.call(key)
    assert call is not None
    return call.url.split("/")[2]


@dataclass
class Providers:
    """One server that is all of them; keeps what it was asked, by host."""

    said: Said = (200, {})
    headers: tuple[str, ...] = ()
    asked: list[bytes] = field(default_factory=list)

    async def __call__(self, stream: ByteStream) -> None:
        while True:
            self.asked.append(await a_request(stream))
            status, body = self.said
            await stream.send(http(f"{status} Said", json.dumps(body).encode(), *self.headers))

    @property
    def hosts(self) -> list[str]:
        lines = [line for one in self.asked for line in one.decode("latin-1").split("\r\n")]
        return [line[6:] for line in lines if line.lower().startswith("host: ")]
