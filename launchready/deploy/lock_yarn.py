"""Compares package.json, a workspace's every one of them, with yarn.lock of either format."""

import re

from launchready.deploy.lock_gap import Gap, compared, mapping
from launchready.deploy.lock_node import Gaps, Manifests, asked_by, bare_name, members

_YARN_KEY = re.compile(r"(?m)^[^\s#][^\n]*:[ \t]*$")


def yarn(manifests: Manifests, lock: str) -> Gaps | None:
    """yarn.lock, of Yarn 1 and of what came after it, which is another format."""
    if re.search(r"(?m)^__metadata:", lock):
        return _berry(manifests, lock)
    if "# yarn lockfile v1" not in lock:
        return None
    keys = {
        one.strip().strip('"')
        for found in _YARN_KEY.finditer(lock)
        for one in found[0].rstrip().removesuffix(":").split(",")
    }
    here = members(manifests)
    own = {str(manifests[one].get("name")) for one in here}
    free = {bare_name(one) for one in mapping(manifests.get("", {}).get("resolutions"))} | own
    return {
        folder: Gap(
            missing=tuple(
                f"{name}@{wanted}"
                for name, wanted in asked_by(manifests[folder]).items()
                if name not in free
                and not wanted.startswith(("link:", "workspace:"))
                and f"{name}@{wanted.strip()}" not in keys
            )
        )
        for folder in here
    }


_BERRY_BLOCK = re.compile(r"(?m)^\"?[^\s#\"][^\n]*@workspace:[^\n]*:\n(?:[ \t]+[^\n]*\n?)+")
_BERRY_NEEDS = re.compile(r"(?m)^  dependencies:\n((?:    [^\n]*\n?)+)")
_BERRY_NEED = re.compile(r"(?m)^    \"?([^\s\":]+)\"?: \"?([^\"\n]*)\"?$")


def _berry(manifests: Manifests, lock: str) -> Gaps | None:
    had: dict[str, dict[str, str]] = {}
    for block in _BERRY_BLOCK.finditer(lock):
        place = re.search(r"(?m)^  resolution: \"?[^\n]*@workspace:([^\"\n]+)", block[0])
        needs = _BERRY_NEEDS.search(block[0])
        if place:
            had[place[1]] = dict(_BERRY_NEED.findall(needs[1])) if needs else {}
    if "." not in had:
        return None
    free = {bare_name(one) for one in mapping(manifests.get("", {}).get("resolutions"))}
    found = {}
    for folder in members(manifests):
        entry = had.get(folder or ".")
        found[folder] = (
            Gap(is_other=True)
            if entry is None
            else compared(asked_by(manifests[folder]), entry, loose=free)
        )
    return found
