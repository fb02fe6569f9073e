"""Cuts GitHub's published OpenAPI down to the calls launchready makes.

    python -m tests.github.cut_openapi FOLDER/generated/api.github.com.json

The description comes with the npm package `@octokit/openapi` (MIT, see the note in the result).
Two things GitHub does are not in it and are added: it answers in the media type that its own
guide asks for, and it refuses a comment of more than 65,536 characters.
"""

import json
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("openapi.json")

CALLS = {
    "/repos/{owner}/{repo}/issues/{issue_number}/comments": ("get", "post"),
    "/repos/{owner}/{repo}/issues/comments/{comment_id}": ("get", "patch", "delete"),
    "/repos/{owner}/{repo}/pulls": ("get",),
    "/user": ("get",),
}
# What answers with a status that a call does not list look like.
BESIDE = ("basic-error",)
MEDIA_TYPE = "application/vnd.github+json"
LONGEST_COMMENT = 65_536

_NOTE = (
    "Cut from GitHub's OpenAPI description of its REST API, as published in the npm package "
    "@octokit/openapi (MIT License, Copyright (c) 2020 Octokit contributors), by "
    "tests/github/cut_openapi.py"
)
_UNREAD = ("tags", "externalDocs", "example", "examples")


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """The description of our calls and of what they refer to."""
    paths = {
        path: _only(whole["paths"][path], methods) | {"parameters": []}
        for path, methods in CALLS.items()
    }
    for path in paths.values():
        for method in ("post", "patch"):
            if method in path:
                content = path[method]["requestBody"]["content"]["application/json"]
                content["schema"]["properties"]["body"]["maxLength"] = LONGEST_COMMENT
    made = {
        "openapi": whole["openapi"],
        "info": {"title": "GitHub, as far as launchready asks it", "version": _NOTE},
        "paths": paths,
        "components": {"schemas": {name: whole["components"]["schemas"][name] for name in BESIDE}},
    }
    _refer(made, made, whole)
    without_words: dict[str, Any] = _plain(made)
    _answer_in_own_media_type(without_words)
    return without_words


def _only(path: dict[str, Any], methods: tuple[str, ...]) -> dict[str, Any]:
    return {method: path[method] for method in methods}


def _refer(node: Any, made: dict[str, Any], whole: dict[str, Any]) -> None:
    """Brings along every component a node refers to."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        _refer(child, made, whole)
    name = node.get("$ref") if isinstance(node, dict) else None
    if isinstance(name, str):
        _, _, kind, key = name.split("/")
        found = made["components"].setdefault(kind, {})
        if key not in found:
            found[key] = whole["components"][kind][key]
            _refer(found[key], made, whole)


def _plain(node: Any) -> Any:
    """Without examples and what only GitHub's own tools read."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _plain(value)
        for key, value in node.items()
        if key not in _UNREAD and not key.startswith("x-")
    }


def _answer_in_own_media_type(node: Any) -> None:
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            _answer_in_own_media_type(child)
    if isinstance(node, dict) and isinstance(node.get("content"), dict):
        content = node["content"]
        if "application/json" in content:
            content[MEDIA_TYPE] = content["application/json"]


if __name__ == "__main__":
    cut_down = cut(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    OUT.write_text(json.dumps(cut_down, indent=1, sort_keys=True) + "\n", "utf-8")
