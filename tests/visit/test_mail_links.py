"""A mail's link blocks where customers need it, or where no product wants it; else it is advice."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.inbox import Letter
from launchready.core.location import NOWHERE, Named
from launchready.core.site import Site
from launchready.visit.mail_links import astray, links_of
from tests.worlds import a_site

SITE = replace(
    a_site("app.acme.test", canonical="app.acme.test"),
    staging=(Named(name="staging.acme.test", at=NOWHERE),),
    allow=(Named(name="pay.test", at=NOWHERE),),
)
TOKEN = "a1b2c3d4" * 3


def a_mail(html: str = "", text: str = "") -> Letter:
    return Letter(id="1", to=("ada@acme.test",), sender="a@acme.test", subject="Hi", html=html,
                  text=text)  # fmt: skip


def judged(letter: Letter, site: Site = SITE, *needed: str) -> list[tuple[str, bool]]:
    return [(one.told, one.blocks) for one in astray(letter, site, needed)]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://staging.acme.test/x", "leads to staging"),
        ("https://x.staging.acme.test/x", "leads to staging"),
        ("http://localhost:8000/x", "leads to a machine that customers cannot reach"),
        ("http://web/x", "leads to a machine that customers cannot reach"),
        ("http://10.0.0.3/x", "leads to a machine that customers cannot reach"),
        ("http://[::1]/x", "leads to a machine that customers cannot reach"),
        ("https://acme-git-main.vercel.app/x", "leads to a preview of a hosting provider"),
        ("https://{{ host }}/x", "was not filled in"),
        ("https://app.acme.test/${TOKEN}", "was not filled in"),
        ("/confirm/7", "names no host, so that it leads nowhere from a mail"),
        ("http://[x/", "is no address"),
    ],
)
def test_what_no_product_wants_blocks_wherever_it_stands(url: str, why: str) -> None:
    assert judged(a_mail(f'<footer><a href="{url}">Terms</a></footer>')) == [(f"{url} {why}", True)]


@pytest.mark.parametrize(
    "url",
    [
        "https://app.acme.test/x",
        "https://mail.app.acme.test/x",
        "https://pay.test/invoice",
        "//app.acme.test/x",
        "mailto:help@stranger.test",
        "tel:+4930123",
        "#top",
        "",
    ],
)
def test_what_leads_where_it_should_is_silent(url: str) -> None:
    assert judged(a_mail(f'<a href="{url}">Confirm your address</a>')) == []


def test_staging_may_lead_to_staging() -> None:
    letter = a_mail('<a href="https://staging.acme.test/x">Confirm</a>')

    assert judged(letter, replace(SITE, environment="staging")) == []


@pytest.mark.parametrize(
    "words",
    ["Confirm your address", "Reset password", "Sign in", "Log in now", "E-Mail bestätigen",
     "<img src=x alt='Verify e-mail'>", "Accept invitation"],
)  # fmt: skip
def test_an_action_on_a_strangers_host_blocks(words: str) -> None:
    letter = a_mail(f'<a href="https://stranger.test/x">{words}</a>')

    assert judged(letter) == [("https://stranger.test/x leads to a host that is not ours", True)]


@pytest.mark.parametrize(
    "words", ["LinkedIn", "Unsubscribe", "Confirm that you want to unsubscribe", "Activity", "",
              "View in your browser"]
)  # fmt: skip
def test_a_footer_on_a_strangers_host_is_advice(words: str) -> None:
    letter = a_mail(f'<a href="https://stranger.test/x">{words}</a>')

    assert [blocks for _, blocks in judged(letter)] == [False]


@pytest.mark.parametrize(
    ("path", "blocks"),
    [
        (f"/confirm/{TOKEN}", True),
        (f"/reset?key={TOKEN}", True),
        ("/blog/how-to-reset", False),
        (f"/unsubscribe/confirm/{TOKEN}", False),
        (f"/t/{TOKEN}", False),
    ],
)
def test_a_link_without_words_is_told_by_its_address(path: str, blocks: bool) -> None:
    for letter in (
        a_mail(text=f"Go to https://stranger.test{path}."),
        a_mail(f'<a href="https://stranger.test{path}">click here</a>'),
    ):
        assert [one.blocks for one in astray(letter, SITE)] == [blocks]


def test_the_link_that_a_journey_needs_blocks_and_stands_first() -> None:
    letter = a_mail('<a href="https://b.test/">B</a><a href="https://a.test/go">Go</a>')

    assert judged(letter, SITE, "https://a.test/go") == [
        ("https://a.test/go leads to a host that is not ours", True),
        ("https://b.test/ leads to a host that is not ours", False),
    ]


def test_one_link_twice_is_told_once_and_by_its_worst() -> None:
    url = "https://stranger.test/x"
    letter = a_mail(f'<a href="{url}">Logo</a><a href="{url}">Verify</a><a href="{url}">Logo</a>')

    assert [one.blocks for one in astray(letter, SITE)] == [True]


def test_a_query_is_never_shown() -> None:
    letter = a_mail(f'<a href="https://stranger.test/x?t={TOKEN}">Verify</a>')

    assert TOKEN not in str(judged(letter))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_no_mail_crashes_the_judgement(url: str, words: str) -> None:
    letter = a_mail(f'<a href="{url}">{words}</a>', f"http://{url} https://{words}")

    assert all(one.told for one in astray(letter, SITE))
    assert len(links_of(letter)) <= 4
