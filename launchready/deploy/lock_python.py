"""Compares Python's manifests with the locks of uv, Poetry and Pipenv."""

import hashlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from launchready.deploy.lock_gap import Gap, mapping, texts

_REQUIREMENT = re.compile(
    r"\s*(?P<name>[\w.-]+)\s*(?:\[[^\]]*\])?\s*(?P<at>@)?\s*\(?(?P<range>[^;@)]*)\)?[^;]*(?:;|$)"
)
_LEGACY = ("dependencies", "source", "extras", "dev-dependencies")
_PROJECT = ("requires-python", "dependencies", "optional-dependencies")

# By name: the ranges asked for, each a set of its parts; () where an address says which version.
_Wanted = dict[str, set[frozenset[str]]]


def as_toml(text: str) -> dict[str, Any] | None:
    """A TOML file, None when it is none."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def uv(manifests: Mapping[str, dict[str, Any]], lock: str) -> dict[str, Gap] | None:
    """uv.lock, which repeats what every project of the workspace asked for.

    Source: docs.astral.sh/uv, "Locking and syncing". A project whose dependencies a program
    makes up (`dynamic`) cannot be compared.
    """
    read = as_toml(lock)
    packages = read.get("package") if read else None
    had = {}
    for one in packages if isinstance(packages, list) else []:
        source = mapping(mapping(one).get("source"))
        place = source.get("editable", source.get("virtual"))
        if isinstance(place, str):
            had["" if place == "." else place] = mapping(one)
    found: dict[str, Gap] = {}
    for folder, entry in had.items():
        manifest = manifests.get(folder)
        if manifest is None:
            continue
        if "dependencies" in (mapping(manifest.get("project")).get("dynamic") or ()):
            return None
        found[folder] = _uv_gap(manifest, entry)
    return found or None


def _uv_gap(manifest: dict[str, Any], entry: dict[str, Any]) -> Gap:
    metadata = mapping(entry.get("metadata"))
    had: _Wanted = defaultdict(set)
    free: set[str] = set()
    groups = mapping(metadata.get("requires-dev")).values()
    for rows in (metadata.get("requires-dist"), *groups):
        for one in (mapping(row) for row in (rows if isinstance(rows, list) else [])):
            name = _name(str(one.get("name", "")))
            had[name].add(_parts(str(one.get("specifier", ""))))
            if set(one) - {"name", "specifier", "marker", "extras"}:
                free.add(name)
    asked: _Wanted = defaultdict(set)
    written: dict[str, str] = {}
    for text in _asked_of_uv(manifest):
        found = _REQUIREMENT.match(text)
        if found is None:
            continue
        name = _name(found["name"])
        written.setdefault(name, text.partition(";")[0].strip())
        asked[name].add(_parts(found["range"]))
        if found["at"]:
            free.add(name)
    missing = [
        written[name]
        for name, ranges in asked.items()
        if name not in had or (name not in free and ranges != had[name])
    ]
    return Gap(missing=tuple(missing), extra=tuple(one for one in had if one not in asked))


def _asked_of_uv(manifest: dict[str, Any]) -> Iterator[str]:
    project = mapping(manifest.get("project"))
    yield from _strings(project.get("dependencies"))
    for rows in mapping(project.get("optional-dependencies")).values():
        yield from _strings(rows)
    yield from _strings(mapping(mapping(manifest.get("tool")).get("uv")).get("dev-dependencies"))
    # A group that another includes stands among them too.
    for rows in mapping(manifest.get("dependency-groups")).values():
        yield from _strings(rows)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, str))


def _name(text: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", text).lower()


def _parts(text: str) -> frozenset[str]:
    return frozenset(part for one in text.split(",") if (part := re.sub(r"\s", "", one)))


def poetry(manifest: dict[str, Any], lock: str) -> Gap | None:
    """poetry.lock, which holds a hash of what was asked for, by rules of Poetry 1 and of 2."""
    found = re.search(r'(?m)^content-hash = "([0-9a-f]{64})"', lock)
    if found is None:
        return None
    if found[1] in _poetry_hashes(manifest):
        return Gap()
    locked = {_name(one) for one in re.findall(r'(?m)^name = "([^"\n]+)"', lock)}
    tool = mapping(mapping(manifest.get("tool")).get("poetry"))
    asked = [one for one in texts(tool.get("dependencies")) if one != "python"]
    asked += [
        hit["name"]
        for text in _strings(mapping(manifest.get("project")).get("dependencies"))
        if (hit := _REQUIREMENT.match(text))
    ]
    missing = tuple(one for one in asked if _name(one) not in locked)
    return Gap(missing=missing, is_other=True)


def _poetry_hashes(manifest: dict[str, Any]) -> set[str]:
    """Source: python-poetry.org, `content-hash`: JSON of the relevant parts, keys in order."""
    project = mapping(manifest.get("project"))
    tool = mapping(mapping(manifest.get("tool")).get("poetry"))
    asked = {key: project[key] for key in _PROJECT if project.get(key) is not None}
    found = set()
    for groups in ({}, mapping(manifest.get("dependency-groups"))):
        is_new = bool(asked or groups)
        own = {
            key: tool.get(key)
            for key in (*_LEGACY, "group")
            if tool.get(key) is not None or (key in _LEGACY and not is_new)
        }
        whole: dict[str, Any] = own
        if is_new:
            whole = {"tool": {"poetry": own}}
            whole |= {"project": asked} if asked else {}
            whole |= {"dependency-groups": groups} if groups else {}
        found.add(_sha256(json.dumps(whole, sort_keys=True, default=str)))
    return found


def pipenv(manifest: dict[str, Any], lock: str) -> Gap | None:
    """Pipfile.lock, whose `_meta.hash` is made of the Pipfile's content."""
    try:
        read = json.loads(lock)
        told = mapping(mapping(mapping(read).get("_meta")).get("hash")).get("sha256")
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, str):
        return None
    locked = {_name(one) for key, rows in read.items() if key != "_meta" for one in mapping(rows)}
    asked = [*mapping(manifest.get("packages")), *mapping(manifest.get("dev-packages"))]
    missing = tuple(one for one in asked if _name(one) not in locked)
    if "source" not in manifest:  # it is then hashed with a source of Pipenv's own
        return Gap(missing=missing) if missing else None
    return Gap() if told in _pipfile_hashes(manifest) else Gap(missing=missing, is_other=True)


def _pipfile_hashes(manifest: dict[str, Any]) -> set[str]:
    """Without and with categories of the founder's own, as older and newer Pipenv make it."""
    known = ("source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv")
    content = {
        "_meta": {"sources": manifest["source"], "requires": manifest.get("requires", {})},
        "default": manifest.get("packages", {}),
        "develop": manifest.get("dev-packages", {}),
    }
    more = {key: one for key, one in manifest.items() if key not in (*known, "default", "develop")}
    return {
        _sha256(json.dumps(one, sort_keys=True, separators=(",", ":"), default=str))
        for one in (content, content | more)
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
