"""Cuts GitHub's example payloads down to those in use: python -m tests.github.cut_payloads FILE.

FILE is `api.github.com/index.json` of npm `@octokit/webhooks-examples` (MIT). Addresses and
people's descriptions are left out; every other field stays as GitHub sends it.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("payloads.json")

# How many examples of an event are kept, of each action the first.
EVENTS = (
    "deployment",
    "deployment_status",
    "issue_comment",
    "merge_group",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "push",
    "release",
    "repository_dispatch",
    "workflow_dispatch",
    "workflow_run",
)
_ACTIONS = {"pull_request": ("opened", "synchronize", "closed")}
_UNREAD = re.compile(
    r".*_url|url|_links|avatar.*|gravatar_id|installation|organization|.*permissions.*|license"
    r"|description|homepage|topics|.*_count|allow_.*|has_.*|is_template|web_commit.*|language"
)


def cut(whole: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {
        one["name"]: _distinct([_plain(example) for example in one["examples"]], one["name"])
        for one in whole
        if one["name"] in EVENTS
    }


def _distinct(examples: list[Any], event: str) -> list[Any]:
    """One example of each kind: of each action, and of each sort of push."""
    kinds: dict[object, Any] = {}
    for one in examples:
        action = one.get("action")
        if action in _ACTIONS.get(event, (action,)):
            kind = (action, one.get("ref"), one.get("created"), one.get("deleted"))
            kinds.setdefault(kind, one)
    return list(kinds.values())


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {key: _plain(value) for key, value in node.items() if not _UNREAD.fullmatch(key)}


if __name__ == "__main__":
    cut_down = cut(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    OUT.write_text(json.dumps(cut_down, indent=1, sort_keys=True) + "\n", "utf-8")
