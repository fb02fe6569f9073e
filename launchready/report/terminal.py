"""The report as a terminal or a CI log shows it: the answer first, then the worst first."""

from collections.abc import Mapping
from typing import Literal

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location
from launchready.core.report import Asked, Gone, Judged, Report, Unanswered, Verdict
from launchready.report import frame, groups, launch_words, run_views, wording
from launchready.report.escape import visible, without_commands
from launchready.report.frame import Quoted, place
from launchready.report.layout import (
    NARROWEST,
    WIDEST_LINE,
    Columns,
    Paint,
    cells,
    cut,
    flow,
    measure,
)

Detail = Literal["quiet", "usual", "verbose"]
Frames = Mapping[Location, Quoted]

# Everything stands at one of three columns: marks at 0, what they mark, and words about that.
_TEXT = 11
_WORDS = 17
_MOST_EVIDENCE = 8
_COMMIT = 12
# Open questions shown whole where they are why the answer is unknown.
_MOST_OPEN = 5
# Steps of the way to a launch shown unless everything is.
_MOST_STEPS = 8
# Characters of a message below which it says nothing.
_FEWEST = 16
# Characters of a message that stand before its place is told beside it.
_ENOUGH = 60

_LOOKS = {
    Verdict.GO: ("bold", "green"),
    Verdict.NO_GO: ("bold", "red"),
    Verdict.UNKNOWN: ("bold", "yellow"),
    Impact.BLOCKER: ("bold", "red"),
    Impact.RISK: ("bold", "yellow"),
    Impact.ADVICE: ("bold", "blue"),
}


def render(
    report: Report,
    *,
    width: int,
    colour: bool,
    detail: Detail = "usual",
    quoted: tuple[Quoted, ...] = (),
    root: str = "",
) -> str:
    """The report; no line is wider than asked for unless a single word is.

    `quoted` are lines at fault to show, `root` is the address of the repository's files where
    the terminal has links.
    """
    line = max(NARROWEST, min(width, WIDEST_LINE))
    page = Columns(measure(width), Paint(colour), line=line, root=root)
    frames = {one.at: one for one in quoted}
    made = {"quiet": _quiet, "usual": _usual, "verbose": _verbose}[detail]
    blocks = made(report, page, frames)
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return without_commands(text) + "\n"


def _quiet(report: Report, page: Columns, frames: Frames) -> list[list[str]]:
    """The answer, and a line for each that makes it a no-go."""
    _ = frames
    told = flow(wording.meaning(report), page.width - len(report.verdict.value) - 3)
    word = f"{report.verdict.value} ·"
    head = page.beside(word, told, *_LOOKS[report.verdict], at=len(word) + 1)
    return [[*head, *(_row(one, page) for one in wording.standing(report) if _blocks(one, report))]]


def _usual(report: Report, page: Columns, frames: Frames) -> list[list[str]]:
    """What blocks as cards, a line for each of the rest, and counts of what is not shown."""
    standing = wording.standing(report)
    blocking = tuple(one for one in standing if _blocks(one, report))
    open_ = list(report.unanswered()) if report.verdict is Verdict.UNKNOWN else []
    return [
        _head(report, page),
        *_findings(blocking, page, frames),
        [_row(one, page) for one in standing if not _blocks(one, report)],
        *(_unanswered(asked, outcome, page) for asked, outcome in open_[:_MOST_OPEN]),
        *run_views.terminal(report, page),
        _gone(report.gone, page),
        _lines(report, page),
        _launch(report, page),
        _folded(report, page, shown=len(open_[:_MOST_OPEN])),
        _ending(report, page),
    ]


def _verbose(report: Report, page: Columns, frames: Frames) -> list[list[str]]:
    """Everything the report holds."""
    return [
        _head(report, page),
        *_findings(wording.standing(report), page, frames),
        *(_unanswered(asked, outcome, page) for asked, outcome in report.unanswered()),
        *(_waived(one, page) for one in wording.waived(report)),
        *run_views.terminal(report, page),
        _gone(report.gone, page),
        _lines(report, page),
        _launch(report, page, most=len(report.plan.steps)),
        _facts(report, page),
        _skipped(report, page),
        _ending(report, page),
    ]


def _blocks(judged: Judged, report: Report) -> bool:
    return judged.finding.rule.impact >= report.fail_on


def _row(judged: Judged, page: Columns) -> str:
    """A finding on one line: what it is, where, and as much of its message as fits."""
    finding, rule = judged.finding, judged.finding.rule
    label = page.paint(rule.impact.word, *_LOOKS[rule.impact])
    gap = " " * (_TEXT - len(rule.impact.word))
    name = visible(rule.id)
    where = f"  {place(finding.at, page)}"
    left = page.line - _TEXT - cells(name) - 2
    if left - cells(where) < min(cells(finding.message), _ENOUGH):
        where = ""
    message = cut(visible(finding.message), left - cells(where))
    if left < _FEWEST:
        name, message = cut(name, page.line - _TEXT), ""
    told = f"{page.paint(name, 'bold')}  {message}" if message else page.paint(name, "bold")
    return f"{label}{gap}{told}{where if message else ''}"


def _folded(report: Report, page: Columns, *, shown: int) -> list[str]:
    """What is not shown, in numbers, and how to see it."""
    hidden = wording.unanswered(report) - shown
    weighty = sum(one.check.worst is Impact.BLOCKER for one, _ in report.unanswered())
    may = f" ({weighty:,} may hide a blocker)" if weighty and not shown else ""
    counts = [
        f"{wording.count(hidden, 'question')} without an answer{may}" if hidden else "",
        f"{wording.skipped(report):,} not asked" if wording.skipped(report) else "",
        f"{len(wording.waived(report)):,} accepted" if wording.waived(report) else "",
        f"facts on {wording.count(len(report.sheets), 'thing')}" if report.sheets else "",
    ]
    told = ", ".join(one for one in counts if one)
    advice = _words_of_rest(report)
    return page.hang("also", f"{told}. {advice}", "dim", at=_TEXT) if told else []


def _words_of_rest(report: Report) -> str:
    minor = any(not _blocks(one, report) for one in wording.standing(report))
    more = " and what each risk costs" if minor else ""
    return f"See them{more} with --verbose, or as a page with -f html=report.html."


def _head(report: Report, page: Columns) -> list[str]:
    word = report.verdict.value
    at = len(word) + 3
    numbers = flow(wording.meaning(report), page.width - at)
    lines = page.beside(f"{word} ·", numbers, *_LOOKS[report.verdict], at=at)
    commit = f"commit {report.commit[:_COMMIT]}" if report.commit else ""
    served = f"serving {', '.join(report.served)}" if report.served else ""
    parts = [report.product, report.environment, commit, served, *wording.basis(report)]
    about = flow([visible(part) for part in parts if part], page.width)
    lines += [page.paint(line, "dim") for line in about]
    for note in report.notes:
        lines += page.hang("note", visible(note), "bold", at=_TEXT)
    return lines


def _findings(judged_ones: tuple[Judged, ...], page: Columns, frames: Frames) -> list[list[str]]:
    """Each finding; what a rule costs and how to mend it stand with the first to be mended so."""
    told: set[tuple[str, str]] = set()
    blocks: list[list[str]] = []
    for judged in judged_ones:
        rule = judged.finding.rule
        blocks.append(_finding(judged, page, frames, is_told=(rule.id, rule.fix) in told))
        told.add((rule.id, rule.fix))
    return blocks


def _finding(judged: Judged, page: Columns, frames: Frames, *, is_told: bool) -> list[str]:
    finding, rule = judged.finding, judged.finding.rule
    details = [place(finding.at, page), wording.since(judged)]
    title = page.title(visible(rule.id), *details, at=_TEXT)
    lines = page.beside(rule.impact.word, title, *_LOOKS[rule.impact], at=_TEXT)
    lines += page.hang("", visible(finding.message), at=_TEXT)
    if finding.at in frames:
        lines += frame.render(frames[finding.at], page, at=_TEXT)
    lines += _evidence(finding, page)
    if is_told:
        return [*lines, *_words("fix", "As above.", page)]
    fix = f"{visible(rule.fix)} {wording.usual(finding)}"
    return [*lines, *_words("why", visible(rule.why), page), *_words("fix", fix, page)]


def _words(label: str, text: str, page: Columns) -> list[str]:
    return page.hang(label, text, "dim", at=_WORDS, indent=_TEXT)


def _evidence(finding: Finding, page: Columns) -> list[str]:
    shown = [visible(one) for one in finding.evidence[:_MOST_EVIDENCE]]
    if len(finding.evidence) > len(shown):
        shown.append(f"and {len(finding.evidence) - len(shown):,} more")
    labels = ["seen", *[""] * len(shown)]
    return [
        line for label, one in zip(labels, shown, strict=False) for line in _words(label, one, page)
    ]


def _unanswered(asked: Asked, outcome: Unanswered, page: Columns) -> list[str]:
    weight = "may hide a blocker" if asked.check.worst is Impact.BLOCKER else ""
    details = [visible(asked.subject), page.paint(outcome.kind, "dim"), weight]
    title = page.title(asked.check.id, *details, at=_TEXT)
    lines = page.beside("no answer", title, "bold", "yellow", at=_TEXT)
    lines += page.hang("", visible(outcome.reason), at=_TEXT)
    if outcome.advice:
        lines += _words("try", visible(outcome.advice), page)
    return lines


def _waived(judged: Judged, page: Columns) -> list[str]:
    finding, waiver = judged.finding, judged.waived
    if waiver is None:
        return []
    title = page.title(visible(finding.rule.id), visible(finding.subject), at=_TEXT)
    lines = page.beside("waived", title, "bold", at=_TEXT)
    lines += page.hang("", visible(finding.message), at=_TEXT)
    return [*lines, *_words("why", visible(wording.accepted(waiver)), page)]


def _gone(gone: tuple[Gone, ...], page: Columns) -> list[str]:
    labels = ["gone", *[""] * len(gone)]
    titles = [page.title(visible(one.rule), visible(one.subject), at=_TEXT) for one in gone]
    pairs = zip(labels, titles, strict=False)
    return [line for label, title in pairs for line in page.beside(label, title, "bold", at=_TEXT)]


def _lines(report: Report, page: Columns) -> list[str]:
    """The ten lines of a launch, flowing; those nobody asked about together at the end."""
    parts = groups.rollup(report)
    asked = [one for one in parts if one.word != "not asked"]
    told = [f"{one.title} {page.paint(one.words, *_looks(one))}" for one in asked]
    lines = page.beside("lines", flow(told, page.width - _TEXT), "dim", at=_TEXT)
    rest = ", ".join(one.title for one in parts if one not in asked and one.is_planned)
    if rest:
        lines += page.hang("" if lines else "lines", f"not asked: {rest}", "dim", at=_TEXT)
    return lines


def _looks(part: groups.Part) -> tuple[str, ...]:
    is_impact = part.worst is not None and part.word == part.worst.word
    return _LOOKS[part.worst] if is_impact and part.worst else ("dim",)


def _launch(report: Report, page: Columns, most: int = _MOST_STEPS) -> list[str]:
    """The 48-hour answer, and the way there step by step where it has more than one."""
    lines = page.hang("in 48 h", launch_words.answer(report), "bold", at=_TEXT)
    if report.launch_in_48h != "yes":
        lines += page.hang("", visible(launch_words.would_be_yes(report)), at=_TEXT)
    steps = report.plan.steps
    for one in steps[:most] if len(steps) > 1 else ():
        wait = launch_words.step(one)
        told = f"{one.finding.rule.id}  {one.finding.subject}{f', {wait}' if wait else ''}"
        lines += _words(
            launch_words.clock(one.starts), cut(visible(told), page.line - _WORDS), page
        )
    if len(steps) > most:
        lines += _words("", f"and {len(steps) - most:,} more", page)
    return lines


def _facts(report: Report, page: Columns) -> list[str]:
    lines: list[str] = []
    for sheet in report.sheets:
        label = "" if lines else "facts"
        lines += page.beside(label, [page.paint(visible(sheet.title), "bold")], "dim", at=_TEXT)
        told = [f"{visible(name)} {visible(text)}" for name, text in sheet.rows]
        lines += page.beside("", flow(told, page.width - _WORDS), at=_WORDS)
    return lines


def _skipped(report: Report, page: Columns) -> list[str]:
    lines: list[str] = []
    for names, reason in groups.skipped(report):
        label = "" if lines else "skipped"
        lines += page.hang(label, f"{visible(names)}: {visible(reason)}", "dim", at=_TEXT)
    return lines


def _ending(report: Report, page: Columns) -> list[str]:
    word = report.verdict.value
    rest = wording.ending(report).removeprefix(f"{word} ")
    return page.hang(word, rest, *_LOOKS[report.verdict], at=len(word) + 1)
