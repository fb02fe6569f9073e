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
