"""The providers that watch from outside, each read once a run."""

import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from launchready.core.monitors import MonitorAccess, Watching
from launchready.core.unreachable import UnreachableError
from launchready.world import (
    monitor_betterstack,
    monitor_checkly,
    monitor_grafana,
    monitor_healthchecks,
    monitor_kuma,
    monitor_statuscake,
    monitor_uptimerobot,
)
from launchready.world.memory import Memory
from launchready.world.monitor_api import Api, Headers
from launchready.world.settings import Network


@dataclass(frozen=True, slots=True)
class _Provider:
    """Where a provider is, "" where people host it; what its token must be; how it is read."""

    base: str
    scope: str
    headers: Callable[[str], Headers]
    read: Callable[[Api], Awaitable[Watching]]


PROVIDERS = {
    name: _Provider(module.BASE, module.SCOPE, module.headers, module.read)
    for name, module in {
        "uptimerobot": monitor_uptimerobot,
        "betterstack": monitor_betterstack,
        "checkly": monitor_checkly,
        "healthchecks": monitor_healthchecks,
        "uptime-kuma": monitor_kuma,
        "grafana": monitor_grafana,
        "statuscake": monitor_statuscake,
    }.items()
}


class LiveMonitorProviders:
    """Implements core.monitors.MonitorProviders over their APIs."""

    def __init__(self, network: Network | None = None) -> None:
        self._network = network or Network()
        self._known = Memory[Watching]()

    async def read(self, access: MonitorAccess) -> Watching:
        """Everything one account tells, asked once a run."""
        key = (access.provider, access.token, access.url, access.account)
        return await self._known.recall(key, lambda: self._learn(access))

    async def _learn(self, access: MonitorAccess) -> Watching:
        found = PROVIDERS.get(access.provider)
        if found is None:
            raise UnreachableError(f"{access.provider} has no API that we know", kind="refused")
        if not (access.url or found.base):
            raise UnreachableError(
                f"nothing says where {access.provider} is",
                kind="refused",
                advice=f"Write its address under url:, beside the token (line {access.at.line}).",
            )

        def headers(token: str) -> Headers:
            return found.headers(token) | _account(access)

        api = Api(access, found.base, found.scope, headers, self._trust)
        try:
            return await found.read(api)
        finally:
            await api.aclose()

    def _trust(self) -> ssl.SSLContext:
        from launchready.world.tls_context import visitor_context

        return visitor_context(self._network)


def _account(access: MonitorAccess) -> Headers:
    """Checkly wants the account's id beside the token."""
    return {"X-Checkly-Account": access.account} if access.account else {}
