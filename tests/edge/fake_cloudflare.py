"""A Cloudflare on loopback that keeps a zone's state and answers as its API does."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from anyio.abc import ByteStream

from tests.world.loopback import a_request, http

ZONE = "023e105f4ecef8ad9ca31a8372d0c353"
WHEN = "2026-11-01T12:00:00.123456Z"
PHASE = re.compile(r"rulesets/phases/([a-z0-9_]+)/entrypoint")

SETTINGS: dict[str, Any] = {
    "ssl": "strict",
    "always_use_https": "on",
    "min_tls_version": "1.2",
    "tls_1_3": "on",
    "automatic_https_rewrites": "on",
    "development_mode": "off",
    "security_level": "medium",
    "cache_level": "aggressive",
    "ipv6": "on",
    "security_header": {
        "strict_transport_security": {
            "enabled": True, "max_age": 31536000, "include_subdomains": True, "preload": False,
            "nosniff": True,
        }
    },
}  # fmt: skip


def a_rule(action: str, expression: str, **more: Any) -> dict[str, Any]:
    """A rule of a ruleset, as the API tells it."""
    usual: dict[str, Any] = {
        "id": "3a03d665bac047339bb530ecb439a90d",
        "version": "1",
        "last_updated": WHEN,
    }
    usual |= {"action": action, "expression": expression, "enabled": True, "ref": "own"}
    return usual | more


def a_record(name: str, content: str = "192.0.2.80", **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "id": "372e67954025e0ba6aaa6d586b9e0b59", "name": name, "type": "A", "content": content,
        "proxiable": True, "proxied": True, "ttl": 1, "settings": {}, "meta": {}, "comment": None,
        "tags": [], "created_on": WHEN, "modified_on": WHEN,
    }  # fmt: skip
    return usual | more


def a_page_rule(pattern: str, *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    target = {"target": "url", "constraint": {"operator": "matches", "value": pattern}}
    usual: dict[str, Any] = {
        "id": "9a7806061c88ada191ed06f989cc3dac", "targets": [target], "actions": list(actions),
        "priority": 1, "status": "active", "created_on": WHEN, "modified_on": WHEN,
    }  # fmt: skip
    return usual | more


def a_pack(*hosts: str, status: str = "active", kind: str = "universal") -> dict[str, Any]:
    return {
        "id": "3822ff90-ea29-44df-9e55-21300bb9419b", "type": kind, "hosts": list(hosts),
        "status": status, "certificates": [], "validation_method": "txt", "validity_days": 90,
        "certificate_authority": "lets_encrypt",
    }  # fmt: skip


@dataclass
class FakeCloudflare:
    """One zone. `refused` are parts the token may not read; `slow` answers so many 429 first."""

    token: str
    name: str = "acme.test"
    zone: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))
    phases: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)
    page_rules: list[dict[str, Any]] = field(default_factory=list)
    packs: list[dict[str, Any]] = field(default_factory=list)
    dnssec: str = "active"
    universal: bool = True
    fight_mode: bool = False
    refused: tuple[str, ...] = ()
    slow: int = 0
    wait: str = "0"
    pages_said: bool = True
    asked: list[str] = field(default_factory=list)

    async def __call__(self, stream: ByteStream) -> None:
        head = (await a_request(stream)).decode("latin-1")
        line, *headers = head.split("\r\n")
        method, target = line.split(" ")[:2]
        said = {k.lower(): v.strip() for k, _, v in (one.partition(":") for one in headers)}
        status, body = self.answer(method, target, said.get("authorization", ""))
        extra = [f"Retry-After: {self.wait}"] if status == 429 else []
        kind = "Content-Type: application/json"
        closing = "Connection: close"
        await stream.send(http(f"{status} X", json.dumps(body).encode(), kind, closing, *extra))

    def answer(self, method: str, target: str, authorization: str) -> tuple[int, dict[str, Any]]:
        parts = urlsplit(target)
        path = parts.path.removeprefix("/client/v4/")
        self.asked.append(f"{method} {path}")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if self.slow:
            self.slow -= 1
            return _fault(429, 10429, "Rate limited")
        if path == "ips":
            return _one({"ipv4_cidrs": ["192.0.2.0/24"], "ipv6_cidrs": [], "etag": "1"})
        if authorization != f"Bearer {self.token}":
            return _fault(401, 1000, f"Invalid API Token {authorization[7:]}")
        if path == "zones":
            found = [self.told()] if query.get("name") in (None, self.name) else []
            return self._list(found, query)
        part = path.removeprefix(f"zones/{ZONE}").strip("/")
        if part in self.refused:
            return _fault(403, 10000, "Authentication error")
        return self._part(part, query)

    def _part(self, part: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        lists = {
            "dns_records": self.records, "pagerules": self.page_rules,
            "ssl/certificate_packs": self.packs,
        }  # fmt: skip
        phase = PHASE.fullmatch(part)
        setting = part.removeprefix("settings/")
        if part == "":
            return _one(self.told())
        if part in lists:
            return self._list(lists[part], query)
        if phase is not None:
            return self._phase(phase[1])
        if setting in self.settings:
            value = self.settings[setting]
            more = {"time_remaining": 0} if setting == "development_mode" else {}
            return _one(
                {"id": setting, "value": value, "editable": True, "modified_on": WHEN} | more
            )
        if part == "dnssec":
            return _one({"status": self.dnssec, "modified_on": WHEN})
        if part == "ssl/universal/settings":
            return _one({"enabled": self.universal})
        if part == "bot_management":
            return _one(
                {"fight_mode": self.fight_mode, "enable_js": True, "using_latest_model": True}
            )
        return _fault(404, 7003, "Could not route")

    def told(self) -> dict[str, Any]:
        usual: dict[str, Any] = {
            "id": ZONE, "name": self.name, "status": "active", "paused": False, "type": "full",
            "development_mode": 0, "account": {"id": "a", "name": "Acme"}, "meta": {"step": 2},
            "owner": {"id": None, "type": "user", "email": None},
            "plan": {"id": "0", "name": "Free Website", "legacy_id": "free"},
            "name_servers": ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
            "created_on": WHEN, "modified_on": WHEN, "activated_on": WHEN,
        }  # fmt: skip
        return usual | self.zone

    def _phase(self, phase: str) -> tuple[int, dict[str, Any]]:
        if phase not in self.phases:
            return _fault(404, 10003, "could not find entrypoint ruleset in the phase")
        about = {"id": "2f2feab2026849078ba485f918791bdc", "name": "default", "kind": "zone"}
        about |= {"version": "3", "last_updated": WHEN, "phase": phase}
        return _one(about | {"rules": self.phases[phase]})

    def _list(
        self, found: list[dict[str, Any]], query: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        page, size = int(query.get("page", "1")), min(int(query.get("per_page", "20")), 100)
        shown = found[(page - 1) * size : page * size]
        about = {"page": page, "per_page": size, "count": len(shown), "total_count": len(found)}
        if self.pages_said:
            about["total_pages"] = -(-len(found) // size)
        return 200, _whole(shown) | {"result_info": about}


def _one(result: object) -> tuple[int, dict[str, Any]]:
    return 200, _whole(result)


def _whole(result: object) -> dict[str, Any]:
    return {"success": True, "errors": [], "messages": [], "result": result}


def _fault(status: int, code: int, message: str) -> tuple[int, dict[str, Any]]:
    fault = {"code": code, "message": message}
    return status, {"success": False, "errors": [fault], "messages": [], "result": None}
