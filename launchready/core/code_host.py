"""What a check may ask of the place where the code is kept and deployed from; read only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from launchready.core.unreachable import UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A version that was sent to an environment; `state` is the last that was told of it."""

    id: int
    commit: str
    environment: str
    created: datetime
    state: str
    creator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What guards a branch: checks that must pass before a merge, and whether a push gets round."""

    branch: str
    checks: tuple[str, ...]
    is_protected: bool


class CodeHost(Protocol):
    """Answers about this repository. Every method raises UnreachableError when it may not look."""

    async def deployments(self, environment: str) -> tuple[Deployment, ...]:
        """The latest deployments to an environment, newest first."""
        ...

    async def names(self, environment: str) -> frozenset[str]:
        """Names of secrets and variables jobs of that environment are given; values never."""
        ...

    async def protection(self) -> Protection:
        """What guards the default branch."""
        ...


class NoCodeHost:
    """Stands where there is none that we could ask."""

    async def deployments(self, environment: str) -> tuple[Deployment, ...]:
        _ = environment
        raise _nobody()

    async def names(self, environment: str) -> frozenset[str]:
        _ = environment
        raise _nobody()

    async def protection(self) -> Protection:
        raise _nobody()


def _nobody() -> UnreachableError:
    advice = "Run it in GitHub Actions, or set GITHUB_REPOSITORY and LR_GITHUB_TOKEN."
    return UnreachableError("no repository on GitHub is known here", kind="refused", advice=advice)
