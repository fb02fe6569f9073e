"""A check's name is its file's, its title its docstring."""

import pytest

from launchready.core.check import Check, check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact
from launchready.core.location import Named
from tests.rules import Doors, a_rule, a_subject


def test_a_check_is_named_after_its_file_and_knows_the_worst_it_can_say() -> None:
    rules = (a_rule("core/a", Impact.ADVICE), a_rule("core/b", Impact.RISK))

    @check(Doors, each=lambda _: [a_subject()], emits=rules)
    async def test_check(door: Named, ctx: Context) -> list[Finding]:
        """Every door opens.

        More about it.
        """
        return []

    assert isinstance(test_check, Check)
    assert (test_check.id, test_check.room) == ("core/test-check", "core")
    assert test_check.title == "Every door opens."
    assert test_check.worst is Impact.RISK


def test_a_check_without_words_or_rules_is_refused() -> None:
    async def ask(door: Named, ctx: Context) -> list[Finding]:
        return []

    with pytest.raises(ValueError, match="needs a docstring"):
        check(Doors, each=lambda _: [a_subject()], emits=(a_rule(),))(ask)
