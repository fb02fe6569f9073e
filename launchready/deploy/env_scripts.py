"""Where files that are no program read the environment: shell, compose, Spring, ERB, Nuxt."""

import re
from collections.abc import Iterator

from launchready.deploy.env_use import CREDENTIAL, CUSTOMARY, Use

COMPOSE = re.compile(r"(^|/)[\w.-]*compose[\w.-]*\.ya?ml$")
_SPRING = re.compile(r"(^|/)(application|bootstrap)[\w-]*\.(ya?ml|properties)$")
_ENTRY = re.compile(r"(^|/)([\w.-]*entrypoint[\w.-]*|(docker-)?(start|run|launch|boot)[\w-]*\.sh)$")
_ERB = re.compile(r"(^|/)config/[\w./-]*\.ya?ml(\.erb)?$")
_NUXT = re.compile(r"(^|/)nuxt\.config\.[cm]?[jt]s$")

_BRACED = re.compile(r"(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(:?[-+?=][^}]*)?\}")
_PLAIN = re.compile(r"(?<![\\$])\$([A-Z][A-Z0-9_]+)\b")
_SPRING_USE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(:[^}]*)?\}")
_ERB_USE = re.compile(
    r"ENV(?:\.fetch\(\s*|\[\s*)[\"']([A-Za-z_][A-Za-z0-9_]*)[\"'](\s*,|\s*\)\s*\{|\s*\]\s*(?:\|\||\.|if|&&|\?))?"
)
_LOCAL = re.compile(
    r"(?:^|[;&|(]|\b(?:export|local|readonly|declare(?: -\w+)?|then|do|else))[ \t]*"
    r"([A-Za-z_][A-Za-z0-9_]*)\+?="
    r"|\bfor[ \t]+([A-Za-z_]\w*)|\bread[ \t]+(?:-\w+[ \t]+)*([A-Za-z_]\w*)"
    r"|\bgetopts[ \t]+\S+[ \t]+(\w+)",
    re.M,
)
_TESTED = re.compile(r"-[zn][ \t]+\"?\$\{?([A-Za-z_][A-Za-z0-9_]*)")
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*", re.M)
_SINGLE = re.compile(r"'[^'\n]*'")
_STRICT = re.compile(r"^\s*set[ \t]+(?:-o[ \t]+nounset|-[a-z]*u)", re.M)
_STOPS = re.compile(r"\bexit[ \t]+[1-9]|\breturn[ \t]+[1-9]")
_RUNTIME = re.compile(r"\bruntimeConfig\s*:\s*\{")
_FIELD = re.compile(r"\s*[\"']?([A-Za-z]\w*)[\"']?\s*:\s*(\{|\"\"|''|[^,{}\n]+)|(\})")


def script_uses(text: str, path: str) -> Iterator[Use]:
    """Every reading of a variable in a file of settings or a start script. Never raises."""
    if COMPOSE.search(path):
        yield from _interpolated(_quiet(text, keeps_single=True))
    elif _ENTRY.search(path):
        yield from _of_shell(_quiet(text))
    elif _SPRING.search(path):
        for one in _SPRING_USE.finditer(_quiet(text, keeps_single=True)):
            yield from _use(one[1], one.start(), has_default=one[2] is not None)
    elif _ERB.search(path) and "<%" in text and "config/deploy/" not in path:
        for one in _ERB_USE.finditer(_quiet(text, keeps_single=True)):
            yield from _use(one[1], one.start(), has_default=one[2] is not None)
    elif _NUXT.search(path):
        yield from _of_nuxt(text)


def _use(name: str, offset: int, *, has_default: bool) -> Iterator[Use]:
    if CUSTOMARY.match(name):
        yield Use(name=name, offset=offset, has_default=has_default)


def _quiet(text: str, *, keeps_single: bool = False) -> str:
    """The text with comments, and what single quotes keep from being read, blanked."""

    def blank(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", found[0])

    bare = _COMMENT.sub(blank, text)
    return bare if keeps_single else _SINGLE.sub(blank, bare)


def _interpolated(quiet: str) -> Iterator[Use]:
    for one in _BRACED.finditer(quiet):
        how = (one[2] or "").lstrip(":")
        yield from _use(one[1], one.start(), has_default=bool(how) and not how.startswith("?"))


def _of_shell(quiet: str) -> Iterator[Use]:
    """`${X:?}`, `[ -z "$X" ]` that ends in an exit, and every `$X` where `set -u` makes it fail."""
    local = {name for found in _LOCAL.finditer(quiet) for name in found.groups() if name}
    fails = _STRICT.search(quiet) is not None
    for one in _BRACED.finditer(quiet):
        how = (one[2] or "").lstrip(":")
        if one[1] not in local and (how or fails):
            yield from _use(one[1], one.start(), has_default=how[:1] in ("-", "+", "="))
    for one in _PLAIN.finditer(quiet):
        if one[1] not in local and fails:
            yield from _use(one[1], one.start(), has_default=False)
    for one in _TESTED.finditer(quiet):
        if one[1] not in local and _STOPS.search(quiet, one.end(), one.end() + 200):
            yield from _use(one[1], one.start(), has_default=False)


def _of_nuxt(text: str) -> Iterator[Use]:
    """`runtimeConfig: { stripeKey: "" }` is NUXT_STRIPE_KEY, empty where it must be given."""
    start = _RUNTIME.search(text)
    if start is None:
        return
    above: list[str] = []
    for field in _FIELD.finditer(text, start.end(), start.end() + 6000):
        if field[3]:
            if not above:
                return
            above.pop()
        elif field[2] == "{":
            above.append(field[1])
        elif field[2] in ('""', "''"):
            words = "_".join(["nuxt", *above, field[1]])
            name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words).upper()
            yield from _use(name, field.start(1), has_default=not CREDENTIAL.search(name))
