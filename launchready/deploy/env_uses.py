"""Where source code reads the environment, by language, comments and texts left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_N = r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
_Q = rf"[\"'`]{_N}[\"'`]"
# A value in code stands behind these; an empty one is none: it hides that the real one is missing.
_JS_FALLBACK = r"(?P<default>\s*(?:\?\?|\|\|)\s*(?!\s*(?:\"\"|''|``|undefined\b|null\b)))?"
# Asked whether it is there, or what it is equal to: the product goes on without.
_JS_GUARD = r"(?P<guard>\s*(?:===?|!==?|&&|\?(?!\?)|\)\s*(?:\{|&&|\?|return\b)))?"
_SECOND = r"(?P<default>\s*,\s*(?!\s*(?:None|nil|null|\"\"|'')\s*\)))?"
_LAX = r"(?P<guard>\s*,\s*(?:None|nil|null|\"\"|'')\s*\))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A reading of a variable: whether code has a value to fall back on, or goes on without."""

    name: str
    offset: int
    has_default: bool = False
    is_optional: bool = False


_JS = (
    rf"\bprocess\.env(?:\.|\?\.){_N}{_JS_FALLBACK}{_JS_GUARD}",
    rf"\bprocess\.env(?:\?\.)?\[\s*{_Q}\s*\]{_JS_FALLBACK}{_JS_GUARD}",
    rf"\bimport\.meta\.env(?:\.|\?\.){_N}{_JS_FALLBACK}{_JS_GUARD}",
    rf"\b(?:Deno\.env\.get|env\.get)\(\s*{_Q}\s*\){_JS_FALLBACK}{_JS_GUARD}",
    rf"\bBun\.env\.{_N}{_JS_FALLBACK}{_JS_GUARD}",
)
_PYTHON = (
    rf"\b(?:os\.)?environ\[\s*{_Q}\s*\](?!\s*=[^=])",
    rf"\b(?:os\.)?environ\.get\(\s*{_Q}{_SECOND}{_LAX}(?P<guard2>\s*\))?",
    rf"\b(?:os\.)?getenv\(\s*{_Q}{_SECOND}{_LAX}(?P<guard2>\s*\))?",
    rf"(?<![\w.])(?:env|config)(?:\.\w+)?\(\s*{_Q}{_SECOND}{_LAX}",
)
_RUBY = (
    rf"\bENV\[\s*{_Q}\s*\](?!\s*=[^=~])(?P<default>\s*\|\|=?\s*(?!nil\b|\"\"|"
    r"''))?(?P<guard>\s*(?:==|!=|&&|\?|\.present\?|\.blank\?|\.nil\?))?",
    rf"\bENV\.fetch\(\s*{_Q}(?P<default>\s*,|\s*\)\s*(?:\{{|do\b))?{_LAX}",
)
_PHP = (
    rf"(?<![\w>:$])env\(\s*{_Q}(?P<default>\s*,)?(?P<guard>\s*\))?",
    rf"\bgetenv\(\s*{_Q}(?P<default>\s*\)\s*(?:\?:|\?\?))?",
    rf"\$_(?:ENV|SERVER)\[\s*{_Q}\s*\](?P<default>\s*\?\?)?",
)
_GO = (
    rf"\bos\.Getenv\(\s*{_Q}\s*\)(?P<guard>\s*(?:==|!=))?",
    rf"\bos\.LookupEnv\(\s*{_Q}(?P<guard>\s*\))",
)
_JAVA = (
    rf"\bSystem\.getenv\(\s*{_Q}\s*\)(?P<default>\s*\?:)?",
    rf"@Value\(\"\$\{{{_N}(?P<default>:)?",
)
_ELIXIR = (
    rf"\bSystem\.get_env\(\s*{_Q}(?P<default>\s*,|\s*\)\s*\|\|"
    r")?(?P<guard>\s*\)(?:\s*(?:in|==|!=|do\b|&&|\|>)|\s*$))?",
    rf"\bSystem\.fetch_env!\(\s*{_Q}",
    rf"\bSystem\.fetch_env\(\s*{_Q}(?P<guard>\s*\))",
)
_RUST = (
    rf"\benv::var(?:_os)?\(\s*{_Q}\s*\)(?P<default>\s*\.unwrap_or)?(?P<guard>\s*\.(?:ok\(|is_ok))?",
    rf"\benv!\(\s*{_Q}",
    rf"\boption_env!\(\s*{_Q}(?P<guard>\s*\))",
)
_PRISMA = (rf"\benv\(\s*{_Q}\s*\)",)
_USES = {
    language: tuple(re.compile(one, re.M) for one in patterns)
    for language, patterns in {
        "javascript": _JS,
        "python": _PYTHON,
        "ruby": _RUBY,
        "php": _PHP,
        "go": _GO,
        "java": _JAVA,
        "elixir": _ELIXIR,
        "rust": _RUST,
        "prisma": _PRISMA,
    }.items()
}
_SHARED = re.compile(
    r"(?:const|let|var)\s*\{(?P<names>[^{}]*)\}\s*=\s*(?:process\.env|import\.meta\.env)\b"
)
_PART = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?::\s*\w+)?\s*(=\s*(?!\"\"|''|undefined))?")
_IS_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# Names are upper case by custom; NUXT_ and the like too. `process.env.hasOwnProperty` is no name.
_CUSTOMARY = re.compile(r"[A-Z][A-Z0-9_]+\Z")

_C_LIKE = r"/\*.*?\*/|(?<![:\\])//[^\n]*"
_LINE_TEXT = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
_QUIET = {
    "javascript": re.compile(rf"(?P<comment>{_C_LIKE})|(?P<text>{_LINE_TEXT})", re.S),
    "python": re.compile(
        r"(?P<comment>#[^\n]*)|(?P<text>(?<![fF])(?:\"\"\".*?\"\"\"|'''.*?''')|"
        rf"(?<![fF]){_LINE_TEXT})",
        re.S,
    ),
    "ruby": re.compile(
        r"(?P<comment>^=begin.*?^=end|"
        r"#(?!\{)[^\n]*)|(?P<text>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")",
        re.S | re.M,
    ),
    "elixir": re.compile(
        rf"(?P<comment>#(?!\{{)[^\n]*)|(?P<text>@\w*doc\s+~?[sS]?\"\"\".*?\"\"\"|{_LINE_TEXT})",
        re.S,
    ),
    "php": re.compile(rf"(?P<comment>{_C_LIKE}|#[^\n\[]*)|(?P<text>{_LINE_TEXT})", re.S),
}
_QUIET |= dict.fromkeys(("go", "java", "rust", "prisma"), _QUIET["javascript"])


def quieted(text: str, language: str) -> str:
    """The text with comments and the inside of strings blanked, lines kept.

    What stays of strings are names, which calls are given, and what strings interpolate.
    """

    def blank(found: re.Match[str]) -> str:
        whole = found.group()
        if found.lastgroup == "text" and _stays(whole, language):
            return whole
        return re.sub(r"[^\n]", " ", whole)

    return _QUIET[language].sub(blank, text)


def _stays(whole: str, language: str) -> bool:
    inner = whole.strip("\"'")
    if not inner or _IS_NAME.match(inner):
        return True
    if language in ("java",) and "${" in whole:
        return True
    return language in ("ruby", "elixir") and "#{" in whole and whole.startswith('"')


def uses(text: str, language: str) -> Iterator[Use]:
    """Every reading of a variable in a source text. Never raises."""
    if language == "python" and not re.search(
        r"\benviron\b|getenv|\bdecouple\b|\bEnv\(|import env\b", text
    ):
        return
    quiet = quieted(text, language)
    for pattern in _USES[language]:
        for found in pattern.finditer(quiet):
            parts = found.groupdict()
            if not _CUSTOMARY.match(parts["name"]) or _is_written(quiet, found.end()):
                continue
            yield Use(
                name=parts["name"],
                offset=found.start(),
                has_default=bool(parts.get("default")),
                is_optional=_is_spared(quiet, found),
            )
    if language == "javascript":
        for shared in _SHARED.finditer(quiet):
            for part in shared["names"].split(","):
                if (one := _PART.match(part)) and _CUSTOMARY.match(one[1]):
                    yield Use(name=one[1], offset=shared.start(), has_default=bool(one[2]))


_STOPS = re.compile(r"\b(?:throw|raise|panic|abort|invariant|process\.exit|sys\.exit)\b")
# An empty value is enough for a setting of looks or limits, never for what opens a door.
_EMPTY = re.compile(r"[\"'\])]*\s*(?:\?\?|\|\|)\s*(?:\"\"|''|``)")
_CREDENTIAL = re.compile(r"KEY|SECRET|TOKEN|PASSWORD|DSN|DATABASE")
_MISSING = re.compile(r"[\"'\])]*\s*===?\s*(?:undefined|null|\"\"|nil)")
_KEPT = re.compile(r"\b(?:const|let|var)\s+(\w+)\s*=\s*\Z")
_ASKED = re.compile(
    r"(?:!!?|\bBoolean\(|\bif\s*\(?\s*!?|\bunless\s+|\belsif\s+|&&\s*|\bisset\(|"
    r"\bempty\(|\bdefined\s+)\s*\Z"
)


def _is_spared(quiet: str, found: re.Match[str]) -> bool:
    parts = found.groupdict()
    guarded = bool(parts.get("guard") or parts.get("guard2")) or _is_asked(quiet, found.start())
    if _EMPTY.match(quiet, found.end("name")) and not _CREDENTIAL.search(parts["name"]):
        return True
    return guarded and not _is_demanded(quiet, found.start(), found.end("name"))


def _is_asked(quiet: str, start: int) -> bool:
    """Whether the question is only whether it is there."""
    if _ASKED.search(quiet, max(0, start - 24), start):
        return True
    kept = _KEPT.search(quiet, max(0, start - 80), start)
    if kept is None:
        return False
    name = re.escape(kept[1])
    asked = rf"\bif\s*\(\s*{name}\s*(?:\)|&&)|\b{name}\s*(?:&&|\|\||\?\?|\?\s)"
    return re.search(asked, quiet) is not None


def _is_demanded(quiet: str, start: int, end: int) -> bool:
    """Whether the code stops where it is not there."""
    missing = quiet[:start].endswith("!") or _MISSING.match(quiet, end)
    return bool(missing) and _STOPS.search(quiet, start, start + 160) is not None


def _is_written(quiet: str, end: int) -> bool:
    """Whether the code sets it rather than reads it."""
    return re.match(r"\s*(?:\?\?|\|\|)?=(?![=>~])", quiet[end : end + 8]) is not None
