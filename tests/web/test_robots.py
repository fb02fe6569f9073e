"""robots.txt and robots rules are read as Google reads them (RFC 9309 and Google's pages)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.web.robots import header_forbids, meta_forbids, parsed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("User-agent: *\nDisallow: /", 2),
        ("user-agent:*\ndisallow:/", 2),
        ("USER-AGENT: *\nDISALLOW: /", 2),
        ("\ufeffUser-agent: *\nDisallow: /", 2),
        ("User-agent: *\r\nDisallow: /\r\n", 2),
        ("User-agent: * # all\nDisallow: / # everything", 2),
        ("User-agent: Googlebot\nDisallow: /", 2),
        ("User-agent: googlebot/2.1\nDisallow: /", 2),
        ("User-agent: a\nUser-agent: Googlebot\nDisallow: /", 3),
        ("User-agent: *\nAllow: /\n\nUser-agent: Googlebot\nDisallow: /", 5),
        ("User-agent: *\nDisallow: *", 2),
        ("User-agent: *\nDisallow: /$", 2),
        ("User-agent: *\nCrawl-delay: 1\nDisallow: /", 3),
        ("User-agent: *\nDisallow: /\nUser-agent: x\nAllow: /", 2),
        # two groups for one crawler are one group
        ("User-agent: *\nAllow: /x\n\nUser-agent: *\nDisallow: /", 5),
        ("Sitemap: https://a.test/s.xml\nUser-agent: *\nDisallow: /", 3),
    ],
)
def test_a_file_that_shuts_the_front_page_names_its_line(text: str, line: int) -> None:
    assert parsed(text).shut("/") == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "User-agent: *\nDisallow:",
        "User-agent: *\nAllow: /",
        "User-agent: *\nDisallow: /admin",
        "User-agent: *\nDisallow: /\nAllow: /",
        "User-agent: *\nDisallow: /\nAllow: /$",
        "User-agent: GPTBot\nDisallow: /",
        "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nAllow: /",
        "User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nAllow: /",
        "User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nDisallow:",
        "User-agent: Googlebot-Image\nDisallow: /",
        "# User-agent: *\n# Disallow: /",
        "Disallow: /",
        "User-agent: *\nDisalow: /",
        "<!doctype html><p>User-agent: *</p><p>Disallow: /</p>",
        "User-agent: *\nDisallow: /*?",
        "User-agent: *\nDisallow: /x$",
    ],
)
def test_a_file_that_does_not_is_silent(text: str) -> None:
    assert parsed(text).shut("/") is None


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/fish", "/fish", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish.asp", False),
        ("/fish", "/catfish", False),
        ("/fish*", "/fishheads/yummy.html", True),
        ("/fish/", "/fish", False),
        ("/fish/", "/fish/?id=1", True),
        ("/*.php", "/index.php", True),
        ("/*.php", "/folder/any.php.file.html", True),
        ("/*.php", "/windows.PHP", False),
        ("/*.php$", "/filename.php", True),
        ("/*.php$", "/filename.php?x", False),
        ("/*.php$", "/filename.php5", False),
        ("/fish*.php", "/fishheads/catfish.php?p", True),
        ("/fish*.php", "/Fish.PHP", False),
        ("/a*b*c$", "/a-b-c", True),
        ("/a*b*c$", "/a-c-b", False),
        ("/a*a$", "/a", False),
        ("/a*a$", "/aa", True),
        ("/$", "/", True),
        ("/$", "/page", False),
    ],
)
def test_patterns_match_as_documented(pattern: str, path: str, matches: bool) -> None:
    found = parsed(f"User-agent: *\nDisallow: {pattern}").shut(path)

    assert (found == 2) is matches


def test_the_longest_rule_counts() -> None:
    robots = parsed("User-agent: *\nAllow: /p\nDisallow: /\nDisallow: /page\nAllow: /page")

    assert robots.shut("/page") is None
    assert robots.shut("/") == 3


def test_sitemaps_are_named_outside_of_groups_and_within() -> None:
    robots = parsed("Sitemap: https://a.test/1.xml\nUser-agent: x\nsitemap:https://a.test/2.xml")

    assert robots.sitemaps == ("https://a.test/1.xml", "https://a.test/2.xml")


@pytest.mark.parametrize(
    ("values", "shut"),
    [
        (["noindex"], True),
        (["NOINDEX"], True),
        (["none"], True),
        (["noindex, nofollow"], True),
        (["nofollow, noindex"], True),
        (["googlebot: noindex"], True),
        (["googlebot: nofollow, noindex"], True),
        (["all", "noindex"], True),
        (["unavailable_after: 25 Jun 2030 15:00:00 PST, noindex"], True),
        (["max-snippet:-1, noindex"], True),
        ([], False),
        (["all"], False),
        (["index, follow"], False),
        (["nofollow"], False),
        (["noarchive, nosnippet"], False),
        (["otherbot: noindex"], False),
        (["otherbot: noindex, nofollow"], False),
        (["bingbot: noindex", "googlebot: nofollow"], False),
        (["noindexed"], False),
        (["max-image-preview:none"], False),
    ],
)
def test_the_header_is_read(values: list[str], shut: bool) -> None:
    assert (header_forbids(values) is not None) is shut


@pytest.mark.parametrize(
    ("metas", "shut"),
    [
        ([("robots", "noindex")], True),
        ([("Robots", "NOINDEX, follow")], True),
        ([("googlebot", "none")], True),
        ([("robots", "index"), ("googlebot", "noindex")], True),
        ([("robots", "nofollow noindex")], True),
        ([("otherbot", "noindex")], False),
        ([("robots", "index, follow")], False),
        ([("description", "noindex")], False),
        ([("robots", "")], False),
    ],
)
def test_the_page_s_own_rules_are_read(metas: list[tuple[str, str]], shut: bool) -> None:
    assert (meta_forbids(metas) is not None) is shut


@given(st.text(max_size=120), st.text(max_size=20))
def test_no_file_breaks_the_reader(text: str, path: str) -> None:
    found = parsed(f"User-agent: *\nDisallow: {text}").shut(f"/{path}")

    assert found is None or found >= 1
