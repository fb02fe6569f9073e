"""HTML: one file that fetches nothing, runs nothing and holds no tag from outside."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import given

from launchready.core.report import Answered, Report
from launchready.core.sheet import Sheet
from launchready.core.walked import Walked, WalkedStep
from launchready.report import html
from tests.report.hostile import reports
from tests.report.reports import ALL, no_go

_TAG = re.compile(
    r"<!DOCTYPE html>|<html lang=\"en\">"
    r"|<meta (?:charset=\"utf-8\"|(?:http-equiv|name)=\"[\w-]+\" content=\"[^\"<>]*\")>"
    r"|</?(?:html|head|title|body|main|header|h1|h2|h3|p|article|div|span|code|b|dl|dt|dd|ul|ol|li"
    r"|details|summary|footer)(?: class=\"[a-z -]+\")?>|<br>"
)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pytest.mark.parametrize("which", ALL)
def test_nothing_is_fetched_and_nothing_runs(which: str) -> None:
    text = html.render(ALL[which]())

    assert not re.search(r"<script|<img|<link|<iframe|\bsrc=|\bhref=|url\(|@import|style=", text)


def test_the_policy_allows_the_style_sheet_by_its_hash_and_nothing_else() -> None:
    text = html.render(no_go())
    (style,) = _STYLE.findall(text)

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        f"content=\"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'\""
    ) in text


def test_the_order_is_that_of_the_markdown_report() -> None:
    text = html.render(no_go())

    marks = [
        "<h1>no-go</h1>",
        "A payment key is committed",
        "Since the last run",
        "The seven stages",
        "Domain: 1 more finding",
        "What could not be looked at",
        "Not asked, and how to turn it on",
    ]
    assert sorted(marks, key=text.index) == marks


@given(reports())
def test_hostile_text_adds_no_tag(report: Report) -> None:
    text = html.render(report)

    bare = _TAG.sub("", _STYLE.sub("", text))
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
