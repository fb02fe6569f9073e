"""What would have to change in each zone, a line a record, aligned as a plan is."""

from collections.abc import Iterable
from dataclasses import dataclass

from launchready.core.finding import Change, Finding, Impact
from launchready.core.report import Answered, Report
from launchready.report import html_parts, wording
from launchready.report.escape import as_html, cut, span, visible, without_commands
from launchready.report.layout import Paint, cells, padded
from launchready.report.section import Section

_WORDS = {"+": "publish", "-": "delete", "~": "change"}
_LOOKS = {"+": ("green",), "-": ("red",), "~": ("yellow",)}
# A key of 2048 bits is no reading matter; what it begins with tells it.
_LONGEST_VALUE = 72  # characters
# A column is no wider than this, or one long name pushes every value off the screen.
_WIDEST_COLUMN = 44  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    place: str
    change: Change


def render(report: Report, *, colour: bool) -> str:
    """The plan, zone by zone, and below it what it rests on."""
    paint = Paint(colour)
    blocks = [_zone(zone, lines, paint) for zone, lines in _zones(report).items()]
    blocks += [_more(report), _open(report, paint), [_summary(report)]]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return without_commands(text) + "\n"


def table(report: Report) -> list[Section]:
    """The same as tables for a comment, one a zone."""
    made: list[Section] = []
    for zone, lines in _zones(report).items():
        rows = tuple(
            f"| {one.change.sign} {_WORDS[one.change.sign]} | {_cell(one.change.record)} "
            f"| {_cell(one.change.live)} | {_cell(one.change.wanted)} | {_cell(one.place)} |\n"
            for one in lines
        )
        head = f"### DNS: what differs in {span(zone)}\n\n"
        head += "| | Record | Live | Committed | Where |\n| :- | :- | :- | :- | :- |\n"
        made.append(Section(head, rows))
    return made


def html(report: Report, room: int) -> str:
    """The same for the page, in so many bytes at most; "" where no record differs."""
    heads = ("Change", "Record", "Live", "Committed", "Where")
    parts: list[str] = []
    for zone, lines in _zones(report).items():
        made, left = html_parts.kept(lines, _html_row, room)
        room -= sum(map(html_parts.weight, made))
        if made:
            parts.append(f"<h3>{html_parts.code(zone)}</h3>")
            parts.append(html_parts.table(heads, made, "What differs in a zone"))
        if left:
            parts.append(f"<p>{wording.count(len(left), 'more record')} in the JSON report.</p>")
    return "\n".join(["<h2>DNS: live and committed</h2>", *parts]) if parts else ""


def _html_row(one: _Line) -> str:
    change = one.change
    texts = (change.record, change.live, change.wanted, one.place)
    inner = "".join(
        f"<td><code>{as_html(text, _LONGEST_VALUE)}</code></td>" if text else "<td></td>"
        for text in texts
    )
    return f'<tr><td class="whole">{change.sign} {_WORDS[change.sign]}</td>{inner}</tr>\n'


def _cell(text: str) -> str:
    """A bar would end the cell, in a code span too."""
    return span(text, _LONGEST_VALUE).replace("|", "\\|") if text else ""


def _zones(report: Report) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    ordered = sorted(wording.standing(report), key=lambda one: one.finding.at)
    for judged in ordered:
        change = judged.finding.change
        if change is not None:
            line = _Line(place=wording.place(judged.finding.at), change=change)
            found.setdefault(change.zone, []).append(line)
    return found


def _zone(zone: str, lines: list[_Line], paint: Paint) -> list[str]:
    places = _wide(one.place for one in lines)
    words = _wide(_WORDS[one.change.sign] for one in lines)
    records = _wide(visible(one.change.record) for one in lines)
    values = _wide(_values(one.change) for one in lines)
    made = [paint(visible(zone), "bold")]
    for one in lines:
        change = one.change
        sign = paint(f"{change.sign} {padded(_WORDS[change.sign], words)}", *_LOOKS[change.sign])
        parts = [
            paint(padded(visible(one.place), places), "dim"),
            sign,
            padded(visible(change.record), records),
            padded(_values(change), values),
            _servers(change),
        ]
        made.append("  " + "  ".join(parts).rstrip())
    return made


def _wide(texts: Iterable[str]) -> int:
    return min(max(map(cells, texts), default=0), _WIDEST_COLUMN)


def _values(change: Change) -> str:
    """What is live and what is committed, in the order of the change."""
    live, wanted = (visible(cut(one, _LONGEST_VALUE)) for one in (change.live, change.wanted))
    match change.sign:
        case "+":
            return f"{wanted}  ({live})" if live else wanted
        case "-":
            return live
        case "~":
            return f"{live} → {wanted}"


def _servers(change: Change) -> str:
    return f"on {visible(', '.join(change.servers))}" if change.servers else ""


def _more(report: Report) -> list[str]:
    """What is wrong beside single records."""
    return [
        f"{one.rule.impact.word}  {visible(one.message)}"
        for one in report.standing
        if one.change is None
    ]


def _open(report: Report, paint: Paint) -> list[str]:
    label = paint("? could not look", "yellow")
    return [
        f"{label}  {visible(asked.subject)}  {visible(outcome.reason)}"
        for asked, outcome in report.unanswered()
    ]


def _summary(report: Report) -> str:
    changes = [one.change for one in report.standing if one.change is not None]
    counts = [(sum(one.sign == sign for one in changes), word) for sign, word in _WORDS.items()]
    parts = [f"{number:,} to {word}" for number, word in counts if number]
    outcomes = [one.outcome for one in report.asked]
    kept = sum(isinstance(one, Answered) and _is_kept(one.findings) for one in outcomes)
    parts = parts or ["nothing to change"]
    parts.append(f"{wording.count(kept, 'question')} answered as committed")
    if wording.unanswered(report):
        parts.append(f"{wording.unanswered(report):,} could not be looked at")
    return f"{', '.join(parts)}."


def _is_kept(findings: tuple[Finding, ...]) -> bool:
    return all(one.rule.impact is Impact.ADVICE and one.change is None for one in findings)
