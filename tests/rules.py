"""Rules, subjects and checks for tests that need some and do not care which."""

from collections.abc import Iterable

from launchready.core.check import Check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.values.setting import Section


def a_rule(id_: str = "shop/closed", impact: Impact = Impact.BLOCKER, hours: float = 0.5) -> Rule:
    return Rule(
        id=id_,
        impact=impact,
        stage=Stage.AUDIT,
        title="The shop is closed",
        why="Nobody can buy.",
        fix="Open the door.",
        hours=hours,
    )


def a_subject(name: str = "front door", line: int = 7) -> Named:
    return Named(name=name, at=Location(file="launchready.yml", line=line, column=3))


class Doors(Section):
    """Settings of a room that is not there."""


async def _silent(subject: Named, ctx: Context) -> list[Finding]:
    return []


def a_check(
    ask: object = _silent,
    *,
    id_: str = "shop/doors",
    subjects: Iterable[Named] = (),
    emits: tuple[Rule, ...] = (),
    limit: float = 60.0,
    network: bool = True,
    alone: bool = False,
) -> Check:
    given = tuple(subjects) or (a_subject(),)
    return Check(
        id=id_,
        title="The doors open.",
        settings=Doors,
        each=lambda _: given,
        emits=emits or (a_rule(),),
        ask=ask,  # type: ignore[arg-type]
        limit=limit,
        network=network,
        alone=alone,
    )
