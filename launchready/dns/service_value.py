"""What HTTPS and SVCB records say of a service beside its target (RFC 9460)."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable

from launchready.core.location import Location
from launchready.dns.written import four, mistake, number, scalar, six
from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import nearest

_KEYS = ("mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint")
_Read = Callable[[Text], str]


def _key(text: Text) -> str:
    return _KEYS[place] if (place := key_number(text)) < len(_KEYS) else f"key{place}"


def _alpn(text: Text) -> str:
    if not re.fullmatch(r"[!#-+\--\[\]-~]{1,255}", text):
        raise mistake(text.at, f"{text} is not a protocol", "like h2, h3, http/1.1")
    return str(text)


def _ech(text: Text) -> str:
    try:
        return base64.b64encode(base64.b64decode(text, validate=True)).decode()
    except (binascii.Error, ValueError):
        raise mistake(text.at, "this is not base64", "copy the whole value") from None


_READ: dict[str, _Read] = {
    "mandatory": _key,
    "alpn": _alpn,
    "port": number(65535),
    "ipv4hint": four,
    "ech": _ech,
    "ipv6hint": six,
}
_LISTS = ("mandatory", "alpn", "ipv4hint", "ipv6hint")


def key_number(text: Text) -> int:
    """A key's place in the record; unknown ones are written key123."""
    if text in _KEYS:
        return _KEYS.index(text)
    match = re.fullmatch(r"key([0-9]{1,5})", text)
    if match and int(match[1]) < 65535:
        return int(match[1])
    near = nearest(text, _KEYS)
    meant = f"did you mean {near}?" if near else f"known are {', '.join(_KEYS)} and key667"
    raise mistake(text.at, f"{text} is not a parameter", meant)


def from_yaml(node: Node | None) -> str:
    """octoDNS's svcparams, as an answer shows them: in the order of their numbers."""
    if node is None or (isinstance(node, Text) and node.is_blank):
        return ""
    if not isinstance(node, Block):
        raise mistake(node.at, "this is no mapping", "like {alpn: [h2, h3], port: 443}")
    return _written((key, _items(one)) for key, one in node.items())


def _items(node: Node) -> list[Text] | None:
    if isinstance(node, Row):
        return [scalar(one) for one in node]
    return None if isinstance(node, Text) and node.is_blank else [scalar(node)]


def from_words(words: Iterable[Text]) -> str:
    """The same from a zone file's `alpn=h2,h3 port=443`."""
    pairs: list[tuple[Text, list[Text] | None]] = []
    for word in words:
        key, _, value = word.partition("=")
        items = value.strip('"').split(",") if key in _LISTS else [value.strip('"')]
        texts = [Text(one, at=word.at, quoted=True) for one in items]
        pairs.append((Text(key, at=word.at), texts if value else None))
    return _written(pairs)


def _written(pairs: Iterable[tuple[Text, list[Text] | None]]) -> str:
    found: dict[int, str] = {}
    for key, items in pairs:
        place = key_number(key)
        if place in found:
            raise mistake(key.at, f"{key} is here twice", "keep one")
        found[place] = _param(key, items)
    return "".join(f" {found[place]}" for place in sorted(found))


def _param(key: Text, items: list[Text] | None) -> str:
    name = _key(key)
    if name == "no-default-alpn" and items is not None:
        raise mistake(key.at, "no-default-alpn has a value", "it stands alone")
    if items is None:
        _demand_value(key.at, name)
        return name
    read = _READ.get(name, str)
    values = [read(one) for one in items]
    if name == "mandatory":
        values.sort(key=lambda one: key_number(Text(one, at=key.at)))
    return f'{name}="{",".join(values)}"'


def _demand_value(at: Location, name: str) -> None:
    if name in _READ:
        raise mistake(at, f"{name} has no value", "write one or leave the key out")
