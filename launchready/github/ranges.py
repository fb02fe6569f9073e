"""Which commits an event is about; GitHub's own list of them is never trusted to be whole."""

from dataclasses import dataclass
from typing import assert_never

from launchready.github.event import (
    Deployment,
    Event,
    MergeGroup,
    Other,
    PullRequest,
    Push,
    Sweep,
    WorkflowRun,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """The whole history of every branch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOn:
    """What `head` has and a branch of the remote has not."""

    branch: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """`base..head`: what head has and base has not, whether or not one descends from the other.

    `expected` is GitHub's count of them. `merge` is the commit GitHub made of head and the base
    branch, which is what is checked out: looked at for what neither of the two has. `instead`
    is what to look at when `base` is gone, as it may be after a forced push.
    """

    base: str
    head: str
    expected: int | None = None
    merge: str = ""
    instead: NotOn | Everything | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """`old..new` as somebody wrote it in the workflow: ids, branches, tags, `HEAD~3`."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The files as they are checked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No commits: `reason` says why secrets has nothing to look at."""

    reason: str


Wanted = Between | NotOn | Named | Everything | Tree | Nothing


def wanted(event: Event) -> Wanted:
    """The commits an event is about."""
    match event.what:
        case PullRequest() as pull:
            # In pull_request_target the run's own commit is the base branch's.
            merge = "" if pull.is_target else event.sha
            return Between(
                base=pull.base_sha, head=pull.head_sha, expected=pull.commits, merge=merge
            )
        case MergeGroup() as group:
            return Between(base=group.base_sha, head=group.head_sha)
        case Push() as push:
            return _pushed(push, event.default_branch)
        case WorkflowRun() as run:
            if run.base_sha:
                return Between(base=run.base_sha, head=run.head_sha)
            return _new_on(event.default_branch, run.head_sha)
        case Sweep():
            return Everything()
        case Deployment():
            return Nothing(reason="a deployment brings no commits; secrets ran when they came")
        case Other():
            return Tree()
        case _:
            assert_never(event.what)


def asked_for(event: Event, *, range_: str, history: str) -> Wanted:
    """The commits the workflow asks for; those of the event where it does not."""
    if range_:
        old, _, new = range_.partition("..")
        return Named(old=old, new=new)
    return Everything() if history == "full" else wanted(event)


def note(event: Event) -> str:
    """What the report says of an event that brings no commits of its own; "" of others."""
    if not isinstance(event.what, Other):
        return ""
    return f"{event.name} brings no commits; the files were looked at as they are checked out"


def idle(event: Event) -> str:
    """Why there is nothing to do for this event at all; "" when there is."""
    match event.what:
        case Push(after=None, ref=ref):
            return f"{ref} was deleted; there is nothing to check"
        case Deployment(state=state) if event.name == "deployment_status" and state != "success":
            return f"the deployment is {state or 'not done'}; the gate runs when it has succeeded"
        case _:
            return ""


def _pushed(push: Push, default_branch: str) -> Wanted:
    if push.after is None:
        return Nothing(reason=f"{push.ref} was deleted")
    is_default = push.ref == f"refs/heads/{default_branch}"
    whole = Everything() if is_default else _new_on(default_branch, push.after)
    if push.before is None or push.ref.startswith("refs/tags/"):
        return whole
    return Between(base=push.before, head=push.after, expected=push.commits, instead=whole)


def _new_on(default_branch: str, head: str) -> NotOn | Everything:
    return NotOn(branch=default_branch, head=head) if default_branch else Everything()
