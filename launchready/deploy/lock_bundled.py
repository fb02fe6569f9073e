"""Compares composer.json and the Gemfile with their locks."""

import hashlib
import json
import re
from typing import Any

from launchready.deploy.lock_gap import Gap, as_json, mapping
from launchready.deploy.version_range import is_within

_COMPOSER = (
    "name",
    "version",
    "require",
    "require-dev",
    "conflict",
    "replace",
    "provide",
    "minimum-stability",
    "prefer-stable",
    "repositories",
    "extra",
)
_GEM = re.compile(
    r"^[ \t]*gem[ \t(]+[\"']([\w.-]+)[\"']((?:[ \t]*,[ \t]*[\"'][^\"'\n]*[\"'])*)", re.M
)
# What stands under a condition, or has one behind it, may not be asked for here.
_BRANCH = re.compile(
    r"(?ms)^([ \t]*)(?:if|unless|case)\b.*?^\1end\b|^[^\n]*[ \t](?:if|unless)[ \t][^\n]*$"
)
_LOCKED_GEMS = re.compile(r"^DEPENDENCIES\n((?:  .+\n?)*)", re.M)
_VERSIONS = re.compile(r"^    ([\w.-]+) \(([^)-]+)[^)]*\)", re.M)


def composer(manifest: str, lock: str) -> Gap | None:
    """composer.lock, which holds a hash of the parts of composer.json that matter.

    Source: getcomposer.org, "The content-hash".
    """
    read, locked = as_json(manifest), as_json(lock)
    if read is None or locked is None or not isinstance(locked.get("content-hash"), str):
        return None
    if locked["content-hash"] == _content_hash(read):
        return Gap()
    rows = [*(locked.get("packages") or []), *(locked.get("packages-dev") or [])]
    had = {str(mapping(one).get("name")).lower() for one in rows}
    for one in rows:
        had |= {
            key.lower()
            for kind in ("replace", "provide")
            for key in mapping(mapping(one).get(kind))
        }
    asked = {**mapping(read.get("require")), **mapping(read.get("require-dev"))}
    lacks = tuple(
        f"{name}@{range_}"
        for name, range_ in asked.items()
        # php, ext-json, lib-curl, composer-runtime-api belong to the machine.
        if "/" in name and name.lower() not in had
    )
    return Gap(missing=lacks, is_other=True)


def _content_hash(manifest: dict[str, Any]) -> str:
    relevant: dict[str, Any] = {key: manifest[key] for key in _COMPOSER if key in manifest}
    platform = mapping(manifest.get("config")).get("platform")
    if platform is not None:
        relevant["config"] = {"platform": platform}
    ordered = {key: _as_php(relevant[key]) for key in sorted(relevant)}
    text = json.dumps(_as_php(ordered), separators=(",", ":")).replace("/", "\\/")
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _as_php(value: Any) -> Any:
    """PHP knows one kind of array: what is empty, or counted from 0, is written as a list."""
    if isinstance(value, list):
        return [_as_php(one) for one in value]
    if not isinstance(value, dict):
        return value
    if list(value) == [str(one) for one in range(len(value))]:
        return [_as_php(one) for one in value.values()]
    return {key: _as_php(one) for key, one in value.items()}


def gems(manifest: str, lock: str) -> Gap | None:
    """Gemfile.lock lists the gems of the Gemfile, which is a program and never run."""
    listed = _LOCKED_GEMS.search(lock)
    if listed is None:
        return None
    had = {line.split()[0].rstrip("!") for line in listed[1].splitlines() if line.split()}
    versions = dict(_VERSIONS.findall(lock))
    missing = []
    asked = _BRANCH.sub("", re.sub(r"(?m)#(?!\{)[^\n]*", "", manifest))
    for name, rest in _GEM.findall(asked):
        ranges = re.findall(r"[\"']([^\"'\n]*)[\"']", rest)
        version = _padded(versions.get(name, ""))
        is_out = any(is_within(version, one) is False for one in ranges) if version else False
        if name not in had or is_out:
            missing.append(f"{name}@{', '.join(ranges)}" if ranges else name)
    return Gap(missing=tuple(dict.fromkeys(missing)))


def _padded(version: str) -> str:
    """A gem's version as one of three numbers; "" when it has more, or letters."""
    parts = version.split(".")
    if len(parts) > 3 or not all(one.isdigit() for one in parts):
        return ""
    return ".".join([*parts, "0", "0"][:3])
