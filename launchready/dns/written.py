"""Single values as people write them in a map, each made into the one text that is compared."""

import ipaddress
import re
from collections.abc import Callable
from decimal import Decimal

from launchready.core.location import Location
from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import ConfigError, Problem

_LABEL = re.compile(r"\*|[a-z0-9_](?:[a-z0-9_/-]*[a-z0-9_])?")
_PLAIN = re.compile(
    r"(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_/-]{0,61}[a-z0-9_])?\.)*"
    r"[a-z0-9_](?:[a-z0-9_/-]{0,61}[a-z0-9_])?"
)
_LONGEST_LABEL = 63
_LONGEST_NAME = 253


def mistake(at: Location, found: str, meant: str) -> ConfigError:
    return ConfigError([Problem(at=at, found=found, meant=meant)])


def part(node: Block, name: str) -> Node | None:
    return node.get(name)  # type: ignore[call-overload, no-any-return]  # a Text is a str


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


def decimal(least: str, most: str, unit: str = "") -> Callable[[Text], str]:
    """A number with at most three digits behind the point; a unit may follow it."""

    def read(text: Text) -> str:
        plain = text.removesuffix(unit) if unit else str(text)
        fits = re.fullmatch(r"-?[0-9]{1,10}(?:\.[0-9]{1,3}0*)?", plain)
        if not fits or not Decimal(least) <= Decimal(plain) <= Decimal(most):
            meant = f"a number from {least} to {most} is meant"
            raise mistake(text.at, f"{text} is out of place", meant)
        return plain

    return read


def one_of(*known: str) -> Callable[[Text], str]:
    def read(text: Text) -> str:
        if text.upper() not in known:
            raise mistake(text.at, f"{text} is out of place", f"one of {', '.join(known)} is meant")
        return text.upper()

    return read


def name_of(text: str, at: Location) -> str:
    """A name in lower-case A-labels, without its final dot (RFC 5891)."""
    plain = text.lower().removesuffix(".")
    if len(plain) <= _LONGEST_NAME and _PLAIN.fullmatch(plain):
        return plain
    labels = [_a_label(one, at) for one in plain.split(".")]
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
    if text[:1].isdigit() or ":" in text:
        _refuse_address(text)
    if not text.endswith("."):
        meant = f"end it with a dot, {text}., or it would be taken for a name within the zone"
        raise mistake(text.at, f"{text} has no final dot", meant)
    return name_of(text, text.at) + "."


def _refuse_address(text: Text) -> None:
    if is_address(text):
        raise mistake(
            text.at, f"{text} is an address", "a name is meant; A and AAAA hold addresses"
        )


def target_or_none(text: Text) -> str:
    """A lone dot says that there is no such service (RFC 7505 3, RFC 2782)."""
    return "." if text == "." else target(text)


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.removesuffix("."))
    except ValueError:
        return False
    return True


def four(text: Text) -> str:
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        meant = "that is an IPv6 address: type AAAA" if is_address(text) else "like 192.0.2.1"
        raise mistake(text.at, f"{text} is not an IPv4 address", meant) from None


def six(text: Text) -> str:
    try:
        if "%" not in text:
            return str(ipaddress.IPv6Address(text))
    except ValueError:
        pass
    meant = "that is an IPv4 address: type A" if is_address(text) else "like 2001:db8::1"
    raise mistake(text.at, f"{text} is not an IPv6 address", meant)


def hexadecimal(text: Text) -> str:
    digits = re.sub(r"\s", "", text).lower()
    if not re.fullmatch(r"(?:[0-9a-f]{2})+", digits):
        raise mistake(text.at, f"{text} is not hexadecimal", "pairs of 0-9 and a-f are meant")
    return digits


def tag(text: Text) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]{1,15}", text):
        raise mistake(text.at, f"{text} is not a tag", "like issue, issuewild, iodef")
    return text.lower()
