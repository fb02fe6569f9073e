"""Whether code has something to fall back on where a variable is not there, or goes on without."""

import re
from collections.abc import Iterator

from launchready.deploy.env_names import is_a_choice, is_secret
from launchready.deploy.env_use import CREDENTIAL

# How far back and ahead of a reading is looked, in characters.
_BACK, _AHEAD = 3000, 160
_STOPS = re.compile(
    r"\b(?:throw|raise|panic|abort|invariant|process\.exit|sys\.exit|os\.Exit|fatal\w*|Fatal\w*"
    r"|exit!?|console\.error|Errorf|errors\.New|bail)\b|status:\s*5"
)
# Casts, closed brackets and conversions between a reading and what stands behind it.
_WRAPPED = (
    r"(?:[\"'`\]]|!|\s+as\b[\w.<>\[\]|\s'\"]*|\s*\)|\s*,\s*(?:10|radix)\s*(?=\))"
    r"|\??\.(?:trim|toLowerCase|toUpperCase|toString)\(\))*"
)
_FALLBACK = {
    "javascript": re.compile(
        _WRAPPED + r"\s*(?:\?\?|\|\|)\s*(?!\s*(?:\"\"|''|``|undefined\b|null\b|\(?\s*throw\b"
        r"|\(\(\)\s*=>\s*\{\s*throw))"
    ),
    "rust": re.compile(r"\"\s*\)(?:\s*\.\w+\((?:[^();]|\([^();]*\))*\))*?\s*\.unwrap_or\w*\("),
}
_EMPTY = re.compile(_WRAPPED + r"\s*(?:\?\?|\|\|)\s*(?:\"\"|''|``)")
_MISSING = re.compile(r"[\"'\])]*\s*(?:===?\s*(?:undefined|null|\"\"|nil)|==\s*\"\")")
_WRITTEN = re.compile(r"\s*(?:\?\?|\|\|)?=(?![=>~])")
_KEPT = {
    "javascript": re.compile(r"\b(?:const|let|var)\s+(\w+)(?:\s*:[^=;]*)?\s*=\s*\Z"),
    "go": re.compile(r"\b(\w+)\s*:?=\s*(?:\w+\.\w+\()?\Z"),
    "php": re.compile(r"\$(\w+)\s*=\s*\Z"),
}
_ASKED = re.compile(
    r"(?:!!?|\bBoolean\(|\bif\s*\(?\s*!?|\bunless\s+|\belsif\s+|\b(?:and|or|not)\s+|&&\s*|\bisset\(|"
    r"\bempty\(|\bdefined\s+|(?:if|while)\s+let\s+(?:Ok|Some)\([^()]*\)\s*=\s*(?:std::)?"
    r"|\bmatch\s+(?:std::)?|\bcmp\.Or\()\s*\Z"
)
_BRACKET = re.compile(r"[(){}\[\]]")
_READS_ENV = r"(?:process\.env\b|import\.meta\.env\b|os\.Getenv\(|env::var|\bvar\(\")"
_CONDITION = re.compile(rf"\b(?:if|while)\s*\(?(?=[^;{{}}]*{_READS_ENV})[^;{{}}]*\)?\s*\Z")
_CHOSEN = re.compile(rf"{_READS_ENV}[^;{{}}]*?(?:\?|&&)\s*(?:new\s+|await\s+)?[\w.]*\s*\Z")
_LIVE = re.compile(r"production|:prod\b")
_OFFERED = re.compile(r"(?:\?\?|\|\|)\s*\(?\s*\Z")
_CHAIN = re.compile(
    r"(?:(?:process\.env|import\.meta\.env)(?:\.|\[[\"'])\w+[\"'\]]*\s*(?:\?\?|\|\|)\s*)+\Z"
)
_LINK = re.compile(r"\benv(?:\.|\[[\"'])(\w+)")
_BLOCK = re.compile(
    r"^\s*(?:\}?\s*(?:if|elsif|elif|unless|when|case)\b.*(?:\bENV\b|get_env|fetch_env|:dev\b|:test\b)"
    r"|.*\bif Rails\.env\.(?:dev|test))"
)
_TRAILING = re.compile(r"[^\n]*\b(?:if|unless)\b[^\n]*\bENV\b")
_CHAINED_RUST = re.compile(r"\"\s*\)[^;]{0,200}?\.(?:ok|is_ok|is_err|is_ok_and|or_else|as_deref)\(")
_WOVEN = re.compile(r"[$#]\{\s*(?:\w+\(\s*)?\Z|(?:\+|<>)\s*\Z")
_JOINED = re.compile(r"[\"'\])]*\s*(?:\+(?!\+)|<>)")
_STRICT = re.compile(r"fetch|[rR]equire|[mM]ust|assert|need|ensure")
_ELSE = re.compile(r"production['\"]?\s*\?[^:;{}]{0,40}:\s*\Z")
# `intFrom(process.env.X, 10)`: a function of one's own that is given what to take instead.
_READER = re.compile(
    r"\b\w*(?:[pP]arse|[nN]umber|[iI]nt|[bB]ool|[eE]nv|[dD]efault|[rR]ead|[cC]oerce|[fF]lag|Or)\w*\(\s*\Z"
)
_SECOND = re.compile(r"[\"'\]]*\s*,\s*(?!\s*(?:\"\"|''|undefined|null|nil|10\s*\)))[^\s)]")
_NAME = re.compile(r"\b[A-Z][A-Z0-9_]+\b(?!\.)")
# Held against what a visitor sends, it must be there.
_AGAINST = re.compile(r"[!=]==?\s*\Z")
_COMPARED = re.compile(r"EqualFold\(\s*(?:\w+\.\w+\()?\Z")
_ASSERTED = re.compile(r"process\.env(?:\.\w+|\[[^\]]*\])(?:!|\s+as\s+string)|!!\s*process\.env\b")
_BARE = re.compile(r"[\"'\]]*\s*[,})\n]")
_PASSED = re.compile(r"(?:\w+\s*[:=]\s*\{?\s*|[(,]\s*)\Z")


def has_fallback(quiet: str, start: int, end: int, language: str) -> bool:
    """Whether a value of the code's own stands behind a reading whose name ends there."""
    is_read = language == "javascript" and _SECOND.match(quiet, end)
    if is_read and _READER.search(quiet, max(0, start - 60), start):
        return True
    pattern = _FALLBACK.get(language)
    return pattern is not None and pattern.match(quiet, end) is not None


def has_a_stop(quiet: str, place: int) -> bool:
    """Whether the code ends soon after: an exception, an exit, an error told."""
    return _STOPS.search(quiet, place, place + _AHEAD) is not None


def is_written(quiet: str, end: int) -> bool:
    """Whether the code sets it rather than reads it."""
    return _WRITTEN.match(quiet, end, end + 8) is not None


def chain_before(quiet: str, start: int) -> tuple[str, ...]:
    """The variables asked first, where this one is read only for want of them."""
    chain = _CHAIN.search(quiet, max(0, start - 240), start)
    return tuple(_LINK.findall(chain[0])) if chain else ()


def is_spared(quiet: str, found: re.Match[str], language: str) -> bool:
    """Whether the product does without: it asks first, or an empty value is enough."""
    parts, start, end = found.groupdict(), found.start(), found.end("name")
    if language == "javascript" and _EMPTY.match(quiet, end) and not _opens(parts["name"]):
        return True
    if language == "rust" and _CHAINED_RUST.match(quiet, end):
        return True
    guard = (parts.get("guard") or parts.get("guard2") or "").strip()
    if guard.startswith(")") and _AGAINST.search(quiet, max(0, start - 12), start):
        guard = ""
    guarded = bool(guard) or _is_asked(quiet, start, language)
    if guarded:
        return not _is_demanded(quiet, start, end)
    if language == "javascript" and _OFFERED.search(quiet, max(0, start - 24), start):
        return not chain_before(quiet, start)
    is_strict = _STRICT.search(found[0]) or re.match(r"[\"'\]]*!(?!=)", quiet[end : end + 4])
    is_lax = language not in ("rust", "prisma", "python") and not is_strict
    if is_lax and is_a_choice(parts["name"]) and not _is_woven_in(quiet, start, found.end()):
        return True
    if language in ("ruby", "elixir"):
        return _is_below_a_question(quiet, start) or bool(_TRAILING.match(quiet, end))
    if language in ("javascript", "go", "rust") and _is_within_a_question(quiet, start):
        return True
    return language == "javascript" and _is_passed_on(quiet, start, end, parts["name"])


def _is_woven_in(quiet: str, start: int, end: int) -> bool:
    """Whether it becomes part of a text, where nothing shows as a hole."""
    before = quiet[max(0, start - 24) : start]
    return _WOVEN.search(before) is not None or _JOINED.match(quiet, end) is not None


def _opens(name: str) -> bool:
    return bool(CREDENTIAL.search(name)) and not is_a_choice(name)


def _is_asked(quiet: str, start: int, language: str) -> bool:
    """Whether the question is only whether it is there, here or where it is kept."""
    before = quiet[max(0, start - 60) : start]
    if _ASKED.search(before) or _ELSE.search(before) or _COMPARED.search(before):
        return True
    pattern = _KEPT.get(language)
    kept = pattern.search(quiet, max(0, start - 80), start) if pattern else None
    if kept is None:
        return False
    name = re.escape(kept[1])
    if language == "go":
        asked = rf"\b{name}\s*(?:!=|==)\s*\"\"|len\({name}\)"
    elif language == "php":
        asked = rf"\bif\s*\([^;{{]*\${name}\b|\${name}\s*(?:\?|&&|\|\||[!=]==?)"
    else:
        asked = (
            rf"\bif\s*\(\s*!?\s*{name}\s*(?:\)|&&|\|\|)|\b{name}\s*(?:&&|\|\||\?\?|\?\s|\?\.)"
            rf"|&&\s*!?{name}\b|\|\|\s*!{name}\b|!!{name}\b|\b{name}\s*[!=]==?\s*(?!undefined|null)"
        )
    # With no secret, what follows `if (!sig || !secret) return` never runs at all.
    asks = [
        one
        for one in re.finditer(asked, quiet)
        if not (one[0].startswith("|") and is_secret(_name_at(quiet, start)))
    ]
    return bool(asks) and not any(_ends_there(quiet, one, name) for one in asks)


def _name_at(quiet: str, start: int) -> str:
    found = _NAME.search(quiet, start, start + 120)
    return found[0] if found else ""


def _ends_there(quiet: str, asked: re.Match[str], name: str) -> bool:
    """Whether the code stops where what was kept is not there."""
    is_missing = re.search(rf"!\s*{name}\b|{name}\s*==", asked.group()) is not None
    return is_missing and _STOPS.search(quiet, asked.end(), asked.end() + _AHEAD) is not None


def _is_demanded(quiet: str, start: int, end: int) -> bool:
    """Whether the code stops where it is not there."""
    missing = re.search(r"!\s*\Z", quiet[max(0, start - 3) : start]) or _MISSING.match(quiet, end)
    return bool(missing) and _STOPS.search(quiet, start, start + _AHEAD) is not None


def _is_within_a_question(quiet: str, start: int) -> bool:
    """Whether it is read only where another variable is there: in its `if`, or behind its `?`."""
    for place in _openers(quiet, start):
        head = quiet[max(0, place - 240) : place]
        if quiet[place] == "{" and (test := _CONDITION.search(head)) and not _LIVE.search(test[0]):
            return True
        if (chosen := _CHOSEN.search(head)) and not _LIVE.search(chosen[0]):
            return True
    chosen = _CHOSEN.search(quiet[max(0, start - 160) : start])
    return chosen is not None and not _LIVE.search(chosen[0])


def _openers(quiet: str, start: int) -> Iterator[int]:
    """Where the brackets begin that a place stands in, the nearest first."""
    depth = 0
    for bracket in reversed(list(_BRACKET.finditer(quiet, max(0, start - _BACK), start))):
        depth += 1 if bracket[0] in ")}]" else -1
        if depth < 0:
            depth = 0
            yield bracket.start()


def _is_below_a_question(quiet: str, start: int) -> bool:
    """The same where indentation tells: Ruby and Elixir."""
    lines = quiet[max(0, start - _BACK) : start].split("\n")
    depth = len(lines[-1]) - len(lines[-1].lstrip())
    for line in reversed(lines[:-1]):
        own = len(line) - len(line.lstrip())
        if line.strip() and own < depth:
            depth = own
            if _BLOCK.match(line) and not _LIVE.search(line):
                return True
    return False


def _is_passed_on(quiet: str, start: int, end: int, name: str) -> bool:
    """Handed on as it is, in a file whose author asserts what must be there (`!`, `as string`)
    or makes switches of what may be missing (`!!`)."""
    if _opens(name) or not _BARE.match(quiet, end):
        return False
    is_passed = _PASSED.search(quiet, max(0, start - 80), start) is not None
    return is_passed and _ASSERTED.search(quiet) is not None
