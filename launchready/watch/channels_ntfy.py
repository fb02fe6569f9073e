"""ntfy: a message to a topic, louder the worse it is (docs.ntfy.sh/publish, Publish as JSON)."""

from launchready.config.alerts import Ntfy
from launchready.watch.channels_http import JSON, HttpChannel, Post, as_json
from launchready.watch.channels_told import Kind, Told, present
from launchready.world.settings import Network

# ntfy: 5 rings and vibrates long, 4 rings, 3 is usual, 2 is silent.
_PRIORITIES: dict[Kind, int] = {
    "down": 5,
    "unknown": 4,
    "flapping": 4,
    "up": 3,
    "note": 3,
    "test": 3,
}
_TAGS: dict[Kind, str] = {
    "down": "red_circle",
    "unknown": "yellow_circle",
    "up": "green_circle",
    "flapping": "orange_circle",
    "note": "large_blue_circle",
    "test": "white_circle",
}
# Bytes of a message; what is longer, the server makes an attachment of.
_LONGEST = 3900


def ntfy(name: str, to: Ntfy, network: Network) -> HttpChannel:
    """A message to a topic."""

    def write(told: Told) -> Post:
        whole = {
            "topic": to.topic,
            "title": told.short,
            "message": _within_bytes(told.shown or (told.short,), _LONGEST),
            "priority": _PRIORITIES[told.kind],
            "tags": [_TAGS[told.kind]],
        }
        login = (("Authorization", f"Bearer {to.token}"),) if to.token else ()
        return Post(url=f"{to.server.rstrip('/')}/", headers=(JSON, *login), content=as_json(whole))

    return HttpChannel(
        name=name,
        write=write,
        secrets=present([to.topic, to.token]),
        network=network,
        said=lambda answer: str(answer.json().get("error", "")),
    )


def _within_bytes(lines: tuple[str, ...], limit: int) -> str:
    return "\n".join(lines).encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")
