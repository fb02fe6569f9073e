"""As much of JavaScript and TypeScript as says what is watched: constants, object literals and
`new Something(...)`. Nothing is run; what would have to be is told apart as unknown."""

import re
from dataclasses import dataclass, field
from typing import Any

# Levels of brackets, and tokens of one file; no hand-written check comes near.
DEEPEST = 60
MOST_TOKENS = 200_000

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<template>`(?:[^`\\]|\\.)*`)
    |(?P<number>0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z_$][A-Za-z0-9_$]*)
    |(?P<sign>\.\.\.|=>|\?\?|\|\||&&|===|!==|==|!=|<=|>=|\?\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_STARTS = ("const", "let", "var", "export", "import", "new", "function", "class", "return", "for")
_ENDS = {",", ")", "]", "}", ";", ""}


@dataclass(frozen=True, slots=True)
class Unknown:
    """What only running the code would tell; `text` is how it is written, shortened."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name, with dots: a constant of this file or another, or `Frequency.EVERY_1M`."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function that is called, `new` or not, and what is called on its result after."""

    name: str
    given: tuple[Any, ...]
    line: int
    then: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(slots=True)
class Code:
    """What one file says: its constants by name, and every `new X()` and `defineConfig()` in it."""

    constants: dict[str, Any] = field(default_factory=dict)
    made: list[Call] = field(default_factory=list)


def read(text: str) -> Code:
    """What a file says, as far as it can be told without running it; never raises."""
    return _Reader(text).whole()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str, int]] = []
        line = 1
        for match in _TOKEN.finditer(text):
            if match.lastgroup != "space" and len(self._tokens) < MOST_TOKENS:
                self._tokens.append((str(match.lastgroup), match[0], line))
            line += match[0].count("\n")
        self._at = 0
        self._depth = 0
        self._code = Code()

    def _peek(self, ahead: int = 0) -> str:
        place = self._at + ahead
        return self._tokens[place][1] if place < len(self._tokens) else ""

    def _kind(self, ahead: int = 0) -> str:
        place = self._at + ahead
        return self._tokens[place][0] if place < len(self._tokens) else ""

    def _line(self) -> int:
        place = min(self._at, len(self._tokens) - 1)
        return self._tokens[place][2] if self._tokens else 1

    def whole(self) -> Code:
        while self._at < len(self._tokens):
            before = self._at
            word = self._peek()
            if word in ("const", "let", "var") and self._kind(1) == "word":
                self._constant()
            elif (word == "new" and self._kind(1) == "word") or word == "defineConfig":
                self._expression()
            if self._at <= before:
                self._at = before + 1
        return self._code

    def _constant(self) -> None:
        name = self._peek(1)
        for ahead in range(2, 40):  # a type may stand before the equals sign
            if self._peek(ahead) in ("=", ";", ""):
                break
        if self._peek(ahead) != "=":
            self._at += 2
            return
        self._at += ahead + 1
        self._code.constants[name] = self._expression()

    def _expression(self) -> Any:
        """One expression, up to the comma, bracket or line that ends it."""
        self._depth += 1
        start = self._at
        try:
            found = Unknown("…") if self._depth > DEEPEST else self._sum()
            if self._peek() in ("as", "satisfies") or self._ends():
                self._skip()
                return found
            self._skip()
            return Unknown(self._written(start))
        finally:
            self._depth -= 1

    def _ends(self) -> bool:
        if self._peek() in _ENDS:
            return True
        before = self._tokens[self._at - 1][2] if self._at else 0
        return self._line() > before and self._peek() in (*_STARTS, "module", "async")

    def _skip(self) -> None:
        """Goes to the end of an expression, over whatever it is made of. What is made on the way
        (in the body of a loop, say) is kept."""
        depth = 0
        while self._at < len(self._tokens):
            word = self._peek()
            if not depth and self._ends():
                return
            if word in ("(", "[", "{"):
                depth += 1
            elif word in (")", "]", "}"):
                depth -= 1
            elif word in ("const", "let", "var") and depth and self._kind(1) == "word":
                self._constant()
                continue
            elif word == "new" and depth and self._kind(1) == "word" and self._depth < DEEPEST:
                self._expression()
                continue
            self._at += 1

    def _written(self, start: int) -> str:
        return " ".join(one for _, one, _ in self._tokens[start : start + 8])[:60]

    def _sum(self) -> Any:
        """Texts put together with +; `a ?? b` and `a || b` are b where a is not known."""
        found = self._one()
        while self._peek() in ("+", "??", "||"):
            sign = self._peek()
            self._at += 1
            other = self._one()
            found = ("+", found, other) if sign == "+" else ("or", found, other)
        return found

    def _one(self) -> Any:
        kind, word = self._kind(), self._peek()
        self._at += 1
        if kind == "text":
            return re.sub(r"\\(.)", r"\1", word[1:-1])
        if kind == "template":
            return ("template", word[1:-1])
        if kind == "number":
            return float(word.replace("_", "")) if not word.lower().startswith("0x") else 0.0
        if word == "[":
            return self._row("]")
        if word == "{":
            return self._block()
        if word == "(":
            inner = self._expression()
            self._at += self._peek() == ")"
            return inner
        if word == "new" and self._kind() == "word":
            return self._word(is_new=True)
        if kind == "word":
            self._at -= 1
            return self._word(is_new=False)
        return Unknown(word)

    def _row(self, end: str) -> list[Any]:
        found: list[Any] = []
        while self._peek() not in (end, ""):
            spread = self._peek() == "..."
            self._at += spread
            before = self._at
            value = self._expression()
            found.append(("...", value) if spread else value)
            self._at += self._peek() == ","
            if self._at == before:  # what stands there is nothing we know
                self._at += 1
        self._at += 1
        return found

    def _block(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._peek() not in ("}", ""):
            before = self._at
            if self._peek() == "...":
                self._at += 1
                found[f"...{len(found)}"] = self._expression()
            else:
                self._pair(found)
            self._at += self._peek() == ","
            if self._at == before:
                self._at += 1
        self._at += 1
        return found

    def _pair(self, found: dict[str, Any]) -> None:
        key = self._peek().strip("'\"")
        self._at += 1
        if self._peek() == ":":
            self._at += 1
            found[key] = self._expression()
        elif self._peek() in (",", "}"):
            found[key] = Name(key)
        else:
            self._skip()
            found[key] = Unknown(key)

    def _word(self, *, is_new: bool) -> Any:
        line, name = self._line(), self._peek()
        self._at += 1
        while self._peek() in (".", "?.") and self._kind(1) == "word":
            name += f".{self._peek(1)}"
            self._at += 2
        self._at += self._peek() == "!"
        if self._peek() != "(":
            plain = {"true": True, "false": False, "null": None, "undefined": None}
            return plain[name] if name in plain else Name(name)
        self._at += 1
        given = tuple(self._row(")"))
        then = []
        while self._peek() == "." and self._kind(1) == "word" and self._peek(2) == "(":
            method = self._peek(1)
            self._at += 3
            then.append((method, tuple(self._row(")"))))
        call = Call(name, given, line, tuple(then))
        if is_new or name == "defineConfig":
            self._code.made.append(call)
        return call
