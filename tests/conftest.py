"""What holds for every test: property tests have no clock, and under CI nothing is skipped."""

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# A property test's examples share two cores with the rest of the suite, so no deadline of theirs
# would measure anything but the machine.
settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("quick"), max_examples=200)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "quick")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true everything is installed, so a skip is a test that did not run."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped, and CI=true means everything runs: {call.excinfo}"
        )
    return report
