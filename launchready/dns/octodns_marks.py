"""What octodns: says of a record in a map, ours and what we honour of others'."""

from dataclasses import dataclass
from typing import cast, get_args

from launchready.dns.record import Match
from launchready.dns.written import mistake, part, scalar
from launchready.values.node import Block, Text
from launchready.values.problem import nearest

# What Cloudflare can put its own addresses in front of.
_CAN_BE_PROXIED = ("A", "AAAA", "ALIAS", "CNAME")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What octodns: says of a record."""

    match: Match | None = None
    proxied: bool = False
    has_own_ttl: bool = True
    lenient: bool = False
    ignored: bool = False


def read_marks(node: Block) -> Marks:
    own = _block(node, "octodns")
    ours, cloudflare = _block(own, "launchready"), _block(own, "cloudflare")
    for key in ours:
        if key != "match":
            raise mistake(key.at, f"{key} is not a key here", "launchready knows match")
    given = part(ours, "match")
    return Marks(
        match=_match(scalar(given)) if given is not None else None,
        proxied=_flag(cloudflare, "proxied"),
        has_own_ttl=not _flag(cloudflare, "auto-ttl"),
        lenient=_flag(own, "lenient"),
        ignored=_flag(own, "ignored"),
    )


def _block(node: Block, name: str) -> Block:
    given = part(node, name)
    if given is None or (isinstance(given, Text) and given.is_blank):
        return Block(at=node.at)
    if not isinstance(given, Block):
        raise mistake(given.at, f"{name} is no mapping", "write 'key: value' lines")
    return given


def _match(text: Text) -> Match:
    known = get_args(Match)
    if text not in known:
        near = nearest(text, known)
        meant = f"did you mean {near}?" if near else f"it is one of {', '.join(known)}"
        raise mistake(text.at, f"match is {text}", meant)
    return cast("Match", str(text))


def _flag(node: Block, name: str) -> bool:
    given = part(node, name)
    if given is None:
        return False
    text = scalar(given)
    if text.lower() not in ("true", "yes", "on", "false", "no", "off"):
        raise mistake(text.at, f"{name} is {text}", "write true or false")
    return text.lower() in ("true", "yes", "on")


def demand_sense(node: Block, type_: str, marks: Marks) -> None:
    """What a record says of itself must be something that can be looked at."""
    if marks.proxied and type_ and type_ not in _CAN_BE_PROXIED:
        known = ", ".join(_CAN_BE_PROXIED)
        raise mistake(node.at, f"{type_} cannot be proxied", f"only {known} can; delete proxied")
    if (marks.proxied or type_ == "ALIAS") and marks.match not in (None, "present"):
        meant = "only its addresses are seen: use match: present, or leave match out"
        raise mistake(node.at, f"match: {marks.match} cannot be told here", meant)
    varies = next((one for one in ("geo", "dynamic") if node.key(one) is not None), None)
    if varies and marks.match != "present":
        meant = "the answer varies by place; set octodns: {launchready: {match: present}}"
        raise mistake(node.at, f"{varies} cannot be held against the map", meant)
