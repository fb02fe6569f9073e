"""Plain redirects of Apache and nginx are read, all others counted, and no file is too odd."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.web.import_entry import _READERS
from launchready.web.import_row import TEMPORARY
from tests.web.reading import P, Row, read, rows


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Redirect 301 /old /new", ("/old", "/new", P, "keep")),
        ("Redirect /old https://acme.test/new",
            ("/old", "https://acme.test/new", TEMPORARY, "keep")),
        ("redirect permanent /old /new", ("/old", "/new", P, "keep")),
        ("RedirectPermanent /old /new", ("/old", "/new", P, "keep")),
        ("RedirectTemp /old /new", ("/old", "/new", TEMPORARY, "keep")),
        ("Redirect gone /beta", ("/beta", None, None, "ignore")),
        ('Redirect 301 "/a b" /new', ("/a b", "/new", P, "keep")),
        ("RedirectMatch 301 ^/old$ /new", ("/old", "/new", P, "keep")),
        ("RedirectMatch permanent ^/docs/(.*)$ /help/$1", ("/docs/*", "/help/:splat", P, "keep")),
        ("RewriteRule ^old$ /new [R=301,L]", ("/old", "/new", P, "keep")),
        ("RewriteRule ^old/?$ /new? [L,R=permanent]", ("/old", "/new", P, "ignore")),
        (r"RewriteRule ^a\.php$ /a [R,QSD]", ("/a.php", "/a", TEMPORARY, "ignore")),
        ("RewriteRule ^old$ https://acme.test/new",
            ("/old", "https://acme.test/new", TEMPORARY, "keep")),
        ("RewriteRule ^beta$ - [G]", ("/beta", None, None, "ignore")),
        ("<IfModule mod_alias.c>\nRedirect 301 /old /new\n</IfModule>",
            ("/old", "/new", P, "keep")),
    ],
)  # fmt: skip
def test_plain_lines_of_apache_are_read(line: str, row: Row) -> None:
    assert rows("htaccess", line) == [row]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("RewriteCond %{HTTPS} off\nRewriteRule ^old$ /new [R]", "a condition"),
        ("<If \"%{HTTP_HOST} == 'x'\">\nRedirect 301 /old /new\n</If>", "a condition"),
        ("\nRewriteRule ^old$ index.php [L]", "a rewrite"),
        ("\nRewriteRule ^(.*)$ https://%{HTTP_HOST}/$1 [R]", "a variable"),
        ("\nRewriteRule ^[a-z]+$ /new [R]", "a regular expression"),
        ("\nRedirectMatch 301 (.*)\\.htm$ $1.html", "a regular expression"),
    ],
)
def test_what_apache_decides_by_more_is_counted(lines: str, kind: str) -> None:
    into = read("htaccess", lines)

    assert (into.rows, into.untried, into.problems) == ([], {kind: [2]}, [])


def test_a_condition_holds_for_one_rule_of_apache() -> None:
    text = "RewriteCond %{HTTPS} off\nRewriteRule ^a$ /b [R]\nRewriteRule ^c$ /d [R=301]"

    assert [one[0] for one in rows("htaccess", text)] == ["/c"]


NGINX = """\
server {
  server_name acme.test; # the old site
  rewrite ^/docs/(.*)$ /help/$1 permanent;
  location = /old { return 301 /new; }
  location /blog/ { return 302 https://acme.test/news$is_args$args; }
  location ~ ^/beta$ { return 410; }
  location = /cart {
    if ($http_cookie) { return 302 /login; }
    return 308 "/basket";
  }
  rewrite ^/x$ /index.php last;
  location / { return 301 https://acme.test$request_uri; }
  return 301 https://acme.test/;
  location = /ok { return 200 ok; }
}
"""


def test_plain_lines_of_nginx_are_read_and_the_others_counted() -> None:
    into = read("nginx", NGINX)

    assert [(one.source, one.to, one.status, one.at.line) for one in into.rows] == [
        ("/docs/*", "/help/:splat", P, 3),
        ("/old", "/new", P, 4),
        ("/blog/*", "https://acme.test/news", TEMPORARY, 5),
        ("/beta", None, None, 6),
        ("/cart", "/basket", P, 9),
    ]
    assert into.untried == {
        "a condition": [8],
        "a rewrite": [11],
        "a variable": [12],
        "a whole server or a regular expression": [13],
        "an answer with 200": [14],
    }


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("nginx", "location = /a { return 301 b; }"),
        ("nginx", "server {"),
        ("nginx", "}"),
        ("nginx", "rewrite ^/a$;"),
        ("htaccess", "Redirect 301 /a"),
        ("htaccess", "RedirectSoon /a /b"),
        ("htaccess", 'Redirect 301 "/a /b'),
        ("htaccess", "RewriteRule ^a$"),
    ],
)
def test_a_mistake_in_a_server_s_config_is_told(kind: str, text: str) -> None:
    assert len(read(kind, text).problems) == 1


WORDS = st.sampled_from(["/a", "/b/*", ":x", "301", "200!", "https://", "#", "\n", " ", ",", '"',
    "{", "}", ";", "^", "$", "(.*)", "Redirect", "RewriteRule", "return", "rewrite", "location",
    "[[redirects]]", "from=", "\t", "\ufeff", "\x00", "[R", "<If", "\u2028", "é"])  # fmt: skip


@pytest.mark.parametrize("kind", sorted(_READERS))
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map("".join)))
@settings(max_examples=60, deadline=None)
def test_no_file_is_too_odd_to_read(kind: str, text: str) -> None:
    into = read(kind, text)
    for row in into.rows:
        row.leads("/a/b")
