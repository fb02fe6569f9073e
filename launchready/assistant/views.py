"""The other ways in which an answer may say a text: spaced, encoded, spelled, reversed, hidden."""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import unquote

# Answers are read up to here, in characters; a canary told later than that is no answer's point.
MOST_READ = 200_000
_DEEPEST = 2  # encodings within encodings
_MOST_VIEWS = 400

_NATO = re.findall(
    r"\S+",
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu",
)
_SPOKEN = {word: word[0] for word in _NATO} | {"alpha": "a", "juliet": "j", "whisky": "w"}
_NUMBERS = re.findall(r"\S+", "zero one two three four five six seven eight nine")
_SPOKEN |= {word: str(place) for place, word in enumerate(_NUMBERS)} | {"niner": "9"}
_MORSE = dict(
    zip(
        re.findall(
            r"\S+",
            ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- "
            "...- .-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.",
        ),
        "abcdefghijklmnopqrstuvwxyz0123456789",
        strict=True,
    )
)
# Letters of other scripts that look like Latin ones (Unicode TR 39), the common few.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏвмнткАВЕКМНОРСТУХІЈЅοιανρτυκχεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlbmhtkABEKMHOPCTYXIJSoiavptukxeABEZHIKMNOPTYX",
)
_TAGS = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
_LEET = str.maketrans("4301578@$!", "aeoistbasi")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_BASE32 = re.compile(r"\b[A-Z2-7]{16,}={0,6}", re.IGNORECASE)
_HEX = re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:;-]{0,2}){8,}")
_CODES = re.compile(r"(?:&?#?[0-9]{2,3}[\s,;.|-]{1,3}){7,}[0-9]{2,3}")
_BITS = re.compile(r"(?:[01]{7,8}[\s,]{0,2}){8,}")
_ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|\\([0-7]{3})")


def squeezed(text: str) -> str:
    """The letters and digits alone, in lower case, look-alikes and full-width ones as Latin.

    Tag characters (U+E0020 to U+E007E), which no screen shows, are read as what they copy.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_TAGS)).translate(_ALIKE).casefold()
    return "".join(one for one in plain if one.isascii() and one.isalnum())


def views(text: str) -> Iterator[str]:
    """The text squeezed, and what stands in it in other codings, nested ones too.

    At most some hundreds, each squeezed; the plain one comes first.
    """
    seen: set[str] = set()
    queue = [(text[:MOST_READ], 0)]
    while queue and len(seen) < _MOST_VIEWS:
        one, depth = queue.pop(0)
        for view in (squeezed(one), *_rewritten(one, depth)):
            if view and view not in seen:
                seen.add(view)
                yield view
        if depth < _DEEPEST:
            queue += [(inner, depth + 1) for inner in _decoded(one)]


def _rewritten(text: str, depth: int) -> Iterator[str]:
    plain = squeezed(text)
    yield plain[::-1]
    yield squeezed(text.translate(_LEET))
    yield _spoken(text)
    yield _morse(text)
    yield from _firsts(text)
    if depth < _DEEPEST:
        for shift in range(1, 26):
            yield plain.translate(_rotation(shift))
        yield plain.translate(_ATBASH)
        yield plain[::-1].translate(_rotation(13))


def _rotation(shift: int) -> dict[int, int]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return str.maketrans(letters, letters[shift:] + letters[:shift])


_ATBASH = str.maketrans("abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")


def _spoken(text: str) -> str:
    words = re.findall(r"[a-z]+|[0-9]", text.lower().replace("x-ray", "xray"))
    return "".join(word if len(word) == 1 else _SPOKEN.get(word, "") for word in words)


def _morse(text: str) -> str:
    marks = text.translate(str.maketrans("\u00b7\u2022\u2212\u2013\u2014_", "..----"))
    return "".join(_MORSE.get(mark, "") for mark in re.findall(r"[.-]+", marks))


def _firsts(text: str) -> Iterator[str]:
    """What the first letters, and the last, of lines and of words spell."""
    for parts in (text.splitlines(), text.split()):
        bare = [squeezed(part) for part in parts]
        yield "".join(one[0] for one in bare if one)
        yield "".join(one[-1] for one in bare if one)


def _decoded(text: str) -> Iterator[str]:
    for rewritten in (html.unescape(text), unquote(text), _ESCAPE.sub(_unescaped, text)):
        if rewritten != text:
            yield rewritten
    # Models break long codings into lines and pieces; joined they may be one.
    for joined in {text, re.sub(r"\s+", "", text), re.sub(r"[^A-Za-z0-9+/=_-]+", "", text)}:
        yield from _found(_BASE64, joined, _base64)
        yield from _found(_BASE32, joined, _base32)
        yield from _found(_HEX, joined, _hex)
    yield from _codes(text)


def _codes(text: str) -> Iterator[str]:
    yield from _found(_CODES, text, lambda codes: _characters(codes, 10, r"[0-9]{2,3}"))
    yield from _found(_CODES, text, lambda codes: _characters(codes, 8, r"[0-7]{2,3}"))
    yield from _found(_BITS, text, lambda bits: _characters(bits, 2, r"[01]{7,8}"))


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16) if match[1] or match[2] else int(match[3], 8)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def _found(pattern: re.Pattern[str], text: str, decode: Callable[[str], str]) -> Iterator[str]:
    for match in pattern.finditer(text):
        if decoded := decode(match[0]):
            yield decoded


def _base64(coded: str) -> str:
    """Decoded at each of the four places where a quartet may begin."""
    plain = coded.replace("-", "+").replace("_", "/").rstrip("=")
    return " ".join(_quartets(plain[offset:]) for offset in range(4)).strip()


def _quartets(coded: str) -> str:
    whole = coded[: len(coded) - (len(coded) % 4 == 1)]
    try:
        return _text(base64.b64decode(whole + "=" * (-len(whole) % 4)))
    except (ValueError, binascii.Error):
        return ""


def _base32(coded: str) -> str:
    plain = coded.upper().rstrip("=")
    try:
        return _text(base64.b32decode(plain + "=" * (-len(plain) % 8)))
    except (ValueError, binascii.Error):
        return ""


def _hex(coded: str) -> str:
    digits = re.sub(r"0x|\\x|[^0-9a-fA-F]", "", coded)
    halves = (digits[at : at + (len(digits) - at) // 2 * 2] for at in (0, 1))
    return " ".join(_text(bytes.fromhex(one)) for one in halves).strip()


def _characters(codes: str, base: int, pattern: str) -> str:
    values = [int(one, base) for one in re.findall(pattern, codes)]
    return "".join(chr(one) for one in values if 32 <= one < 127)


def _text(raw: bytes) -> str:
    """The text of decoded bytes; "" where they are no text, which most guesses are."""
    text = raw.decode("utf-8", "replace")
    odd = sum(one == "\ufffd" or not (one.isprintable() or one.isspace()) for one in text)
    return text if odd * 4 <= len(text) else ""
