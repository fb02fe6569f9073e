"""The one page of all documents: nothing is fetched, nothing runs, every link leads somewhere."""

import re

from selectolax.lexbor import LexborHTMLParser

from launchready.handover.document import DOCUMENTS
from launchready.handover_files.print_page import render
from tests.handover.pages import written
from tests.handover.test_documents_pages import HOSTILE, hostile

EVIL = "https://evil.test"


def page(text: str = "", name: str = "HANDOVER") -> str:
    return render("Acme", [(name, text)])


def whole() -> str:
    texts = written()
    return render("Acme", [(name, texts[name]) for name in DOCUMENTS])


def body(html: str) -> str:
    return html.partition("<section")[2]


def test_every_link_within_the_page_leads_to_a_place_in_it() -> None:
    tree = LexborHTMLParser(whole())
    links = [one.attributes.get("href") or "" for one in tree.css("a")]
    places = {f"#{one.attributes['id']}" for one in tree.css("[id]")}
    within = [one for one in links if not one.startswith("https://")]

    assert len(within) > 20
    assert [one for one in within if one not in places] == []


def test_nothing_is_fetched_and_nothing_runs() -> None:
    html = whole()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)

    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert (
        LexborHTMLParser(html).css("script, img, link, iframe, object, form, [style], [onclick]")
        == []
    )


def test_markers_and_comments_are_nobodys_reading_matter() -> None:
    assert "launchready:facts" not in whole()
    assert "a secret thought" not in page("one <!-- a secret thought --> two\n\n<!-- x\ny -->\n")


def test_markup_in_a_document_is_shown_as_text() -> None:
    html = body(page("<script>alert(1)</script>\n\nand <b onclick=x>this</b>\n"))

    assert "<script" not in html
    assert "<b " not in html
    assert "&lt;script&gt;" in html


def test_hostile_text_of_the_world_is_text_on_the_page_too() -> None:
    texts = hostile(HOSTILE)
    tree = LexborHTMLParser(render(HOSTILE, [(name, texts[name]) for name in DOCUMENTS]))
    links = [one.attributes.get("href") or "" for one in tree.css("a")]

    assert tree.css("script, img") == []
    assert [one for one in links if "evil" in one] == []


def test_links_run_nothing_and_pictures_are_not_fetched() -> None:
    html = body(page(f"[a](javascript:alert(1)) [b](data:text/html,x) ![c]({EVIL}/c.png)\n"))

    assert "<img" not in html
    assert 'href="javascript:' not in html
    assert 'href="data:' not in html


def test_a_link_to_another_document_stays_in_the_page() -> None:
    texts = [("HANDOVER", "[r](RISKS.md) [p](RUNBOOK.md#a-b) [o](../x.md)"), ("RISKS", "# R")]
    html = render("Acme", [*texts, ("RUNBOOK", "## A b")])

    assert 'href="#RISKS"' in html
    assert 'href="#RUNBOOK-a-b"' in html
    assert 'id="RUNBOOK-a-b"' in html
    assert 'href="../x.md"' in html


def test_an_empty_line_has_room_for_a_pen_and_a_filled_one_has_none() -> None:
    html = body(page("- Owner:\n- Second admin: Ben\n"))

    assert html.count('class="blank"') == 1
    assert '<span class="blank">Owner:</span>' in html


def test_facts_and_lines_of_people_stay_two_lists() -> None:
    html = body(
        page("<!-- launchready:facts a -->\n- fact\n<!-- /launchready:facts a -->\n\n- Owner:\n")
    )

    assert html.count("<ul>") == 2


def test_a_table_scrolls_by_itself_on_a_phone() -> None:
    assert '<div class="wide"><table>' in body(page("| a | b |\n| :- | -: |\n| 1 | 2 |\n"))


def test_the_products_name_is_text() -> None:
    assert "<b>" not in render("<b>x", [("HANDOVER", "")])
