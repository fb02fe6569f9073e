"""The edge policy says what the zone does and keeps people's notes; a difference is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.edge.policy import policy, rows
from launchready.edge.policy_page import Row, notes_in, page, rows_in, with_notes
from tests.edge.fake_cloudflare import FakeCloudflare, a_rule
from tests.edge.worlds import TOKEN, a_context, an_edge, found, said, silence
from tests.worlds import DictRepository

FILE = "EDGE_POLICY.md"
EDGE = (
    f"  policy: {FILE}\n  private_paths: [/dashboard]\n  login: [{{path: /login}}]\n"
    "  bypassed: [{path: /api/*, why: authenticated}]\n"
)
LIMIT = {"period": 10, "requests_per_period": 5}
KEEP = {"cache": True, "edge_ttl": {"mode": "override_origin", "default": 60}}
PHASES = {
    "http_request_cache_settings": [
        a_rule("set_cache_settings", 'http.request.uri.path eq "/"', action_parameters=KEEP)
    ],
    "http_ratelimit": [a_rule("block", 'http.request.uri.path eq "/login"', ratelimit=LIMIT)],
}


async def _page(api: FakeCloudflare) -> str:
    described = an_edge(EDGE).described
    return page(described.zone, await rows(described, a_context(api)))


async def _said(api: FakeCloudflare, text: str | None) -> list[str]:
    files = DictRepository(files={} if text is None else {FILE: text})
    return await said(policy, an_edge(EDGE), replace(a_context(api), files=files))


async def test_the_page_says_of_each_path_whether_it_is_kept_by_which_rule_and_why() -> None:
    text = await _page(FakeCloudflare(TOKEN, phases=PHASES))

    assert text.splitlines()[5:] == [
        "| Request | At the edge | By | Throttled | Notes |",
        "| --- | --- | --- | --- | --- |",
        "| GET app.acme.test/ | kept | rule 1 of the cache rules | no |  |",
        "| GET app.acme.test/dashboard/\\* | bypassed | default | no |  |",
        "| GET app.acme.test/api/\\* | bypassed | default | no | authenticated |",
        "| POST app.acme.test/login | bypassed | default | block, 5 in 10 s |  |",
    ]


async def test_a_policy_that_says_what_the_zone_does_is_silent_whatever_its_notes() -> None:
    api = FakeCloudflare(TOKEN, phases=PHASES)
    text = (await _page(api)).replace("| no | authenticated |", "| no | *ours* <b> |")

    assert await _said(api, "Our words.\n\n" + text) == []


async def test_a_rule_that_the_policy_does_not_know_is_told() -> None:
    before = await _page(FakeCloudflare(TOKEN, phases=PHASES))
    told = await _said(FakeCloudflare(TOKEN), before)

    assert len(told) == 1
    assert told[0].startswith(
        "edge/policy-undocumented risk: EDGE_POLICY.md differs from the zone in 2 of its rows: "
        "GET app.acme.test/: bypassed by default; throttled: no; the policy says kept by rule 1"
    )


async def test_rows_that_are_new_or_gone_are_told_one_by_one() -> None:
    api = FakeCloudflare(TOKEN, phases=PHASES)
    text = (await _page(api)).replace("POST app.acme.test/login", "POST app.acme.test/old")
    files = DictRepository(files={FILE: text})
    findings = await found(policy, an_edge(EDGE), replace(a_context(api), files=files))

    assert len(findings[0].evidence) == 2
    assert findings[0].evidence[0].endswith("the policy has no such row")
    assert findings[0].evidence[1].startswith("POST app.acme.test/old: in the policy, and no lon")


async def test_a_policy_that_is_promised_and_missing_is_told() -> None:
    assert await _said(FakeCloudflare(TOKEN), None) == [
        "edge/policy-undocumented risk: EDGE_POLICY.md is not there; edge.policy promises it"
    ]


@pytest.mark.parametrize("phase", ["http_request_cache_settings", "http_ratelimit"])
async def test_a_zone_that_cannot_be_read_is_no_pass(phase: str) -> None:
    api = FakeCloudflare(TOKEN, refused=(f"rulesets/phases/{phase}/entrypoint",))
    text = await _page(FakeCloudflare(TOKEN))
    ctx = replace(a_context(api), files=DictRepository(files={FILE: text}))
    error = await silence(policy, an_edge(EDGE), ctx)

    assert error.kind == "refused"


_CELL = st.text(max_size=40)
_ROWS = st.lists(
    st.builds(Row, request=_CELL, kept=_CELL, by=_CELL, throttled=_CELL, note=_CELL), max_size=4
)


@settings(max_examples=100, deadline=None)
@given(_ROWS)
def test_a_page_is_read_as_it_was_written_whatever_the_rules_are_called(made: list[Row]) -> None:
    kept = [one for one in made if one.facts()[0] not in ("Request", "---")]
    text = page("acme.test", kept)

    assert [one.facts() for one in rows_in(text)] == [one.facts() for one in kept]
    assert page("acme.test", with_notes(rows_in(text), notes_in(text))) == page(
        "acme.test", rows_in(text)
    ) or len({one.facts()[0] for one in kept}) < len(kept)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert len(rows_in(text)) <= len(text.splitlines())
