"""Providers of monitors are read within bounds; what a token may not see is said, it never is."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchready.core.location import Location
from launchready.core.monitors import Monitor, MonitorAccess, Watching
from launchready.core.unreachable import UnreachableError
from launchready.world import monitor_api
from launchready.world.monitor_providers import PROVIDERS, LiveMonitorProviders
from tests.world.monitor_shapes import ANA, HOME, SHAPES, Pages

TOKEN = "a-token" + "-of-this-test-only"
AT = Location(file="launchready.yml", line=9)


@dataclass
class Served:
    """What a server answers by path and query, and what it was asked."""

    pages: Pages
    statuses: dict[str, list[int]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""
    retry_after: str = "0"


@contextmanager
def serving(pages: Pages) -> Iterator[Served]:
    served = Served(pages)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            wanted = served.statuses.get(self.path, served.statuses.get("*", []))
            status = (wanted.pop(0) if len(wanted) > 1 else wanted[0]) if wanted else 200
            found = served.pages.get(self.path)
            if found is None and status == 200:
                status = 404
            raw = found if isinstance(found, bytes) else json.dumps(found).encode()
            raw = raw.replace(b"{base}", served.url.encode())
            self.send_response(status)
            self.send_header("Retry-After", served.retry_after)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        served.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        server.shutdown()
        thread.join()


async def told(provider: str, served: Served, account: str = "") -> Watching:
    access = MonitorAccess(provider=provider, token=TOKEN, url=served.url, account=account, at=AT)
    return await LiveMonitorProviders().read(access)


def home(watching: Watching) -> Monitor:
    return next(one for one in watching.monitors if one.target == HOME and one.kind == "page")


PAGED = [one for one in SHAPES if one != "healthchecks"]
# The worst time from an outage to the message, by the recorded settings, in seconds.
SECONDS = {
    "uptimerobot": 60 + 10,
    "betterstack": 30 + 15 + 30,
    "checkly": 30 + 5,
    "grafana": 30 + 3 + 300 + 60 + 10,
    "statuscake": 30 + 15 + 15,
}


@pytest.mark.parametrize("provider", PAGED)
async def test_a_page_is_read_as_its_provider_keeps_it(provider: str) -> None:
    with serving(SHAPES[provider]()) as served:
        found = home(await told(provider, served))

    assert "text" in found.demands
    assert "status" in found.demands
    assert (found.resting, found.method) == ("", "GET")


@pytest.mark.parametrize("provider", SHAPES)
async def test_what_rests_says_why(provider: str) -> None:
    with serving(SHAPES[provider](paused=True)) as served:
        watching = await told(provider, served)
    resting = [one.resting for one in watching.monitors if one.resting]

    assert len(resting) == 1 or provider == "checkly"
    assert resting[0].startswith("it is ")


@pytest.mark.parametrize(("provider", "seconds"), SECONDS.items())
async def test_every_wait_until_the_message_is_counted(provider: str, seconds: float) -> None:
    with serving(SHAPES[provider]()) as served:
        found = home(await told(provider, served))
    alert = next(one for one in found.alerts if one.incident == "downtime")

    assert alert.seconds == seconds
    assert all(one.seconds > 0 for one in alert.terms)


@pytest.mark.parametrize("provider", [one for one in SECONDS if one != "betterstack"])
async def test_contacts_are_known_by_their_addresses(provider: str) -> None:
    with serving(SHAPES[provider]()) as served:
        found = home(await told(provider, served))
    alert = next(one for one in found.alerts if one.incident == "downtime")

    assert [one.name for one in alert.reached] == [ANA]


async def test_a_policy_calls_whoever_its_first_step_names() -> None:
    with serving(SHAPES["betterstack"]()) as served:
        found = home(await told("betterstack", served))

    assert [(str(one), one.via) for one in found.alerts[0].reached] == [
        ("current on call", "Night")
    ]


@pytest.mark.parametrize(
    ("provider", "days"),
    [("uptimerobot", [14, 3]), ("betterstack", [14]), ("checkly", [14]), ("grafana", [14]),
     ("statuscake", [3, 14, 30])],
)  # fmt: skip
async def test_days_before_a_certificates_end_are_told(provider: str, days: list[float]) -> None:
    with serving(SHAPES[provider]()) as served:
        watching = await told(provider, served)
    alerts = [each for one in watching.monitors if one.target == HOME for each in one.alerts]

    assert [one.days for one in alerts if one.incident == "ssl_expiry"] == days


@pytest.mark.parametrize("provider", ["uptimerobot", "betterstack", "healthchecks", "uptime-kuma",
                                      "statuscake"])  # fmt: skip
async def test_heartbeats_are_heartbeats(provider: str) -> None:
    with serving(SHAPES[provider]()) as served:
        watching = await told(provider, served)

    assert [one.name for one in watching.monitors if one.kind == "heartbeat"] == ["Mail"]


async def test_a_rule_of_grafana_on_errors_is_told_with_its_contact() -> None:
    with serving(SHAPES["grafana"]()) as served:
        (alert,) = (await told("grafana", served)).alerts

    assert (alert.name, alert.incident) == ("Many 5xx", "error_spike")
    assert [one.name for one in alert.reached] == [ANA]


async def test_where_grafana_has_several_policies_who_hears_stays_open() -> None:
    pages = SHAPES["grafana"]()
    pages["/api/v1/provisioning/policies"]["routes"] = [{"receiver": "another"}]
    with serving(pages) as served:
        found = home(await told("grafana", served))

    assert "notification policies may take it" in found.alerts[0].unknown
    assert found.alerts[0].reached == ()


async def test_a_stack_without_synthetic_monitoring_has_no_checks() -> None:
    pages = SHAPES["grafana"]() | {"/api/datasources": [{"uid": "p", "type": "prometheus"}]}
    with serving(pages) as served:
        watching = await told("grafana", served)

    assert watching.monitors == ()


async def test_a_read_only_key_of_healthchecks_leaves_open_who_hears() -> None:
    pages = SHAPES["healthchecks"]()
    pages["/checks/"]["checks"][0] |= {"unique_key": "a6c7"}
    for key in ("channels", "uuid", "ping_url"):
        del pages["/checks/"]["checks"][0][key]
    with serving(pages) as served:
        (found,) = (await told("healthchecks", served)).monitors

    assert "read-only key" in found.alerts[0].unknown
    assert found.id == "a6c7"


async def test_channels_of_healthchecks_have_names() -> None:
    with serving(SHAPES["healthchecks"]()) as served:
        (found,) = (await told("healthchecks", served)).monitors

    assert [str(one) for one in found.alerts[0].reached] == ["email Ana", "sms Bo"]
    assert found.interval == 3900


@pytest.mark.parametrize(
    ("change", "reached"),
    [({"status": "NotActivated"}, 0), ({"status": "Paused"}, 0),
     ({"enableNotificationsFor": "Up"}, 0), ({}, 1)],
    ids=["never confirmed", "paused", "recoveries only", "as it should be"],
)  # fmt: skip
async def test_a_contact_that_hears_nothing_reaches_nobody(
    change: dict[str, str], reached: int
) -> None:
    pages = SHAPES["uptimerobot"]()
    pages["/user/alert-contacts"][0] |= change
    with serving(pages) as served:
        found = home(await told("uptimerobot", served))

    assert len(found.alerts[0].reached) == reached


async def test_account_settings_of_checkly_leave_the_time_open() -> None:
    pages = SHAPES["checkly"]()
    pages["/checks?page=2&limit=100"][0]["useGlobalAlertSettings"] = True
    with serving(pages) as served:
        found = home(await told("checkly", served, account="acme-1"))

    assert found.alerts[0].untimed
    assert {one[1].get("x-checkly-account") for one in served.asked} == {"acme-1"}


async def test_a_script_of_checkly_may_open_any_page() -> None:
    pages = SHAPES["checkly"]()
    pages["/checks?page=2&limit=100"] = [{"id": "b", "name": "Sign in", "checkType": "BROWSER"}]
    with serving(pages) as served:
        watching = await told("checkly", served)

    assert watching.hidden == ("Sign in is a script, and nothing tells which page it opens",)


@pytest.mark.parametrize("provider", SHAPES)
@pytest.mark.parametrize("status", [401, 403])
async def test_a_token_that_may_not_look_is_told_what_it_lacks(provider: str, status: int) -> None:
    with serving(SHAPES[provider]()) as served:
        served.statuses["*"] = [status]
        with pytest.raises(UnreachableError) as silence:
            await told(provider, served)

    assert silence.value.kind == "refused"
    assert str(status) in silence.value.reason
    assert silence.value.advice == f"Give it {PROVIDERS[provider].scope}."


@pytest.mark.parametrize("provider", SHAPES)
async def test_the_token_is_in_a_header_and_nowhere_else(provider: str) -> None:
    with serving(SHAPES[provider]()) as served:
        watching = await told(provider, served)
        served.statuses["*"] = [500]
        with pytest.raises(UnreachableError) as silence:
            await told(provider, served)

    assert TOKEN not in repr(watching) + str(silence.value) + silence.value.advice
    assert not any(TOKEN in path for path, _ in served.asked)
    assert all(given.get("authorization") or given.get("x-api-key") for _, given in served.asked)


@pytest.mark.parametrize("provider", SHAPES)
async def test_an_answer_of_another_shape_is_no_answer(provider: str) -> None:
    pages = {path: {"a": 1} for path in SHAPES[provider]()}
    with serving(pages) as served, pytest.raises(UnreachableError) as silence:
        await told(provider, served)

    assert silence.value.kind == "unreachable"


async def test_too_many_questions_are_asked_again_once() -> None:
    with serving(SHAPES["healthchecks"]()) as served:
        served.statuses["/checks/"] = [429, 200]
        watching = await told("healthchecks", served)

    assert len(watching.monitors) == 1


async def test_whoever_asks_for_too_long_a_wait_is_left() -> None:
    with serving(SHAPES["healthchecks"]()) as served:
        served.retry_after = "3600"
        served.statuses["/checks/"] = [429, 200]
        with pytest.raises(UnreachableError, match="429"):
            await told("healthchecks", served)

    assert len(served.asked) == 1


async def test_a_list_that_leads_to_a_stranger_is_not_followed() -> None:
    pages = SHAPES["uptimerobot"]()
    pages["/monitors?limit=200"]["nextLink"] = "https://stranger.test/monitors"
    with serving(pages) as served, pytest.raises(UnreachableError, match="another host"):
        await told("uptimerobot", served)


async def test_a_list_without_an_end_is_left() -> None:
    pages = SHAPES["uptimerobot"]()
    pages["/monitors?limit=200"]["nextLink"] = "{base}/monitors?limit=200"
    with serving(pages) as served, pytest.raises(UnreachableError, match="goes past 50 pages"):
        await told("uptimerobot", served)


async def test_a_redirect_is_no_answer() -> None:
    with serving(SHAPES["healthchecks"]()) as served:
        served.statuses["*"] = [302]
        with pytest.raises(UnreachableError, match="302"):
            await told("healthchecks", served)


async def test_an_answer_too_large_is_left() -> None:
    pages = {"/metrics": b"#" * (monitor_api.LARGEST + 1)}
    with serving(pages) as served, pytest.raises(UnreachableError, match="too large"):
        await told("uptime-kuma", served)


async def test_a_token_never_crosses_a_wire_bare() -> None:
    access = MonitorAccess(provider="uptime-kuma", token=TOKEN, url="http://kuma.acme.test", at=AT)
    with pytest.raises(UnreachableError, match="for anyone to read") as silence:
        await LiveMonitorProviders().read(access)

    assert silence.value.kind == "refused"


async def test_what_people_host_must_have_an_address() -> None:
    access = MonitorAccess(provider="grafana", token=TOKEN, at=AT)
    with pytest.raises(UnreachableError, match="nothing says where grafana is") as silence:
        await LiveMonitorProviders().read(access)

    assert "line 9" in silence.value.advice


async def test_a_token_with_a_line_in_it_is_none() -> None:
    access = MonitorAccess(provider="uptimerobot", token=f"{TOKEN}\nX: y", at=AT)
    with pytest.raises(UnreachableError, match="is none"):
        await LiveMonitorProviders().read(access)


async def test_nobody_there_is_no_answer() -> None:
    with serving({}) as served:
        url = served.url
    access = MonitorAccess(provider="healthchecks", token=TOKEN, url=url, at=AT)
    with pytest.raises(UnreachableError) as silence:
        await LiveMonitorProviders().read(access)

    assert silence.value.kind == "unreachable"


async def test_an_account_is_asked_once_a_run() -> None:
    with serving(SHAPES["healthchecks"]()) as served:
        providers = LiveMonitorProviders()
        access = MonitorAccess(provider="healthchecks", token=TOKEN, url=served.url, at=AT)
        first = await providers.read(access)
        second = await providers.read(access)

    assert first is second
    assert len(served.asked) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def changed(value: Any, draw: Any) -> Any:
    """The same with some of its fields replaced by anything."""
    if draw(st.integers(0, 9)) == 0:
        return draw(JSON)
    if isinstance(value, dict):
        return {key: changed(one, draw) for key, one in value.items()}
    if isinstance(value, list):
        return [changed(one, draw) for one in value[:3]]
    return draw(JSON) if draw(st.integers(0, 3)) == 0 else value


@pytest.mark.parametrize("provider", SHAPES)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_no_answer_breaks_the_reading(provider: str, data: st.DataObject) -> None:
    pages = {
        path: changed(one, data.draw) if not isinstance(one, bytes) else one
        for path, one in SHAPES[provider]().items()
    }
    with serving(pages) as served:
        try:
            watching = await told(provider, served)
        except UnreachableError:
            return

    assert isinstance(watching, Watching)
