"""Redirects in JSON, spreadsheets and sitemaps are read as those who serve them read them."""

import pytest

from launchready.web.import_row import TEMPORARY
from tests.web.reading import P, Row, read, rows


def test_vercel_s_redirects_are_read_with_their_usual_statuses() -> None:
    text = """{
      "cleanUrls": true,
      "redirects": [
        {"source": "/a", "destination": "/b"},
        {"source": "/c", "destination": "/d", "permanent": false},
        {"source": "/e", "destination": "https://x.test/e", "statusCode": 301},
        {"source": "/blog/:path*", "destination": "/news/:path*"},
        {"source": "/post/:id(\\\\d{1,})", "destination": "/p/:id"},
        {"source": "/old/(.*)", "destination": "/x"},
        {"source": "/f", "destination": "/g", "has": [{"type": "host", "value": "x"}]}
      ]
    }"""
    into = read("vercel", text)

    assert [(one.source, one.status, one.at.line) for one in into.rows] == [
        ("/a", P, 4),
        ("/c", TEMPORARY, 5),
        ("/e", P, 6),
        ("/blog/:path*", P, 7),
        ("/post/:id(\\d{1,})", P, 8),
    ]
    assert into.untried == {"a regular expression": [9], "a condition": [10]}


def test_next_s_manifest_is_read_without_what_next_adds_itself() -> None:
    text = """{"version": 3, "redirects": [
      {"source": "/:path+/", "destination": "/:path+", "internal": true, "statusCode": 308},
      {"source": "/old", "destination": "/new", "statusCode": 307, "regex": "^/old$"}
    ]}"""

    assert rows("next", text) == [("/old", "/new", TEMPORARY, "keep")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "file:1:2: this is not JSON"),
        ("[]", "there is no list of redirects"),
        ('{"redirects": [1]}', "this redirect is not an object"),
        ('{"redirects": [{"source": "a", "destination": "/b"}]}', "source is not a path"),
        ('{"redirects": [{"source": "/a"}]}', "/a leads to no path or URL"),
        ('{"redirects": [{"source": "/a", "destination": "/b", "statusCode": 200}]}', "status 200"),
        ("[" * 100_000, "file:1:1: this is n"),
    ],
)
def test_a_mistake_in_json_is_told(text: str, told: str) -> None:
    (problem,) = read("vercel", text).problems

    assert told.replace(":2:", ":1:") in str(problem)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("acme.test/a,https://acme.test/b",
            ("https://acme.test/a", "https://acme.test/b", P, "drop")),
        ("http://acme.test/a,https://acme.test/b,302,TRUE",
            ("http://acme.test/a", "https://acme.test/b", TEMPORARY, "keep")),
        ("acme.test/a,https://acme.test/b,308,false,true,false,false",
            ("https://acme.test/a", "https://acme.test/b", P, "drop")),
    ],
)  # fmt: skip
def test_cloudflare_drops_the_query_unless_it_is_told_not_to(line: str, row: Row) -> None:
    assert rows("cloudflare-csv", line) == [row]


def test_cloudflare_s_subpaths_are_a_rule_of_their_own() -> None:
    line = "acme.test/a,https://acme.test/b,301,FALSE,FALSE,TRUE,TRUE"

    assert [one[:2] for one in rows("cloudflare-csv", line)] == [
        ("https://acme.test/a", "https://acme.test/b"),
        ("https://acme.test/a/*", "https://acme.test/b/:splat"),
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("/old,/new", ("/old", "/new", None, "ignore")),
        ("/old,/new,301", ("/old", "/new", P, "ignore")),
        ("from;to;status\n/old;/new;302", ("/old", "/new", TEMPORARY, "ignore")),
        ("Address,Status Code,Redirect URL\n/old,301,/new", ("/old", "/new", P, "ignore")),
        ('"/o,ld","/new"', ("/o,ld", "/new", None, "ignore")),
        ("/old,,410", ("/old", None, None, "ignore")),
    ],
)
def test_a_spreadsheet_is_read_by_its_head_or_without_one(text: str, row: Row) -> None:
    assert rows("csv", text) == [row]


@pytest.mark.parametrize(
    ("kind", "text", "pages"),
    [
        ("csv", "URL\n/a\n\nhttps://acme.test/b\n", [("/a", 2), ("https://acme.test/b", 4)]),
        ("sitemap", "<urlset>\n<url><loc>https://acme.test/a?x=1&amp;y=2</loc></url>\n</urlset>",
            [("https://acme.test/a?x=1&y=2", 2)]),
    ],
)  # fmt: skip
def test_a_list_of_old_pages_is_read(kind: str, text: str, pages: list[tuple[str, int]]) -> None:
    assert [(one, at.line) for one, at in read(kind, text).old_pages] == pages


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("cloudflare-csv", "acme.test/a,/b", "acme.test/a leads to /b"),
        ("cloudflare-csv", "acme.test/a,https://b.test,200", "200 is no redirect's status"),
        ("csv", "/a,/b\nc,/d", "file:2:1: c is neither"),
        ("csv", "/a,b", "/a leads to b"),
        ("csv", "/a,/b,now", "now is no status"),
        ("sitemap", "<html>", "no <loc>"),
        ("csv", f"/a,/{'b' * 200_000}", "this is not CSV"),
    ],
)
def test_a_mistake_in_a_list_is_told_at_its_line(kind: str, text: str, told: str) -> None:
    (problem,) = read(kind, text).problems

    assert told in str(problem)
