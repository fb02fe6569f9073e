"""What a log call writes: the values among its arguments that are personal or open doors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.monitor.log_names import Kind, meaning, words_of

_CHAIN = re.compile(
    r"(?P<sigil>[@$]{0,2})(?<![\w\"'`])[A-Za-z_][\w$]*"
    r"(?:(?:\?\.|!\.|&\.|\.|->|::)[A-Za-z_$]\w*|(?:\?\.|!)?\[\s*(?:[\"'`][\w.-]+[\"'`]|:?[A-Za-z_]\w*|\d+)\s*\])*!?"
)
_PART = re.compile(r"[A-Za-z_]\w*(?:-\w+)*")
_QUOTED = re.compile(r"([\"'`])(?P<key>[A-Za-z_][\w.-]*)\1(?P<names>\s*(?::(?!:)|=>|,)\s*)?")
_CALLED = re.compile(r"\s*(?:\?\.)?\(")
_KEY = re.compile(r"\s*:(?!:)\s*")
_KEYWORD = re.compile(r"\s*=(?![=~>])\s*")
_ROCKET = re.compile(r"\s*=>\s*")
# What a value is asked for, or weighed against, is not what is written.
_ASKED_AFTER = re.compile(
    r"\s*(?:\[|===?|!==?|<=?|>=?|&&|\?(?![.?:])|\bin\b|\bis\b|\bnot\b|\binstanceof\b|\band\b)"
)
_ASKED_BEFORE = re.compile(
    r"(?:!|\bnot\s|\btypeof\s|===?|!==?|(?<![=-])[<>]=?|\bif\s|\bunless\s|\bin\s|\bis\s|"
    r"\bsizeof\s|\bnew\s|\bawait\s+\w+\(|\blambda\s)\s*\Z"
)
# Calls that give their argument on as it is.
_PASSING = re.compile(
    r"(?:JSON\.stringify|String|str|repr|vars|dict|json\.dumps|dumps|inspect|util\.inspect|"
    r"print_r|var_export|json_encode|pprint|pformat|format|fmt\.Sprintf|fmt\.Sprint|String\.format|"
    r"Object\.assign|sprintf|zap\.\w+|slog\.\w+|logrus\.Fields|log\.\w+|keyValue|kv|to_string|"
    r"Jason\.encode!?|StructuredArguments\.\w+|"
    r"(?:[\w.]*\.)?(?:Str|Any|Interface|Fields|WithField|WithFields|With|Msgf?|Msg|addKeyValue|"
    r"addArgument|setMessage|format|concat|log|compact|child|bind))\Z"
)
# Calls at a chain's end that show the whole of what stands before.
_SHOWING = frozenset(
    [
        "toString",
        "trim",
        "strip",
        "lower",
        "upper",
        "toLowerCase",
        "toUpperCase",
        "downcase",
        "to_s",
        "inspect",
        "attributes",
        "to_json",
        "toJSON",
        "to_h",
        "to_hash",
        "dict",
        "model_dump",
        "model_dump_json",
        "toArray",
        "toJson",
        "as_json",
        "String",
        "to_unsafe_h",
        "permit!",
        "getvalue",
        "decode",
        "get_full_name",
    ]
)
_GETTER = re.compile(r"(?:get|fetch|read)(?=[A-Z_])_?")
_SIMPLE = re.compile(r"\s*(?:[,)\]};\n]|\Z|\?\?|\|\||\+|\|>|or\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A value that a log call writes.

    `key` is the path by which a logger's redaction may know it (`user.email`), "" where it goes
    into the message's text, which no redaction by key can reach.
    """

    expression: str
    kind: Kind
    what: str
    key: str = ""


def shown(code: str, start: int, end: int, language: str) -> Iterator[Shown]:
    """What the arguments between two places of the code write, each once. Never raises."""
    seen: set[str] = set()
    for one in _shown(code[start:end], language):
        if one.expression not in seen:
            # A value under a key that names it is one thing, not two.
            seen |= {one.expression, one.expression.partition(": ")[2]}
            yield one


def _shown(code: str, language: str) -> Iterator[Shown]:
    place = 0
    while found := _next(code, place):
        if found.re is _QUOTED:
            place = found.end()
            if _names(found["names"], language) and (one := _under(code, place, found["key"])):
                yield one
            continue
        chain = tuple(_PART.findall(found.group()))
        called = _CALLED.match(code, found.end())
        if called:
            place = _after_call(code, found, called.end())
            one = _of_call(code, chain, found, place, language)
        elif key_at := _is_key(code, found, language):
            place = key_at
            one = _under(code, place, chain[-1]) if len(chain) == 1 else None
        else:
            place = found.end()
            one = None if _is_asked(code, found) else _value(code, chain, found, language)
        if one is not None:
            yield one


def _names(sign: str | None, language: str) -> bool:
    """Whether a quoted name is the key of what follows; Go's and Java's loggers take pairs."""
    return bool(sign) and ("," not in str(sign) or language in ("go", "java"))


def _next(code: str, place: int) -> re.Match[str] | None:
    chain, quoted = _CHAIN.search(code, place), _QUOTED.search(code, place)
    if quoted is not None and (chain is None or quoted.start() < chain.start()):
        return quoted
    return chain


def _after_call(code: str, found: re.Match[str], inside: int) -> int:
    """Where to go on: inside of a call that passes its argument on, behind every other."""
    if _PASSING.match(found.group()):
        return inside
    depth = 1
    for place in range(inside, len(code)):
        depth += {"(": 1, ")": -1}.get(code[place], 0)
        if not depth:
            return place + 1
    return len(code)


def _of_call(
    code: str, chain: tuple[str, ...], found: re.Match[str], after: int, language: str
) -> Shown | None:
    """`user.getEmail()` is an address, `user.email.trim()` too, `mask(user.email)` is none."""
    if _is_asked_at(code, found.start(), after):
        return None
    last = chain[-1]
    inside = code[found.end() : after].strip().removeprefix("?.")
    if last in _SHOWING and len(chain) > 1:
        whole = _whole(chain[:-1], language) or meaning(chain[:-1]) or _person(chain[:-1], last)
        return _made(found.group(), whole) if whole else None
    if inside == "()" and language in ("java", "javascript", "go", "php"):
        bare = _GETTER.sub("", last)
        if bare != last or language == "java":
            known = meaning((*chain[:-1], bare))
            return _made(found.group() + "()", known) if known else None
    if inside == "()" and language == "php" and last in ("all", "input") and "request" in chain:
        return _made(found.group() + "()", _FORM)
    return None


def _value(code: str, chain: tuple[str, ...], found: re.Match[str], language: str) -> Shown | None:
    expression = found.group().rstrip("!")
    known = meaning(chain)
    if known is None and chain[-1] in _SHOWING and len(chain) > 1:  # Ruby calls without brackets
        known = (
            _whole(chain[:-1], language) or meaning(chain[:-1]) or _person(chain[:-1], chain[-1])
        )
    if known is None:
        known = _whole(chain, language)
        if (
            known
            and language == "javascript"
            and _is_in_text(code, found, language)
            and chain[-1] != "cookies"
        ):
            return None  # an object in a text is written as [object Object]
    if known is None:
        return None
    inside = "" if _is_in_text(code, found, language) else _object_key(code, found, chain)
    return _made(expression, known, inside)


def _under(code: str, place: int, key: str) -> Shown | None:
    """A value under a key that says what it is, where nothing was done to it."""
    known = meaning((key,))
    if known is None:
        return None
    found = _CHAIN.match(code, place)
    if found is None or not _SIMPLE.match(code, found.end()):
        return None
    said = found.group()
    if said in ("true", "false", "null", "None", "nil", "undefined", "True", "False"):
        return None
    last = words_of(tuple(_PART.findall(said))[-1])
    if last[-1:] and last[-1] in ("id", "length", "count", "type", "status", "present", "size"):
        return None
    return _made(f"{key}: {said}", known, key)


def _is_key(code: str, found: re.Match[str], language: str) -> int | None:
    """Where the value starts when this names it; None where it is a value itself."""
    before = code[: found.start()].rstrip()[-1:]
    if language in ("python", "elixir", "java"):
        after = _KEYWORD.match(code, found.end())
        if after and before in ("", "(", ","):
            return after.end()
    if language in ("javascript", "ruby", "elixir"):
        after = _KEY.match(code, found.end())
        if after and before in ("", "{", ",", "("):
            return after.end()
    if language in ("ruby", "elixir") and before == ":":
        after = _ROCKET.match(code, found.end())
        return after.end() if after else None
    return None


def _is_asked(code: str, found: re.Match[str]) -> bool:
    return _is_asked_at(code, found.start(), found.end())


def _is_asked_at(code: str, start: int, end: int) -> bool:
    after = _ASKED_AFTER.match(code, end)
    if after and after.group().strip() not in ("=", "=>"):
        return True
    return _ASKED_BEFORE.search(code, max(0, start - 24), start) is not None


def _is_in_text(code: str, found: re.Match[str], language: str) -> bool:
    before = code[: found.start()].rstrip()
    return before.endswith(("${", "#{", "{$") + (("{",) if language == "python" else ()))


def _object_key(code: str, found: re.Match[str], chain: tuple[str, ...]) -> str:
    """The key of a value in an object: its own name where it stands alone, else the one before."""
    before = code[: found.start()]
    named = re.search(r"([A-Za-z_]\w*)(?:[\"']?\s*(?::|=>|=)|[\"']\s*,)\s*\Z", before)
    depth = before.count("{") - before.count("}")
    if depth > 0 and before.rstrip()[-1:] in ("{", ","):
        return chain[-1]
    return named[1] if named and (depth > 0 or before.rstrip()[-1:] in ("=", ":", ">", ",")) else ""


_FORM = ("personal", "everything a visitor sent in a form")
_HEADERS = ("credential", "all headers of a request, with what opens its session")
_PERSON: tuple[Kind, str] = ("personal", "everything known of a person")
_REQUEST = frozenset(("req", "request", "ctx", "context", "c", "conn", "event", "_request", "r"))


def _whole(chain: tuple[str, ...], language: str) -> tuple[Kind, str] | None:
    """What is written when a whole object is: a request's body, its headers, a user."""
    owner, last = (chain[-2] if len(chain) > 1 else ""), chain[-1]
    if owner in _REQUEST or (owner == "request" and len(chain) <= 3):
        if last in ("body", "rawBody", "POST", "form", "body_params", "request_parameters"):
            return "personal", "the whole body of a request"
        if last in ("headers", "Header", "META", "cookies", "COOKIES"):
            return "credential", _HEADERS[1]
    if chain[-1] in ("_POST", "_REQUEST"):
        return "personal", _FORM[1]
    if language in ("ruby", "elixir") and chain in (("params",), ("conn", "params")):
        return "personal", _FORM[1]
    if language == "javascript" and len(chain) <= 2:
        if last in ("user", "currentUser", "customer", "session", "userData", "userInfo"):
            return _PERSON
        if chain in (("req",), ("request",)):
            return "credential", "a whole request, with the headers that open its session"
    return None


def _person(chain: tuple[str, ...], how: str) -> tuple[Kind, str] | None:
    """`user.inspect` and `user.model_dump()` write all of a person; `str(user)` need not."""
    shows = how in ("inspect", "attributes", "to_json", "to_h", "toJSON", "model_dump", "as_json")
    return _PERSON if shows and words_of(chain[-1])[-1:] in (["user"], ["customer"]) else None


def _made(expression: str, known: tuple[str, str], key: str = "") -> Shown:
    kind: Kind = "credential" if known[0] == "credential" else "personal"
    return Shown(expression=expression[:80], kind=kind, what=known[1], key=key)
