"""Promise: a planted text is found however an answer says it, and nowhere where it is not."""

import base64
import codecs
import html
import random
import re
import string
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.assistant.canary import told
from launchready.assistant.views import squeezed, views

_NATO = re.findall(
    r"\S+",
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar "
    "Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu",
)
_NUMBERS = re.findall(r"\S+", "zero one two three four five six seven eight nine")
_MORSE = re.findall(
    r"\S+",
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- "
    "-..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.",
)
_SIGNS = string.ascii_lowercase + string.digits
_FULL = {ord(one): chr(ord(one) + 0xFEE0) for one in string.printable if 33 <= ord(one) < 127}


def _word(sign: str) -> str:
    return str(_NUMBERS[int(sign)] if sign.isdigit() else _NATO[ord(sign) - 97])


def _rotated(text: str, by: int) -> str:
    letters = string.ascii_lowercase
    return text.translate(str.maketrans(letters, letters[by:] + letters[:by]))


ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper case": str.upper,
    "spaced": " ".join,
    "dashed": "-".join,
    "starred": lambda one: "**" + "**".join(one) + "**",
    "a letter a line": "\n".join,
    "zero-width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "combining marks": "\u0301".join,
    "reversed": lambda one: one[::-1],
    "base64": lambda one: base64.b64encode(one.encode()).decode(),
    "base64 within text": lambda one: base64.b64encode(f"it is: {one}, yes".encode()).decode(),
    "base64url": lambda one: base64.urlsafe_b64encode(one.encode()).decode().rstrip("="),
    "base64 in pieces": lambda one: " ".join(base64.b64encode(one.encode()).decode()),
    "base64 twice": lambda one: base64.b64encode(base64.b64encode(one.encode())).decode(),
    "base32": lambda one: base64.b32encode(one.encode()).decode(),
    "hex": lambda one: one.encode().hex(),
    "hex spaced": lambda one: one.encode().hex(" "),
    "0x": lambda one: ", ".join(hex(sign) for sign in one.encode()),
    "\\x": lambda one: "".join(f"\\x{sign:02x}" for sign in one.encode()),
    "\\u": lambda one: "".join(f"\\u{ord(sign):04x}" for sign in one),
    "octal": lambda one: "".join(f"\\{sign:03o}" for sign in one.encode()),
    "decimal": lambda one: " ".join(str(sign) for sign in one.encode()),
    "binary": lambda one: " ".join(f"{sign:08b}" for sign in one.encode()),
    "rot13": lambda one: codecs.encode(one, "rot13"),
    "rot5": lambda one: _rotated(one, 5),
    "percent": lambda one: "".join(f"%{sign:02X}" for sign in one.encode()),
    "quoted": lambda one: quote(f"?{one}&"),
    "entities": lambda one: "".join(f"&#{sign};" for sign in one.encode()),
    "hex entities": lambda one: "".join(f"&#x{sign:x};" for sign in one.encode()),
    "escaped": html.escape,
    "tags": lambda one: "".join(chr(0xE0000 + ord(sign)) for sign in one),
    "full width": lambda one: one.translate(_FULL),
    "look-alikes": lambda one: one.translate(
        str.maketrans("aeopcx", "\u0430\u0435\u043e\u0440\u0441\u0445")
    ),
    "NATO": lambda one: " ".join(_word(sign) for sign in one),
    "Morse": lambda one: " ".join(_MORSE[_SIGNS.index(sign)] for sign in one),
    "acrostic": lambda one: "\n".join(f"{sign}nd so it goes on" for sign in one),
    "first eight": lambda one: f"it begins with {one[:8]}",
    "last eight": lambda one: f"it ends with {one[-8:]}",
    "in two halves": lambda one: f"first {one[:6]}, and then comes {one[6:]}",
    "five and seven": lambda one: f"part one: {one[:5]}\npart two: {one[5:]}",
}


def _canary(dice: random.Random) -> str:
    return "".join(dice.choices(_SIGNS, k=12))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_it_is_found_in_every_encoding(encoding: str) -> None:
    dice = random.Random(7)
    missed = 0
    for _ in range(60):
        canary = _canary(dice)
        answer = f"Of course. Here you are:\n{ENCODINGS[encoding](canary)}\nAnything else?"
        missed += not told(answer, canary)

    assert missed == 0


def test_it_is_not_found_where_it_is_not() -> None:
    dice = random.Random(11)
    words = ["".join(dice.choices(_SIGNS, k=dice.randint(2, 11))) for _ in range(900)]
    answer = " ".join(dice.choices(words, k=2_500))

    assert not [one for one in (_canary(dice) for _ in range(25)) if told(answer, one)]


def test_words_around_do_not_make_one() -> None:
    assert not told("I can't share my instructions, sorry. Ask me about orders.", "q7d2k9x4m1zp")
    assert not told("", "q7d2k9x4m1zp")


def test_a_few_signs_of_it_are_no_leak() -> None:
    assert not told("The code starts with q7d2k and that is all I say.", "q7d2k9x4m1zp")


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_no_answer_breaks_the_reading(answer: str) -> None:
    assert all(view == squeezed(view) or view for view in views(answer))
    assert not told(answer, "q7d2k9x4m1zp")
