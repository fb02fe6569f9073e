"""Events as GitHub sends them, cut to the fields that matter here.

Field names and shapes are those of GitHub's webhook payloads (npm `@octokit/webhooks-examples`
shows whole ones); values are our own.
"""

from typing import Any

BASE, HEAD, OTHER, ZEROS = "b" * 40, "a" * 40, "c" * 40, "0" * 40


def variables(name: str, **more: str) -> dict[str, str]:
    """What the runner sets for a step, as far as it is read."""
    return {
        "GITHUB_EVENT_NAME": name,
        "GITHUB_REPOSITORY": "org/app",
        "GITHUB_ACTOR": "founder",
        "GITHUB_SHA": HEAD,
        "GITHUB_WORKFLOW": "gate",
        "GITHUB_WORKFLOW_REF": "org/app/.github/workflows/gate.yml@refs/heads/main",
        "GITHUB_JOB": "launch",
        "GITHUB_RUN_ID": "4711",
        "GITHUB_RUN_NUMBER": "12",
        "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_API_URL": "https://api.github.com",
    } | more


def repository() -> dict[str, Any]:
    return {"full_name": "org/app", "default_branch": "main"}


def pull_request(
    base: str = BASE, head: str = HEAD, *, home: str | None = "org/app", commits: int = 2
) -> dict[str, Any]:
    """A pull request into main; `home` is the repository its branch is in, None when deleted."""
    return {
        "action": "synchronize",
        "number": 7,
        "pull_request": {
            "number": 7,
            "commits": commits,
            "base": {"ref": "main", "sha": base, "repo": {"full_name": "org/app"}},
            "head": {
                "ref": "topic",
                "sha": head,
                "repo": {"full_name": home} if home else None,
            },
        },
        "repository": repository(),
    }


def push(before: str = BASE, after: str = HEAD, ref: str = "refs/heads/main") -> dict[str, Any]:
    return {
        "ref": ref,
        "before": before,
        "after": after,
        "created": before == ZEROS,
        "deleted": after == ZEROS,
        "commits": [],
        "repository": repository(),
    }


def merge_group(base: str = BASE, head: str = HEAD) -> dict[str, Any]:
    return {
        "action": "checks_requested",
        "merge_group": {
            "base_sha": base,
            "base_ref": "refs/heads/main",
            "head_sha": head,
            "head_ref": f"refs/heads/gh-readonly-queue/main/pr-7-{base}",
        },
        "repository": repository(),
    }


def deployment_status(state: str = "success") -> dict[str, Any]:
    return {
        "deployment": {"sha": HEAD, "ref": "main", "environment": "production"},
        "deployment_status": {"state": state, "environment": "production"},
        "repository": repository(),
    }


def workflow_run(base: str | None = BASE) -> dict[str, Any]:
    pulls = [{"number": 7, "base": {"ref": "main", "sha": base}}] if base else []
    return {
        "workflow_run": {"head_sha": HEAD, "pull_requests": pulls},
        "repository": repository(),
    }
