"""Tells letters that words are made of from letters that a machine drew."""

from itertools import pairwise
from string import ascii_lowercase

# How often the second letter follows the first in the words of code and its texts: a row a first
# letter, 5 as often as by chance, three steps for four times as often (counted in libraries).
_FOLLOWS = (
    "56663340613757052768421230"
    "85547322742822623663600040"
    "82437217606621822547500020"
    "74459420801533624564511030"
    "63674431301657243876132520"
    "74447720902622721655601030"
    "63329146701535621763602010"
    "92239111802332821546401030"
    "64655450101659642467040204"
    "86448332604122834261702020"
    "83449343702534534474404030"
    "71359200801712731155520060"
    "84229110700372771152440140"
    "72677481603324620278440020"
    "44561340403669560855645100"
    "80338114601711750856501050"
    "74736422542654227643921132"
    "82449240703353730566420040"
    "60628216703432653269612040"
    "72439306800431630765401050"
    "56536340500768260777000000"
    "93329210800261520243031510"
    "82447236802426730664112000"
    "51637413700362481349271540"
    "64746441501666591476223132"
    "74329223703331622333302054"
)
_ODDS = {
    one + two: (int(_FOLLOWS[row * 26 + column]) - 5) / 1.5
    for row, one in enumerate(ascii_lowercase)
    for column, two in enumerate(ascii_lowercase)
}
# The same of small letters and capitals where both occur: whether the first and the second of two
# letters are small. Words go on small; a machine does not care.
_CASES = {
    (True, True): 0.82,
    (True, False): -2.06,
    (False, True): 0.58,
    (False, False): -1.0,
}
# Fewer pairs say nothing.
_FEWEST = 6


def are_drawn(text: str) -> bool:
    """Whether the letters of a text are likelier drawn than spelt; False where they are few."""
    pairs = [
        (one, two)
        for one, two in pairwise(text)
        if one.isascii() and two.isascii() and one.isalpha() and two.isalpha()
    ]
    bits = sum(_ODDS[(one + two).lower()] for one, two in pairs)
    if text != text.lower() and text != text.upper():
        bits += sum(_CASES[one.islower(), two.islower()] for one, two in pairs)
    return len(pairs) >= _FEWEST and bits < 0.1 * len(pairs)
