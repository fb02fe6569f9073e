"""Compares package.json, a workspace's every one of them, with npm's, pnpm's and Bun's locks.

Manifests come by their folder from the lock's, "" its own. Every function answers a gap by
folder, and None where the two cannot be compared.
"""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

import yaml

from launchready.deploy.lock_gap import Gap, as_json, compared, mapping, texts
from launchready.deploy.version_range import is_within

Manifests = Mapping[str, Mapping[str, Any]]
Gaps = dict[str, Gap]
_KINDS = ("dependencies", "devDependencies", "optionalDependencies")
_BY_WEIGHT = ("devDependencies", "dependencies", "optionalDependencies")


def asked_by(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Every dependency by name; an optional one takes the place of an ordinary one."""
    return {name: one for kind in _KINDS for name, one in texts(manifest.get(kind)).items()}


def members(manifests: Manifests, patterns: tuple[str, ...] = ()) -> list[str]:
    """Folders of the workspace, the root's first."""
    root = manifests.get("", {})
    given = root.get("workspaces")
    listed = mapping(given).get("packages") if isinstance(given, dict) else given
    globs = [str(one) for one in listed] if isinstance(listed, list) else []
    globs = [one.removeprefix("./").rstrip("/") for one in (*globs, *patterns)]
    taken = [one for one in globs if not one.startswith("!")]
    refused = [one[1:] for one in globs if one.startswith("!")]
    return ["" for _ in range("" in manifests)] + sorted(
        one for one in manifests if one and _any(one, taken) and not _any(one, refused)
    )


def _any(folder: str, globs: list[str]) -> bool:
    """Whether a glob means the folder: one star is one folder, and none that begins with a dot."""
    for one in globs:
        is_alike = "**" in one or one.count("/") == folder.count("/")
        if one == folder or (is_alike and "/." not in f"/{folder}" and fnmatchcase(folder, one)):
            return True
    return False


def npm(manifests: Manifests, lock: str) -> Gaps | None:
    """package-lock.json, npm-shrinkwrap.json: npm takes what is locked if the range allows it."""
    read = as_json(lock)
    if read is None:
        return None
    packages = mapping(read.get("packages"))
    if not isinstance(packages.get(""), dict):
        had = mapping(read.get("dependencies"))
        lacks = [one for one in asked_by(manifests.get("", {})) if one not in had]
        return {"": Gap(missing=tuple(lacks))} if lacks and had else None
    found = {}
    for folder in members(manifests):
        entry = packages.get(folder)
        if not isinstance(entry, dict):
            found[folder] = Gap(is_other=True)
            continue
        had = asked_by(entry)
        asked = {
            name: wanted
            for name, wanted in asked_by(manifests[folder]).items()
            if not _is_allowed(_locked(packages, folder, name), wanted, is_had=name in had)
        }
        found[folder] = compared(asked, had, strict=False)
    return found


def _locked(packages: dict[str, Any], folder: str, name: str) -> str:
    """The version that would be installed, "" for none."""
    for place in (f"{folder}/node_modules/{name}", f"node_modules/{name}"):
        version = mapping(packages.get(place.lstrip("/"))).get("version")
        if isinstance(version, str):
            return version
    return ""


def _is_allowed(version: str, wanted: str, *, is_had: bool) -> bool:
    """Whether a locked version will do; of what the lock was made for only a no is one."""
    answer = is_within(version, wanted) if version else False
    return answer is True or (answer is None and is_had)


def pnpm(manifests: Manifests, lock: str, workspace: str = "") -> Gaps | None:
    """pnpm-lock.yaml, of lockfileVersion 5 to 9; `workspace` is pnpm-workspace.yaml's text."""
    text = re.split(r"(?m)^---[ \t]*$", lock)[-1]
    if "pnpmfileChecksum" in text:
        return None  # a program of the repository changes what is asked for
    top = {key: _top(text, key) for key in ("importers", "specifiers", *_KINDS)}
    if not re.search(r"(?m)^lockfileVersion:", text):
        return None
    importers = mapping(top["importers"]) or {".": top}
    loose = _overridden(manifests.get("", {}), workspace, text)
    patterns = tuple(str(one) for one in _rows(_top(workspace, "packages")))
    found = {}
    for folder in members(manifests, patterns):
        entry = importers.get(folder or ".")
        if entry is None and folder:
            found[folder] = Gap(is_other=True)
            continue
        manifest = manifests[folder]
        had = _specifiers(mapping(entry))
        asked = asked_by(manifest)
        peers = texts(manifest.get("peerDependencies"))
        gap = compared(asked, had, loose={*loose, *peers})
        found[folder] = gap or _moved(manifest, mapping(entry), peers)
    return found


def _moved(manifest: Mapping[str, Any], entry: Mapping[str, Any], peers: Mapping[str, str]) -> Gap:
    """A gap when a dependency has become one of another kind, which pnpm and Bun refuse."""
    return Gap(is_other=_kinds(manifest, peers) != _kinds(entry, peers))


def _kinds(one: Mapping[str, Any], besides: Mapping[str, str]) -> dict[str, str]:
    # The later kind of a name that stands in two is the one that counts.
    kinds = {name: kind for kind in _BY_WEIGHT for name in mapping(one.get(kind))}
    return {name: kind for name, kind in kinds.items() if name not in besides}


def _specifiers(entry: dict[str, Any]) -> dict[str, str]:
    had = texts(entry.get("specifiers"))
    for kind in _KINDS:
        for name, one in mapping(entry.get(kind)).items():
            if isinstance(one, dict) and isinstance(one.get("specifier"), str):
                had[name] = one["specifier"]
    return had


def _overridden(root: Mapping[str, Any], workspace: str, lock: str) -> set[str]:
    """Names whose range something at the root replaces."""
    given = {
        **mapping(mapping(root.get("pnpm")).get("overrides")),
        **mapping(root.get("resolutions")),
        **mapping(_top(workspace, "overrides")),
        **mapping(_top(lock, "overrides")),
    }
    return {bare_name(re.split(r"[>/](?!.*[>])", key)[-1] if ">" in key else key) for key in given}


def bare_name(key: str) -> str:
    """The name in `**/left`, `left@^1`, `@a/left@npm:1`."""
    last = re.search(r"((?:@[^/@]+/)?[^/@]+)(?:@[^/].*)?$", key)
    return last[1] if last else key


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _top(text: str, key: str) -> Any:
    """One top entry of a YAML file whose rest may be a megabyte."""
    block = re.search(rf"(?m)^{key}:[^\n]*\n?(?:(?:[ \t#-][^\n]*)?(?:\n|\Z))*", text)
    if block is None:
        return None
    try:
        return mapping(yaml.load(block[0], Loader=yaml.CBaseLoader)).get(key)  # noqa: S506 - text only
    except (yaml.YAMLError, RecursionError):
        return None


def bun(manifests: Manifests, lock: str) -> Gaps | None:
    """bun.lock, JSON with trailing commas; the older bun.lockb is binary and not read here."""
    read = as_json(lock, loose=True)
    workspaces = mapping(read.get("workspaces")) if read else {}
    if read is None or not isinstance(workspaces.get(""), dict):
        return None
    versions = {name: _version(row) for name, row in mapping(read.get("packages")).items()}
    found = {}
    for folder in members(manifests):
        entry, manifest = workspaces.get(folder), manifests[folder]
        if not isinstance(entry, dict):
            found[folder] = Gap(is_other=True)
            continue
        asked, had = asked_by(manifest), asked_by(entry)
        free = [
            name
            for name, wanted in asked.items()
            if name in had and _is_allowed(versions.get(name, ""), wanted, is_had=True)
        ]
        found[folder] = compared(asked, had, loose=free) or _moved(manifest, entry, {})
    return found


def _version(row: Any) -> str:
    """The version in a row such as ["left@1.3.0", …]."""
    return str(row[0]).rpartition("@")[2] if isinstance(row, list) and row else ""
