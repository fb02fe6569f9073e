"""An outage is told in the time promised and to somebody, a certificate's end twice, and every
kind of incident has two people."""

from dataclasses import replace

import pytest

from launchready.core.monitors import Alert, Contact, Term, Watching
from launchready.core.sheet import sheets_of
from launchready.core.unreachable import UnreachableError
from launchready.monitor.alert_routing import alert_routing
from launchready.monitor.alert_time import alert_time
from launchready.monitor.expiry_alerts import expiry_alerts
from launchready.monitor.paging import paging
from tests.monitor.worlds import (
    ANA,
    API,
    APP,
    ASKED,
    COVER,
    PAGING,
    a_monitor,
    a_section,
    an_alert,
    an_expiry,
    found,
    said,
    sound,
    told,
)

SECTION = a_section(ASKED + COVER)
SILENT = UnreachableError("no answer", kind="timed out")


@pytest.mark.parametrize("check", [alert_time, alert_routing, expiry_alerts])
async def test_a_product_that_is_watched_well_is_silent(check) -> None:  # type: ignore[no-untyped-def]
    assert await said(check, SECTION, told(sound())) == []


async def test_every_part_of_the_time_is_shown() -> None:
    watching = sound(api=a_monitor("api", API, interval=60, times=3))
    late = await found(alert_time, SECTION, told(watching))

    assert [one.message for one in late] == [
        "an outage of api is told after 3 min 25 s at the worst (api: until the next look 60 s + "
        "2 more looks 2 min + time-out 10 s + delivery 15 s); 2 min is promised"
    ]
    assert late[0].evidence == ("from the first look that fails to the message: 2 min 25 s",)


async def test_the_time_is_a_fact_of_the_report_when_it_is_kept() -> None:
    kept = await found(alert_time, SECTION, told(sound()))
    answer = await alert_time.ask(SECTION.covered[0], told(sound()))

    assert kept == []
    assert sheets_of(answer)[0].rows == (
        ("until the next look", "30 s"),
        ("1 more look", "30 s"),
        ("time-out", "10 s"),
        ("delivery", "15 s"),
        ("outage to message, at the worst", "85 s"),
        ("monitor", "home"),
    )


async def test_the_quickest_of_two_monitors_keeps_the_promise() -> None:
    slow = a_monitor("slow", APP, interval=300)

    assert await said(alert_time, SECTION, told(sound(more=slow))) == []


async def test_a_promise_of_another_length_is_kept_or_not() -> None:
    text = "  alert_within: 84s\n"
    late = await said(alert_time, a_section(ASKED + COVER + text), told(sound()))

    assert len(late) == 3  # the heartbeat has a period of its own


async def test_a_time_that_nobody_can_tell_stays_open() -> None:
    alert = Alert(name="x", incident="downtime", contacts=(ANA,), untimed="its plan is not told")
    watching = sound(api=a_monitor("api", API, alerts=(alert,)))

    with pytest.raises(UnreachableError, match="its plan is not told"):
        await said(alert_time, SECTION, told(watching))


async def test_a_late_alert_is_late_whoever_hears_it() -> None:
    slow = replace(
        a_monitor("api", API, interval=600).alerts[0], contacts=(), unknown="its channels"
    )
    watching = sound(api=a_monitor("api", API, alerts=(slow,)))

    assert len(await said(alert_time, SECTION, told(watching))) == 1


async def test_a_late_alert_beside_one_nobody_can_tell_of_stays_open() -> None:
    slow = Alert(
        name="a",
        incident="downtime",
        contacts=(ANA,),
        terms=(Term(label="until the next look", seconds=900),),
    )
    open_ = Alert(name="b", incident="downtime", contacts=(ANA,), untimed="its plan is not told")
    watching = sound(api=a_monitor("api", API, alerts=(slow, open_)))

    with pytest.raises(UnreachableError, match="may come in time"):
        await said(alert_time, SECTION, told(watching))


async def test_a_monitor_without_an_alert_tells_nobody() -> None:
    watching = sound(api=a_monitor("api", API, alerts=()))

    assert await said(alert_routing, SECTION, told(watching)) == [
        "monitor/alert-goes-nowhere blocker: api: api has no alert on an outage; one that reaches "
        "you is promised"
    ]


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        (replace(ANA, verified=False), "nobody ever confirmed this address"),
        (Contact(name="ops", channel="slack", works="it is switched off"), "it is switched off"),
    ],
)
async def test_a_contact_that_takes_nothing_is_nobody(contact: Contact, why: str) -> None:
    watching = sound(api=a_monitor("api", API, contacts=(contact,)))
    messages = await said(alert_routing, SECTION, told(watching))

    assert messages == [
        "monitor/alert-goes-nowhere blocker: api: the alert of api reaches nobody: "
        f"{contact}: {why}"
    ]


async def test_one_contact_that_works_is_enough() -> None:
    contacts = (replace(ANA, verified=False), Contact(name="ops", channel="slack"))
    watching = sound(api=a_monitor("api", API, contacts=contacts))

    assert await said(alert_routing, SECTION, told(watching)) == []


async def test_hours_in_which_nothing_is_sent_are_a_fact_of_the_report() -> None:
    alert = replace(a_monitor("api", API).alerts[0], hours="in weekends")
    world = told(sound(api=a_monitor("api", API, alerts=(alert,))))
    answer = await alert_routing.ask(SECTION.covered[2], world)

    assert sheets_of(answer)[0].rows == (
        ("api", "email ana@acme.test"),
        ("nothing is sent", "in weekends"),
    )


async def test_contacts_that_cannot_be_told_stay_open() -> None:
    alert = Alert(name="x", incident="downtime", unknown="no Alertmanager config is named")
    watching = sound(api=a_monitor("api", API, alerts=(alert,)))

    with pytest.raises(UnreachableError, match="no Alertmanager config is named"):
        await said(alert_routing, SECTION, told(watching))


@pytest.mark.parametrize(
    ("days", "said_of_it"),
    [
        ((14.0,), "somebody is told of its certificate at 14 days before its end"),
        ((3.0,), "somebody is told of its certificate at 3 days before its end"),
        ((2.0, 1.0), "somebody is told of its certificate at 2, 1 days before its end"),
        ((), "nobody is told of its certificate's end"),
    ],
)
async def test_a_certificate_is_told_of_early_and_late(
    days: tuple[float, ...], said_of_it: str
) -> None:
    more = {f"x{one:g}": an_expiry(f"{APP}/login", one) for one in days}
    none = a_monitor("unused", "https://other.test/")
    watching = sound(early=none, late=none, **more)
    messages = await said(expiry_alerts, SECTION, told(watching))

    assert len(messages) == 1
    assert messages[0].startswith(f"monitor/tls-alert-missing risk: app.acme.test: {said_of_it}")
    assert "14 and 3" in messages[0]


@pytest.mark.parametrize("days", [(30.0, 7.0), (14.0, 3.0), (21.0, 14.0, 3.0)])
async def test_earlier_than_promised_is_as_good(days: tuple[float, ...]) -> None:
    none = a_monitor("unused", "https://other.test/")
    more = {f"x{one:g}": an_expiry(APP, one) for one in days}

    assert await said(expiry_alerts, SECTION, told(sound(early=none, late=none, **more))) == []


async def test_an_expiry_alert_that_reaches_nobody_is_none() -> None:
    lost = an_expiry(APP, 3, contacts=())
    messages = await said(expiry_alerts, SECTION, told(sound(late=lost)))

    assert len(messages) == 1


async def test_a_certificate_at_another_port_is_another() -> None:
    text = "  must_cover: {homepage: 'https://app.acme.test:8443/', login: none, api: none, email: none}\n"  # noqa: E501 - one line
    messages = await said(expiry_alerts, a_section(ASKED + text), told(sound()))

    assert len(messages) == 1
    assert "app.acme.test:8443" in messages[0]


@pytest.mark.parametrize("check", [alert_time, alert_routing, expiry_alerts])
async def test_nothing_is_told_where_nobody_may_look(check) -> None:  # type: ignore[no-untyped-def]
    for each in check.each(SECTION):
        with pytest.raises(UnreachableError, match="no answer"):
            await check.ask(each, told(SILENT))


async def test_two_people_for_every_kind_of_incident_are_silent() -> None:
    assert await said(paging, a_section(ASKED + COVER + PAGING), told(sound())) == []


async def test_one_person_or_none_is_told_for_each_kind() -> None:
    text = PAGING.replace("downtime: [ana, ben]", "downtime: ana")
    text = text.replace("    error_spike: [ben, ana]\n", "")
    messages = await said(paging, a_section(ASKED + COVER + text), told(sound()))

    assert messages == [
        "monitor/nobody-paged blocker: paging names ana alone for an outage; a second one is meant",
        "monitor/nobody-paged blocker: paging names nobody for a spike of errors; a person and a "
        "second one are meant",
    ]


async def test_a_config_that_says_nothing_of_paging_is_told_once() -> None:
    assert await said(paging, SECTION, told(sound())) == [
        "monitor/nobody-paged blocker: paging says of no incident who is called; two people each "
        "are meant for downtime, ssl_expiry, error_spike, failed_deploy, email_auth"
    ]


PEOPLE = "  people: {ana: [ana@acme.test], ben: [slack, 'sms ben']}\n"
BEN = Contact(name="#ops", channel="slack")


async def test_people_are_reached_by_the_contacts_they_have() -> None:
    section = a_section(ASKED + COVER + PAGING + PEOPLE)
    both = {
        "homepage": a_monitor("home", APP, contacts=(ANA, BEN)),
        "login": a_monitor("login", f"{APP}/login", contacts=(ANA, BEN)),
        "api": a_monitor("api", API, contacts=(ANA, BEN)),
        "email": a_monitor("mail", kind="heartbeat", contacts=(ANA, BEN)),
        "early": an_expiry(APP, 14, (ANA, BEN)),
        "late": an_expiry(APP, 3, (ANA, BEN)),
        "api_early": an_expiry(API, 14, (ANA, BEN)),
        "api_late": an_expiry(API, 3, (ANA, BEN)),
    }
    one_less = both | {"api": a_monitor("api", API, contacts=(ANA,))}

    assert await said(paging, section, told(sound(**both))) == []
    assert await said(paging, section, told(sound(**one_less))) == [
        "monitor/nobody-paged blocker: an outage does not reach everybody whom paging names "
        "(ana and ben): api is told to email ana@acme.test, which is not ben"
    ]


async def test_a_name_that_no_contact_has_is_pointed_out() -> None:
    people = "  people: {ana: [ana@acme.test], ben: [ben-on-pagerdutty]}\n"
    section = a_section(ASKED + COVER + PAGING + people)
    messages = await found(paging, section, told(sound()))

    assert "people knows ben as ben-on-pagerdutty, and no contact there is called that" in (
        messages[0].evidence
    )


async def test_alerts_of_no_monitor_must_reach_people_too() -> None:
    section = a_section(ASKED + COVER + PAGING + PEOPLE)
    spike = an_alert("HighErrorRate", "error_spike", BEN)
    watching = Watching(provider="uptimerobot", alerts=(spike,))

    assert await said(paging, section, told(watching)) == [
        "monitor/nobody-paged blocker: a spike of errors does not reach everybody whom paging "
        "names (ben and ana): HighErrorRate is told to slack #ops, which is not ana"
    ]


async def test_people_nobody_may_look_up_stay_open() -> None:
    section = a_section(ASKED + COVER + PAGING + PEOPLE)
    one = sound(api=a_monitor("api", API, contacts=(ANA,)))

    with pytest.raises(UnreachableError, match="whether an outage reaches everybody"):
        await said(paging, section, told(replace(one, hidden=("a group's members",))))
