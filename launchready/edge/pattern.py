"""Regular expressions of rules, where ours and Cloudflare's engine say the same.

Theirs is Rust's: it takes linear time, and reads Unicode classes. What is beyond a plain subset,
or could make ours slow, nobody can tell.
"""

import re

_MOST_LOOPS = 3  # each multiplies the time by the text's length
_LONGEST_TEXT = 300  # characters
_PLAIN = re.compile(
    r"(?:\(\?i\))?"
    r"(?:"
    r"[A-Za-z0-9 _/=&%@:;,'\"<>~#!-]"
    r"|\\[./+*?()\[\]{}|^$\\-]"
    r"|\\[dwDW]"
    r"|[.^$|]"
    r"|\[\^?(?:[A-Za-z0-9_/.%=~:@]|\\[./\-\]\\dw]|[a-zA-Z0-9]-[a-zA-Z0-9])+-?\]"
    r"|\((?:\?:)?"
    r"|\)\??"
    r"|(?<=[^(|^*+?}])[*+?]"
    r"|\{[0-9]{1,2}(?:,[0-9]{1,2})?\}"
    r")*"
)
_GROUP_LOOP = re.compile(r"(?<!\\)\)[*+{]")
_LOOP = re.compile(r"(?<!\\)[*+{]")


class NoPatternError(Exception):
    """The pattern is beyond what we read alike."""


def found_in(pattern: str, text: str) -> bool:
    """Whether the pattern stands in the text. Raises NoPatternError."""
    if not _PLAIN.fullmatch(pattern) or _GROUP_LOOP.search(pattern):
        raise NoPatternError(pattern)
    if len(_LOOP.findall(pattern)) > _MOST_LOOPS or len(text) > _LONGEST_TEXT:
        raise NoPatternError(pattern)
    if not text.isascii() or "\n" in text:
        raise NoPatternError(pattern)
    try:
        return re.search(pattern, text, re.ASCII) is not None
    except re.error as error:
        raise NoPatternError(pattern) from error
