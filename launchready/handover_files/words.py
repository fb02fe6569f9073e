"""Markdown made of our own sentences and of what the world says, which stays text."""

from collections.abc import Iterable, Sequence

from launchready.report.escape import flat, prose, span

LONGEST = 300  # characters of one value


def code(text: str) -> str:
    """A value from outside."""
    return span(text, LONGEST)


def codes(values: Iterable[str], most: int = 12) -> str:
    """Several, with how many more there are."""
    listed = list(values)
    more = len(listed) - most
    shown = ", ".join(code(one) for one in listed[:most])
    return f"{shown} and {more} more" if more > 0 else shown


def sentence(text: str) -> str:
    """A sentence that may quote what is from outside, like a finding's."""
    return prose(flat(text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(one) for one in line) + " |" for line in lines)


def _cell(text: str) -> str:
    """What would end a cell is written so that it does not."""
    return text.replace("|", "\\|").replace("\n", " ")


def items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in lines)


def steps(lines: Iterable[str]) -> str:
    return "\n".join(f"{number}. {one}" for number, one in enumerate(lines, 1))


def blank(*labels: str) -> str:
    """Lines that people fill in."""
    return "\n".join(f"- {one}:" if not one.endswith(".") else one for one in labels)


def parted(*blocks: str) -> str:
    """Blocks with an empty line between them; empty ones are left out."""
    return "\n\n".join(one for one in blocks if one)
