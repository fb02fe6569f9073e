"""Tells a host elsewhere from one that only answers on a developer's own machine."""

import re

_NEAR = re.compile(
    r"localhost|127\.[0-9.]+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|.*\.local(?:host|domain)?|"
    r"(?:.*\.)?(?:example|test|invalid)(?:\.(?:com|org|net))?|example\..*|"
    r"(?:your|my)[-_].*|(?:your|my)?-?(?:db)?hosts?(?:name)?|\(local\)|\.",
    re.IGNORECASE,
)


def is_near(host: str) -> bool:
    """Whether it is this machine, a name of the documentation's, or a blank."""
    return bool(_NEAR.fullmatch(host.rpartition(":")[0] if re.search(r":\d+$", host) else host))


_PRIVATE = re.compile(r"10\.[0-9.]+|192\.168\.[0-9.]+|172\.(?:1[6-9]|2\d|3[01])\.[0-9.]+")


def is_private(host: str) -> bool:
    """Whether it is an address of some network behind a router."""
    return bool(_PRIVATE.fullmatch(host.partition(":")[0]))
