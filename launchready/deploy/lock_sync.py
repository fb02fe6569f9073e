"""Compares manifests with their lock files, without running anything of the repository.

A package manager that is asked reads the repository's own settings (.npmrc, .yarnrc.yml,
pnpmfile), some of which are programs. So the two files are compared by themselves, where the lock
repeats what the manifest asked for: npm's (lockfileVersion 2 and 3) and Bundler's do.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from launchready.core.location import Location
from launchready.deploy.paths import is_run
from launchready.deploy.tree import File, Tree
from launchready.deploy.workflows import pipelines

_KINDS = ("dependencies", "devDependencies", "optionalDependencies")
# Locks that do not say what was asked for; an install in CI that refuses to change them proves it.
_PROVEN_BY = {
    "pnpm-lock.yaml": r"\bpnpm[ \t]+(?:i|ci|install)\b(?![^\n]*--no-frozen)",
    "yarn.lock": r"\byarn\b[^\n]*--(?:immutable|frozen-lockfile)",
    "bun.lock": r"\bbun[ \t]+(?:i|install|ci)\b[^\n]*(?:--frozen-lockfile|ci)",
    "uv.lock": r"\buv\b[^\n]*--locked|\buv[ \t]+lock[ \t]+--check",
    "poetry.lock": r"\bpoetry[ \t]+(?:install|sync|check)",
    "Cargo.lock": r"\bcargo\b[^\n]*--(?:locked|frozen)",
    "composer.lock": r"\bcomposer[ \t]+(?:install|validate)",
    "mix.lock": r"\bmix[ \t]+deps\.get\b[^\n]*--check-locked",
}
_GEM = re.compile(r"^\s*gem\s*\(?\s*[\"']([\w.-]+)[\"']", re.M)
_LOCKED_GEMS = re.compile(r"^DEPENDENCIES\n((?:  .+\n?)*)", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A manifest that asks for something its lock does not have."""

    manifest: str
    at: Location
    message: str


def out_of_sync(tree: Tree) -> tuple[list[Difference], list[str]]:
    """Manifests whose lock is behind, and locks that could not be read."""
    found: list[Difference] = []
    unknown: list[str] = []
    for file in tree.files:
        folder = file.path[: -len(file.name)]
        if not is_run(file.path):
            continue
        if file.name == "package.json" and (lock := tree.at(f"{folder}package-lock.json")):
            missing = npm_missing(file.text, lock.text)
        elif file.name == "Gemfile" and (lock := tree.at(f"{folder}Gemfile.lock")):
            missing = gems_missing(file.text, lock.text)
        else:
            continue
        if missing is None:
            unknown.append(lock.path)
        elif missing:
            found.append(_difference(file, lock, missing))
    return found, unknown + _unproven(tree)


def _unproven(tree: Tree) -> list[str]:
    """Locks at the root that nothing proves to be in step."""
    steps = "\n".join(one.text for one in (*pipelines(tree), *tree.files) if _is_run_there(one))
    return [
        lock
        for lock, proof in _PROVEN_BY.items()
        if lock in tree.paths and not re.search(proof, steps)
    ]


def _is_run_there(file: File) -> bool:
    return "Dockerfile" in file.path or file.path.startswith((".github/workflows/", ".gitlab-ci"))


def _difference(file: File, lock: File, missing: list[str]) -> Difference:
    offset = max(file.text.find(missing[0].rpartition("@")[0] or missing[0]), 0)
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    message = (
        f"{file.path} asks for {', '.join(missing[:3])}{more}; {lock.path} does not have it so"
    )
    return Difference(
        manifest=f"{file.path} in step",
        at=Location(file=file.path, line=file.line_at(offset)),
        message=message,
    )


def npm_missing(manifest: str, lock: str) -> list[str] | None:
    """What package-lock.json's root entry lacks or has otherwise; None when it cannot be told."""
    wanted, locked = _read(manifest), _read(lock)
    packages = locked.get("packages") if locked else None
    root = packages.get("") if isinstance(packages, dict) else None
    if wanted is None or not isinstance(root, dict):
        return None
    missing = []
    for kind in _KINDS:
        asked, had = wanted.get(kind) or {}, root.get(kind) or {}
        if not isinstance(asked, dict) or not isinstance(had, dict):
            return None
        # An optional dependency takes the place of an ordinary one of its name.
        optional = wanted.get("optionalDependencies") or {}
        missing += [
            f"{name}@{version}"
            for name, version in asked.items()
            if had.get(name) != version and not (kind == "dependencies" and name in optional)
        ]
    return missing


def gems_missing(manifest: str, lock: str) -> list[str] | None:
    """Gems that Gemfile.lock does not list; None when it is no such file."""
    listed = _LOCKED_GEMS.search(lock)
    if listed is None:
        return None
    had = {line.split()[0].rstrip("!") for line in listed[1].splitlines() if line.split()}
    asked = _GEM.findall(re.sub(r"#[^\n]*", "", manifest))
    return [one for one in dict.fromkeys(asked) if one not in had]


def _read(text: str) -> dict[str, Any] | None:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
