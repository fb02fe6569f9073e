"""Gives each promise a monitor of its own where there are enough of them."""

from collections.abc import Callable, Sequence

from launchready.core.monitors import Monitor


def pairs(
    wanted: Sequence[tuple[str, Sequence[Monitor]]], works: Callable[[Monitor], bool]
) -> dict[str, Monitor]:
    """As many promises as can be with a monitor each, working ones first.

    Kuhn's augmenting paths: a promise that finds its monitors taken asks their holders to move.
    """
    held: dict[int, str] = {}
    choices = {label: sorted(found, key=lambda one: not works(one)) for label, found in wanted}

    def place(label: str, asked: set[int]) -> bool:
        for one in choices[label]:
            if id(one) in asked:
                continue
            asked.add(id(one))
            if id(one) not in held or place(held[id(one)], asked):
                held[id(one)] = label
                return True
        return False

    for label, _ in sorted(wanted, key=lambda one: len(one[1])):
        place(label, set())
    known = {id(one): one for _, found in wanted for one in found}
    return {label: known[key] for key, label in held.items()}
