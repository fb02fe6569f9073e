"""Load runs in the reports people read: a table everywhere, pictures where there can be some."""

from launchready.core.measured import LoadRun, Measured
from launchready.core.report import Report
from launchready.report import charts
from launchready.report.escape import as_html, prose, span, visible
from launchready.report.layout import Columns, flow, padded
from launchready.report.run_words import HEADS, about, cells, details
from launchready.report.section import Section

# Targets of a run that are drawn; the table has all of them.
_MOST_DRAWN = 12
_TEXT = 11


def html(report: Report) -> str:
    """Every run with its table and pictures; "" where there is none."""
    runs = [_page(run, place) for place, run in enumerate(report.runs)]
    return "\n".join(["<h2>Under load</h2>", *runs]) if runs else ""


def _page(run: LoadRun, place: int) -> str:
    told = f'<p class="soft">{" · ".join(as_html(one) for one in about(run))}</p>\n'
    mark = '<span class="mark">invalid</span> ' if run.invalid else ""
    notes = "".join(
        f'<p class="unknown">{"" if place else mark}{as_html(one)}</p>\n'
        for place, one in enumerate(_said(run))
    )
    heads = "".join(f'<th scope="col">{one}</th>' for one in HEADS)
    rows = "".join(_row(one) for one in run.targets)
    table = (
        '<div class="wide" role="group" aria-label="Under load" tabindex="0">'
        '<table>\n<caption class="soft">Below each: where the true value lies, '
        "95 times of 100.</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )
    drawn = [
        _target(one, f"run{place}-{number}") for number, one in enumerate(run.targets[:_MOST_DRAWN])
    ]
    return f"{told}{notes}{table}" + "".join(drawn)


def _row(one: Measured) -> str:
    name, *rest = (as_html(cell) for cell in cells(one))
    told = [cell.replace(" (", '<br><span class="soft">').replace(")", "</span>") for cell in rest]
    inner = "".join(f'<td class="whole">{cell}</td>' for cell in told)
    return f'<tr><th scope="row">{name}</th>{inner}</tr>\n'


def _target(one: Measured, name: str) -> str:
    rows = "".join(f"<dt>{label}</dt><dd>{as_html(words)}</dd>\n" for label, words in details(one))
    pictures = [charts.over_time(one, f"{name}-time"), charts.distribution(one, f"{name}-spread")]
    figures = "".join(
        f'<figure tabindex="0">{picture}</figure>\n' for picture in pictures if picture
    )
    where = f'<span class="soft"><code>{as_html(one.where)}</code></span>'
    return (
        f'<article class="target none">\n<div class="title"><h3>{as_html(one.name)}</h3>'
        f"{where}</div>\n{figures}" + (f"<dl>\n{rows}</dl>\n" if rows else "") + "</article>\n"
    )


def _said(run: LoadRun) -> list[str]:
    """What has to be known before the figures are read."""
    invalid = f"Nothing can be concluded from this run: {run.invalid}." if run.invalid else ""
    return [one for one in (invalid, *run.notes) if one]


def markdown(report: Report) -> list[Section]:
    """A table a run, with its details folded below it."""
    return [one for run in report.runs for one in _sections(run)]


def _sections(run: LoadRun) -> list[Section]:
    told = " · ".join(span(one) for one in about(run))
    notes = "".join(f"\n> {span(one, 1000)}\n" for one in _said(run))
    head = f"| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}\n"
    rows = [f"| {' | '.join(_cell(one) for one in cells(target))} |\n" for target in run.targets]
    table = Section(f"### Under load\n\n{told}\n{notes}\n{head}", tuple(rows))
    folded = [f"- {span(one.name)}\n{_details(one)}" for one in run.targets if details(one)]
    if not folded:
        return [table]
    start = "<details><summary>Under load, target by target</summary>\n\n"
    return [table, Section(start, tuple(folded), "\n</details>\n")]


def _cell(text: str) -> str:
    """In a table's cell a bar ends it, in code too."""
    return span(text).replace("|", "\\|")


def _details(one: Measured) -> str:
    return "".join(f"  - **{prose(name)}:** {span(text, 1000)}\n" for name, text in details(one))


def terminal(report: Report, page: Columns) -> list[list[str]]:
    """A block a run: columns where they fit, else a target's figures below its name."""
    return [_block(run, page) for run in report.runs]


def _block(run: LoadRun, page: Columns) -> list[str]:
    lines = page.beside(
        "load", flow([visible(one) for one in about(run)], page.width - _TEXT), "bold", at=_TEXT
    )
    for note in _said(run):
        lines += page.hang("", visible(note), at=_TEXT)
    rows = [tuple(visible(cell) for cell in cells(one)) for one in run.targets]
    table = [HEADS, *rows]
    wide = [max(len(row[place]) for row in table) for place in range(len(HEADS))]
    if sum(wide) + 2 * len(wide) <= page.width - _TEXT:
        for place, row in enumerate(table):
            text = "  ".join(
                padded(cell, size) for cell, size in zip(row, wide, strict=True)
            ).rstrip()
            lines.append(" " * _TEXT + (text if place else page.paint(text, "dim")))
        return lines
    for name, *rest in rows:
        told = [f"{head} {cell}" for head, cell in zip(HEADS[1:], rest, strict=True)]
        lines += page.beside("", [page.paint(name, "bold")], at=_TEXT)
        lines += page.beside("", flow(told, page.width - _TEXT - 2), at=_TEXT + 2)
    return lines
