"""Says of a request whether a rule's expression holds: yes, no, or nobody can tell.

What is not known of a request (a cookie, a country, a list kept elsewhere) makes a part of an
expression open, never false; the whole is open only where the known parts do not settle it
(Kleene's three values).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import assert_never
from urllib.parse import urlsplit

from launchready.edge import wildcard
from launchready.edge.expression import parse
from launchready.edge.expression_tree import (
    Call,
    Comparison,
    Constant,
    Field,
    ListName,
    Logic,
    Node,
    Not,
    Span,
    Truthy,
)
from launchready.edge.expression_words import NoExpressionError
from launchready.edge.pattern import NoPatternError, found_in

Value = str | int | bool | IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request of whom only this much is known; `known` adds values of other fields."""

    method: str
    host: str
    path: str
    query: str = ""
    secure: bool = True
    known: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.host}{self.path}" + (f"?{self.query}" if self.query else "")

    def fields(self) -> dict[str, Value]:
        scheme = "https" if self.secure else "http"
        uri = self.path + (f"?{self.query}" if self.query else "")
        last = self.path.rpartition("/")[2]
        extension = last.rpartition(".")[2].lower() if "." in last else ""
        full = f"{scheme}://{self.host}{uri}"
        usual: dict[str, Value] = {
            "http.request.method": self.method, "http.host": self.host, "ssl": self.secure,
            "http.request.uri": uri, "http.request.uri.path": self.path,
            "http.request.uri.query": self.query, "http.request.full_uri": full,
            "http.request.uri.path.extension": extension,
            "raw.http.request.uri": uri, "raw.http.request.uri.path": self.path,
            "raw.http.request.uri.query": self.query, "raw.http.request.full_uri": full,
            "cf.edge.server_port": 443 if self.secure else 80,
        }  # fmt: skip
        return usual | dict(self.known)


def asked_of(url: str, method: str = "GET") -> Asked:
    parts = urlsplit(url)
    return Asked(
        method=method,
        host=parts.hostname or "",
        path=parts.path or "/",
        query=parts.query,
        secure=parts.scheme != "http",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`holds` is None when nobody can tell, and `unknown` then says what is not known."""

    holds: bool | None
    unknown: tuple[str, ...] = ()


def told(expression: str, asked: Asked) -> Told:
    """Whether an expression holds for a request."""
    try:
        tree = parse(expression)
    except NoExpressionError as error:
        return Told(holds=None, unknown=(f"the expression cannot be read ({error})",))
    evaluation = _Evaluation(asked.fields())
    holds = evaluation.truth(tree)
    unknown = tuple(dict.fromkeys(evaluation.unknown)) if holds is None else ()
    return Told(holds=holds, unknown=unknown)


class _Evaluation:
    def __init__(self, fields: Mapping[str, Value]) -> None:
        self._fields = fields
        self.unknown: list[str] = []

    def truth(self, node: Node) -> bool | None:
        match node:
            case Constant(value=value):
                return value
            case Not(inner=inner):
                holds = self.truth(inner)
                return None if holds is None else not holds
            case Logic():
                return _joined(node.operator, [self.truth(one) for one in node.parts])
            case Truthy(left=left):
                found = self._value(left)
                return found if isinstance(found, bool) else None
            case Comparison():
                return self._compared(node)
            case _:
                assert_never(node)

    def _value(self, left: object) -> Value | None:
        match left:
            case Field(name=name, indexes=indexes):
                if name in self._fields and not indexes:
                    return self._fields[name]
                self.unknown.append(name)
                return None
            case Call():
                return self._called(left)
            case str() | int():
                return left
            case _:
                self.unknown.append("a value of a kind we do not know")
                return None

    def _called(self, call: Call) -> Value | None:
        known = _CALLS.get(call.name)
        if known is None or call.indexes:
            self.unknown.append(str(call))
            return None
        given = [self._value(one) for one in call.given]
        if None in given:
            return None
        found = known([one for one in given if one is not None])
        if found is None:
            self.unknown.append(str(call))
        return found

    def _compared(self, node: Comparison) -> bool | None:
        if isinstance(node.right, ListName):
            self.unknown.append(f"the list ${node.right.name}")
            return None
        if node.right == ():
            return False  # nothing is in an empty set
        left = self._value(node.left)
        right = self._value(node.right) if isinstance(node.right, Field) else node.right
        if left is None or right is None:
            return None
        found = _holds(left, node.operator, right)
        if found is None:
            self.unknown.append(f"{node.left} {node.operator} …")
        return found


def _joined(operator: str, parts: list[bool | None]) -> bool | None:
    if operator == "and":
        return False if False in parts else None if None in parts else True
    if operator == "or":
        return True if True in parts else None if None in parts else False
    return None if None in parts else sum(bool(one) for one in parts) % 2 == 1


def _holds(left: Value, operator: str, right: object) -> bool | None:
    if operator == "in" and isinstance(right, tuple):
        return any(_is_in(left, one) for one in right)
    if isinstance(left, str) and isinstance(right, str):
        return _text_holds(left, operator, right)
    if operator == "&" and isinstance(left, int) and isinstance(right, int):
        return left & right != 0
    return _ordered(left, operator, right)


def _text_holds(left: str, operator: str, right: str) -> bool | None:
    match operator:
        case "contains":
            return right in left
        case "matches":
            try:
                return found_in(right, left)
            except NoPatternError:
                return None
        case "wildcard" | "strict wildcard":
            return wildcard.matches(right, left, strictly=operator == "strict wildcard")
    return _ordered(left, operator, right)


def _ordered(left: Value, operator: str, right: object) -> bool | None:
    if operator in ("eq", "ne") and type(left) is type(right):
        return (left == right) is (operator == "eq")
    if type(left) is not type(right) or isinstance(left, bool):
        return None
    first: int = (left > right) - (left < right)  # type: ignore[operator]
    by = {"lt": first < 0, "le": first <= 0, "gt": first > 0, "ge": first >= 0}
    return by.get(operator)


def _is_in(left: Value, member: object) -> bool:
    if isinstance(member, Span):
        if type(left) is not type(member.first):
            return False
        return member.first <= left <= member.last  # type: ignore[operator]
    if isinstance(member, IPv4Network | IPv6Network):
        return isinstance(left, IPv4Address | IPv6Address) and left in member
    return type(left) is type(member) and left == member


def _lower(given: list[Value]) -> Value | None:
    # Only ASCII letters change (the reference of lower()).
    return re.sub(r"[A-Z]+", lambda one: one[0].lower(), str(given[0]))


def _upper(given: list[Value]) -> Value | None:
    return re.sub(r"[a-z]+", lambda one: one[0].upper(), str(given[0]))


def _decoded(given: list[Value]) -> Value | None:
    text = str(given[0])
    return None if set(text) & {"%", "+"} or len(given) > 1 else text


_CALLS = {
    "lower": _lower,
    "upper": _upper,
    "len": lambda given: len(str(given[0]).encode()),
    "concat": lambda given: "".join(str(one) for one in given),
    "starts_with": lambda given: str(given[0]).startswith(str(given[1])),
    "ends_with": lambda given: str(given[0]).endswith(str(given[1])),
    "to_string": lambda given: None if isinstance(given[0], bool) else str(given[0]),
    "url_decode": _decoded,
}
