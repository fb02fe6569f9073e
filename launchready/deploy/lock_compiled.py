"""Compares the manifests of Cargo, Go and Mix with their locks."""

import re
from collections.abc import Mapping
from typing import Any

from launchready.deploy.lock_gap import Gap, mapping
from launchready.deploy.lock_python import as_toml
from launchready.deploy.version_range import is_within

_CARGO_KINDS = ("dependencies", "dev-dependencies", "build-dependencies")
_GO_BLOCK = re.compile(
    r"(?m)^(require|replace)[ \t]*\(([^)]*)\)|^(require|replace)[ \t]+([^\n(]+)$"
)
_MIX_DEPS = re.compile(r"(?ms)^[ \t]*defp?[ \t]+deps\b.*?^[ \t]*end\b|\bdeps:[ \t]*\[.*?\]")
_MIX_DEP = re.compile(r"\{[ \t\n]*:(\w+)[ \t\n]*,([^{}]*)\}")
_MIX_LOCKED = re.compile(
    r"(?m)^\s*\"?:?(\w+)\"?(?::| =>)\s*\{:(\w+),\s*:?\"?([^\",]+)\"?,\s*\"([^\"]*)\""
)


def cargo(manifests: Mapping[str, dict[str, Any]], lock: str) -> dict[str, Gap] | None:
    """Cargo.lock, where every crate of the workspace lists by name what it needs.

    Source: doc.rust-lang.org/cargo, "Cargo.toml vs Cargo.lock". Cargo itself cannot be asked
    without its registry.
    """
    read = as_toml(lock)
    rows = read.get("package") if read else None
    if not isinstance(rows, list):
        return None
    packages = [mapping(one) for one in rows]
    own = {str(one.get("name")): one for one in packages if "source" not in one}
    shared = mapping(mapping(manifests.get("", {}).get("workspace")).get("dependencies"))
    found = {}
    for folder, manifest in manifests.items():
        name = mapping(manifest.get("package")).get("name")
        if not isinstance(name, str):
            continue
        if name not in own:
            # Below the root there are crates that are no part of its workspace.
            if folder == "":
                found[folder] = Gap(is_other=True)
            continue
        found[folder] = _crate_gap(_asked_of_cargo(manifest, shared), own[name], packages)
    return found or None


def _asked_of_cargo(manifest: dict[str, Any], shared: dict[str, Any]) -> dict[str, str]:
    """By the crate's own name, the range, "" where a path or an address says which."""
    asked: dict[str, str] = {}
    tables = [manifest, *(mapping(one) for one in mapping(manifest.get("target")).values())]
    for table in tables:
        for kind in _CARGO_KINDS:
            for key, given in mapping(table.get(kind)).items():
                one = shared.get(key) if mapping(given).get("workspace") is True else given
                details = mapping(one)
                name = str(details.get("package", key))
                is_elsewhere = "path" in details or "git" in details
                wanted = one if isinstance(one, str) else details.get("version", "")
                asked[name] = "" if is_elsewhere else str(wanted)
    return asked


def _crate_gap(asked: dict[str, str], entry: dict[str, Any], packages: list[dict[str, Any]]) -> Gap:
    rows = entry.get("dependencies")
    had = {str(one).split(" ")[0] for one in (rows if isinstance(rows, list) else [])}
    versions: dict[str, list[str]] = {}
    for one in packages:
        versions.setdefault(str(one.get("name")), []).append(str(one.get("version")))
    missing = [
        f"{name}@{wanted}" if wanted else name
        for name, wanted in asked.items()
        if name not in had or (wanted and _none_within(versions.get(name, []), wanted))
    ]
    return Gap(missing=tuple(missing), extra=tuple(sorted(had - set(asked))))


def _none_within(versions: list[str], wanted: str) -> bool:
    return bool(versions) and all(is_within(one, wanted, bare="^") is False for one in versions)


def go(manifest: str, lock: str) -> Gap:
    """go.sum, which has a line for every module that go.mod requires.

    Source: go.dev/ref/mod, "go.sum files". A module that is replaced by a folder has none.
    """
    had = {tuple(line.split()[:2]) for line in lock.splitlines() if len(line.split()) == 3}
    bare = re.sub(r"//[^\n]*", "", manifest)
    rows: dict[str, list[list[str]]] = {"require": [], "replace": []}
    for hit in _GO_BLOCK.finditer(bare):
        for line in (hit[2] or hit[4] or "").splitlines():
            if line.split():
                rows[hit[1] or hit[3]].append(line.split())
    replaced = {one[0]: one[one.index("=>") + 1 :] for one in rows["replace"] if "=>" in one}
    missing = []
    for one in rows["require"]:
        module = replaced.get(one[0], one)
        if len(module) < 2 or len(one) < 2:
            continue
        name, version = module[0], module[1]
        if (name, version) not in had and (name, f"{version}/go.mod") not in had:
            missing.append(f"{name}@{version}")
    return Gap(missing=tuple(missing))


def mix(manifest: str, lock: str) -> Gap | None:
    """mix.lock, whose keys are the dependencies of mix.exs, which is a program and never run."""
    if not lock.lstrip().startswith("%{"):
        return None
    bare = re.sub(r"(?m)(?:^|(?<=\s))#(?!\{)[^\n]*", "", manifest)
    had = {hit[1]: (hit[2], hit[4]) for hit in _MIX_LOCKED.finditer(lock)}
    missing = []
    for block in _MIX_DEPS.finditer(bare):
        for name, rest in _MIX_DEP.findall(block[0]):
            if re.search(r"\b(path|in_umbrella|compile_env):", rest):
                continue
            range_ = re.match(r"\s*\"([^\"]*)\"", rest)
            kind, version = had.get(name, ("", ""))
            is_out = range_ and kind == "hex" and is_within(version, range_[1]) is False
            if not kind or is_out:
                missing.append(f"{name}@{range_[1]}" if range_ else name)
    return Gap(missing=tuple(dict.fromkeys(missing)))
