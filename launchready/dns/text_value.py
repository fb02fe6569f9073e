"""Text records: their strings joined into one value, escapes read once, and known slips told."""

import itertools
import re

from launchready.dns.written import mistake
from launchready.values.node import Text

_ESCAPE = re.compile(r"\\(?:([0-9]{3})|(.))", re.DOTALL)
# What SPF terms start with; behind a string that ends within a word they run into it.
_TERM = re.compile(r"[-+~?]?(?:all|include:|a|mx|ptr|exists:|ip4:|ip6:|redirect=)\b", re.IGNORECASE)


def text_value(text: Text) -> str:
    """octoDNS drops quotes around a text and joins its strings; `\\;` is `;`, `\\034` is `"`."""
    if "\\\\;" in text:
        meant = r"write \; for a semicolon, or ; alone"
        raise mistake(text.at, r"\\; would publish a backslash", meant)
    plain = str(text)
    if plain.startswith('"') and plain.endswith('"') and len(plain) > 1:
        strings = re.split(r'(?<!\\)"\s+"', plain[1:-1])
        _demand_whole_words(text, strings)
        plain = "".join(strings)
    return refuse_dashes(text, unescaped(plain))


def _demand_whole_words(text: Text, strings: list[str]) -> None:
    """Strings are joined with nothing between (RFC 7208, 3.3)."""
    if not strings[0].lower().startswith("v=spf1"):
        return
    for before, after in itertools.pairwise(strings):
        if before[-1:].strip() and _TERM.match(after):
            found = f"{before.split()[-1]} and {after.split()[0]} are joined with nothing between"
            raise mistake(text.at, found, "put a blank at the end of the first string")


def refuse_dashes(text: Text, plain: str) -> str:
    """A word processor's dash in front of `all` makes SPF say nothing."""
    dash = next((one for one in "\u2013\u2014\u2212" if one in plain), None)
    if dash and plain.lower().startswith("v=spf1"):
        raise mistake(text.at, f"{dash} is a dash of print", "write - as in -all")
    return plain


def unescaped(text: str) -> str:
    """Presentation format's escapes, each read once (RFC 1035, 5.1); what is no UTF-8 as \\xff."""
    if "\\" not in text:
        return text
    raw, at = b"", 0
    for match in _ESCAPE.finditer(text):
        raw += text[at : match.start()].encode("utf-8", "surrogatepass")
        code = int(match[1]) if match[1] else 256
        raw += bytes([code]) if code < 256 else (match[2] or match[1]).encode("utf-8", "replace")
        at = match.end()
    raw += text[at:].encode("utf-8", "surrogatepass")
    return raw.decode("utf-8", "backslashreplace")
