"""The report as a terminal or a CI log shows it: the answer first, then the worst first."""

from launchready.core.finding import Finding, Impact
from launchready.core.report import Asked, Gone, Judged, Report, Unanswered, Verdict
from launchready.report import groups, run_views, wording
from launchready.report.escape import visible, without_commands
from launchready.report.layout import Columns, Paint, flow, measure

# Everything stands at one of three columns: marks at 0, what they mark, and words about that.
_TEXT = 11
_WORDS = 17
_MOST_EVIDENCE = 8
_COMMIT = 12

_LOOKS = {
    Verdict.GO: ("bold", "green"),
    Verdict.NO_GO: ("bold", "red"),
    Verdict.UNKNOWN: ("bold", "yellow"),
    Impact.BLOCKER: ("bold", "red"),
    Impact.RISK: ("bold", "yellow"),
    Impact.ADVICE: ("bold", "blue"),
}


def render(report: Report, *, width: int, colour: bool) -> str:
    """The whole report; no line is wider than asked for unless a single word is."""
    page = Columns(measure(width), Paint(colour))
    blocks = [
        _head(report, page),
        *_findings(report, page),
        *(_unanswered(asked, outcome, page) for asked, outcome in report.unanswered()),
        *(_waived(one, page) for one in wording.waived(report)),
        *run_views.terminal(report, page),
        _gone(report.gone, page),
        _facts(report, page),
        _skipped(report, page),
        _ending(report, page),
    ]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return without_commands(text) + "\n"


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


def _findings(report: Report, page: Columns) -> list[list[str]]:
    """Each finding; what a rule costs and how to mend it stand with the first to be mended so."""
    told: set[tuple[str, str]] = set()
    blocks: list[list[str]] = []
    for judged in wording.standing(report):
        rule = judged.finding.rule
        blocks.append(_finding(judged, page, is_told=(rule.id, rule.fix) in told))
        told.add((rule.id, rule.fix))
    return blocks


def _finding(judged: Judged, page: Columns, *, is_told: bool) -> list[str]:
    finding, rule = judged.finding, judged.finding.rule
    details = [page.paint(visible(str(finding.at)), "dim"), wording.since(judged)]
    title = page.title(visible(rule.id), *details, at=_TEXT)
    lines = page.beside(rule.impact.word, title, *_LOOKS[rule.impact], at=_TEXT)
    lines += page.hang("", visible(finding.message), at=_TEXT)
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
