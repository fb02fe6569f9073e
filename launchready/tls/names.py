"""Whether a certificate is for a host, as browsers decide it (RFC 9525)."""

from ipaddress import ip_address


def covers(host: str, names: tuple[str, ...], addresses: tuple[str, ...]) -> bool:
    """Whether a SAN's names or addresses cover a host given in A-labels or as an address."""
    try:
        wanted = ip_address(host)
    except ValueError:
        return any(_matches(one.lower().rstrip("."), host.lower().rstrip(".")) for one in names)
    return any(ip_address(one) == wanted for one in addresses if _is_address(one))


def _matches(name: str, host: str) -> bool:
    """A wildcard stands for one whole label, the leftmost, and never for a top-level domain."""
    if not name.startswith("*."):
        return bool(name) and name == host
    first, _, rest = host.partition(".")
    return bool(first) and rest == name[2:] and "." in rest and "*" not in rest


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
