"""The config that is written is one that `check` reads, whatever strangers called their things."""

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.config.load import Loaded, load
from launchready.core.hops import Chain, Hop
from launchready.discover.config_text import Given, config_text
from launchready.discover.hosts import Host
from launchready.discover.look import Live
from launchready.discover.openapi import Api, ApiPage
from launchready.discover.pages import Found
from launchready.discover.seen import Later
from launchready.discover.senders import Mail, Sender
from tests.worlds import page

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
MAP = "dns/acme.test.yaml"


def read(text: str) -> Loaded:
    def file(path: str) -> bytes:
        if path == MAP:
            return b"---\n{}\n"
        raise FileNotFoundError(path)

    return load(text.encode(), "launchready.yml", environment="production", variables={}, read=file)


def host(name: str) -> Host:
    first = page(f"https://{name}/")
    chain = Chain(start=first.url, hops=(Hop(response=first),), end="answered", url=first.url)
    return Host(name=name, why="DNS", chain=chain, speaks_https=True)


def a_live(word: str) -> Live:
    """A site on which every text a stranger can choose is that word."""
    live = Live(domain="acme.test")
    live.own = [host("acme.test"), host("app.acme.test")]
    live.canonical, live.base = "acme.test", live.own[1]
    live.left_out = [(host("x.acme.test"), word)]
    live.found = [
        Found(name="homepage", url="https://acme.test/", text=word),
        Found(name="homepage", url="https://app.acme.test/", text=word, is_json=False),
    ]
    live.openapi = Api(
        file=word,
        base="https://app.acme.test",
        pages=(ApiPage(name=word, path="/a", status=200),),
        otherwise=(word,),
    )
    live.mail = Mail(
        domain="acme.test",
        senders=(Sender(name="postmark", dkim=["pm"], why=[word]),),
        addresses=("192.0.2.25", "2001:db8::25"),
        receivers=(word,),
        says_anything=True,
    )
    return live


@given(ANY.filter(lambda one: one.strip()))
@settings(max_examples=60)
def test_whatever_a_stranger_writes_the_config_holds(word: str) -> None:
    given_ = Given(
        product=word,
        live=a_live(word),
        existing=None,
        map_file=MAP,
        later=[Later(section="load", text=word)],
    )
    loaded = read(config_text(given_))
    smoke = loaded.config.smoke

    assert loaded.config.product == word
    assert smoke is not None
    assert [one.url.name for one in smoke.pages] == [
        "https://acme.test/",
        "https://app.acme.test/",
        "https://app.acme.test/a",
    ]
    assert smoke.pages[0].expectations[-1].wanted == (word,)
    assert [one.name for one in loaded.site.own] == ["acme.test", "app.acme.test"]


def test_only_sections_that_could_be_filled_are_there() -> None:
    text = config_text(Given(product="Acme", live=None, existing=None))

    assert [line for line in text.splitlines() if line[:1].isalpha()] == [
        "version: 1",
        "product: Acme",
        "secrets: {}",
    ]
    assert "# yaml-language-server: $schema=https://" in text
