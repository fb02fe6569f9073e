"""Ranks what stands by what a launch loses: a total order, the same for the same findings."""

from collections.abc import Iterable
from dataclasses import dataclass

from launchready.core.finding import Finding, Rule
from launchready.core.harm import Harm, harm


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One kind of fault in all the places it was found."""

    rule: Rule
    findings: tuple[Finding, ...]

    @property
    def harm(self) -> Harm:
        return harm(self.rule)

    @property
    def places(self) -> int:
        return len(self.findings)

    @property
    def hours(self) -> float:
        """Working hours for all of its places."""
        return round(sum(round(one.rule.hours * 60) for one in self.findings) / 60, 2)


def ranked(findings: Iterable[Finding]) -> tuple[Ranked, ...]:
    """By impact, then by what it does to customers, then by reach, then what is mended sooner."""
    kinds: dict[tuple[str, int], list[Finding]] = {}
    for one in findings:
        kinds.setdefault((one.rule.id, one.rule.impact), []).append(one)
    made = [Ranked(rule=of[0].rule, findings=tuple(of)) for of in kinds.values()]
    return tuple(sorted(made, key=_rank))


def _rank(one: Ranked) -> tuple[int, int, int, float, str]:
    return (-one.rule.impact, -one.harm, -one.places, one.hours, one.rule.id)
