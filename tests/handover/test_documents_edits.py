"""Two documents' worth of people's edits survive ten runs in worlds that change under them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.handover_files.marked import pairs
from launchready.handover_files.product import Product
from launchready.handover_files.seen import Seen
from tests.handover.pages import a_finding, a_product, a_question, a_run, written

EDITED = ("RUNBOOK", "ACCESS")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).filter(
    lambda one: "launchready:" not in one
)
EDITS = st.lists(st.tuples(st.sampled_from(EDITED), st.integers(0, 400), WORDS), max_size=30)


def worlds() -> list[tuple[Seen, Product]]:
    """Ten days: platforms, mail and risks come and go, and once nobody could look."""
    blind = a_run(verdict="unknown", checks=[a_question(outcome="unanswered", reason="no")])
    runs = [a_run(), a_run(verdict="no-go", findings=[a_finding()]), blind, a_run(served=["2"])]
    platforms = ["render", "fly", "", "vercel", "kubernetes"]
    return [
        (
            runs[day % len(runs)],
            a_product(
                platform=platforms[day % len(platforms)],
                aliases=None if day == 6 else {"app.acme.test": f"day{day}.test"},
            ),
        )
        for day in range(10)
    ]


def outside(text: str) -> list[str]:
    """What of a page stands outside of all markers, line by line."""
    lines = text.split("\n")
    within = {place for one in pairs(text, "x.md") for place in range(one.first, one.last + 1)}
    return [line for place, line in enumerate(lines) if place not in within]


def edited(pages: dict[str, str], edits: list[tuple[str, int, str]]) -> dict[str, str]:
    """The pages with a line put in for each edit, wherever it is not between two markers."""
    made = dict(pages)
    for name, place, words in edits:
        lines = made[name].split("\n")
        within = {n for one in pairs(made[name], "x") for n in range(one.first + 1, one.last + 1)}
        free = [n for n in range(len(lines) + 1) if n not in within]
        at = free[place % len(free)]
        made[name] = "\n".join([*lines[:at], words, *lines[at:]])
    return made


@settings(max_examples=50, deadline=None)
@given(EDITS)
def test_peoples_edits_survive_ten_runs(edits: list[tuple[str, int, str]]) -> None:
    pages = edited(written(*worlds()[0]), edits)
    mine = {name: outside(pages[name]) for name in EDITED}
    for seen, product in worlds():
        pages = written(seen, product, before=pages)

        assert {name: outside(pages[name]) for name in EDITED} == mine


def test_ten_days_do_change_the_facts() -> None:
    """Else the test above would prove nothing."""
    texts = {written(seen, product)["RUNBOOK"] for seen, product in worlds()}

    assert len(texts) >= 5
