"""Targets and sections as a config has them, for tests of the load room."""

from launchready.core.location import Location
from launchready.core.sessions import NoSessions, SignedIn
from launchready.load.settings import Load, Target
from launchready.values.node import Block, Node, Row, Text

AT = Location(file="launchready.yml", line=12, column=7)


def node(value: object) -> Node:
    """A value as the loader hands it over."""
    if isinstance(value, dict):
        return Block({Text(str(key), at=AT): node(one) for key, one in value.items()}, at=AT)
    if isinstance(value, list):
        return Row([node(one) for one in value], at=AT)
    return Text(str(value), at=AT)


def a_target(name: str = "orders", **said: object) -> Target:
    written = {"name": name, "url": f"https://app.acme.test/{name}"} | said
    return Target.model_validate(node(written))


def a_section(*targets: dict[str, object], **said: object) -> Load:
    """A load section with one target unless some are given."""
    listed = list(targets) or [{"name": "orders", "url": "https://app.acme.test/orders"}]
    usual = {"rate": "20/s", "for": "10s", "targets": listed, "expect": {"p95": "300ms"}}
    return Load.model_validate(node(usual | said))


class Logins(NoSessions):
    """Sessions by the names they are asked for."""

    def __init__(self, **known: SignedIn) -> None:
        self._known = known

    async def sign_in(self, name: str) -> SignedIn:
        return self._known[name]
