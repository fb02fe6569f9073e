"""A Location leads where browsers go, and no text of a server's crashes the one who reads it."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.destination import host_of, port_in, resolve, scheme_of

BASE = "https://acme.test/a/b?c=d"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("https://other.test/x", "https://other.test/x"),
        ("/x", "https://acme.test/x"),
        ("x", "https://acme.test/a/x"),
        ("../x", "https://acme.test/x"),
        ("#top", "https://acme.test/a/b?c=d"),
        ("?q", "https://acme.test/a/b?q"),
        ("//other.test", "https://other.test/"),
        ("\\\\other.test\\x", "https://other.test/x"),
        ("https:///other.test/x", "https://other.test/x"),
        ("HTTP://OTHER.test:80", "http://other.test/"),
        ("https://other.test:443/", "https://other.test/"),
        ("https://other.test:80/", "https://other.test:80/"),
        ("https://other.test./x", "https://other.test/x"),
        ("https://ada:word@other.test/x#frag", "https://other.test/x"),
        ("  /x\t\n ", "https://acme.test/x"),
        ("/caf\u00e9?q=\u00e9 1", "https://acme.test/caf%C3%A9?q=%C3%A9%201"),
        ("/caf\u00c3\u00a9", "https://acme.test/caf%C3%A9"),  # UTF-8 read as Latin-1
        ("/caf%C3%A9%2f?a=%26", "https://acme.test/caf%C3%A9%2f?a=%26"),
        ("https://b\u00fccher.test/", "https://xn--bcher-kva.test/"),
        ("https://[::1]:8443/", "https://[::1]:8443/"),
    ],
)
def test_a_location_leads_where_browsers_go(location: str, url: str) -> None:
    assert resolve(BASE, location) == url


@pytest.mark.parametrize(
    "location",
    [
        *("", " ", "javascript:alert(1)", "mailto:a@b.test", "localhost:3000/x", "ftp://a.test/"),
        *("https://", "https://[bad/", "https://a.test:99999/", "https://a.test:0/", "//"),
        *("https://a b.test/", "https://" + "a" * 70 + "\u00fc.test/", "/" + "x" * 9000),
    ],
)
def test_what_no_browser_follows_leads_nowhere(location: str) -> None:
    assert resolve(BASE, location) is None


@given(st.text() | st.text(alphabet="htps:/\\?#@[]%. 0a\u00e9", max_size=20))
def test_any_location_leads_to_a_plain_url_that_leads_to_itself_or_nowhere(location: str) -> None:
    url = resolve(BASE, location)

    if url is not None:
        assert url.isascii()
        assert scheme_of(url) in ("http", "https")
        assert host_of(url)
        assert port_in(url) not in (0, 443 if scheme_of(url) == "https" else 80)
        assert urlsplit(url).fragment == ""
        assert resolve(url, url) == url
