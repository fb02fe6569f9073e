"""Markdown: the answer first, inert whatever it holds, and never longer than it may be."""

import subprocess
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from launchready.core.report import Answered, Report, Verdict
from launchready.report import markdown
from launchready.report.escape import prose, span
from tests.report.hostile import reports, texts
from tests.report.reports import ALL, MISSING, RECORDS, a_report, asked, go, named, no_go, unknown
from tests.servers import needs, program

# What our own words and tables become; nothing from outside may add to it.
_OURS = {
    *("p", "strong", "em", "code", "h3", "ul", "li", "blockquote"),
    *("details", "summary", "table", "thead", "tbody", "tr", "th", "td"),
}


class _Read(HTMLParser):
    """Gathers the tags of a page and the text that is not in code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.bare = ""
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._depth += tag == "code"
        assert all(name == "align" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.bare += "" if self._depth else data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")


def read(text: str) -> _Read:
    """Markdown as GitHub's own renderer makes it, raw HTML and all."""
    extensions = [word for one in ("table", "autolink", "strikethrough") for word in ("-e", one)]
    made = subprocess.run(
        [program("cmark-gfm"), "--unsafe", *extensions],
        input=text.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return _Read(made.stdout.decode())


def test_the_first_line_is_the_answer() -> None:
    firsts = [
        markdown.render(one(), limit=markdown.COMMENT).splitlines()[0] for one in ALL.values()
    ]

    assert firsts == [
        "**go** · 1 piece of advice · 6 questions answered",
        "**no-go** · 3 blockers, 1 risk, 1 unanswered · about 2 h of work, launch in 48 h: yes",
        "**unknown** · 2 unanswered · launch in 48 h: unknown",
    ]


def test_the_worst_three_are_cards_and_the_rest_is_folded() -> None:
    text = markdown.render(no_go(), limit=markdown.COMMENT)

    assert text.count("### 🛑") == 3
    assert "<details><summary>Domain: 1 more finding</summary>" in text


def test_every_stage_has_a_mark() -> None:
    text = markdown.render(go(), limit=markdown.COMMENT)

    assert (
        "| ✅ clear | ☑️ accepted | ⬜ not asked | ⬜ not asked | 💡 1 piece of advice "
        "| ⬜ not asked | ⬜ not asked |\n"
    ) in text


def test_without_an_earlier_run_nothing_is_said_of_changes() -> None:
    assert "Since the last run" not in markdown.render(go(), limit=markdown.COMMENT)


def test_what_could_not_be_looked_at_says_how_to_let_us() -> None:
    text = markdown.render(unknown(), limit=markdown.COMMENT)

    assert (
        "- ❔ `dns/strays` `acme.test`: unreachable\n"
        "  - `none of the 2 name servers of acme.test answers over UDP or TCP`\n"
        "  - **To let us look:** Check that the delegation at your registrar names servers that "
        "are up.\n"
    ) in text


def _long(number: int) -> Report:
    found = tuple(
        MISSING.broken(named(f"{one}.acme.test A", "dns/acme.test.yaml", one), f"{one} is gone")
        for one in range(1, number + 1)
    )
    return a_report(Verdict.NO_GO, asked(RECORDS, "acme.test", Answered(findings=found)))


def test_a_long_report_is_cut_between_rows_and_says_so() -> None:
    text = markdown.render(_long(2000), limit=markdown.COMMENT)

    assert markdown.COMMENT * 0.9 < len(text.encode()) <= markdown.COMMENT
    assert text.count("<details>") == text.count("</details>")
    assert "more\n\n</details>\n" in text
    assert text.endswith("_The report is cut here; the JSON and HTML reports have all of it._\n")


@given(st.sampled_from(list(ALL)), st.integers(0, 4000))
def test_no_limit_is_passed_but_for_the_answer(which: str, limit: int) -> None:
    report = ALL[which]()
    answer = markdown.render(report, limit=10**6).splitlines()[0]

    text = markdown.render(report, limit=limit)

    assert text.startswith(answer)
    assert len(text.encode()) <= max(limit, len(answer.encode()) + 100)
    assert text.count("<details>") == text.count("</details>")


def test_plain_words_stay_bare_and_the_rest_is_code() -> None:
    assert prose("Set p=reject at _dmarc.acme.test, then wait (about 5 min).") == (
        "Set `p=reject` at `_dmarc.acme.test`, then wait (about 5 min)."
    )
    assert prose("Turn on `gzip` or `br`.") == "Turn on `gzip` or `br`."
    assert prose("See www.example.com or @someone about #1") == (
        "See `www.example.com` or `@someone` about `#1`"
    )
    assert prose("an odd hwww.evil.example") == "an odd `hwww.evil.example`"


def test_a_code_span_is_fenced_by_more_than_it_holds() -> None:
    assert span("a`b``c") == "```a`b``c```"
    assert span("`a") == "`` `a ``"
    assert span("a\nb") == "`a\ufffdb`"
    assert len(span("x" * 500)) == 202


@needs("cmark-gfm")
@given(texts)
def test_a_code_span_is_code_and_nothing_else(text: str) -> None:
    page = read(f"- {span(text)}\n")

    assert page.tags in (["ul", "li", "code"], ["ul", "li"])
    assert page.bare.strip() == ""


@needs("cmark-gfm")
@given(reports())
def test_hostile_text_is_inert(report: Report) -> None:
    page = read(markdown.render(report, limit=markdown.SUMMARY))

    assert set(page.tags) <= _OURS
    assert not set(page.bare) & set("@#<>[]`~\\")
    assert "://" not in page.bare
    assert "www." not in page.bare


@needs("cmark-gfm")
@given(reports())
def test_a_cut_report_is_inert_too(report: Report) -> None:
    page = read(markdown.render(replace(report, product="x"), limit=1500))

    assert set(page.tags) <= _OURS
