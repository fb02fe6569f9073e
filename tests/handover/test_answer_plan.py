"""The way to a launch respects what depends on what, and no open question is ever a yes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready import gate
from launchready.core import harm, order, registry, rollup
from launchready.core.finding import Finding, Impact, Rule
from launchready.core.launch import DEADLINE, plan, shared
from launchready.core.location import Location, Named
from launchready.core.order import AFTER, WAITS
from launchready.core.report import Answered, Asked, Outcome, Report, Skipped, Unanswered
from launchready.report import groups
from tests.report.reports import NOON, a_check

RULES = registry.rules()
BLOCKERS = tuple(one for one in RULES if one.impact is Impact.BLOCKER)
BETTER = {"no": 0, "unknown": 1, "yes": 2}


def fault(id_: str, name: str = "acme.test", hours: float | None = None) -> Finding:
    rule = next(one for one in RULES if one.id == id_)
    rule = rule if hours is None else replace(rule, hours=hours)
    return rule.broken(Named(name=name, at=Location(file="launchready.yml")), f"{name} is wrong")


def judged(*asked: Asked, fail_on: Impact = Impact.BLOCKER) -> Report:
    return gate.judge(
        asked,
        gate.Circumstances(
            product="Acme",
            environment="production",
            started=NOON,
            seconds=1.0,
            commit=None,
            fail_on=fail_on,
        ),
    )


def question(outcome: Outcome, *emits: Rule, room: str = "dns") -> Asked:
    check = a_check(f"{room}/question", "A question.", *emits)
    return Asked(check=check, subject="acme.test", outcome=outcome)


def answered(*found: Finding) -> Asked:
    return question(Answered(findings=found), *BLOCKERS)


def way(*ids: str) -> list[tuple[str, float]]:
    return [(one.finding.rule.id, one.starts) for one in plan(map(fault, ids)).steps]


def test_a_leaked_key_comes_first_and_a_certificate_waits_for_its_name() -> None:
    assert way("smoke/page-wrong", "tls/expired", "dns/record-missing", "web/secret-in-bundle") == [
        ("web/secret-in-bundle", 0.0),
        ("dns/record-missing", 2.0),
        # half an hour of work and an hour until caches let go; then an hour until it is issued
        ("tls/expired", 3.5),
        ("smoke/page-wrong", 5.5),
    ]


def test_what_nothing_waits_for_fills_the_wait() -> None:
    assert way("tls/host-mismatch", "dns/dnssec-broken", "deploy/no-rollback-path") == [
        ("dns/dnssec-broken", 0.0),
        ("deploy/no-rollback-path", 1.0),
        ("tls/host-mismatch", 25.0),
    ]


def test_a_provider_that_reviews_makes_the_way_longer_than_the_work() -> None:
    made = plan([fault("web/test-key-in-production"), fault("smoke/login-broken")])

    assert (made.hours, made.elapsed) == (3.5, 27.5)
    assert made.fits


def test_a_step_never_starts_before_what_it_is_after_can_be_seen() -> None:
    for rule in BLOCKERS:
        for other in BLOCKERS:
            first, then = plan([rule.broken(SUBJECT, "x"), other.broken(SUBJECT, "x")]).steps
            assert then.starts >= first.until
            if first.phase in AFTER[then.phase]:
                assert then.starts >= first.done


SUBJECT = Named(name="acme.test", at=Location(file="launchready.yml"))


def test_more_hands_are_no_help_against_one_long_chain() -> None:
    chain = [fault("dns/dnssec-broken"), fault("edge/name-uncovered"), fault("smoke/page-wrong")]
    side_by_side = [fault("deploy/no-rollback-path", hours=40.0), fault("dns/takeover", hours=20.0)]

    assert shared(chain).elapsed == 52.0
    assert (plan(side_by_side).fits, shared(side_by_side).fits) == (False, True)


@pytest.mark.parametrize("places", [order.ROOMS, harm.ROOMS, rollup.ROOMS])
def test_every_room_has_its_place(places: dict[str, object]) -> None:
    assert {*registry.ROOMS, "gate"} <= set(places)


def test_every_rule_with_a_place_of_its_own_is_there() -> None:
    known = {one.id for one in RULES}

    assert set(WAITS) <= known
    assert set(rollup.named()) <= known
    assert set(order.named()) <= known
    assert set(harm.named()) <= known


MANY = settings(max_examples=100, deadline=None)
faults = st.lists(st.sampled_from(BLOCKERS), max_size=8).map(
    lambda rules: [
        replace(rule, hours=float(rule.hours)).broken(
            Named(name=f"host-{place}", at=Location(file="f", line=place + 1)), "x"
        )
        for place, rule in enumerate(rules)
    ]
)
silence = st.sampled_from(["timed out", "unreachable", "refused", "bug"])


@MANY
@given(found=faults, kind=silence, rule=st.sampled_from(BLOCKERS), seen=st.booleans())
def test_an_unanswered_blocker_never_gives_a_yes(
    found: list[Finding], kind: str, rule: Rule, seen: bool
) -> None:
    seen_on_the_way = tuple(found) if seen else ()
    open_ = Unanswered(kind=kind, reason="silent", findings=seen_on_the_way)  # type: ignore[arg-type]  # one of its literals
    report = judged(answered(*(() if seen else found)), question(open_, rule))

    assert report.launch_in_48h != "yes"
    assert report.verdict.value != "go"
    assert "unanswered" in {one.word for one in groups.rollup(report)} or found


@MANY
@given(found=faults, more=faults, open_=st.booleans())
def test_more_blockers_never_make_it_better(
    found: list[Finding], more: list[Finding], open_: bool
) -> None:
    silent = question(Unanswered(kind="timed out", reason="silent"), BLOCKERS[0])
    rest = (silent,) if open_ else ()
    less, all_ = judged(answered(*found), *rest), judged(answered(*found, *more), *rest)

    assert BETTER[all_.launch_in_48h] <= BETTER[less.launch_in_48h]
    assert all_.plan.elapsed >= less.plan.elapsed
    assert all_.hours >= less.hours


@MANY
@given(found=faults)
def test_the_plan_is_total_and_stable_and_holds_every_blocker(found: list[Finding]) -> None:
    made, again = plan(found), plan(reversed(found))

    assert made == again
    assert sorted(map(id, found)) == sorted(id(one.finding) for one in made.steps)
    assert made.elapsed >= made.hours - 0.01
    assert made.elapsed <= sum(one.finding.rule.hours + one.wait.hours for one in made.steps) + 0.01
    assert shared(found).elapsed <= made.elapsed + 0.01


@MANY
@given(found=st.lists(st.sampled_from(RULES), max_size=8))
def test_the_ten_lines_leave_nothing_out(found: list[Rule]) -> None:
    report = judged(
        question(Answered(findings=tuple(one.broken(SUBJECT, "x") for one in found)), *RULES)
    )
    lines = groups.rollup(report)

    assert len(lines) == 10
    assert sum(len(one.findings) for one in lines) == len(report.findings)
    assert max((one.worst for one in lines if one.worst), default=None) == max(
        (one.finding.rule.impact for one in report.findings), default=None
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "unknown"),
        ((answered(),), "yes"),
        ((question(Skipped(reason="offline"), *BLOCKERS),), "unknown"),
        ((answered(fault("smoke/page-wrong", hours=DEADLINE)),), "yes"),
        ((answered(fault("smoke/page-wrong", hours=DEADLINE + 0.1)),), "no"),
        # work that fits, with a wait that does not
        ((answered(fault("email/pass-rate-low", hours=24.5)),), "no"),
    ],
)
def test_the_answer_follows_from_what_was_asked(asked: tuple[Asked, ...], said: str) -> None:
    assert judged(*asked).launch_in_48h == said


def test_a_risk_left_open_leaves_a_yes_unless_risks_block() -> None:
    risk = next(one for one in RULES if one.impact is Impact.RISK)
    asked = (answered(), question(Unanswered(kind="refused", reason="no"), risk))

    assert judged(*asked).launch_in_48h == "yes"
    assert judged(*asked, fail_on=Impact.RISK).launch_in_48h == "unknown"
