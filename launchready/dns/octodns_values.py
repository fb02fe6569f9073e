"""The values of octoDNS records, each made into the one text that answers are compared with."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass

from launchready.core.location import Location
from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import ConfigError, Problem, nearest

_LABEL = re.compile(r"\*|[a-z0-9_](?:[a-z0-9_/-]*[a-z0-9_])?")
_LONGEST_LABEL = 63
_LONGEST_NAME = 253


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One part of a structured value: its names, the newest first, and how it is read."""

    names: tuple[str, ...]
    read: Callable[[Text], str]
    usual: str | None = None


def value(type_: str, node: Node) -> str:
    """One value of a record of a supported type. Raises ConfigError with every problem of it."""
    form = FORMS[type_]
    if callable(form):
        return form(scalar(node))
    if not isinstance(node, Block):
        keys = ", ".join(one.names[0] for one in form)
        raise mistake(node.at, f"this value of {type_} is no mapping", f"it has {keys}")
    parts = _parts(type_, form, node)
    return '{} {} "{}"'.format(*parts) if type_ == "CAA" else " ".join(parts)


def _parts(type_: str, form: tuple[Field, ...], node: Block) -> list[str]:
    known = [name for one in form for name in one.names]
    problems = [_strange(key, known) for key in node if key not in known]
    parts: list[str] = []
    for one in form:
        given = next((part for key, part in node.items() if key in one.names), None)
        try:
            if given is not None:
                parts.append(one.read(scalar(given)))
            elif one.usual is not None:
                parts.append(one.usual)
            else:
                raise mistake(node.at, f"{one.names[0]} is missing", f"{type_} needs it")
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return parts


def _strange(key: Text, known: list[str]) -> Problem:
    near = nearest(key, known)
    meant = f"did you mean {near}?" if near else f"the keys here are {', '.join(known)}"
    return Problem(at=key.at, found=f"{key} is not a key here", meant=meant)


def mistake(at: Location, found: str, meant: str) -> ConfigError:
    return ConfigError([Problem(at=at, found=found, meant=meant)])


def part(node: Block, name: str) -> Node | None:
    key = node.key(name)
    return node[key] if key is not None else None


def scalar(node: Node) -> Text:
    """One plain value, not a list, a mapping or nothing."""
    if isinstance(node, Row | Block):
        kind = "a list" if isinstance(node, Row) else "a mapping"
        raise mistake(node.at, f"this is {kind}", "one value is meant")
    if node.is_blank:
        raise mistake(node.at, "nothing stands here", "write a value")
    return node


def number(most: int) -> Callable[[Text], str]:
    def read(text: Text) -> str:
        if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > most:
            raise mistake(text.at, f"{text} is out of place", f"a number from 0 to {most} is meant")
        return str(int(text))

    return read


def name_of(text: str, at: Location) -> str:
    """A name in lower-case A-labels, without its final dot (RFC 5891)."""
    labels = [_a_label(one, at) for one in text.lower().removesuffix(".").split(".")]
    name = ".".join(labels)
    fits = all(_LABEL.fullmatch(one) and len(one) <= _LONGEST_LABEL for one in labels)
    if not fits or len(name) > _LONGEST_NAME or "*" in labels[1:]:
        raise mistake(at, f"{text} is not a name", "something like www.example.com. is meant")
    return name


def _a_label(label: str, at: Location) -> str:
    if label.isascii():
        return label
    import idna  # only where a name needs it

    try:
        return idna.encode(label, uts46=True).decode()
    except idna.IDNAError as error:
        raise mistake(at, f"{label} is not a name", str(error)) from None


def target(text: Text) -> str:
    """Where a record points: a whole name with its final dot."""
    if _is_address(text):
        raise mistake(
            text.at, f"{text} is an address", "a name is meant; A and AAAA hold addresses"
        )
    if not text.endswith("."):
        meant = f"end it with a dot, {text}., or it would be taken for a name within the zone"
        raise mistake(text.at, f"{text} has no final dot", meant)
    return name_of(text, text.at) + "."


def _target_or_none(text: Text) -> str:
    """A lone dot says that there is no such service (RFC 7505 3, RFC 2782)."""
    return "." if text == "." else target(text)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.removesuffix("."))
    except ValueError:
        return False
    return True


def _four(text: Text) -> str:
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        meant = "that is an IPv6 address: type AAAA" if _is_address(text) else "like 192.0.2.1"
        raise mistake(text.at, f"{text} is not an IPv4 address", meant) from None


def _six(text: Text) -> str:
    try:
        if "%" not in text:
            return str(ipaddress.IPv6Address(text))
    except ValueError:
        pass
    meant = "that is an IPv4 address: type A" if _is_address(text) else "like 2001:db8::1"
    raise mistake(text.at, f"{text} is not an IPv6 address", meant)


def _text(text: Text) -> str:
    """A TXT value: octoDNS drops quotes around it and joins strings; `\\;` is `;`."""
    plain = text[1:-1].replace('" "', "") if text.startswith('"') else str(text)
    return plain.replace("\\;", ";")


def _hex(text: Text) -> str:
    digits = re.sub(r"\s", "", text).lower()
    if not re.fullmatch(r"(?:[0-9a-f]{2})+", digits):
        raise mistake(text.at, f"{text} is not hexadecimal", "pairs of 0-9 and a-f are meant")
    return digits


def _tag(text: Text) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]{1,15}", text):
        raise mistake(text.at, f"{text} is not a tag", "like issue, issuewild, iodef")
    return text.lower()


_BYTE, _SHORT = number(255), number(65535)

FORMS: dict[str, Callable[[Text], str] | tuple[Field, ...]] = {
    "A": _four,
    "AAAA": _six,
    "ALIAS": target,
    "CAA": (
        Field(names=("flags",), read=_BYTE, usual="0"),
        Field(names=("tag",), read=_tag),
        Field(names=("value",), read=_text),
    ),
    "CNAME": target,
    "DS": (
        Field(names=("key_tag",), read=_SHORT),
        Field(names=("algorithm",), read=_BYTE),
        Field(names=("digest_type",), read=_BYTE),
        Field(names=("digest",), read=_hex),
    ),
    "MX": (
        Field(names=("preference", "priority"), read=_SHORT),
        Field(names=("exchange", "value"), read=_target_or_none),
    ),
    "NS": target,
    "PTR": target,
    "SRV": (
        Field(names=("priority",), read=_SHORT),
        Field(names=("weight",), read=_SHORT),
        Field(names=("port",), read=_SHORT),
        Field(names=("target",), read=_target_or_none),
    ),
    "SSHFP": (
        Field(names=("algorithm",), read=_BYTE),
        Field(names=("fingerprint_type",), read=_BYTE),
        Field(names=("fingerprint",), read=_hex),
    ),
    "TLSA": (
        Field(names=("certificate_usage",), read=_BYTE),
        Field(names=("selector",), read=_BYTE),
        Field(names=("matching_type",), read=_BYTE),
        Field(names=("certificate_association_data",), read=_hex),
    ),
    "TXT": _text,
}
