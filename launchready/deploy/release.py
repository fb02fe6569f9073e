"""What the room's checks are asked about: the product as it is released from this repository."""

from dataclasses import dataclass, field

from anyio import to_thread

from launchready.core.location import NOWHERE, Location, Named
from launchready.core.repository import Repository
from launchready.deploy.declared import Variable
from launchready.deploy.tree import Tree, Walked
from launchready.values.attestations import Attestation

_USUAL_FILE = Named(name="ops/attestations.yml", at=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The repository and what launchready.yml says of its way to production.

    `variables` is None where no map of variables is named; `max_age` is in seconds. Its checks
    share one walk.
    """

    at: Location = NOWHERE
    target: Named | None = None
    variables: tuple[Variable, ...] | None = None
    map: Named | None = None
    tested: str = "github"
    max_age: float = 30 * 86400.0
    attestations: Named = _USUAL_FILE
    signed: tuple[Attestation, ...] = ()
    walked: Walked = field(default_factory=Walked, repr=False, compare=False)

    def __str__(self) -> str:
        return "deploy"

    async def tree(self, files: Repository) -> Tree:
        """The repository's files, walked once. Raises UnreachableError."""
        return await to_thread.run_sync(self.walked.of, files)
