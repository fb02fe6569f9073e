"""HTML: one file that fetches nothing, runs its own script only and holds no tag from outside."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import given

from launchready.core.finding import Change
from launchready.core.report import Answered, Report, Verdict
from launchready.core.sheet import Sheet
from launchready.core.walked import Walked, WalkedStep
from launchready.report import html
from tests.report.hostile import reports
from tests.report.reports import (
    ALL,
    COMPRESSED,
    EXPIRES,
    KEY,
    MISSING,
    RECORDS,
    a_report,
    asked,
    go,
    named,
    no_go,
)

_TAG = re.compile(
    r"<!DOCTYPE html>|<html lang=\"en\">"
    r"|<meta (?:charset=\"utf-8\"|(?:http-equiv|name)=\"[\w-]+\" content=\"[^\"<>]*\")>"
    r"|</?(?:html|head|title|body|main|header|h1|h2|h3|p|article|div|span|code|b|dl|dt|dd|ul|ol|li"
    r"|details|summary|footer|a|table|thead|tbody|tr|th|td|svg|rect|path|text|figure|time|label"
    r"|input|select|option)"
    r"(?: (?:class|id|data-impact|role|scope|tabindex|aria-label|href|datetime|type|value"
    r"|autocomplete|viewBox|x|y|width|height|rx|d|text-anchor)=\"[^\"<>]*\"| hidden)*/?>|<br>"
)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def of(*found: object, verdict: Verdict = Verdict.NO_GO) -> Report:
    return a_report(verdict, asked(RECORDS, "x", Answered(findings=tuple(found))))  # type: ignore[arg-type]


def huge() -> Report:
    """Two thousand findings, and much of everything else."""
    rules = (KEY, MISSING, EXPIRES, COMPRESSED)
    found = [
        rules[number % 4].broken(
            named(f"host{number}.acme.test", "dns/acme.test.yaml", number + 1),
            "<b>&" * 90,
            *["<i>'" * 200] * 30,
        )
        for number in range(2000)
    ]
    sheets = tuple(Sheet(title=f"<{number}>", rows=(("ends", "&" * 900),)) for number in range(500))
    answer = Answered(findings=tuple(found), sheets=sheets)
    return replace(
        a_report(Verdict.NO_GO, asked(RECORDS, "x", answer)), notes=("##[x]" * 200,) * 99
    )


@pytest.mark.parametrize("which", ALL)
def test_nothing_is_fetched(which: str) -> None:
    text = html.render(ALL[which]())

    assert not re.search(
        r"<img|<link|<iframe|\bsrc=|href=\"[^#]|url\(|@import|style=|\bon\w+=\"", text
    )


def test_the_policy_allows_style_and_script_by_their_hashes_and_nothing_else() -> None:
    text = html.render(no_go())
    (style,), (script,) = _STYLE.findall(text), _SCRIPT.findall(text)

    kinds = [
        base64.b64encode(hashlib.sha256(x.encode()).digest()).decode() for x in (style, script)
    ]
    assert (
        f"content=\"default-src 'none'; style-src 'sha256-{kinds[0]}'; "
        f"script-src 'sha256-{kinds[1]}'; base-uri 'none'; form-action 'none'\""
    ) in text


def test_what_matters_most_stands_first() -> None:
    text = html.render(no_go())

    marks = [
        "<h1>no-go</h1>",
        "The 48-hour plan",
        "The seven stages",
        "The ten lines",
        "Risks, ranked",
        "Since the last run",
        '<h2 id="findings">',
        "What could not be looked at",
        "Not asked, and how to turn it on",
        "An answer holds for 24 hours, until 2026-11-26 12:00 UTC.",
    ]
    assert sorted(marks, key=text.index) == marks


def test_the_plan_adds_up_the_blockers_in_their_order() -> None:
    text = html.render(no_go())

    assert re.findall(r'<span class="when">(.*?)</span>', text) == [
        "0:00 to 1:00",
        "1:00 to 1:30",
        "1:30 to 2:00",
    ]
    assert "yes, about 3 h from now: 2 h of work by one pair of hands" in text
    assert "then 1 h until resolvers let go of the old answer</span>" in text
    assert text.count('<rect class="waiting"') == 2
    assert "The 48-hour plan" not in html.render(go())


def test_work_for_more_than_two_days_is_drawn_past_the_line() -> None:
    long = replace(KEY, hours=40.0)
    text = html.render(of(*(long.broken(named(one, "a", 1), "x") for one in "abc")))

    assert "no: it takes 120 h until all is mended and seen" in text
    assert "Yes if several work at once: what must come one after another takes 40 h." in text
    assert 'class="limit" d="M480.0 0v40"' in text
    assert '<rect class="work" x="800.0" y="4" width="159.0"' in text


def test_rules_are_ranked_by_impact_then_by_what_a_launch_loses() -> None:
    text = html.render(no_go())
    table = text[text.index("Risks, ranked") : text.index("Since the last run")]

    assert re.findall(r'<a href="#f-\w+">(.*?)</a></td><td>(.*?)</td><td>(\d+)</td>', table) == [
        ("A payment key is committed", "customers&#x27; data or money in others&#x27; hands", "1"),
        ("A committed record is not in DNS", "customers cannot get in, pay or get mail", "2"),
        ("A certificate ends within two weeks", "customers cannot get in, pay or get mail", "1"),
    ]


def test_every_finding_has_an_address_of_its_own_and_every_link_an_end() -> None:
    same = MISSING.broken(named("www", "a", 1), "x")
    for report in (no_go(), huge(), of(same, same)):
        text = html.render(report)
        ids = re.findall(r' id="([^"]+)"', text)

        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_what_differs_in_dns_is_a_table() -> None:
    change = Change(zone="acme.test", sign="~", record="www A", wanted="192.0.2.1", live="<x>")
    found = replace(MISSING.broken(named("www", "dns/a.yaml", 4), "differs"), change=change)
    text = html.render(of(found))

    assert "<h2>DNS: live and committed</h2>" in text
    assert (
        '<tr><td class="whole">~ change</td><td><code>www A</code></td><td><code>&lt;x&gt;</code>'
        "</td><td><code>192.0.2.1</code></td><td><code>dns/a.yaml:4</code></td></tr>"
    ) in text


def test_two_thousand_findings_fit_in_400_kb_and_none_is_dropped_unsaid() -> None:
    text = html.render(huge())
    (lost,) = re.findall(r"<p>([\d,]+) more findings; the JSON report", text)

    assert len(text.encode()) <= html.LARGEST
    assert text.count('" data-impact="') + int(lost.replace(",", "")) == 2000
    assert text.count('" data-impact="') > 100


@given(reports())
def test_hostile_text_adds_no_tag(report: Report) -> None:
    text = html.render(report)

    bare = _TAG.sub("", _SCRIPT.sub("", _STYLE.sub("", text)))
    assert not set(bare) & {"<", ">", '"', "'"}


def _walked(picture: bytes | None) -> Report:
    walked = Walked(
        journey="sign up <x>",
        steps=(
            WalkedStep(name="open", went="passed"),
            WalkedStep(name='click "Go"', went="failed", why="it did not", picture=picture),
        ),
    )
    report = no_go()
    first, *rest = report.asked
    outcome = Answered(findings=(), sheets=(Sheet(title="journey", rows=(), walked=walked),))
    return replace(report, asked=(replace(first, outcome=outcome), *rest))


def test_a_picture_of_a_failed_step_stands_in_the_file_and_only_such_are_let_in() -> None:
    picture = b"\xff\xd8\xff\xe0 a picture"
    text = html.render(_walked(picture))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)

    assert policy.endswith("; img-src data:")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert f'src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}"' in text
    assert 'alt="sign up &lt;x&gt;: click &quot;Go&quot;"' in text
    assert len(re.findall(r"<img", text)) == 1


def test_without_a_picture_no_image_is_let_in() -> None:
    text = html.render(_walked(None))

    assert "img-src" not in text
    assert "<img" not in text
