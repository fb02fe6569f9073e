"""Makes keys up from their shapes, at run time and with the right checksums: see shapes.py."""

import base64
import hashlib
import random
import re
import string
import zlib
from collections.abc import Callable

from tests.secrets.samples import ALNUM, HEX, LETTERS, URL, in_base62, jwt, some, uuid

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_ALPHABETS = {
    "a": ALNUM,
    "b": ALNUM + "+/",
    "c": LETTERS,
    "d": string.digits,
    "h": HEX,
    "H": HEX.upper(),
    "l": string.ascii_lowercase + string.digits,
    "t": string.ascii_uppercase + "234567",
    "u": string.ascii_uppercase + string.digits,
    "w": URL,
    "x": _BASE58,
}
_MARK = re.compile(r"\{([a-zA-Z]+?)(\d+)\}|\{([a-z0-9]+)\}")


def make(shape: str, dice: random.Random) -> str:
    """A value of a shape."""
    made = ""
    at = 0
    for mark in _MARK.finditer(shape):
        made += shape[at : mark.start()]
        at = mark.end()
        made += _piece(mark, made, dice)
    return made + shape[at:]


def _piece(mark: "re.Match[str]", before: str, dice: random.Random) -> str:
    if mark[1] == "p":
        return _chosen(int(mark[2]), dice)
    if mark[1] in _ALPHABETS:
        return _some(_ALPHABETS[mark[1]], int(mark[2]), dice)
    return _WHOLE[mark[0][1:-1]](before.partition("_")[2], dice)


def _some(of: str, size: int, dice: random.Random) -> str:
    """Some characters; it neither begins nor ends with a sign, for a sign is easily lost."""
    made = some(of, size, dice)
    ends = [one for one in of if one.isalnum()]
    return dice.choice(ends) + made[1:-1] + dice.choice(ends) if size > 2 else made


def _chosen(size: int, dice: random.Random) -> str:
    """As a password manager makes them: every kind of character."""
    signs = "!@#%^*+=~?"
    body = [dice.choice(ALNUM + signs) for _ in range(size - 4)]
    body += [dice.choice(one) for one in (string.ascii_uppercase, string.ascii_lowercase)]
    body += [dice.choice(string.digits), dice.choice(signs)]
    dice.shuffle(body)
    return dice.choice(LETTERS) + "".join(body)


def _xprv(_: str, dice: random.Random) -> str:
    raw = b"\x04\x88\xad\xe4" + dice.randbytes(74)
    raw += hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]
    number, made = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        made = _BASE58[rest] + made
    return made


def _bech32(human: str, dice: random.Random) -> str:
    """With the checksum of BIP 173."""
    data = [dice.randrange(32) for _ in range(52)]
    spread = [ord(one) >> 5 for one in human] + [0] + [ord(one) & 31 for one in human]
    code = _polymod([*spread, *data, *[0] * 6]) ^ 1
    data += [code >> 5 * (5 - at) & 31 for at in range(6)]
    return f"{human}1" + "".join(_BECH32[one] for one in data)


def _polymod(values: list[int]) -> int:
    code = 1
    for one in values:
        top, code = code >> 25, (code & 0x1FFFFFF) << 5 ^ one
        for bit, step in enumerate((996825010, 642813549, 513874426, 1027748829, 705979059)):
            code ^= step if top >> bit & 1 else 0
    return code


def _confluent(_: str, dice: random.Random) -> str:
    body = "cfl" + "t" + some(ALNUM + "+/", 54, dice)
    crc = zlib.crc32(body.encode()).to_bytes(4, "little")
    return body + base64.b64encode(crc).decode().rstrip("=")


_WHOLE: dict[str, Callable[[str, random.Random], str]] = {
    "uuid": lambda _, dice: uuid(dice),
    "jwt": lambda _, dice: jwt({"sub": some(ALNUM, 12, dice), "exp": 4_000_000_000}, dice),
    "servicejwt": lambda _, dice: jwt(
        {"role": "service_" + "role", "ref": some(ALNUM, 20, dice)}, dice
    ),
    "crc": lambda body, _: in_base62(zlib.crc32(body.encode())),
    "hexcrc": lambda body, _: f"{zlib.crc32(body.encode()):08x}",
    "b64crc": _confluent,
    "xprv": _xprv,
    "nsec": lambda _, dice: _bech32("nsec", dice),
    "age": lambda _, dice: _bech32("age-secret-" + "key-", dice).upper(),
}
