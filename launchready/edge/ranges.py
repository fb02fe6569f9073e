"""The networks that an edge answers visitors from, as its maker publishes them."""

import ipaddress
import json
from collections.abc import Iterable

from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Where each maker publishes its list, and the names of the lists in it:
# www.fastly.com/documentation/reference/api/utils/public-ip-list and
# docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html.
_LISTS = {
    "Fastly": ("https://api.fastly.com/public-ip-list", ("addresses", "ipv6_addresses")),
    "CloudFront": (
        "https://d7uri8nf7uskq.cloudfront.net/tools/list-cloudfront-ips",
        ("CLOUDFRONT_GLOBAL_IP_LIST", "CLOUDFRONT_REGIONAL_EDGE_IP_LIST"),
    ),
}


async def networks(ctx: Context, cdn: str) -> tuple[Network, ...] | None:
    """The networks of an edge; None where its maker publishes none.

    Raises UnreachableError where the list is not to be had.
    """
    if cdn == "Cloudflare":
        return tuple(ipaddress.ip_network(one) for one in await ctx.cloudflare.ranges())
    if cdn not in _LISTS:
        return None
    url, names = _LISTS[cdn]
    answer = await ctx.web.fetch(url)
    try:
        said = json.loads(answer.body)
        found = tuple(ipaddress.ip_network(one) for name in names for one in said.get(name, ()))
    except (ValueError, TypeError, AttributeError, RecursionError):
        found = ()
    if answer.status != 200 or answer.truncated or answer.untrusted or not found:
        raise UnreachableError(
            f"the list of {cdn}'s networks is not to be had ({answer.status})",
            advice=f"Look whether this machine may read {url}.",
        )
    return found


def strangers(addresses: Iterable[str], known: Iterable[Network]) -> tuple[str, ...]:
    """The addresses that are in none of the networks."""
    held = tuple(known)
    return tuple(
        one
        for one in addresses
        if not any(ipaddress.ip_address(one) in network for network in held)
    )
