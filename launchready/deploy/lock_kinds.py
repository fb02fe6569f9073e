"""Every lock file by its name: its manifest, how the two are compared, which program would tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from launchready.core.package_managers import Tool
from launchready.deploy import lock_bundled, lock_compiled, lock_node, lock_python, lock_yarn
from launchready.deploy.lock_gap import Gap, as_json

Texts = Mapping[str, str]
Gaps = Mapping[str, Gap] | None


def _json(texts: Texts) -> dict[str, dict[str, Any]]:
    return {one: read for one, text in texts.items() if (read := as_json(text)) is not None}


def _toml(texts: Texts) -> dict[str, dict[str, Any]]:
    read_all = {one: lock_python.as_toml(text) for one, text in texts.items()}
    return {one: read for one, read in read_all.items() if read is not None}


def _alone(ask: Callable[[str, str], Gap | None]) -> Callable[[Texts, str, str], Gaps]:
    def of(manifests: Texts, lock: str, _: str) -> Gaps:
        gap = ask(manifests[""], lock)
        return None if gap is None else {"": gap}

    return of


def _alone_toml(
    ask: Callable[[dict[str, Any], str], Gap | None],
) -> Callable[[Texts, str, str], Gaps]:
    def of(manifests: Texts, lock: str, _: str) -> Gaps:
        read = lock_python.as_toml(manifests[""])
        gap = None if read is None else ask(read, lock)
        return None if gap is None else {"": gap}

    return of


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a lock is compared, which program may be asked, which install in CI proves it."""

    manifest: str
    compare: Callable[[Texts, str, str], Gaps] | None
    command: str
    proof: str = r"(?!)"
    tool: Tool | None = None
    is_shared: bool = False


_NPM = Kind(
    manifest="package.json",
    compare=lambda manifests, lock, _: lock_node.npm(_json(manifests), lock),
    command="npm ci --dry-run",
    proof=r"\bnpm[ \t]+(?:ci|clean-install)\b",
    tool="npm",
    is_shared=True,
)
KINDS = {
    "package-lock.json": _NPM,
    "npm-shrinkwrap.json": _NPM,
    "pnpm-lock.yaml": Kind(
        manifest="package.json",
        compare=lambda manifests, lock, more: lock_node.pnpm(_json(manifests), lock, more),
        command="pnpm install --frozen-lockfile --lockfile-only",
        proof=r"\bpnpm[ \t]+(?:i|ci|install)\b(?![^\n]*--no-frozen)",
        is_shared=True,
    ),
    "yarn.lock": Kind(
        manifest="package.json",
        compare=lambda manifests, lock, _: lock_yarn.yarn(_json(manifests), lock),
        command="yarn install --immutable (yarn 1: --frozen-lockfile)",
        proof=r"\byarn\b[^\n]*--(?:immutable|frozen-lockfile)",
        is_shared=True,
    ),
    "bun.lock": Kind(
        manifest="package.json",
        compare=lambda manifests, lock, _: lock_node.bun(_json(manifests), lock),
        command="bun install --frozen-lockfile --dry-run",
        proof=r"\bbun[ \t]+(?:i|install|ci)\b[^\n]*(?:--frozen-lockfile|ci)",
        tool="bun",
        is_shared=True,
    ),
    "bun.lockb": Kind(
        manifest="package.json",
        compare=None,
        command="bun install --frozen-lockfile --dry-run",
        proof=r"\bbun[ \t]+(?:i|install|ci)\b[^\n]*(?:--frozen-lockfile|ci)",
        tool="bun",
        is_shared=True,
    ),
    "uv.lock": Kind(
        manifest="pyproject.toml",
        compare=lambda manifests, lock, _: lock_python.uv(_toml(manifests), lock),
        command="uv lock --check",
        proof=r"\buv\b[^\n]*--locked|\buv[ \t]+lock[ \t]+--check",
        tool="uv",
        is_shared=True,
    ),
    "poetry.lock": Kind(
        manifest="pyproject.toml",
        compare=_alone_toml(lock_python.poetry),
        command="poetry check --lock",
        proof=r"\bpoetry[ \t]+(?:install|sync|check)",
        tool="poetry",
    ),
    "pdm.lock": Kind(
        manifest="pyproject.toml",
        compare=None,
        command="pdm lock --check",
        proof=r"\bpdm[ \t]+(?:sync|lock[ \t]+--check|install\b[^\n]*--(?:frozen-lockfile|check))",
    ),
    "Pipfile.lock": Kind(
        manifest="Pipfile",
        compare=_alone_toml(lock_python.pipenv),
        command="pipenv verify",
        proof=r"\bpipenv[ \t]+(?:verify|sync|install\b[^\n]*--deploy)",
    ),
    "Cargo.lock": Kind(
        manifest="Cargo.toml",
        compare=lambda manifests, lock, _: lock_compiled.cargo(_toml(manifests), lock),
        command="cargo metadata --locked",
        proof=r"\bcargo\b[^\n]*--(?:locked|frozen)",
        is_shared=True,
    ),
    "composer.lock": Kind(
        manifest="composer.json",
        compare=_alone(lock_bundled.composer),
        command="composer validate --no-check-all",
        proof=r"\bcomposer[ \t]+(?:install|validate)",
        tool="composer",
    ),
    "go.sum": Kind(manifest="go.mod", compare=_alone(lock_compiled.go), command="go mod verify"),
    "Gemfile.lock": Kind(
        manifest="Gemfile",
        compare=_alone(lock_bundled.gems),
        command="bundle install --frozen",
        proof=r"ruby/setup-ruby|BUNDLE_(?:FROZEN|DEPLOYMENT)|\bbundle\b[^\n]*--(?:frozen|deployment)",
    ),
    "mix.lock": Kind(
        manifest="mix.exs",
        compare=_alone(lock_compiled.mix),
        command="mix deps.get --check-locked",
        proof=r"\bmix[ \t]+deps\.get\b[^\n]*--check-locked",
    ),
}
