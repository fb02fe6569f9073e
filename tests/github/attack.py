"""What a workspace or an earlier step may hold to have its own code run, or to hide a key.

Each is data: shell that commits files to the pull request, shell of a step before ours, and the
variables that step leaves by GITHUB_ENV. `$TRAP` is a file; an attack that runs writes there.
`proof` springs the trap for somebody who does what we do without our care.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SPRUNG = 'echo sprung >>"$TRAP"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """`{here}` in a variable is the workspace, `{trap}` anywhere is the trap's path.

    `fresh` where it is aimed at the installation of packages, which an earlier run may have done;
    `refused` is what is said where the gate ends in unknown instead of looking.
    """

    name: str
    committed: str = ""
    before: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    proof: str = ""
    fresh: bool = False
    refused: str = ""

    def text(self, shell: str, trap: str) -> str:
        """Shell with the trap's path in it, for what is run without our variables."""
        return shell.replace("{trap}", trap)


def module(path: str) -> str:
    """Shell that writes a Python file which springs the trap and ends well."""
    code = "open('{trap}', 'a').write('sprung')\\nraise SystemExit(0)\\n"
    return f'mkdir -p "$(dirname {path})"; printf "{code}" >{path}'


def program(path: str) -> str:
    return (
        f'mkdir -p "$(dirname {path})"; '
        f"printf '#!/bin/sh\\necho sprung >>{{trap}}\\nexit 1\\n' >{path}; chmod 755 {path}"
    )


EVIL = "f() { echo sprung >>{trap}; false; }; f"
