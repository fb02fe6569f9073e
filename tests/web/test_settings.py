"""Mistakes in the redirect map are told at their lines, before anything is visited."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.destination import host_of
from launchready.values.problem import ConfigError
from launchready.web.settings import Web
from launchready.web.starts import Mapped, Visits
from tests.web.visits import HOSTS, settled
from tests.worlds import a_site


def mistakes(redirects: str, hosts: str = HOSTS) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        settled(redirects, hosts)
    return [str(one) for one in raised.value.problems]


@pytest.mark.parametrize(
    ("redirects", "told"),
    [
        ("{rules: [{from: /a}]}", "/a leads nowhere; give it either to: or gone: true"),
        ("{rules: [{from: /a, to: /b, gone: true}]}", "/a is gone and leads somewhere"),
        ("{rules: [{from: /a, gone: yes, status: 301}]}", "/a is gone; leave out status"),
        ("{rules: [{from: /a, to: /b, samples: [x]}]}", "/a has samples and no *"),
        ("{rules: [{from: /a, to: '/b/:splat'}]}", "/b/:splat has :splat"),
        ("{rules: [{from: '/a*b', to: /b}]}", "/a*b has its * elsewhere"),
        ("{rules: [{from: '/a?x=*', to: /b}]}", "has its * elsewhere"),
        ("{rules: [{from: a, to: /b}]}", "a is neither a path nor a URL"),
        ("{rules: [{from: /a, to: '/b#c'}]}", "/b#c has a #"),
        ("{rules: [{from: /a, to: '/b c'}]}", "write spaces as %20"),
        ("{rules: [{from: /a, to: /b, status: 200}]}", "200 is not a redirect's status"),
        ("{rules: [{from: /a, to: /b, status: forever}]}", "forever is not a status"),
        ("{rules: [{from: /a, to: /b, status: []}]}", "the list is empty"),
        ("{rules: [{from: /a, to: /b, method: PUT}]}", "method is PUT"),
        ("{rules: [{from: /a/*, to: /b, samples: ['c#d']}]}", "c#d is not a sample"),
        ("{rules: [{from: 'https://other.test/a', to: /b}]}", "other.test is not ours"),
        ("{sample_paths: [pricing]}", "pricing is not a path; it starts with one slash: /pricing"),
        ("{sample_paths: [//evil.test]}", "//evil.test is not a path"),
        ("{policy: {www: to-www}}", "www is to-www and hosts.canonical is acme.test"),
        ("{policy: {www: apex}}", "did you mean to-apex?"),
        ("{policy: {permanent: [200]}}", "200 is not a redirect's status"),
        ("{policy: {max_hop: 2}}", "did you mean max_hops?"),
        ("{import: []}", "did you mean imports?"),
        ("{imports: [{type: netlify, file: _redirects}]}", "there is no _redirects"),
        ("{imports: [{type: netlify, file: /etc/x}]}", "/etc/x is not in the repository"),
        ("{imports: [{type: netify, file: x}]}", "did you mean netlify?"),
        ("{imports: [{type: csv, file: x, samples: [a]}]}", "a is not an address"),
        (
            "{open_redirect_params: [{path: 'https://evil.test/', param: next}]}",
            "evil.test is not ours",
        ),
    ],
)
def test_a_mistake_is_told_in_words_at_its_line(redirects: str, told: str) -> None:
    (problem,) = mistakes(redirects)

    assert problem.startswith("launchready.yml:8:")
    assert told in problem


def test_without_a_canonical_host_nobody_knows_where_visitors_should_end() -> None:
    (problem,) = mistakes("{}", "version: 1\nhosts: {own: [acme.test]}\n")

    assert problem.startswith("launchready.yml:4:14: web.redirects needs hosts.canonical; add ")


def test_a_room_without_redirects_visits_nothing() -> None:
    assert Web().settled(a_site(), lambda _: b"").visits == Visits()


def test_a_spelling_that_is_not_ours_is_not_tried() -> None:
    hosts = "version: 1\nhosts: {canonical: acme.test, own: [acme.test]}\n"
    room, _, _ = settled("{}", hosts)

    assert [str(one) for one in room.visits.samples] == ["http://acme.test/", "https://acme.test/"]


@given(st.text(alphabet="/*:?#.ab%é \\@[", max_size=12), st.sampled_from(["from", "to"]))
def test_no_address_crashes_the_loader_or_leads_off_our_hosts(text: str, key: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    rule = f"{key}: {quoted}, {'gone: true' if key == 'from' else 'from: /a'}"
    with contextlib.suppress(ConfigError):
        room, _, _ = settled(f"{{rules: [{{{rule}}}]}}")
        starts = [one.start for one in room.visits.mapped if isinstance(one, Mapped)]

        assert [one for one in starts if host_of(one) != "acme.test"] == []
