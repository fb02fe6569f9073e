"""Reads the words and values of a rule's expression."""

import ipaddress
import re
from dataclasses import dataclass, field

from launchready.edge.expression_tree import Ip, Plain

_SPACE = re.compile(r"[ \r\n]*")
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*(?:\.[a-zA-Z0-9_]+)*")
_RAW = re.compile(r'r(#{0,16})"')
_HEX = re.compile(r"[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2})+(?![0-9a-fA-F:.])")
_ADDRESS = re.compile(r"[0-9a-fA-F]*[.:][0-9a-fA-F.:]*?(?=\.\.|[^0-9a-fA-F.:]|$)(?:/[0-9]{1,3})?")
_NUMBER = re.compile(r"-?(?:0x[0-9a-fA-F]+|[0-9]+)")
_ESCAPE = re.compile(r'\\(?:(["\\])|x([0-9a-fA-F]{2})|([0-7]{3}))')
_RESERVED = ("and", "or", "xor", "not", "in", "eq", "ne", "lt", "le", "gt", "ge")
_LARGEST = 2**63


class NoExpressionError(Exception):
    """The text is no expression that we can read; says where, from 1, and why."""


@dataclass(slots=True)
class Reader:
    """A text and how far it is read."""

    text: str
    place: int = field(default=0)

    def wrong(self, why: str) -> NoExpressionError:
        return NoExpressionError(f"character {self.place + 1}: {why}")

    def skip(self) -> None:
        self.place = _end(_SPACE.match(self.text, self.place), self.place)

    @property
    def is_done(self) -> bool:
        self.skip()
        return self.place >= len(self.text)

    def sees(self, mark: str) -> bool:
        self.skip()
        return self.text.startswith(mark, self.place)

    def takes(self, mark: str) -> bool:
        """Whether the mark stands next, which is then read."""
        found = self.sees(mark)
        self.place += len(mark) if found else 0
        return found

    def demand(self, mark: str) -> None:
        if not self.takes(mark):
            raise self.wrong(f"{mark} is missing")

    def takes_word(self, word: str) -> bool:
        """Whether this whole word stands next, which is then read."""
        self.skip()
        end = self.place + len(word)
        whole = self.sees(word) and not re.match(r"[a-zA-Z0-9_.]", self.text[end : end + 1])
        self.place = end if whole else self.place
        return whole

    def name(self) -> str | None:
        """A field's or a function's name, None when none stands here."""
        self.skip()
        match = _NAME.match(self.text, self.place)
        if match is None or match[0] in _RESERVED or _RAW.match(self.text, self.place):
            return None
        self.place = match.end()
        return match[0]

    def string(self, *, keeps_escapes: bool = False) -> str | None:
        """A text in quotes; with `keeps_escapes` only `\\"` is undone, as patterns need it."""
        self.skip()
        raw = _RAW.match(self.text, self.place)
        if raw is not None:
            return self._raw(raw)
        hexed = _HEX.match(self.text, self.place)
        if hexed is not None and not self.text.startswith('"', self.place):
            self.place = hexed.end()
            return bytes.fromhex(hexed[0].replace(":", "")).decode("latin-1")
        return self._quoted(keeps_escapes=keeps_escapes) if self.takes('"') else None

    def _raw(self, start: "re.Match[str]") -> str:
        end = self.text.find(f'"{start[1]}', start.end())
        if end < 0:
            raise self.wrong("the text has no closing quote")
        self.place = end + 1 + len(start[1])
        return self.text[start.end() : end]

    def _quoted(self, *, keeps_escapes: bool) -> str:
        parts: list[str] = []
        while self.place < len(self.text):
            one = self.text[self.place]
            if one == '"':
                self.place += 1
                return "".join(parts)
            if one != "\\":
                parts.append(one)
                self.place += 1
            elif keeps_escapes:
                pair = self.text[self.place : self.place + 2]
                parts.append('"' if pair == '\\"' else pair)
                self.place += 2
            else:
                parts.append(self._escaped())
        raise self.wrong("the text has no closing quote")

    def _escaped(self) -> str:
        match = _ESCAPE.match(self.text, self.place)
        if match is None or (match[3] and int(match[3], 8) > 255):
            raise self.wrong('after a backslash, ", \\, xHH or OOO is meant')
        self.place = match.end()
        return match[1] or chr(int(match[2], 16) if match[2] else int(match[3], 8))

    def number(self) -> int | None:
        self.skip()
        match = _NUMBER.match(self.text, self.place)
        if match is None:
            return None
        found = int(match[0], 16 if "0x" in match[0] else 10)
        if not -_LARGEST <= found < _LARGEST:
            raise self.wrong("the number is too large")
        self.place = match.end()
        return found

    def address(self, *, network: bool) -> Plain | None:
        """An address, or where `network` is allowed a CIDR range."""
        self.skip()
        match = _ADDRESS.match(self.text, self.place)
        if match is None:
            return None
        try:
            found = _address(match[0], network=network)
        except ValueError as error:
            raise self.wrong(str(error)) from None
        self.place = match.end()
        return found


def _address(text: str, *, network: bool) -> Plain:
    if "/" not in text:
        found: Ip = ipaddress.ip_address(text)
        return found
    if not network:
        raise ValueError(f"{text} is a range; one address is meant")
    return ipaddress.ip_network(text)


def _end(match: "re.Match[str] | None", usual: int) -> int:
    return match.end() if match else usual
