"""Findings on the page: cards to work from, a ranked list to choose from, and what is left over."""

from collections import Counter

from launchready.core import ranking
from launchready.core.finding import Finding
from launchready.core.report import Judged, Report
from launchready.report import wording
from launchready.report.escape import as_html
from launchready.report.html_parts import code, fold, kept, prose, rows, table

_MOST_EVIDENCE = 20
_LONGEST_EVIDENCE = 400  # characters
_MOST_RANKED = 60

_Named = tuple[Judged, str]


def named(report: Report) -> list[_Named]:
    """The standing findings, each with its anchor; one fault told twice has two anchors."""
    seen: Counter[str] = Counter()
    made: list[_Named] = []
    for one in wording.standing(report):
        mark = one.finding.fingerprint
        seen[mark] += 1
        made.append((one, f"f-{mark}" + (f"-{seen[mark]}" if seen[mark] > 1 else "")))
    return made


def html(report: Report, room: int) -> str:
    """Every finding that so many bytes hold: as a card, then on a line, then as a number."""
    standing = named(report)
    if not standing:
        return ""
    cards, rest = kept(standing, lambda one: _card(*one, report), room // 2)
    lines, lost = kept(rest, lambda one: _line(*one), room * 2 // 5)
    parts = ['<h2 id="findings">Findings</h2>', _filter(), *cards]
    if lines:
        inner = '<ul class="plain">\n' + "".join(lines) + "</ul>"
        parts.append(fold(f"{len(lines):,} more, a line each", inner))
    if lost:
        more = wording.count(len(lost), "more finding")
        parts.append(f"<p>{more}; the JSON report has all of them.</p>")
    return "\n".join(parts)


def _filter() -> str:
    """Shown by the script, since nothing happens without it."""
    choices = "".join(
        f'<option value="{value}">{name}</option>'
        for value, name in [
            ("", "everything"),
            ("blocker", "blockers"),
            ("risk", "risks"),
            ("advice", "advice"),
        ]
    )
    return (
        '<div id="filter" role="search" hidden>\n'
        '<label>Search <input id="words" type="search" autocomplete="off"></label>\n'
        f'<label>Show <select id="kind">{choices}</select></label>\n'
        '<span id="count" class="soft" role="status"></span>\n</div>'
    )


def _card(judged: Judged, anchor: str, report: Report) -> str:
    finding, rule = judged.finding, judged.finding.rule
    beside = " · ".join(one for one in (code(rule.id), wording.since(judged)) if one)
    title = as_html(f"{rule.title}: {finding.subject}", 200)
    details = rows(_details(finding))
    if rule.impact < report.fail_on:
        details = f"<details><summary>What it costs, what to do</summary>\n{details}</details>\n"
    return (
        f'<article class="{rule.impact.word}" id="{anchor}" data-impact="{rule.impact.word}">\n'
        f'<div class="title"><span class="mark">{rule.impact.word}</span>'
        f"<h3>{prose(rule.title)}</h3>"
        f'<span class="soft">{beside} '
        f'<a href="#{anchor}" aria-label="Link to: {title}">link</a></span></div>\n'
        f"<p>{as_html(finding.message)}</p>\n{details}</article>"
    )


def _details(finding: Finding) -> list[tuple[str, str]]:
    rule = finding.rule
    fix = f'{prose(rule.fix)} <span class="whole">{wording.usual(finding)}</span>'
    evidence = [
        f"<code>{as_html(one, _LONGEST_EVIDENCE)}</code>"
        for one in finding.evidence[:_MOST_EVIDENCE]
    ]
    if len(finding.evidence) > len(evidence):
        evidence.append(f"and {len(finding.evidence) - len(evidence):,} more")
    return [
        ("What it costs", prose(rule.why)),
        ("What to do", fix),
        ("Where", code(wording.place(finding.at))),
        ("Seen", "<br>".join(evidence)),
    ]


def _line(judged: Judged, anchor: str) -> str:
    finding, word = judged.finding, judged.finding.rule.impact.word
    return (
        f'<li id="{anchor}" data-impact="{word}">{word} '
        f"<code>{as_html(finding.rule.id, 80)}</code> {as_html(finding.message, 160)}</li>\n"
    )


def ranked(report: Report) -> str:
    """A line a rule, in the order of what a launch loses by it."""
    anchors = {id(one.finding): anchor for one, anchor in named(report)}
    kinds = ranking.ranked(report.standing)
    if len(kinds) < 2:
        return ""
    lines = [
        f'<tr><td class="{one.rule.impact.word}">'
        f'<span class="mark">{one.rule.impact.word}</span></td>'
        f'<td><a href="#{anchors[id(one.findings[0])]}">{as_html(one.rule.title, 200)}</a></td>'
        f"<td>{as_html(one.harm.words)}</td>"
        f'<td>{one.places:,}</td><td class="whole">{wording.hours(one.hours)}</td></tr>\n'
        for one in kinds[:_MOST_RANKED]
    ]
    heads = ("Impact", "What is wrong", "What is at stake", "Places", "Usual work")
    label = "Findings by what a launch loses"
    return f"<h2>Risks, ranked</h2>\n{table(heads, lines, label)}"
