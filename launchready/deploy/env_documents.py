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
    r"|(\.?env|\.env\.\w+)\.op|\.env\.tpl|\.env|\.env\.(production|development|staging|local))$"
)
_ENTRY = re.compile(
    r"^(?P<hash>[ \t]*#[ \t]*)?(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*="
    r"[ \t]*(?P<value>\"(?:\\.|[^\"\\])*\"|'[^']*'|[^\n#]*)",
    re.M,
)
_SCHEMAS = ("envsafe", "makeValidator", "z.object", "zod")
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
_BACKTICKED = re.compile(r"`\$?\{?([A-Z][A-Z0-9_]+)\}?(?:=[^`\n]*)?`")
_KEEPS_NAMES = re.compile(
    r"(^|/)(render\.ya?ml|fly[\w.-]*\.toml|app\.json|vercel\.json|netlify\.toml"
    r"|turbo\.json|wrangler\.(toml|jsonc?)|values[\w.-]*\.ya?ml|deploy\.ya?ml"
    r"|serverless\.ya?ml|railway\.(toml|json)|[\w.-]*compose[\w.-]*\.ya?ml|app\.ya?ml"
    r"|Dockerfile[^/]*|[^/]*\.Dockerfile|[\w-]*deployment[\w-]*\.ya?ml|[\w-]*config-?map[\w-]*\.ya?ml"
    r"|[^/]*\.ya?ml\.(erb|j2|tmpl|tpl)|[^/]*\.(tf|tfvars|env|hcl|nomad)|docs/env\.ya?ml|\.do/[^/]*"
    r"|env\.schema\.json|[\w.-]*env\.d\.ts|\.kamal/secrets[^/]*|cloudbuild\.ya?ml|samconfig\.toml"
    r"|template\.ya?ml|amplify\.ya?ml|bitbucket-pipelines\.yml|\.gitlab-ci\.yml)$"
    r"|(^|/)(k8s|kubernetes|manifests|helm|charts|kustomize|deploy|deployments?|config/deploy)/.*\.ya?ml$"
)
_PASSED_IN = re.compile(r"^\.github/(workflows|actions)/.*\.ya?ml$")
_FOR_TESTS = re.compile(
    r"(^|[/._-])(tests?|e2e|ci|lint|checks?|playwright|cypress|preview)([/._-]|$)"
)
_GO_TAG = re.compile(r"\b(?:envconfig|env|mapstructure):\"([A-Z][A-Z0-9_]+)[\",]")
_CONVICT = re.compile(r"\benv:\s*[\"']([A-Z][A-Z0-9_]+)[\"']")
_ALIAS = re.compile(
    r"\b(?:validation_)?alias\s*=\s*(?:AliasChoices\()?((?:\s*[\"']\w+[\"']\s*,?)+)|\benv\s*=\s*[\"'](\w+)[\"']"
)
_PREFIX = re.compile(r"env_prefix\s*=\s*[\"'](\w*)[\"']")
_ANY_KEY = re.compile(r"(?:^|[{,])\s*[\"']?([A-Z][A-Z0-9_]+)[\"']?\s*:", re.M)
_SCHEME = re.compile(r"\bEnv\((?P<body>(?:[^()]|\([^()]*\))*)\)")
_SCHEME_KEY = re.compile(r"\b([A-Z][A-Z0-9_]+)\s*=\s*\(")


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
    """Variables a file declares in code: t3-env, zod, envalid, convict, pydantic's BaseSettings,
    django-environ's scheme, Go's struct tags."""
    text, names = one.text, set[str]()
    if "createEnv(" in text or "cleanEnv(" in text:
        names.update(_ANY_KEY.findall(text))
    elif any(one in text for one in _SCHEMAS) and (
        _SCHEMA_FILE.search(one.path) or "process.env" in text
    ):
        names.update(_SCHEMA_KEY.findall(text))
    if "convict" in text:
        names.update(_CONVICT.findall(text))
    if one.path.endswith(".go"):
        names.update(_GO_TAG.findall(text))
    if "BaseSettings" in text:
        names |= _of_settings_class(text)
    if "Env(" in text and one.path.endswith(".py"):
        for scheme in _SCHEME.finditer(text):
            names.update(_SCHEME_KEY.findall(scheme["body"]))
    return names


def _of_settings_class(text: str) -> set[str]:
    """Fields of pydantic's settings by the variables they read, prefix and aliases seen to."""
    prefixes = {one.upper() for one in _PREFIX.findall(text)} | {""}
    names: set[str] = set()
    for found in _SETTINGS_CLASS.finditer(text):
        for field in _SETTINGS_FIELD.findall(found["body"]):
            names.update(prefix + field.upper() for prefix in prefixes)
    for several, alone in _ALIAS.findall(text):
        names.update(re.findall(r"\w+", several or alone))
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Names people are told of, and names that only files of a deployment pass in."""

    told: frozenset[str]
    passed: frozenset[str]

    def __contains__(self, name: str) -> bool:
        return name in self.told or name in self.passed


def documents(tree: Tree) -> Documents:
    """Every name that is written down somewhere: an example file, a schema, a manifest, a page."""
    told: set[str] = set()
    passed: set[str] = set()
    for one in tree.files:
        if is_example(one.path):
            told.update(entry.name for entry in entries(one.text))
        elif _KEEPS_NAMES.search(one.path):
            names = passed if "compose" in one.path else told
            names.update(_IN_PROSE.findall(one.text))
            names.update(_CONFIG_KEY.findall(one.text))
        elif is_documentation(one.path):
            told.update(_IN_PROSE.findall(one.text))
            told.update(_BACKTICKED.findall(one.text))
        elif _PASSED_IN.search(one.path):
            if not _FOR_TESTS.search(one.path):
                passed.update(_CONFIG_KEY.findall(one.text))
        else:
            told |= schema_names(one)
    return Documents(told=frozenset(told), passed=frozenset(passed))
