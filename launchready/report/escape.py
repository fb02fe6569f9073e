"""Makes text from outside harmless, a way for each place it is printed.

What a server, a zone or a file name says may hold colour codes, line breaks, marks that turn
the reading direction, or commands of the place the report is shown in.
"""

import html
import json
import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Characters a person should have to read of one value: on a terminal, and in Markdown.
LONGEST = 1000
SHORT = 200

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_NOT_ASCII = re.compile(r"[^\n -~]")
_BACKTICKS = re.compile(r"`+")
# A workflow's log obeys `::name::` where a line starts, and `##[name]` anywhere
# (Azure Pipelines and TeamCity: `##name[`).
_COMMAND = re.compile(r"^([^\S\n]*):(?=:[^\n]*::)", re.MULTILINE)
_OLD_COMMAND = re.compile(r"##(?=\w*\[)")
_BARE = re.compile(r"[(\"']*[^\W_](?:[\w'%/+-]|[.:](?=\w))*[\"')]*[.,;:?!]*[\"')]*")
_PUNCTUATION = ".,;:?!)"
_LINKED = re.compile(r".*www\.|GH-\d|[0-9a-f]{7,}\b|\d+[.)]$|.*_", re.IGNORECASE)


def is_unseen(char: str) -> bool:
    """Whether a character has no picture of its own, or no place in a document at all."""
    point = ord(char)
    is_no_character = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return is_no_character or unicodedata.category(char) in _UNSEEN


def visible(text: str, limit: int = LONGEST) -> str:
    """On a terminal and in logs: one line, what cannot be seen written as an escape."""
    text = text[: limit + 1]
    return cut("".join(_as_escape(one) if is_unseen(one) else one for one in text), limit)


def _as_escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def flat(text: str, limit: int = LONGEST) -> str:
    """In documents: one line, U+FFFD for what cannot be seen."""
    text = text[: limit + 1]
    return cut("".join(REPLACEMENT if is_unseen(one) else one for one in text), limit)


def cut(text: str, limit: int) -> str:
    """At most so many characters; a cut shows."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def without_commands(text: str) -> str:
    """Text for a log, in which no line is a workflow's command any more."""
    return _OLD_COMMAND.sub(r"#\\#", _COMMAND.sub(r"\1:\\", text))


def as_html(text: str, limit: int = LONGEST) -> str:
    """Between tags and in quoted attributes."""
    return html.escape(flat(text, limit), quote=True)


def without_commands_in_markup(document: str) -> str:
    """HTML or XML with its meaning kept, harmless too when a workflow's log shows it."""
    document = _COMMAND.sub(r"\1&#58;", document)
    return _OLD_COMMAND.sub("#&#35;", document)


def as_json(value: object) -> str:
    """JSON any reader takes: no lone surrogates, nothing unseen, no workflow's command."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    text = _NOT_ASCII.sub(_in_json, text)
    return _OLD_COMMAND.sub(r"#\\u0023", text) + "\n"


def _in_json(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return REPLACEMENT
    return json.dumps(char)[1:-1] if is_unseen(char) or char == "\x7f" else char


def span(text: str, limit: int = SHORT) -> str:
    """A Markdown code span: no mention, link, image or tag in it means anything."""
    text = flat(text, limit) or " "
    runs = {len(run) for run in _BACKTICKS.findall(text)}
    fence = "`" * (max(runs, default=0) + 1)
    is_padded = text[0] in "` " or text[-1] in "` "
    pad = " " if is_padded and text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def prose(text: str) -> str:
    """Our own sentences in Markdown: plain words bare, anything else in a code span."""
    made: list[str] = []
    for is_code, piece in pieces(flat(text)):
        if is_code:
            made.append(span(piece, LONGEST))
            continue
        made.append(" ".join(_word(one) for one in piece.split(" ")))
    return "".join(made)


def _word(word: str) -> str:
    """One word of a sentence, with what is not plain in code and its punctuation outside."""
    if _BARE.fullmatch(word) and not _LINKED.match(word.strip("(\"'")):
        return word
    core = word.rstrip(_PUNCTUATION)
    return (span(core, LONGEST) if core else "") + word[len(core) :]


def pieces(text: str) -> list[tuple[bool, str]]:
    """A sentence in parts: True with what stands between single back-ticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return [(False, text)]
    return [(place % 2 == 1, part) for place, part in enumerate(parts) if part]
