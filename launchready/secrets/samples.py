"""Tells a value that opens something from one that only stands in its place."""

import hashlib
import math
import re
from collections import Counter

from launchready.secrets.letters import are_drawn

# Words people put where a secret goes. Each is long enough to be rare in random letters.
_PLACEHOLDER = re.compile(
    r"example|placehold|change[-_ ]?me|replace|redacted|censored|your[-_ ]|yourkey|yourtoken|"
    r"[-_ ]here\b|(?-i:xxxx|XXXX)|\.\.\.|\*\*\*|…|fixme|"
    r"not[-_ ]?(?:a[-_ ]?)?(?:real|secret|set|used)|"
    r"invalid|deadbeef|foobar|qwerty|abcdefgh|fakefake|testtest|12345678|98765432|"
    r"(?<![a-z0-9])(?:fake|dummy|sample|todo|insert|lorem|asdf|(?-i:my[-_][a-z]{2}|MY_[A-Z]{2}))",
    re.IGNORECASE,
)
# What stands for a value that comes from elsewhere: ${NAME}, {{ name }}, <name>, %(name)s, $NAME.
_TEMPLATE = re.compile(
    r"\$\{|\$\(|\$\[\[|\{\{|\}\}|<[^>]*>|%\(|%[sdv]\b|#\{|\{[A-Za-z_][\w.]*\}|^\$[A-Za-z_]\w*$|^@\w+@$"
)
_REFERENCE = re.compile(
    r"process\.env|import\.meta|os\.environ|getenv|\bENV\[|\bsecrets?\.|\bvars?\.|\bvault\b|^op://|"
    r"^arn:|^projects/|^ENC\[|^vault:|^ref\+|^!(?:vault|Ref|Sub|env|secret)\b|^env:|^file:|^ssm:|^sm://|^secretsmanager"
)
# Keys that providers print in their own documentation, or that their emulators come with
# (Stripe's two samples, Azurite's account), known by their SHA-256.
_PUBLISHED = frozenset(
    {
        "2cafc0970149a84f3b9e62eaf169f36f",
        "0011cc25eb4320717494d2703e8cba85",
        "f2d6ca16515033e5dce14eba840b979d",
    }
)
# Passwords of images, tutorials and developers' own machines.
COMMON = frozenset(
    [
        "password",
        "passwd",
        "pass",
        "pwd",
        "pw",
        "secret",
        "user",
        "username",
        "postgres",
        "root",
        "admin",
        "guest",
        "test",
        "testing",
        "demo",
        "mysql",
        "mongo",
        "redis",
        "rabbitmq",
        "docker",
        "minio",
        "minioadmin",
        "token",
        "key",
        "dev",
        "development",
        "local",
        "app",
        "web",
        "db",
        "x",
        "y",
        "xxx",
        "p",
        "a",
        "b",
        "u",
        "my",
        "hunter2",
        "letmein",
        "welcome",
        "none",
        "null",
        "true",
        "false",
        "changeit",
        "toor",
        "default",
        "sa",
        "password1",
        "password123",
        "passw0rd",
        "p@ssw0rd",
        "p@ssword",
        "admin123",
        "test123",
        "test1234",
        "secret123",
        "mypassword",
        "testpassword",
        "test_password",
        "mysecretpassword",
        "supersecret",
        "postgrespassword",
    ]
)
_SEQUENCES = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop")


def entropy(text: str) -> float:
    """Shannon's, in bits a character."""
    size = len(text)
    return -sum(n / size * math.log2(n / size) for n in Counter(text).values()) if text else 0.0


def is_template(value: str) -> bool:
    """Whether the value is filled in when it runs."""
    return bool(_TEMPLATE.search(value) or _REFERENCE.search(value))


def is_sample(value: str) -> bool:
    """Whether a token was made up for a text, or printed in a provider's documentation."""
    if _PLACEHOLDER.search(value) or is_template(value) or _is_run(value):
        return True
    digest = hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:32]
    return digest in _PUBLISHED or (len(value) >= 16 and entropy(value[4:]) < 2.5)


def _is_run(value: str) -> bool:
    """Whether much of it counts up, or one short piece repeats."""
    lower = value.lower()
    for sequence in _SEQUENCES:
        twice = sequence * 2
        if any(twice[at : at + 9] in lower for at in range(len(sequence))):
            return True
    # A's are what zeros become in base64: several kinds of key begin with some.
    return bool(re.search(r"([^A])\1{6,}|((?!AA).{2,4})\2{3,}", value.lstrip("A")))


def is_random(value: str, *, least: int = 16) -> bool:
    """Whether a machine made it: long, letters and digits mixed, no words in it."""
    if len(value) < least or not re.search(r"[A-Za-z]", value) or not _is_mixed(value):
        return False
    if is_sample(value) or re.search(r"\s", value):
        return False
    return entropy(value) >= _least_bits(value) and (not _is_wordy(value) or are_drawn(value))


def is_drawn(value: str, *, least: int) -> bool:
    """The same of letters alone: a key of fifteen has no digit in it once in twenty."""
    if len(value) < least or re.search(r"\s", value) or is_sample(value):
        return False
    return entropy(value) >= _least_bits(value) and are_drawn(value)


# From here on, in characters, a value without a digit can be told from names that are abbreviated.
_LONG = 20


def _is_mixed(value: str) -> bool:
    if re.search(r"\d", value):
        return True
    return len(value) >= _LONG and len(classes(value)) > 1 and are_drawn(value)


def _least_bits(value: str) -> float:
    """Of a hundred thousand random values as long, one has less."""
    if re.fullmatch(r"(?:[a-z]{1,8}[-_])?[0-9a-fA-F-]+", value):
        return 2.5 if len(value) < 24 else 2.7
    return 2.6 if len(value) < 18 else 2.9 if len(value) < 24 else 3.2


def _is_wordy(value: str) -> bool:
    """Whether names and short numbers make it up: db-prod-2, TlsCertificate2024, us-east-1."""
    words = re.findall(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}(?![a-z])", value)
    share = sum(len(one) for one in words if _is_word(one)) / len(value)
    parts = [one for one in re.split(r"[^A-Za-z0-9]+", value) if one]
    if all(re.fullmatch(r"[A-Za-z]+\d{0,2}|\d{1,4}|[vV]\d+", one) for one in parts):
        is_joined = len(parts) > 1 or not re.search(r"\d[A-Za-z]", value)
        return is_joined and (share > 0.3 or max(map(len, parts), default=0) < 12)
    return share > 0.55


# The pairs of letters that words are made of, the commonest first.
_PAIRS = frozenset(
    one + two
    for one, seconds in {
        "a": "bcdgiklmnprstvy",
        "b": "aeiloruy",
        "c": "aehikloturc",
        "d": "abeilor",
        "e": "acdefgimnprstvwxye",
        "f": "aeioru",
        "g": "aehiru",
        "h": "aeiot",
        "i": "acdefglmnoprstvz",
        "k": "ei",
        "l": "adeilosty",
        "m": "abeiop",
        "n": "acdegiostu",
        "o": "bcdfklmnoprstuvw",
        "p": "aehiloprst",
        "q": "u",
        "r": "acdeimnorstuy",
        "s": "acehiopstuw",
        "t": "aehilortuy",
        "u": "bcegilmnprst",
        "v": "aei",
        "w": "aehio",
        "x": "pt",
        "y": "ps",
    }.items()
    for two in seconds
)


def _is_word(letters: str) -> bool:
    """Whether it is made of the pairs of letters that words are made of."""
    lower = letters.lower()
    pairs = [lower[at : at + 2] for at in range(len(lower) - 1)]
    return sum(one in _PAIRS for one in pairs) >= 0.6 * len(pairs)


def classes(value: str) -> frozenset[str]:
    """Which kinds of characters a value has: lower, upper, digit, symbol."""
    kinds = {"lower": r"[a-z]", "upper": r"[A-Z]", "digit": r"\d", "symbol": r"[!@#$%^&*+=~?|]"}
    return frozenset(name for name, form in kinds.items() if re.search(form, value))


def is_name(value: str) -> bool:
    """Whether it names something in words, however they are joined."""
    return not re.search(r"[^A-Za-z0-9_./: -]", value) and _is_wordy(value)


# What is written where a value is to be filled in; whole, or plainly a blank.
_BLANK = re.compile(
    r"your[-_ ]|change[-_ ]?(?:me|it|this)|xxxx|\*\*\*|^\.\.\.|\.\.\.$|placehold|replace|redacted|"
    r"^<[^>]*>$|^\[[^\]\d]*\]$|todo|[-_ ]here$|put your|"
    r"^(?:null|none|nil|true|false|string|undefined|proxypass|repopwd|optional\b.*)$|"
    r"^\$\{?\w+\}?$|^\$\(|^\{[{%]|^\}\}|^%\(?\w+\)?s?%?$|^@\w+@$|^#\{|process\.env|os\.environ|getenv|"
    r"^ENV\b|^(?:op|vault|ref\+\w+)[:/]|^secrets?\.|^!\w+|^\s*$",
    re.IGNORECASE,
)


def is_blank(value: str) -> bool:
    """Whether it only marks the place a value belongs in: weaker than is_sample, for files where
    even a plain word is somebody's password."""
    return bool(_BLANK.search(value))
