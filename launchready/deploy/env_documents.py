"""Which variables somebody has written down, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.deploy.paths import is_documentation, is_ours
from launchready.deploy.tree import File, Tree

_EXAMPLE = re.compile(
    r"(^|/)(\.?env\.(example|sample|template|dist|defaults?|schema)|"
    r"\.env\.[\w.-]*(example|sample|template|dist)"
    r"|\.env-(example|sample|template|dist)|(example|sample|template|default)s?\.env|"
    r"env-(example|sample)|[\w.-]*\.env\.(example|sample|template)"
    r"|\.env|\.env\.(production|development|staging|local))$"
)
_ENTRY = re.compile(
    r"^(?P<hash>[ \t]*#[ \t]*)?(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*="
    r"[ \t]*(?P<value>\"(?:\\.|[^\"\\])*\"|'[^']*'|[^\n#]*)",
    re.M,
)
_SCHEMA = re.compile(r"\b(createEnv|cleanEnv|envsafe|makeValidator|z\.object|zod)\b")
_SCHEMA_FILE = re.compile(
    r"(^|/)(src/)?([\w./-]*/)?env(?:\.(?:client|server|schema|"
    r"validation))?\.[cm]?[jt]sx?$|env[.-]?(schema|config)\.[cm]?[jt]s$"
)
_SCHEMA_KEY = re.compile(
    r"^\s*[\"']?([A-Z][A-Z0-9_]+)[\"']?\s*:\s*(?:z\b|str\(|num\(|bool\(|port\(|url\(|"
    r"email\(|json\(|host\(|envsafe|\w*[sS]chema)",
    re.M,
)
_SETTINGS_CLASS = re.compile(
    r"^class\s+\w+\([^)]*BaseSettings[^)]*\):(?P<body>(?:\n(?:[ \t]+[^\n]*)?)*)", re.M
)
_SETTINGS_FIELD = re.compile(r"^[ \t]+([A-Za-z]\w*)\s*:\s*[^\n]+", re.M)
_CONFIG_KEY = re.compile(
    r"^\s*-?\s*(?:key|name|\"name\")?\s*:?\s*[\"']?([A-Z][A-Z0-9_]{2,})[\"']?\s*[:=,]?", re.M
)
_IN_PROSE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
_KEEPS_NAMES = re.compile(
    r"(^|/)(render\.ya?ml|fly[\w.-]*\.toml|app\.json|vercel\.json|netlify\.toml|"
    r"[\w.-]*compose[\w.-]*\.ya?ml"
    r"|turbo\.json|wrangler\.(toml|jsonc?)|values[\w.-]*\.ya?ml|deploy\.ya?ml|"
    r"serverless\.ya?ml|railway\.(toml|json)"
    r"|Dockerfile[^/]*|[\w-]*deployment[\w-]*\.ya?ml|[\w-]*config-?map[\w-]*\.ya?ml|"
    r"docs/env\.ya?ml|\.do/[^/]*)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a file like .env.example; `value` may be a secret. A commented one is `off`."""

    name: str
    value: str
    offset: int
    is_off: bool


def is_example(path: str) -> bool:
    """Whether a file shows which variables there are, one a line."""
    return _EXAMPLE.search(path) is not None and is_ours(path)


def entries(text: str) -> Iterator[Entry]:
    """The lines of a dotenv file: export, comments and values of several lines. Never raises."""
    for found in _ENTRY.finditer(text):
        value = found["value"].strip()
        if value[:1] in ("'", '"') and len(value) > 1:
            value = value[1:-1]
        yield Entry(
            name=found["name"], value=value, offset=found.start("name"), is_off=bool(found["hash"])
        )


def schema_names(one: File) -> set[str]:
    """Variables a file declares in code: t3-env, zod, envalid, pydantic's BaseSettings."""
    names: set[str] = set()
    if _SCHEMA.search(one.text) and (
        _SCHEMA_FILE.search(one.path)
        or "createEnv" in one.text
        or "cleanEnv" in one.text
        or "process.env)" in one.text
    ):
        names.update(_SCHEMA_KEY.findall(one.text))
    if "BaseSettings" in one.text:
        for found in _SETTINGS_CLASS.finditer(one.text):
            names.update(field.upper() for field in _SETTINGS_FIELD.findall(found["body"]))
    return names


def documented(tree: Tree) -> frozenset[str]:
    """Every name that is written down somewhere: an example file, a schema, a manifest, a page."""
    names: set[str] = set()
    for one in tree.files:
        if is_example(one.path):
            names.update(entry.name for entry in entries(one.text))
        elif _KEEPS_NAMES.search(one.path):
            names.update(_IN_PROSE.findall(one.text))
            names.update(_CONFIG_KEY.findall(one.text))
        elif is_documentation(one.path):
            names.update(_IN_PROSE.findall(one.text))
        else:
            names.update(schema_names(one))
    return frozenset(names)
