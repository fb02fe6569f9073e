"""What was seen, right or wrong: facts a founder files with the report."""

from collections.abc import Iterable
from dataclasses import dataclass

from launchready.core.finding import Finding
from launchready.core.measured import LoadRun
from launchready.core.walked import Walked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Facts about one thing, each with its label; none may be a secret.

    `run` is what a load run measured, which reports draw in place of rows; `served` the version
    or commit that answered as the release being judged; `walked` a journey step by step.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    run: LoadRun | None = None
    served: str = ""
    walked: Walked | None = None


class Seen(list[Finding]):
    """Findings, with the facts they were drawn from; a check returns it in place of a list."""

    def __init__(self, findings: Iterable[Finding] = (), sheets: tuple[Sheet, ...] = ()) -> None:
        super().__init__(findings)
        self.sheets = sheets


def sheets_of(findings: list[Finding]) -> tuple[Sheet, ...]:
    """The facts that came with findings; () where a check keeps none."""
    return findings.sheets if isinstance(findings, Seen) else ()
