"""Finds private keys, and tells one from another by the whole of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Detector, leaked
from launchready.secrets.samples import entropy

PRIVATE_KEY = Detector(
    rule=leaked(
        "private-key",
        "a private key",
        opens="sign in, decrypt or pass for your servers, wherever the key is trusted",
        revoke="Make a new key pair and take the old one out of wherever it is trusted",
        hours=2.0,
    ),
    thing="a private key",
    pattern="",
    shown=0,
    plugin="PrivateKeyDetector",
    rank=5,
)

MARKS = ("PRIVATE KEY", "PuTTY-User-Key-File-")
_BEGIN = re.compile(
    r"-----BEGIN (?P<kind>[A-Z0-9 ]{0,40}?)PRIVATE KEY(?: BLOCK)?-----"
    r"|---- BEGIN (?P<ssh2>SSH2 ENCRYPTED) PRIVATE KEY ----"
    r"|PuTTY-User-Key-File-[0-9]: ?"
)
_END = re.compile(r"-----END|---- END|Private-MAC")
_PIECE = re.compile(r"[A-Za-z0-9+/]{12,}={0,2}")
_HEADER = re.compile(r"^[A-Za-z-]{3,30}: .*$", re.MULTILINE)

# The longest key looked for, in characters: RSA of 16,384 bits takes 13,000.
_LONGEST = 20_000
# The shortest: an Ed25519 key in PKCS#8 has 64 characters; a sample in a text has fewer.
_SHORTEST = 60
_OPENSSH = "b3BlbnNzaC1rZXktdjEA"  # "openssh-key-v1\0"
_OPENSSH_PLAIN = _OPENSSH + "AAAABG5vbmU"  # and the cipher "none"


@dataclass(frozen=True, slots=True)
class Block:
    """A key from its first character to its last, in a text."""

    start: int
    end: int
    is_encrypted: bool
    body: str = field(repr=False)


def blocks(text: str) -> Iterator[Block]:
    """Every private key of a text, in PEM, OpenSSH, PGP or PuTTY form, in quotes or not."""
    if not any(mark in text for mark in MARKS):
        return
    for begin in _BEGIN.finditer(text):
        # The next one first: of marks that only follow each other none is read twice.
        limit = min(len(text), begin.end() + _LONGEST)
        again = _BEGIN.search(text, begin.end(), limit)
        limit = again.start() if again else limit
        closing = _END.search(text, begin.end(), limit)
        inner = text[begin.end() : closing.start() if closing else limit]
        plain = re.sub(r"\\+[nr]", "\n", inner)
        body = "".join(_PIECE.findall(_HEADER.sub("", plain)))
        if len(body) >= _SHORTEST and entropy(body) > 4 and _is_dense(plain):
            locked = "ENCRYPTED" in begin[0] or _is_locked(plain, body)
            yield Block(begin.start(), begin.end() + len(inner), locked, body)


def _is_dense(plain: str) -> bool:
    """Whether a key follows the mark at once, and not a text that only speaks of one."""
    start = re.sub(r"[\s\"'`+,;\\#*/-]+", "", _HEADER.sub("", plain)[:600])[:200]
    return len("".join(_PIECE.findall(start))) > 0.8 * len(start)


def _is_locked(plain: str, body: str) -> bool:
    if body.startswith(_OPENSSH):
        return not body.startswith(_OPENSSH_PLAIN)
    return "ENCRYPTED" in plain or bool(re.search(r"^Encryption: (?!none)", plain, re.MULTILINE))


def weight(block: Block, *, tests: bool) -> Impact:
    """A key behind a passphrase, or among test data, is a risk and no more."""
    return Impact.RISK if block.is_encrypted or tests else PRIVATE_KEY.rule.impact
