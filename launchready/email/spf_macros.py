"""Macros of SPF: their grammar, and what they become (RFC 7208, 7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

Address = IPv4Address | IPv6Address

_EXPAND = re.compile(r"%(?:\{([a-zA-Z])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))", re.IGNORECASE)
_TOP_LABEL = re.compile(
    r"\.(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])\.?\Z", re.IGNORECASE
)
_ENDS_IN_MACRO = re.compile(r"%(?:\{[^{}]*\}|[%_-])\Z")
_EVERYWHERE = "slodiphv"
_IN_TEXT = _EVERYWHERE + "crt"
_LONGEST_NAME = 253  # characters (RFC 7208, 7.3)


class SpfSyntaxError(Exception):
    """A record that no receiver can read; the text says what is wrong, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """One `%{…}`; `digits` 0 keeps every part."""

    letter: str
    digits: int
    is_reversed: bool
    delimiters: str

    def of(self, value: str) -> str:
        parts = re.split(f"[{re.escape(self.delimiters or '.')}]", value)
        if self.is_reversed:
            parts.reverse()
        text = ".".join(parts[-self.digits :] if self.digits else parts)
        return quote(text, safe="-._~") if self.letter.isupper() else text


MacroString = tuple[str | Macro, ...]
_LITERALS = {"%": "%", "_": " ", "-": "%20"}


def parsed(text: str, *, is_text: bool = False) -> MacroString:
    """A macro-string's parts; `is_text` for an explanation, which may have blanks and c, r, t."""
    parts: list[str | Macro] = []
    at = 0
    for found in _EXPAND.finditer(text):
        parts += _literal(text[at : found.start()], text, is_text=is_text)
        parts.append(_macro(found, text, _IN_TEXT if is_text else _EVERYWHERE))
        at = found.end()
    return (*parts, *_literal(text[at:], text, is_text=is_text))


def domain_spec(text: str) -> MacroString:
    """A macro-string that ends as a domain must: in a top label or a macro (RFC 7208, 7.1)."""
    found = parsed(text)
    if not _TOP_LABEL.search(text) and not _ENDS_IN_MACRO.search(text):
        raise SpfSyntaxError(f"{text or 'nothing'} is not a domain name")
    return found


def _literal(text: str, whole: str, *, is_text: bool) -> list[str]:
    if "%" in text:
        raise SpfSyntaxError(f"{whole} has a % that starts no macro")
    lowest = " " if is_text else "!"
    stray = next((one for one in text if not lowest <= one <= "~"), None)
    if stray is not None:
        raise SpfSyntaxError(f"{whole} has the character {stray!r} (U+{ord(stray):04X}) in it")
    return [text] if text else []


def _macro(found: "re.Match[str]", whole: str, letters: str) -> str | Macro:
    letter, digits, reverse, delimiters, literal = found.groups()
    if literal:
        return _LITERALS[literal]
    if letter.lower() not in letters:
        raise SpfSyntaxError(f"{whole} has the macro {found[0]}, which may not stand there")
    if digits and not int(digits):
        raise SpfSyntaxError(f"{whole} has the macro {found[0]}, which keeps nothing")
    return Macro(
        letter=letter,
        digits=int(digits or 0),
        is_reversed=bool(reverse),
        delimiters=delimiters,
    )


def letters_in(spec: MacroString) -> set[str]:
    return {one.letter.lower() for one in spec if isinstance(one, Macro)}


def expanded(spec: MacroString, values: Mapping[str, str]) -> str:
    """The text with every macro replaced; `values` has each letter used, in lower case."""
    return "".join(
        one.of(values[one.letter.lower()]) if isinstance(one, Macro) else one for one in spec
    )


def shortened(name: str) -> str:
    """A name cut from the left until the DNS can hold it (RFC 7208, 7.3)."""
    name = name.rstrip(".")
    while len(name) > _LONGEST_NAME and "." in name:
        name = name.partition(".")[2]
    return name


def dotted(address: Address) -> str:
    """An address as the macro i has it: octets, or nibbles for IPv6."""
    if isinstance(address, IPv4Address):
        return str(address)
    return ".".join(address.exploded.replace(":", "").upper())
