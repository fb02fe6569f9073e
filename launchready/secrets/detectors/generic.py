"""Secrets that only the name before them gives away, and strings that only look random.

A name is weak evidence: most things called password in code are labels, fields and samples. So
what is told must look like a password too, and in tests and examples like a machine's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready.core.finding import Impact, Rule, Stage
from launchready.secrets.detectors.detector import GIVES, IN_NEXT_LINE, Detector, leaked
from launchready.secrets.letters import are_drawn
from launchready.secrets.paths import (
    has_plain_values,
    is_env_file,
    is_for_readers,
    is_for_tests,
    is_generated,
    is_template_file,
)
from launchready.secrets.samples import (
    classes,
    entropy,
    is_blank,
    is_name,
    is_random,
    is_sample,
    is_template,
)

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
_MORE = ("access", "app", "encryption", "master", "session", "signing", "license", "shared")
NAMES = (
    *(f"{one}{joint}key" for one in (*_JOINED, *_MORE) for joint in ("", "_", "-")),
    *(f"{one}{joint}pass" for one in ("db", "database", "key") for joint in ("", "_")),
    *("passw", "passphrase", "pwd", "secret", "contrase", "token", "credential", "authorization"),
    *("_pass=", "_pass:", "_pass =", "_salt"),
)
_NAME = "|".join(re.escape(one.rstrip("=: ")) for one in sorted(NAMES, key=len, reverse=True))
# From such a word on: the rest of the name, what gives it its value, and the value, in quotes of
# one kind or bare.
ASSIGNED = re.compile(
    rf"(?i:{_NAME})(?P<tail>[A-Za-z0-9_.-]{{0,40}}?)"
    rf"(?:{GIVES}|{IN_NEXT_LINE})"
    r"(?P<value>(?<=\")(?:[^\"\n\\]|\\[^\"\n]){6,300}(?=\\?\")"
    r"|(?<=')(?:[^'\n\\]|\\[^'\n]){6,300}(?=\\?')"
    r"|(?<=`)[^`\n\\]{6,300}(?=`)|(?<=[a-z] )[A-Za-z0-9._~+/=-]{16,300}(?=\\?[\"'`])"
    r"|(?<![\"'`])[^\s\"'`,;<>(){}\[\]\\]{6,300}(?![\w\"'`(\[]))"
)

# The last word of a name that holds something about a secret, not the secret.
_ABOUT = re.compile(
    r"(?:hash|hashed|sha\d*|digest|checksum|fingerprint|names?|ids?|refs?|path|paths|file|files|dir|"
    r"url|uri|endpoint|host|type|types|length|len|size|policy|fields?|label|hint|title|text|msg|"
    r"messages?|errors?|placeholder|prompt|regex|pattern|header|headers|column|count|ttl|expir\w*|"
    r"timeout|version|arn|kind|mode|algo\w*|prefix|suffix|class|selector|input|form|page|route|"
    r"event|scopes?|store|provider|manager|rotation|strength|min|max|enabled|required|env|var|"
    r"variable|alias|description|desc|icon|button|link|schema|template|format|issuer|audience|"
    r"address|contract|mint|symbol|limit|tokens|tokenizer|integrity|resolved|revision|commit|"
    r"list|array|map|set|index|offset|position|line|start|end|status|state|state_?machine|param|"
    r"params|parameter|resolver|validator|parser|factory|service|handler|generator|encoder|decoder)$",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"public|publishable|hashed|csrf|xsrf|anon|site_?key|^pk_|(?:^|_)pub_|cancel|continuation|"
    r"next_?page|page_?token|sync_?token|design_?token|color|theme|cache_?key|sort_?key|"
    r"partition|primary_?key|foreign|translation|i18n|storage_?key|query_?key|idempotency",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"pass(?:word|wd|phrase)?|pwd|contrase", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CODE = re.compile(r"[()\[\]{}<>]|=>|::|^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$")
# One name given a value within the value: code, or a piece of an address.
_PART = r"(?:[a-z]+(?:[A-Z][a-z]+)*|(?:[A-Z][a-z]+)+|[A-Z]+)\d?"
_GIVEN = re.compile(rf"(?P<name>{_PART}(?:[_.-]{_PART})*)=(?P<rest>[^=].*)")
_PLACE = re.compile(
    r"://|^(?:~|\.{0,2})/[\w.-]+/|^[A-Za-z]:\\|^[\w./-]+/[\w.-]+\.\w{2,5}$|"
    r"\.(?:pem|key|txt|json|ya?ml|crt)$|^/[\w.-]+$"
)
_DIGEST = re.compile(
    r"%[A-Za-z][-:/%T]|^(?:sha\d+|md5|bcrypt|pbkdf2|argon2\w*)[:$-]|^\$\d\w?\$|^\$argon2",
    re.IGNORECASE,
)
# Keys made to be read by everybody: Mapbox, Stripe, Clerk, Supabase, PostHog.
_OPEN = re.compile(r"^(?:pk\.eyJ|pk_(?:live|test)_|sb_publishable_|phc_)")
_SAID = re.compile(r"test vector|for example|e\.g\.|such as|\bassert|\bexpect\(|placeholder", re.I)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A value at a place of a text, with the name it is given to."""

    start: int
    end: int
    name: str
    value: str = field(repr=False)


def assigned(text: str, first: int, last: int, path: str) -> Iterator[Assigned]:
    """Every value given to a telling name within a part of a text; bare ones only where files
    have no quotes."""
    plain = has_plain_values(path)
    for found in ASSIGNED.finditer(text, first, min(len(text), last + 300)):
        if found.start() >= last:
            return
        start, end = found.span("value")
        if not (plain or text[start - 1] in "\"'`>" or text[end : end + 1] in _QUOTES):
            continue
        begin = found.start() - len(_stem(text[max(first, found.start() - 40) : found.start()]))
        if is_inside(text, begin):
            continue
        word = re.match(r"[A-Za-z0-9_.-]*", text[found.start() : start])
        name = text[begin : found.start()] + (word[0] if word else "")
        yield Assigned(start, end, name, found["value"])


_QUOTES = frozenset("\"'`\\")
# A name after one of these is filled in when it runs, or is a type of somebody else's.
_INSIDE = frozenset({"${", "{{", "%(", "::", "#{"})


def is_inside(text: str, begin: int) -> bool:
    """Whether the name that begins here is part of something larger."""
    return text[max(0, begin - 2) : begin] in _INSIDE


def _stem(text: str) -> str:
    """The part of a name before the word that tells."""
    found = re.search(r"[A-Za-z0-9_.$-]{0,40}$", text)
    return found[0].lstrip("$") if found else ""


def impact_of(name: str, value: str, path: str, line: str) -> Impact | None:
    """How sure it is that a value called so, in such a file and line, opens something."""
    if not is_password(name, value, path):
        return None
    shows = is_for_tests(path) or is_template_file(path) or _SAID.search(line[:2000])
    return Impact.ADVICE if shows else PASSWORD.rule.impact


def is_password(name: str, value: str, path: str) -> bool:
    """Whether a value called so, in such a file, opens something."""
    if (
        is_generated(path)
        or is_for_readers(path)
        or not 6 <= len(value) <= 300
        or re.search(r"\s", value)
    ):
        return False
    if _is_about(name) or is_template(value) or is_sample(value):
        return False
    if _PASSWORD.search(name) and _is_kept(value, path):
        return True
    if _is_noise(value):
        return True
    if len(value) < 8 or any(one.search(value) for one in (_UUID, _CODE, _PLACE, _DIGEST, _OPEN)):
        return False
    if _is_given(value):
        return False
    if is_random(value) and not _is_dotted(value):
        return True
    if is_name(value) or is_for_tests(path):
        return False
    return _is_chosen(value, has_plain_values(path))


def _is_about(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+\d*|[A-Z]+\d*(?![a-z])|\d+", name)
    return bool(_PUBLIC.search(name) or (words and _ABOUT.fullmatch(words[-1])))


def _is_kept(value: str, path: str) -> bool:
    """A plain word with a number is somebody's password in a file that settings are read from."""
    mixed = re.search(r"[A-Za-z]", value) and re.search(r"\d", value)
    return bool(is_env_file(path) and mixed and not is_blank(value) and not _CODE.search(value))


def _is_given(value: str) -> bool:
    """Whether it is a name with its value, and not a password with = in it."""
    found = _GIVEN.fullmatch(value)
    if not found or are_drawn(found["name"]):
        return False
    # A short name may be anything: what follows must not be a machine's.
    return len(found["name"]) >= 7 or not {"digit", "upper", "lower"} <= classes(found["rest"])


def _is_dotted(value: str) -> bool:
    """Whether it reaches into something: module.attribute2.value."""
    parts = re.fullmatch(r"[A-Za-z_]\w{0,99}(?:\.[A-Za-z_]\w{0,99}){1,9}", value)
    return bool(parts) and not any(is_random(one) for one in value.split("."))


def _is_noise(value: str) -> bool:
    """Whether signs of many kinds are strewn over it, as no code and no sentence has them."""
    signs = {one for one in value if not one.isalnum()}
    return (
        len(value) >= 24 and len(signs) >= 7 and len(classes(value)) == 4 and entropy(value) > 4.3
    )


def _is_chosen(value: str, plain: bool) -> bool:  # noqa: FBT001 - one of two kinds of file
    """Whether a person thought it up as a password."""
    kinds = classes(value)
    if "symbol" in kinds and len(kinds) >= 3:
        return True
    return plain and {"digit"} < kinds and not re.search(r"^v?\d+(?:[._-]\d+)+", value)
