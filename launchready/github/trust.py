"""What a run may not do because of whose change it looks at."""

from collections.abc import Iterator, Mapping

from launchready.core.registry import ROOMS
from launchready.github.event import Event, Other, WorkflowRun
from launchready.github.ranges import Nothing, Wanted


class Withheld(Mapping[str, str]):
    """The environment of a run without secrets: every name stands for itself.

    The config of the base branch names variables such a run does not have. They are only read
    by rooms that are barred then, and `${NAME}` is a value the config takes in any place.
    """

    def __getitem__(self, name: str) -> str:
        return f"${{{name}}}"

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def is_elsewhere(event: Event, head: str | None) -> bool:
    """Whether a run that is nobody's change in particular has something else checked out.

    `issue_comment` and its like run with secrets on the default branch; a workflow that checks
    out the pull request which the comment is under has a stranger's files there.
    """
    return head is not None and isinstance(event.what, Other) and head != event.sha


def against_network(event: Event, head: str | None = None) -> str:
    """Why no room may use the network or a secret in this run; "" when they may.

    `head` is the commit that is checked out, where that is known.
    """
    pull = event.pull_request
    if is_elsewhere(event, head):
        return f"{event.name} has secrets and maybe a stranger's files: only secrets is asked"
    if event.name == "pull_request_target":
        return "pull_request_target has secrets and a stranger's code: only secrets is asked"
    if isinstance(event.what, WorkflowRun):
        return "workflow_run has secrets and maybe a stranger's code: only secrets is asked"
    if pull and pull.is_fork:
        return "this is a fork's pull request; what needs the network runs once it is merged"
    if event.is_from_outside:
        return "Dependabot's runs have no secrets; what needs the network runs once it is merged"
    return ""


def barred(wanted: Wanted, *, policy_is_missing: str, against_network: str) -> dict[str, str]:
    """Reasons against rooms, as the gate takes them."""
    reasons: dict[str, str] = {}
    if policy_is_missing:
        reasons |= {room: policy_is_missing for room in ROOMS if room != "secrets"}
    if against_network:
        reasons |= {room: against_network for room in ROOMS if room != "secrets"}
    if isinstance(wanted, Nothing):
        reasons["secrets"] = wanted.reason
    return reasons
