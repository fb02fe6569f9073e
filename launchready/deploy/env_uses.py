"""Where source code reads the environment, by language, comments and texts left out."""

import re
from collections.abc import Iterator

from launchready.deploy.env_guards import (
    chain_before,
    has_a_stop,
    has_fallback,
    is_spared,
    is_written,
)
from launchready.deploy.env_names import is_a_choice
from launchready.deploy.env_python import python_uses
from launchready.deploy.env_use import CREDENTIAL, CUSTOMARY, Use

_N = r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
_Q = rf"[\"'`]{_N}[\"'`]"
# A value in code stands behind these; an empty one is none: it hides that the real one is missing.
_SECOND = r"(?P<default>\s*,\s*(?!\s*(?:None|nil|null|\"\"|'')\s*\)))?"
_LAX = r"(?P<guard>\s*,\s*(?:None|nil|null|\"\"|'')\s*\))?"
# Asked what it is equal to, or whether it is there: the product goes on without.
_JS_GUARD = r"(?P<guard>\s*(?:===?|!==?|&&|\?(?!\?)|\)\s*(?:\{|&&|\?|return\b)))?"
# A call of one's own whose name says that the product stops without.
_DEMAND = (
    r"(?<![\w.])(?:require|must|assert|need|ensure)_?(?:get_?)?(?:Required)?_?"
    r"(?:[eE]nv|ENV)(?:ironment)?(?:_?[vV]ar(?:iable)?)?!?\(\s*" + _Q + r"\s*,?\s*\)"
)

_JS = (
    rf"\bprocess\.env(?:\.|\?\.){_N}{_JS_GUARD}",
    rf"\bprocess\.env(?:\?\.)?\[\s*{_Q}\s*\]{_JS_GUARD}",
    rf"\bimport\.meta\.env(?:\.|\?\.){_N}{_JS_GUARD}",
    rf"\bimport\.meta\.env\[\s*{_Q}\s*\]{_JS_GUARD}",
    rf"\b(?:Deno\.env\.get|env\.get)\(\s*{_Q}\s*\){_JS_GUARD}",
    rf"\bBun\.env\.{_N}{_JS_GUARD}",
    _DEMAND,
)
# Python that is no longer, or not yet, Python: without a tree, by its words.
_PYTHON = (
    rf"\b(?:os\.)?environ\[\s*{_Q}\s*\](?!\s*=[^=])",
    rf"\b(?:os\.)?environ\.get\(\s*{_Q}{_SECOND}{_LAX}(?P<guard2>\s*\))?",
    rf"\b(?:os\.)?getenv\(\s*{_Q}{_SECOND}{_LAX}(?P<guard2>\s*\))?",
)
_RUBY = (
    rf"\bENV\[\s*{_Q}\s*\](?!\s*=[^=~])(?P<default>(?:\.\w+)?\s*\|\|=?\s*(?!nil\b|\"\"|"
    r"''))?(?P<guard>\s*(?:==|!=|=~|&&|&\.|\?|\.present\?|\.blank\?|\.nil\?|\.to_[ifb]\b))?",
    rf"\bENV\.fetch\(\s*{_Q}(?P<default>\s*,|\s*\)\s*(?:\{{|do\b))?{_LAX}",
    rf"\bENV\.(?:key|has_key|include|member)\?\(\s*{_Q}(?P<guard>\s*\))",
)
_PHP = (
    rf"(?<![\w>:$])env\(\s*{_Q}(?P<default>\s*,)?(?P<guard>\s*\))?",
    rf"\bgetenv\(\s*{_Q}(?P<default>\s*\)\s*(?:\?:|\?\?))?",
    rf"\$_(?:ENV|SERVER)\[\s*{_Q}\s*\](?P<default>\s*\?\?)?",
)
_GO = (
    rf"\bos\.Getenv\(\s*{_Q}\s*\)(?P<guard>\s*(?:==|!=))?",
    rf"\bos\.LookupEnv\(\s*{_Q}(?P<guard>\s*\))",
    _DEMAND.replace("(?:require|must", "(?:require|[mM]ust|[rR]equire"),
)
_JAVA = (
    rf"\bSystem\.getenv\(\s*{_Q}\s*\)(?P<default>\s*\?:)?(?P<guard>\s*(?:==|!=|\?\.))?",
    rf"@Value\(\"\$\{{{_N}(?P<default>:)?",
)
_CSHARP = (
    rf"\bEnvironment\.GetEnvironmentVariable\(\s*{_Q}\s*\)(?P<default>\s*\?\?\s*(?!throw|\"\"))?"
    r"(?P<guard>\s*(?:==|!=|\?\.))?",
)
_ELIXIR = (
    rf"\bSystem\.get_env\(\s*{_Q}(?P<default>\s*,\s*(?!nil\b|\"\")|\s*\)\s*\|\|(?!\s*raise)"
    r")?(?P<guard>\s*\)(?:\s*(?:in|==|!=|do\b|&&|\|>)|\s*$)|\s*,\s*(?:nil|\"\"))?",
    rf"\bSystem\.fetch_env!\(\s*{_Q}",
    rf"\bSystem\.fetch_env\(\s*{_Q}(?P<guard>\s*\))",
)
_RUST = (
    rf"\benv::var(?:_os)?\(\s*{_Q}\s*\)",
    rf"\benv!\(\s*{_Q}",
    rf"\boption_env!\(\s*{_Q}(?P<guard>\s*\))",
    rf"(?<![\w.])required_var\(\s*{_Q}\s*\)",
)
_PRISMA = (rf"^(?!\s*shadowDatabaseUrl).*?\benv\(\s*{_Q}\s*\)",)
# A pattern is only looked for where its word stands; in step with the patterns.
_HINTS = {
    "javascript": (
        "process.env",
        "process.env",
        "import.meta.env",
        "import.meta.env",
        "env.get",
        "Bun.env",
        "Env",
    ),
}
_USES = {
    language: tuple(
        (hint, re.compile(one, re.M))
        for hint, one in zip(_HINTS.get(language, [""] * len(patterns)), patterns, strict=True)
    )
    for language, patterns in {
        "javascript": _JS,
        "python": _PYTHON,
        "ruby": _RUBY,
        "php": _PHP,
        "go": _GO,
        "java": _JAVA,
        "csharp": _CSHARP,
        "elixir": _ELIXIR,
        "rust": _RUST,
        "prisma": _PRISMA,
    }.items()
}
_LOADED = re.compile(rf"(?<![\w.])env\.{_N}{_JS_GUARD}")
_SHARED = re.compile(
    r"(?:const|let|var)\s*\{(?P<names>[^{}]*)\}\s*=\s*(?:process\.env|import\.meta\.env)\b"
)
_PART = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?::\s*\w+)?\s*(=\s*(?!\"\"|''|undefined))?")
_IS_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")

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
_TEMPLATE = re.compile(r"`(?:\\.|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}|[^`\\])*`", re.S)
_SHOWN = re.compile(
    r"(\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\})|\b(?:process|import\.meta)\.env\b", re.S
)
_QUIET |= dict.fromkeys(("go", "java", "csharp", "rust", "prisma"), _QUIET["javascript"])


def quieted(text: str, language: str) -> str:
    """The text with comments and the inside of strings blanked, lines kept.

    What stays of strings are names, which calls are given, and what strings interpolate.
    """

    def blank(found: re.Match[str]) -> str:
        whole = found.group()
        if found.lastgroup == "text" and _stays(whole, language):
            return whole
        return re.sub(r"[^\n]", " ", whole)

    quiet = _QUIET[language].sub(blank, text)
    return _TEMPLATE.sub(_woven, quiet) if language == "javascript" and "`" in quiet else quiet


def _woven(found: re.Match[str]) -> str:
    """A template with the environment blanked where it is shown rather than read."""
    if "env." not in found[0]:
        return found[0]
    return _SHOWN.sub(lambda one: one[1] or " " * len(one[0]), found[0])


def _stays(whole: str, language: str) -> bool:
    inner = whole.strip("\"'")
    if not inner or _IS_NAME.match(inner):
        return True
    if language in ("java",) and "${" in whole:
        return True
    return language in ("ruby", "elixir") and "#{" in whole and whole.startswith('"')


def uses(text: str, language: str) -> Iterator[Use]:
    """Every reading of a variable in a source text. Never raises."""
    if language == "python" and (found := python_uses(text)) is not None:
        yield from found
        return
    quiet = quieted(text, language)
    for hint, pattern in _USES[language]:
        if hint in quiet:
            yield from _found(pattern, quiet, language)
    if language == "javascript":
        if "loadEnv(" in quiet:
            # A build's own settings: what it can build without is no more than a choice.
            loaded = _found(_LOADED, quiet, language)
            yield from (one for one in loaded if CREDENTIAL.search(one.name))
        yield from _shared(quiet)


def _found(pattern: re.Pattern[str], quiet: str, language: str) -> Iterator[Use]:
    for found in pattern.finditer(quiet):
        parts = found.groupdict()
        name = parts["name"]
        if not CUSTOMARY.match(name) or is_written(quiet, found.end()):
            continue
        after = found.end("name")
        yield Use(
            name=name,
            offset=found.start("name"),
            has_default=bool(parts.get("default"))
            or has_fallback(quiet, found.start(), after, language),
            is_optional=is_spared(quiet, found, language),
            instead=chain_before(quiet, found.start()) if language == "javascript" else (),
        )


def _shared(quiet: str) -> Iterator[Use]:
    """`const { A, B = "x" } = process.env`."""
    for shared in _SHARED.finditer(quiet):
        for part in shared["names"].split(","):
            if (one := _PART.match(part)) and CUSTOMARY.match(one[1]):
                asked = _is_asked_for(one[1], quiet)
                yield Use(
                    name=one[1],
                    offset=shared.start(),
                    has_default=bool(one[2]),
                    is_optional=asked or is_a_choice(one[1]),
                )


def _is_asked_for(name: str, quiet: str) -> bool:
    """Whether code looks if a name it has taken out of the environment is there."""
    return any(
        not has_a_stop(quiet, one.end())
        for one in re.finditer(rf"\bif\s*\([^;{{}}]*\b{name}\b|\b{name}\s*(?:&&|\|\||\?)", quiet)
    )
