"""Two versions are measured in turns: each target has its twin, and the twin is its before."""

from dataclasses import replace

from launchready.core.cookies import Jar
from launchready.core.load import Run, Sample, Target
from launchready.core.location import Named
from launchready.core.sessions import SignedIn
from launchready.load.aftermath import Shown, aftermath
from launchready.load.arrivals import plan
from launchready.load.twins import failed_share, histogram_of, twin, twin_name
from tests.load.targets import Logins, a_section
from tests.load.test_aftermath import NOON, ORDERS, _estimator, _run
from tests.worlds import a_site, a_world, page

HERE, THERE = "https://preview.acme.test", "https://www.acme.test"
TARGET = Target(name="orders", url=f"{HERE}/orders?page=2")


def _both(taken: float, before: float, *, failing: int = 0) -> Run:
    run = _run(taken)
    other = [
        replace(one, target=twin_name("orders", THERE), taken=one.taken * before / taken)
        for one in run.samples
        if not one.error
    ]
    spoilt = [replace(one, error="answered 500") for one in other[:failing]]
    return replace(run, samples=(*run.samples, *spoilt, *other[failing:]))


def test_a_twin_is_the_same_request_elsewhere() -> None:
    found = twin(TARGET, f"{HERE}:443/", THERE)

    assert found == replace(
        TARGET, name=f"orders\n{THERE}", url="https://www.acme.test/orders?page=2"
    )


def test_what_is_elsewhere_already_has_none() -> None:
    api = replace(TARGET, name="api", url="https://api.acme.test/orders")

    assert twin(api, HERE, THERE) is None


def test_the_slower_version_is_told_beside_the_other() -> None:
    left = aftermath(_both(0.13, 0.1), [ORDERS], _estimator, beside=THERE)
    told = next(one for one in left.findings if one.rule.id == "load/slower-than-before")

    assert f"of {THERE} in the same run" in told.message
    assert "not alike" not in " ".join(told.evidence)
    assert [one.name for one in left.measured.targets] == ["orders"]


def test_versions_that_are_alike_are_not_told() -> None:
    left = aftermath(_both(0.1, 0.1), [ORDERS], _estimator, beside=THERE)

    assert left.measured.targets[0].before is not None
    assert "load/slower-than-before" not in [one.rule.id for one in left.findings]


def test_a_version_that_fails_is_an_uncertain_witness() -> None:
    run = _both(0.13, 0.1, failing=50)
    left = aftermath(run, [ORDERS], _estimator, beside=THERE)
    told = next(one for one in left.findings if one.rule.id == "load/slower-than-before")

    assert failed_share(run, "orders", THERE) == 0.1
    assert "10 % of its requests failed" in told.evidence[-1]


def test_without_a_twin_there_is_nothing_before() -> None:
    sample = Sample(target="x", due=0, sent=0, taken=0.1)
    run = replace(_run(), samples=(sample,), started=NOON)
    shown = Shown(subject=Named(name="x", at=ORDERS.subject.at), where="")

    assert histogram_of(run, "x", THERE) is None
    assert failed_share(run, "x", THERE) == 0
    assert aftermath(run, [shown], _estimator, beside=THERE).findings == ()


def _member() -> SignedIn:
    """A login whose cookie is the production host's alone, and whose token goes to both."""
    jar = Jar()
    jar.take(page(f"{THERE}/", headers={"set-cookie": "s=member; Path=/"}))
    hosts = frozenset({"preview.acme.test", "www.acme.test"})
    return SignedIn(name="member", hosts=hosts, headers=(("X-Token", "t"),), jar=jar)


async def test_a_twin_carries_what_its_session_carries_there() -> None:
    site = replace(a_site("preview.acme.test", "www.acme.test"), base_url=HERE)
    world = replace(a_world(site=site), sessions=Logins(member=_member()))
    orders: dict[str, object] = {"name": "orders", "url": f"{HERE}/orders", "method": "POST"}
    load = a_section(orders | {"json": {"a": 1}}, session="member", compare={"base_url": THERE})
    made = await plan(load, world, lambda _: True)
    here, there = made.targets

    assert made.rate == 40
    assert (here.name, there.name) == ("orders", twin_name("orders", THERE))
    assert here.headers == (("X-Token", "t"), ("Content-Type", "application/json"))
    assert there.headers == (
        ("Cookie", "s=member"),
        ("X-Token", "t"),
        ("Content-Type", "application/json"),
    )
    assert there.body == b'{"a": 1}'
