"""What the page is put together from: code, prose, rows, folds, and lists with a limit."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from launchready.report.escape import as_html, pieces, without_commands_in_markup
from launchready.report.section import size

T = TypeVar("T")


def code(text: str) -> str:
    return f"<code>{as_html(text)}</code>"


def prose(text: str) -> str:
    return "".join(code(one) if is_code else as_html(one) for is_code, one in pieces(text))


def rows(pairs: list[tuple[str, str]]) -> str:
    inner = "".join(f"<dt>{name}</dt><dd>{text}</dd>\n" for name, text in pairs if text)
    return f"<dl>\n{inner}</dl>\n" if inner else ""


def fold(title: str, inner: str) -> str:
    return f"<details><summary>{title}</summary>\n{inner}\n</details>"


def listed(items: list[str]) -> str:
    return '<ul class="plain">\n' + "".join(f"<li>{one}</li>\n" for one in items) + "</ul>"


def table(heads: Iterable[str], lines: list[str], label: str) -> str:
    """A table that scrolls by itself where the screen is narrow."""
    top = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        f'<div class="wide" role="group" aria-label="{label}" tabindex="0"><table>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{''.join(lines)}</tbody></table></div>"
    )


def weight(markup: str) -> int:
    """Bytes a piece takes in the page as it is written."""
    return size(without_commands_in_markup(markup))


def kept(items: Iterable[T], make: Callable[[T], str], room: int) -> tuple[list[str], list[T]]:
    """As many pieces as so many bytes hold, and what did not fit."""
    made: list[str] = []
    left: list[T] = []
    for one in items:
        markup = "" if left else make(one)
        room -= weight(markup)
        if left or room < 0:
            left.append(one)
        else:
            made.append(markup)
    return made, left


def within(items: list[str], room: int) -> list[str]:
    """Pieces that fit into so many bytes; where some do not, that is said."""
    made, left = kept(items, str, room)
    return [*made, f"and {len(left):,} more; the JSON report has all of them"] if left else made
