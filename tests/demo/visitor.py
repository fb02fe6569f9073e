"""Visits a stage as people do: by name, trusting its authority and nobody else."""

import ssl
from dataclasses import dataclass
from typing import Any

import httpx

from launchready.demo.stage import Stage


@dataclass(frozen=True)
class Visitor:
    """Each request has a connection of its own, so that one name never answers for another."""

    stage: Stage

    async def get(self, url: str, **more: Any) -> httpx.Response:
        return await self.ask("GET", url, **more)

    async def ask(self, method: str, url: str, **more: Any) -> httpx.Response:
        named = httpx.URL(url)
        place = self.stage.https if named.scheme == "https" else self.stage.http
        real = named.copy_with(host=place.host, port=place.port)
        headers = {"Host": named.host, **more.pop("headers", {})}
        async with httpx.AsyncClient(verify=self.trust(), trust_env=False) as client:
            return await client.request(
                method, real, headers=headers, extensions={"sni_hostname": named.host}, **more
            )

    def trust(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=self.stage.ca_file)
        return context
