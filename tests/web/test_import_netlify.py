"""Netlify's lines and tables are read as Netlify reads them, mistakes told at their lines."""

import pytest

from launchready.web.import_row import TEMPORARY
from tests.web.reading import P, Row, read, rows


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("/old /new", ("/old", "/new", P, "keep")),
        ("  /old \t /new  ", ("/old", "/new", P, "keep")),
        ("/old /new 301", ("/old", "/new", P, "keep")),
        ("/old /new 301!", ("/old", "/new", P, "keep")),
        ("/old /new 302", ("/old", "/new", TEMPORARY, "keep")),
        ("/old /new 308", ("/old", "/new", P, "keep")),
        ("/old /new # since May", ("/old", "/new", P, "keep")),
        ("/old /new 302 #since May", ("/old", "/new", TEMPORARY, "keep")),
        ("/old /new#part", ("/old", "/new", P, "keep")),
        ("/old /new?x=1", ("/old", "/new?x=1", P, "ignore")),
        ("/old https://docs.other.test/a", ("/old", "https://docs.other.test/a", P, "keep")),
        ("https://b.test/* https://a.test/:splat 301!",
            ("https://b.test/*", "https://a.test/:splat", P, "keep")),
        ("/news/:year/:slug /blog/:slug", ("/news/:year/:slug", "/blog/:slug", P, "keep")),
        ("/docs/* /help/:splat", ("/docs/*", "/help/:splat", P, "keep")),
        ("/store id=:id /blog/:id 301", ("/store?id=:id", "/blog/:id", P, "ignore")),
        ("/store id=5 kind=a /five", ("/store?id=5&kind=a", "/five", P, "ignore")),
        ("/beta /gone.html 410", ("/beta", None, None, "ignore")),
        ("/beta 404", ("/beta", None, None, "ignore")),
        ("/beta /404.html 404!", ("/beta", None, None, "ignore")),
    ],
)  # fmt: skip
def test_every_form_of_netlify_s_lines_is_read(line: str, row: Row) -> None:
    assert rows("netlify", line) == [row]


@pytest.mark.parametrize("line", ["", "   ", "# /old /new", "#", "\ufeff"])
def test_an_empty_line_and_a_comment_say_nothing(line: str) -> None:
    into = read("netlify", line)

    assert (into.rows, into.untried, into.problems) == ([], {}, [])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("/* /index.html 200", "a rewrite"),
        ("/api/* https://api.other.test/:splat 200!", "a rewrite"),
        ("/app 200", "a rewrite"),
        ("/old /new 302 Country=be,nl", "a condition"),
        ("/old /new Language=fr", "a condition"),
        ("/old /new 301 Role=admin", "a condition"),
        ("/old https://x.test/:splat 200 Sign=KEY", "a condition"),
        ("/a/*/b /new", "a * before the end"),
        ("/old /new 500", "a rewrite"),
    ],
)
def test_what_netlify_decides_by_itself_is_counted(line: str, kind: str) -> None:
    into = read("netlify", f"\n{line}")

    assert (into.rows, into.problems) == ([], [])
    assert into.untried == {kind: [2]}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/old", "/old leads nowhere"),
        ("old /new", "old is neither a path nor a URL"),
        ("/old new", "/old leads to new, neither a path nor a URL"),
        ("/old 301", "/old leads nowhere"),
        ("/old id=5", "/old leads to id=5, neither a path nor a URL"),
        ("/old word /new", "word is no key=value"),
        ("/old /new 99", "99 is no status"),
        ("/old /new moved", "moved is no status"),
        ("/old /new 301 forever", "forever is no Condition=value"),
        ("/.netlify/x /new", "/.netlify/x is Netlify's own"),
        ("//evil.test /new", "//evil.test is neither a path nor a URL"),
    ],
)
def test_a_mistake_in_a_line_is_told_at_that_line(line: str, told: str) -> None:
    (problem,) = read("netlify", f"/a /b\r\n\r\n{line}\r\n").problems

    assert str(problem).startswith(f"file:3:1: {told}")


def test_netlify_toml_is_read_table_by_table() -> None:
    text = (
        '[build]\npublish = "x"\n\n[[redirects]]\nfrom = "/old"\nto = "/new"\n\n'
        '[[redirects]]\nfrom = "/app/*"\nto = "/x/:splat"\nstatus = 200\n\n'
        '[[redirects]]\nfrom = "/fr"\nto = "/new"\nconditions = {Language = ["fr"]}\n\n'
        '[[redirects]]\nfrom = "/q"\nto = "/n/:id"\nstatus = 302\nquery = {id = ":id"}\n'
    )
    into = read("netlify-toml", text)

    assert [(one.source, one.to, one.at.line) for one in into.rows] == [
        ("/old", "/new", 4),
        ("/q?id=:id", "/n/:id", 18),
    ]
    assert into.untried == {"a rewrite": [8], "a condition": [13]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[redirects", "file:1:1: this is not TOML"),
        ('\n[[redirects]]\nto = "/new"', "file:2:1: from is neither"),
        ('\n[[redirects]]\nfrom = "/a"\nto = "b"', "file:2:1: to is neither"),
        ('[[redirects]]\nfrom = "/a"\nto = "/b"\nstatus = "x"', "file:1:1: status is x"),
        ('redirects = "/a"', "file:1:1: redirects is not a list"),
    ],
)
def test_a_mistake_in_a_table_is_told_at_its_table(text: str, told: str) -> None:
    (problem,) = read("netlify-toml", text).problems

    assert str(problem).startswith(told)
