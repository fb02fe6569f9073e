"""Secrets that only the name before them gives away, and strings that only look random.

A name is weak evidence: most things called password in code are labels, fields and samples. So
what is told must look like a password too, and in tests and examples like a machine's.
"""

import re

from launchready.core.finding import Impact, Rule, Stage
from launchready.secrets.detectors.detector import GIVES, Detector, leaked
from launchready.secrets.paths import has_plain_values, is_for_readers, is_for_tests, is_generated
from launchready.secrets.samples import classes, is_name, is_random, is_sample, is_template

PASSWORD = Detector(
    rule=leaked(
        "generic-password",
        "a password or key",
        opens="use whatever it opens",
        revoke="Change it where it is used",
        impact=Impact.RISK,
        hours=0.5,
    ),
    thing="what looks like a password or key",
    pattern="",
    shown=0,
    plugin="KeywordDetector",
    rank=0,
)
RANDOM = Detector(
    rule=Rule(
        id="secrets/high-entropy",
        impact=Impact.ADVICE,
        stage=Stage.AUDIT,
        title="A random-looking string is committed",
        why="It may be a key of a kind we have no form for; most such strings are not.",
        fix="Look at it once: if it is a key, replace it; if not, mark the line with "
        "'pragma: allowlist secret'.",
        hours=0.1,
    ),
    thing="a random-looking string",
    pattern="",
    shown=0,
    rank=-1,
)

# detect-secrets' own words for a secret's name, and the ones it lacks.
_JOINED = ("api", "auth", "service", "account", "db", "database", "priv", "private", "client")
_MORE = ("access", "app", "encryption", "master", "session", "signing")
NAMES = (
    *(f"{one}{joint}key" for one in (*_JOINED, *_MORE) for joint in ("", "_", "-")),
    *(f"{one}{joint}pass" for one in ("db", "database", "key") for joint in ("", "_")),
    *("passw", "pwd", "secret", "contrase", "token", "credential"),
)
# A name with one of these words in it, and a value without blanks.
ASSIGNED = re.compile(
    r"(?P<name>[A-Za-z0-9_.-]{0,60})"
    + GIVES
    + r"""(?P<value>[^\s"'`,;<>(){}\[\]]{12,200})(?![^\s"'`,;<>)}\]])"""
)

# The last word of a name that holds something about a secret, not the secret.
_ABOUT = re.compile(
    r"(?:hash|hashed|sha\d*|digest|checksum|fingerprint|names?|ids?|refs?|path|paths|file|files|dir|"
    r"url|uri|endpoint|host|type|types|length|len|size|policy|fields?|label|hint|title|text|msg|"
    r"messages?|errors?|placeholder|prompt|regex|pattern|header|headers|column|count|ttl|expir\w*|"
    r"timeout|version|arn|kind|mode|algo\w*|prefix|suffix|class|selector|input|form|page|route|"
    r"event|scopes?|store|provider|manager|rotation|strength|min|max|enabled|required|env|var|"
    r"variable|alias|description|desc|icon|button|link|schema|template|format|issuer|audience|"
    r"address|contract|mint|symbol|limit|tokens|tokenizer|integrity|resolved|revision|commit)$",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"public|publishable|hashed|csrf|xsrf|anon|site_?key|^pk_|(?:^|_)pub_", re.IGNORECASE
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CODE = re.compile(r"[()\[\]{}<>]|=>|::|^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$|^[\w.-]+=")
_PLACE = re.compile(
    r"://|^(?:~|\.{0,2})/|^[A-Za-z]:\\|^[\w./-]+/[\w.-]+\.\w{2,5}$|\.(?:pem|key|txt|json|ya?ml|crt)$"
)
_DIGEST = re.compile(
    r"^(?:sha\d+|md5|bcrypt|pbkdf2|argon2\w*)[:$-]|^\$\d\w?\$|^\$argon2", re.IGNORECASE
)


def is_password(name: str, value: str, path: str) -> bool:
    """Whether a value called so, in such a file, opens something."""
    if (
        is_generated(path)
        or is_for_readers(path)
        or not 8 <= len(value) <= 200
        or re.search(r"\s", value)
    ):
        return False
    if _is_about(name) or is_template(value) or is_sample(value):
        return False
    if any(one.search(value) for one in (_UUID, _CODE, _PLACE, _DIGEST)) or is_name(value):
        return False
    if is_for_tests(path):
        return is_random(value)
    return is_random(value) or _is_chosen(value, has_plain_values(path))


def _is_about(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+\d*|[A-Z]+\d*(?![a-z])|\d+", name)
    return bool(_PUBLIC.search(name) or (words and _ABOUT.fullmatch(words[-1])))


def _is_chosen(value: str, plain: bool) -> bool:  # noqa: FBT001 - one of two kinds of file
    """Whether a person thought it up as a password."""
    kinds = classes(value)
    if "symbol" in kinds and len(kinds) >= 3:
        return True
    return plain and {"digit"} < kinds and not re.search(r"^v?\d+(?:[._-]\d+)+", value)
