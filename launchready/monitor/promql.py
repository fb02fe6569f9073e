"""Reads PromQL (prometheus.io/docs/prometheus/latest/querying) into its parts."""

import re

from launchready.monitor.duration import duration
from launchready.monitor.promql_tree import (
    Aggregate,
    Binary,
    Call,
    Matcher,
    Negated,
    PromqlError,
    Selector,
    Subquery,
)

# Characters and levels; no rule that people write comes near either.
LONGEST = 20_000
DEEPEST = 30

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)
    |(?P<span>(?:[0-9]+(?:ms|[smhdwy]))+(?![A-Za-z0-9_]))
    |(?P<number>0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_:]*)
    |(?P<sign>==|!=|>=|<=|=~|!~|[-+*/%^<>=(){}\[\],:@])""",
    re.VERBOSE,
)
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and", "unless"),
    ("==", "!=", "<=", "<", ">=", ">"),
    ("+", "-"),
    ("*", "/", "%", "atan2"),
)
_AGGREGATES = (
    "sum",
    "min",
    "max",
    "avg",
    "count",
    "group",
    "stddev",
    "stdvar",
    "topk",
    "bottomk",
    "quantile",
    "count_values",
)
_TAKING_ONE = ("topk", "bottomk", "quantile", "count_values")


def parse(text: str) -> object:
    """The expression as a tree. Raises PromqlError."""
    if len(text) > LONGEST:
        raise PromqlError(f"it is longer than {LONGEST} characters")
    reader = _Reader(_tokens(text))
    try:
        found = reader.expression()
    except RecursionError:
        raise PromqlError("it is nested too deep") from None
    if reader.kind:
        raise PromqlError(f"{reader.text} is not expected there")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise PromqlError(f"{text[at]} is not expected there")
        kind = str(match.lastgroup)
        if kind != "space":
            found.append((kind, match[0]))
        at = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = [*tokens, ("", "the end")]
        self._at = 0
        self._depth = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0]

    @property
    def text(self) -> str:
        return self._tokens[self._at][1]

    def _take(self, text: str = "", kind: str = "") -> str:
        if (text and self.text != text) or (kind and self.kind != kind) or not self.kind:
            raise PromqlError(f"{self.text} stands where {text or kind} is expected")
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _has(self, *texts: str) -> bool:
        found = self.kind != "text" and self.text.lower() in texts and bool(self.kind)
        self._at += found
        return found

    def expression(self, level: int = 0) -> object:
        self._depth += 1
        if self._depth > DEEPEST * len(_LEVELS):
            raise PromqlError(f"it is nested more than {DEEPEST} levels deep")
        try:
            return self._side(level)
        finally:
            self._depth -= 1

    def _side(self, level: int) -> object:
        if level == len(_LEVELS):
            return self._signed()
        left = self.expression(level + 1)
        while self.kind in ("sign", "word") and self.text.lower() in _LEVELS[level]:
            left = self._binary(self._take().lower(), left, level + 1)
        return left

    def _binary(self, sign: str, left: object, level: int) -> Binary:
        as_bool = self._has("bool")
        on: tuple[str, ...] | None = None
        ignoring: tuple[str, ...] = ()
        many = ""
        if self._has("on"):
            on = self._labels()
        elif self._has("ignoring"):
            ignoring = self._labels()
        for one in ("group_left", "group_right"):
            if self._has(one):
                many = one
                if self.text == "(" and self._is_labels():
                    self._labels()
        return Binary(
            sign=sign,
            left=left,
            right=self.expression(level),
            as_bool=as_bool,
            on=on,
            ignoring=ignoring,
            many=many,
        )

    def _is_labels(self) -> bool:
        """Whether what follows in brackets is a list of labels, not an expression."""
        rest = self._tokens[self._at + 1 :]
        for place, (kind, text) in enumerate(rest):
            if text == ")" and kind == "sign":
                after = rest[place + 1][0] if place + 1 < len(rest) else ""
                return bool(after) and rest[place + 1][1] not in (")",)
            if kind != "word" and text != ",":
                return False
        return False

    def _labels(self) -> tuple[str, ...]:
        self._take("(")
        found = []
        while not self._has(")"):
            found.append(self._take(kind="word"))
            self._has(",")
        return tuple(found)

    def _signed(self) -> object:
        if self._has("-"):
            return Negated(inner=self._signed())
        if self._has("+"):
            return self._signed()
        left = self._followed(self._one())
        if self._has("^"):  # binds to the right, and tighter than anything
            return Binary(sign="^", left=left, right=self._signed())
        return left

    def _one(self) -> object:
        kind, text = self.kind, self.text
        if kind == "number":
            self._at += 1
            return float(int(text, 16)) if text[:2] in ("0x", "0X") else float(text)
        if kind == "span":  # a duration is a number of seconds since Prometheus 3
            self._at += 1
            return self._seconds(text)
        if kind == "text":
            self._at += 1
            return _unquoted(text)
        if self._has("("):
            inner = self.expression()
            self._take(")")
            return inner
        if text == "{":
            return Selector(matchers=self._matchers())
        name = self._take(kind="word")
        if name.lower() in ("inf", "nan"):
            return float(name)
        if name.lower() in _AGGREGATES and self.text in ("(", "by", "without", "BY", "WITHOUT"):
            return self._aggregate(name.lower())
        if self.text == "(":
            return Call(name=name, given=self._given())
        named = Matcher(label="__name__", sign="=", value=name)
        more = self._matchers() if self.text == "{" else ()
        return Selector(matchers=(named, *more))

    def _aggregate(self, name: str) -> Aggregate:
        labels, without = self._grouping()
        given = self._given()
        if not labels and not without:
            labels, without = self._grouping()
        if len(given) != 1 + (name in _TAKING_ONE):
            raise PromqlError(f"{name} takes other arguments")
        argument = given[0] if name in _TAKING_ONE else None
        return Aggregate(
            name=name, inner=given[-1], labels=labels, without=without, argument=argument
        )

    def _grouping(self) -> tuple[tuple[str, ...], bool]:
        if self._has("by"):
            return self._labels(), False
        return (self._labels(), True) if self._has("without") else ((), False)

    def _given(self) -> tuple[object, ...]:
        self._take("(")
        found = []
        while not self._has(")"):
            found.append(self.expression())
            if self.text != ")":
                self._take(",")
        return tuple(found)

    def _matchers(self) -> tuple[Matcher, ...]:
        self._take("{")
        found = []
        while not self._has("}"):
            label = _unquoted(self._take()) if self.kind == "text" else self._take(kind="word")
            if self.text in (",", "}"):  # {"a metric's name"}
                found.append(Matcher(label="__name__", sign="=", value=label))
            else:
                sign = self._take(kind="sign")
                if sign not in ("=", "!=", "=~", "!~"):
                    raise PromqlError(f"{sign} is no way to match a label")
                value = _unquoted(self._take(kind="text"))
                found.append(Matcher(label=label, sign=sign, value=value))
            self._has(",")
        return tuple(found)

    def _followed(self, node: object) -> object:
        """A range, a subquery's step and an offset behind what they belong to."""
        while self.text in ("[", "@") or (self.kind == "word" and self.text == "offset"):
            if self._has("["):
                node = self._stretched(node, self._seconds(self._take(kind="span")))
            elif self._has("offset"):
                back = -1.0 if self._has("-") else 1.0
                node = self._back(node, back * self._seconds(self._take(kind="span")))
            else:
                raise PromqlError("a fixed time (@) is not read")
        return node

    def _stretched(self, node: object, span: float) -> object:
        if self._has(":"):
            step = self._seconds(self._take()) if self.kind == "span" else None
            self._take("]")
            return Subquery(inner=node, span=span, step=step)
        self._take("]")
        if not isinstance(node, Selector) or node.span is not None:
            raise PromqlError("only a selector has a range")
        return Selector(matchers=node.matchers, span=span, back=node.back)

    @staticmethod
    def _back(node: object, seconds: float) -> object:
        if isinstance(node, Selector):
            return Selector(matchers=node.matchers, span=node.span, back=seconds)
        if isinstance(node, Subquery):
            return Subquery(inner=node.inner, span=node.span, step=node.step, back=seconds)
        raise PromqlError("only a selector has an offset")

    @staticmethod
    def _seconds(text: str) -> float:
        found = duration(text)
        if found is None:
            raise PromqlError(f"{text} is no duration")
        return found


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    if text[0] == "`":
        return inner
    plain = {"n": "\n", "t": "\t", "r": "\r"}
    return re.sub(r"\\(.)", lambda one: plain.get(one[1], one[1]), inner, flags=re.DOTALL)
