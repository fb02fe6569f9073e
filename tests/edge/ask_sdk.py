"""Run by the oracles' own Python: Cloudflare's SDK, in strict mode, reads the whole zone.

In come the token and the phases to read; out come what it read, by the part's path, and a fault
of each answer that is not of the shape the SDK describes.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import cloudflare  # type: ignore[import-not-found,unused-ignore]

asked = json.load(sys.stdin)
client = cloudflare.Cloudflare(
    api_token=asked["token"],
    base_url=sys.argv[1],
    max_retries=0,
    _strict_response_validation=True,
)
read: dict[str, Any] = {}
faults: dict[str, str] = {}


def take(name: str, call: Callable[[], Any]) -> None:
    try:
        found = call()
        read[name] = (
            [one.model_dump(mode="json", by_alias=True) for one in found]
            if isinstance(found, list)
            else found.model_dump(mode="json", by_alias=True)
        )
    except cloudflare.NotFoundError as error:
        read[name] = error.body["errors"][0]["code"]
    except cloudflare.APIResponseValidationError as error:
        faults[name] = str(error.__cause__ or error)[:600]


def items(page: Any) -> list[Any]:
    """One page, since its pager never looks at total_pages."""
    return list(page.result)


take("zones", lambda: items(client.zones.list(name=asked["zone"])))
zone = asked["id"]
for name in asked["settings"]:
    take(f"settings/{name}", partial(client.zones.settings.get, name, zone_id=zone))
for phase in asked["phases"]:
    take(phase, partial(client.rulesets.phases.get, phase, zone_id=zone))
take("dns_records", lambda: items(client.dns.records.list(zone_id=zone)))
take("pagerules", lambda: client.page_rules.list(zone_id=zone))
take("dnssec", lambda: client.dns.dnssec.get(zone_id=zone))
take("ssl/certificate_packs", lambda: items(client.ssl.certificate_packs.list(zone_id=zone)))
take("ssl/universal/settings", lambda: client.ssl.universal.settings.get(zone_id=zone))
take("bot_management", lambda: client.bot_management.get(zone_id=zone))
take("ips", lambda: client.ips.list())
json.dump({"read": read, "faults": faults}, sys.stdout)
