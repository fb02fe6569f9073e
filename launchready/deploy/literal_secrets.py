"""Looks for secrets written into the files that describe how the product is run."""

import re
from collections.abc import Iterator

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.env_names import is_secret
from launchready.deploy.paths import is_run
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import File

LITERAL = Rule(
    id="deploy/literal-secret-in-config",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A secret is written into a deployment file",
    why="Whoever can read the repository can use it, and replacing it means changing code.",
    fix=(
        "Put the value into the platform's secret store, refer to it by name, and "
        "replace the value."
    ),
    hours=1.0,
)
_FILES = re.compile(
    r"(^|/)([\w.-]*compose[\w.-]*\.ya?ml|Dockerfile[^/]*|[^/]*\.Dockerfile|"
    r"fly[\w.-]*\.toml|vercel\.json|netlify\.toml|render\.ya?ml"
    r"|app\.json|serverless\.ya?ml|wrangler\.(toml|jsonc?)|app\.yaml|railway\.(json|"
    r"toml)|amplify\.ya?ml|config/deploy[\w.-]*\.yml|samconfig\.toml"
    r"|template\.ya?ml|values[\w.-]*\.ya?ml|cloudbuild\.ya?ml)$|"
    r"^\.github/workflows/[^/]+\.ya?ml$|(^|/)(k8s|kubernetes|manifests|deploy|helm|"
    r"\.do)/.*\.ya?ml$"
)
# NAME: value, NAME=value, - NAME=value, "NAME": "value", ENV NAME value, NAME = "value"
_PAIR = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:(?:ENV|"
    r"ARG)[ \t]+)?[\"']?(?P<name>[A-Z][A-Z0-9_]{3,})[\"']?[ \t]*(?:[:=]|"
    r"(?<=\w)[ \t])[ \t]*(?P<value>[^\n]*)$",
    re.M,
)
# - key: NAME / name: NAME, its value on the next line
_KEYED = re.compile(
    r"^[ \t]*-[ \t]+(?:key|"
    r"name):[ \t]*[\"']?(?P<name>[A-Z][A-Z0-9_]{3,})[\"']?[ \t]*\n[ \t]+value:[ \t]*(?P<value>[^\n]*)$",  # noqa: E501 - data, one a line
    re.M,
)
_REFERENCE = re.compile(
    r"\$|\{\{|<|^!|^\*|^(secret|ssm|vault|op|doppler|projects|arn)[:/]|secretKeyRef|valueFrom|^@",
    re.I,
)
_STAND_IN = re.compile(
    r"change|example|placeholder|your|dummy|fake|test|sample|x{4,}|\*{3,}|\.\.\.|"
    r"todo|replace|insert|none|null|true|false|undefined|localhost|postgres|password"
    r"|secret|root|admin|development|local|build|ci\b|mock|not[-_]|insecure|default|"
    r"min(imum)?[-_ ]|random|unused|minio|skip|token|passw|1234|abcd|qwerty|0{6}",
    re.I,
)
_NOT_LIVE = re.compile(
    r"(^|[/._-])(dev|development|test|tests|testing|local|override|ci|e2e|example|"
    r"sample|demo|playwright|cypress|lint|checks?)([/._-]|$)"
)
# Characters: below this it opens nothing worth having, or is a word.
_SHORTEST = 8


@check(Deploy, each=lambda deploy: [deploy.release], emits=(LITERAL,), network=False)
async def literal_secrets(release: Release, ctx: Context) -> list[Finding]:
    """What the product is run with names its secrets, and holds none."""
    tree = await release.tree(ctx.files)
    found: list[Finding] = []
    for file in tree.files:
        if is_looked_at(file.path):
            found += list(literals(file))
    found.sort(key=lambda one: (one.at.file, one.at.line))
    tree.demand_whole(tuple(found))
    return found


def is_looked_at(path: str) -> bool:
    """Whether a file says how the product is run, other than on a developer's machine."""
    is_workflow = path.startswith(".github/workflows/")
    runs = is_workflow or is_run(path)
    return runs and _FILES.search(path) is not None and not _NOT_LIVE.search(path)


def literals(file: File) -> Iterator[Finding]:
    """Secrets written out; the value itself is never told. Never raises."""
    seen: set[str] = set()
    for pattern in (_KEYED, _PAIR):
        for hit in pattern.finditer(file.text):
            name = hit["name"]
            if name in seen or not is_secret(name) or not is_literal(hit["value"]):
                continue
            seen.add(name)
            at = Location(file=file.path, line=file.line_at(hit.start("name")))
            message = (
                f"{name} has its value written out here, {len(_bare(hit['value']))} "
                "characters; a secret store should hold it"
            )
            yield LITERAL.broken(Named(name=f"{name} in {file.path}", at=at), message)


def is_literal(value: str) -> bool:
    """Whether a value is the secret, and no reference, stand-in or word."""
    bare = _bare(value)
    if len(bare) < _SHORTEST or _REFERENCE.search(bare) or _STAND_IN.search(bare) or " " in bare:
        return False
    kinds = sum(
        re.search(one, bare) is not None for one in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^\w]")
    )
    return kinds >= 2


def _bare(value: str) -> str:
    text = re.sub(r"[ \t]+#.*$", "", value).strip().rstrip(",").strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
