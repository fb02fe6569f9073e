"""Says of a host whether the internet can reach it: the one place that is asked."""

import ipaddress

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Endings of names that no public DNS answers: RFC 6761, RFC 6762 and ICANN's .internal, with the
# two that home routers and Unix use.
_INTERNAL = ("localhost", "local", "internal", "lan", "localdomain")
# Networks whose IPv6 addresses carry an IPv4 address in their last four bytes (RFC 6052).
_TRANSLATED = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/96"),
)


def is_public(address: str | IpAddress) -> bool:
    """Whether an address is one host's on the internet.

    An IPv6 address that stands for an IPv4 address (mapped, RFC 4291; translated, RFC 6052;
    6to4, RFC 3056) is as public as that. Raises ValueError where it is no address.
    """
    known = ipaddress.ip_address(address) if isinstance(address, str) else address
    inner = _inner(known)
    if inner is not None:
        return is_public(inner)
    return known.is_global and not known.is_multicast


def is_internal(host: str) -> bool:
    """Whether a host, by name or address, answers on its own machine or network alone."""
    try:
        return not is_public(host.strip("[]"))
    except ValueError:
        bare = host.rstrip(".").lower()
        return "." not in bare or bare.rpartition(".")[2] in _INTERNAL


def _inner(address: IpAddress) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in one for one in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
