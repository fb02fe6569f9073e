"""Reads an expression of Cloudflare's rules language into a tree.

The language as its reference describes it (developers.cloudflare.com/ruleset-engine/
rules-language); words are in lower case, `not` binds tightest, then `and`, `xor`, `or`.
"""

from typing import Any, Literal, TypeVar

from launchready.edge.expression_fields import FIELDS, FUNCTIONS, OF_TEXT, Kind
from launchready.edge.expression_tree import (
    Call,
    Comparison,
    Constant,
    Field,
    Left,
    ListName,
    Logic,
    Node,
    Not,
    Plain,
    Right,
    Span,
    Truthy,
)
from launchready.edge.expression_words import NoExpressionError, Reader
from launchready.edge.wildcard import has_double_star

Found = TypeVar("Found")

# In characters: Cloudflare's own limit is 4,096.
LONGEST = 8192
# How deep brackets, calls and `not` may stand in each other.
DEEPEST = 60

_OPERATORS = (
    ("==", "eq"), ("!=", "ne"), ("<=", "le"), (">=", "ge"), ("<", "lt"), (">", "gt"),
    ("~", "matches"), ("&", "&"),
)  # fmt: skip
_WORDS = ("eq", "ne", "le", "ge", "lt", "gt", "contains", "matches", "wildcard", "in")
_FOR_TEXT_ALONE = ("contains", "matches", "wildcard", "strict wildcard")
_LEVELS: tuple[tuple[Literal["or", "xor", "and"], str], ...] = (
    ("or", "||"),
    ("xor", "^^"),
    ("and", "&&"),
)


def parse(text: str) -> Node:
    """The tree of an expression. Raises NoExpressionError."""
    if len(text) > LONGEST:
        raise NoExpressionError(f"it is longer than {LONGEST} characters")
    parser = _Parser(Reader(text))
    found = parser.logic(0)
    if not parser.reader.is_done:
        raise parser.reader.wrong("nothing more is understood from here")
    return found


class _Parser:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._depth = 0

    def logic(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        word, mark = _LEVELS[level]
        parts = [self.logic(level + 1)]
        while self.reader.takes(mark) or self.reader.takes_word(word):
            parts.append(self.logic(level + 1))
        return parts[0] if len(parts) == 1 else Logic(operator=word, parts=tuple(parts))

    def _unary(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.reader.wrong(f"more than {DEEPEST} brackets stand in each other")
        found = self._one()
        self._depth -= 1
        return found

    def _one(self) -> Node:
        reader = self.reader
        if reader.takes_word("not") or (not reader.sees("!=") and reader.takes("!")):
            return Not(inner=self._unary())
        if reader.takes("("):
            inner = self.logic(0)
            reader.demand(")")
            return inner
        for word, value in (("true", True), ("false", False)):
            if reader.takes_word(word):
                return Constant(value=value)
        return self._comparison()

    def _comparison(self) -> Node:
        left, kind = self._left()
        operator = self._operator()
        if operator is None:
            if kind not in ("truth", "any"):
                raise self.reader.wrong(f"a comparison is missing after {left}")
            return Truthy(left=left)
        if kind == "truth" or (kind == "many" and not left.indexes):
            raise self.reader.wrong(f"{left} cannot be compared")
        if operator in _FOR_TEXT_ALONE and kind in ("number", "address"):
            raise self.reader.wrong(f"{operator} is for text, which {left} is not")
        right = self._right(operator, kind)
        return Comparison(left=left, operator=operator, right=right)

    def _operator(self) -> str | None:
        reader = self.reader
        if reader.sees("&&"):
            return None
        for mark, word in _OPERATORS:
            if reader.takes(mark):
                return word
        if reader.takes_word("strict"):
            if not reader.takes_word("wildcard"):
                raise reader.wrong("wildcard is meant after strict")
            return "strict wildcard"
        for word in _WORDS:
            if reader.takes_word(word):
                return word
        return None

    def _left(self) -> tuple[Left, Kind]:
        name = self.reader.name()
        if name is None:
            raise self.reader.wrong("a field or a function is missing")
        if self.reader.takes("("):
            return self._call(name)
        found = Field(name=name, indexes=self._indexes())
        kind = FIELDS.get(name, "any")
        if found.indexes and kind in ("text", "number", "address", "truth"):
            raise self.reader.wrong(f"{name} has no parts")
        return found, "any" if found.indexes else kind

    def _indexes(self) -> tuple[str | int, ...]:
        found: list[str | int] = []
        while self.reader.takes("["):
            one: str | int | None
            if self.reader.takes("*"):
                one = "*"
            else:
                one = self.reader.string()
                one = self.reader.number() if one is None else one
            if one is None:
                raise self.reader.wrong("a name or a number is meant in the brackets")
            found.append(one)
            self.reader.demand("]")
        return tuple(found)

    def _call(self, name: str) -> tuple[Left, Kind]:
        kind, fewest, most = FUNCTIONS.get(name, ("any", 0, None))
        given: list[Any] = []
        while not self.reader.takes(")"):
            if given:
                self.reader.demand(",")
            given.append(self._argument(name))
        if len(given) < fewest or (most is not None and len(given) > most):
            raise self.reader.wrong(f"{name}() takes another number of values")
        if name in OF_TEXT:
            self._demand_text(name, given[0])
        indexes = self._indexes()
        return Call(name=name, given=tuple(given), indexes=indexes), kind

    def _demand_text(self, name: str, first: object) -> None:
        kind: Kind | None = None
        if isinstance(first, Field):
            kind = "any" if first.indexes else FIELDS.get(first.name, "any")
        elif isinstance(first, Call):
            kind = FUNCTIONS.get(first.name, ("any", 0, None))[0]
        if kind not in ("text", "any"):
            raise self.reader.wrong(f"{name}() reads a field of text")

    def _argument(self, name: str) -> Any:
        if name in ("any", "all"):
            self._depth += 1
            found = self.logic(0)
            self._depth -= 1
            return found
        string = self.reader.string()
        if string is not None:
            return string
        number = self.reader.number()
        if number is not None:
            return number
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.reader.wrong(f"more than {DEEPEST} calls stand in each other")
        left, _ = self._left()
        self._depth -= 1
        return left

    def _right(self, operator: str, kind: Kind) -> Right:
        if operator == "in":
            return self._set(kind)
        if operator == "matches":
            return self._demanded(self.reader.string(keeps_escapes=True), "a pattern in quotes")
        if operator in ("wildcard", "strict wildcard"):
            return self._wildcard()
        if operator == "&":
            return self._demanded(self.reader.number(), "a number")
        if self._sees_field():
            return self._field()
        return self._value(kind, network=False)

    def _sees_field(self) -> bool:
        before = self.reader.place
        name = self.reader.name()
        self.reader.place = before
        return name is not None and "." in name and name in FIELDS

    def _field(self) -> Field:
        return Field(name=str(self.reader.name()), indexes=self._indexes())

    def _wildcard(self) -> str:
        # A wildcard in quotes has two escapes, the text's and its own: `\\*` is a star.
        found = self._demanded(self.reader.string(), "a text in quotes")
        if has_double_star(found):
            raise self.reader.wrong("a wildcard has no two stars in a row")
        return found

    def _set(self, kind: Kind) -> Right:
        if self.reader.takes("$"):
            name = self.reader.name()
            return ListName(name=self._demanded(name, "a list's name"))
        self.reader.demand("{")
        found: list[Plain | Span] = []
        while not self.reader.takes("}"):
            found.append(self._member(kind))
        return tuple(found)

    def _member(self, kind: Kind) -> Plain | Span:
        first: Any = self._value(kind, network=True)
        if not self.reader.takes(".."):
            return first  # type: ignore[no-any-return]
        last: Any = self._value(kind, network=False)
        is_span = type(first) is type(last) and not isinstance(first, str)
        if not is_span or not hasattr(first, "__le__") or last < first:
            raise self.reader.wrong("these are not the two ends of a range")
        return Span(first=first, last=last)

    def _value(self, kind: Kind, *, network: bool) -> Plain:
        found = self._plain(kind, network=network)
        if found is None:
            meant = {"text": "a text in quotes", "address": "an address"}.get(kind, "a number")
            raise self.reader.wrong(f"{meant} is meant here")
        return found

    def _plain(self, kind: Kind, *, network: bool) -> Plain | None:
        string = self.reader.string() if kind in ("text", "any", "many") else None
        if string is not None or kind == "text":
            return string
        address = None
        if kind in ("address", "any", "many"):
            address = self.reader.address(network=network)
        if address is not None or kind == "address":
            return address
        return self.reader.number()

    def _demanded(self, found: Found | None, what: str) -> Found:
        if found is None:
            raise self.reader.wrong(f"{what} is meant here")
        return found
