"""A journey is walked step by step, and what is wrong with it is told at the step."""

from dataclasses import dataclass, field, replace

import pytest

from launchready.core.browser import Response
from launchready.core.inbox import Letter
from launchready.core.redact import Redactor
from launchready.core.unreachable import UnreachableError
from launchready.visit.walking import walk
from tests.visit.portal import HOST, URL, USER, Portal, a_journey, a_portal
from tests.visit.test_sign_in import a_member
from tests.worlds import a_site, a_world, page


async def test_a_journey_saves_sends_and_ends_well() -> None:
    portal = Portal()
    journey = a_journey(f"""
name: buy
as: {{buyer: member, guest2: member}}
vars: {{who: "{USER}"}}
steps:
  - name: portal
    get: URL/portal
    as: buyer
    expect: ["[BODY] contains {{{{who}}}}"]
    save: {{hello: {{css: h1}}}}
  - {{name: stranger, get: URL/portal, expect: ["[URL] == pat(*/login)"]}}
  - {{name: again, get: URL/portal, as: guest2, expect: ["[BODY] contains {{{{hello}}}}"]}}
""")
    async with a_portal(portal, a_member(portal)) as ctx:
        made = await walk(journey, ctx)

    assert made.why == ""
    assert [one.went for one in made.walked.steps] == ["passed"] * 3


async def test_a_failed_step_ends_the_journey_but_not_its_clean_up() -> None:
    portal = Portal()
    journey = a_journey("""
name: buy
steps:
  - {name: gone, get: URL/nowhere, save: {id: {css: h1}}}
  - {name: next, get: URL/portal}
  - {name: clean up, get: URL/api/me, always: true}
  - {name: needs more, get: "URL/{{id}}", always: true}
""")
    async with a_portal(portal) as ctx:
        made = await walk(journey, ctx)

    assert [(one.name, one.went) for one in made.walked.steps] == [
        ("gone", "failed"),
        ("next", "skipped"),
        ("clean up", "failed"),
        ("needs more", "skipped"),
    ]
    assert [(one.step, one.why) for one in made.faults] == [
        ("gone", "the status is 404; [STATUS] < 300 is meant"),
        ("clean up", "the status is 401; [STATUS] < 300 is meant"),
    ]
    assert made.faults[0].at.line == 4


async def test_a_step_that_waits_is_flaky_and_one_that_does_not_has_failed() -> None:
    for within, why in (
        (", within: 20s, every: 50ms", ""),
        ("", "s: the status is 503; [STATUS] < 300 is meant"),
    ):
        journey = a_journey(f"name: n\nsteps:\n  - {{name: s, get: URL/slow-start{within}}}\n")
        async with a_portal(Portal(stumbles=2)) as ctx:
            made = await walk(journey, ctx)

        assert made.why == why
        assert made.flaky == (("s held when it was asked for the 3rd time",) if not why else ())


async def test_nothing_is_sent_to_a_stranger() -> None:
    journey = a_journey("name: n\nsteps:\n  - {name: s, get: URL/away}\n")
    async with a_portal(Portal()) as ctx:
        made = await walk(journey, ctx)

    assert made.why == "s: it leads to stranger.test, which is not ours"


async def test_silence_is_no_verdict() -> None:
    journey = a_journey("name: n\nsteps:\n  - {name: s, get: 'http://app.acme.test:81/'}\n")
    async with a_portal(Portal()) as ctx:
        made = await walk(journey, ctx)

    assert made.silence is not None
    assert made.faults == ()


async def test_a_journey_is_cut_off_in_time_and_cleans_up() -> None:
    portal = Portal(stumbles=10_000)
    journey = a_journey("""
name: n
within: 300ms
steps:
  - {name: s, get: URL/slow-start, within: 60s, every: 20ms}
  - {name: clean up, get: URL/login, always: true}
""")
    async with a_portal(portal) as ctx:
        made = await walk(journey, ctx)

    assert made.silence is not None
    assert made.silence.kind == "timed out"
    assert made.walked.steps[-1].went == "passed"


@dataclass
class Box:
    """An inbox of letters that are there from its second look on."""

    receiver: str = ""
    there: list[Letter] = field(default_factory=list)
    silence: UnreachableError | None = None

    def open(self, name: str) -> "Box":
        return self

    async def watch(self) -> "Box":
        return self

    async def letters(self, to: str) -> tuple[Letter, ...]:
        if self.silence:
            raise self.silence
        return tuple(self.there)


def a_letter(
    link: str = f"{URL}/portal", subject: str = "Please confirm", **more: object
) -> Letter:
    given = {"headers": (("authentication-results", "mx.acme.test; dkim=pass; spf=fail"),)} | more
    html = f'<a href="https://acme.test/logo"></a><a href="{link}">go</a>'
    return Letter(id="1", to=(USER,), sender="a@acme.test", subject=subject, html=html, **given)  # type: ignore[arg-type]


MAIL = f"""
name: n
steps:
  - name: mail
    mail: {{inbox: main, to: "{USER}", subject: "pat(*CONFIRM*)", within: 300ms}}
    expect: [EXPECT]
    save: {{confirm: {{link: "pat(*portal*)"}}}}
  - {{name: follow, get: "{{{{confirm}}}}"}}
"""


async def test_a_mail_is_matched_its_links_judged_and_followed() -> None:
    portal = Portal()
    box = Box(receiver="mx.acme.test", there=[a_letter()])
    journey = a_journey(MAIL.replace("EXPECT", '"[AUTH].dkim == pass", "[DELAY] < 60s"'))
    async with a_portal(portal, inboxes=box) as ctx:
        made = await walk(journey, ctx)

    assert [(one.kind, one.why) for one in made.faults] == [
        (
            "mail strangers",
            "a link of the mail https://acme.test/logo leads to a host that is not ours",
        )
    ]
    assert [one.went for one in made.walked.steps] == ["passed", "passed"]


async def test_what_a_receiver_found_is_believed_only_of_the_one_that_is_named() -> None:
    journey = a_journey(MAIL.replace("EXPECT", '"[AUTH].spf == pass"'))
    for receiver, failed in (("mx.acme.test", True), ("other.test", False), ("", False)):
        async with a_portal(Portal(), inboxes=Box(receiver=receiver, there=[a_letter()])) as ctx:
            made = await walk(journey, ctx)

        assert (made.silence is None) is failed
        assert any(one.kind == "step" for one in made.faults) is failed


async def test_a_mail_that_does_not_come_is_lost_and_a_shut_inbox_is_not() -> None:
    journey = a_journey(MAIL.replace("EXPECT", ""))
    async with a_portal(Portal(), inboxes=Box(there=[a_letter(subject="Hello")])) as ctx:
        lost = await walk(journey, ctx)
    async with a_portal(
        Portal(), inboxes=Box(silence=UnreachableError("it is shut", kind="refused"))
    ) as ctx:
        shut = await walk(journey, ctx)

    assert [(one.kind, one.evidence) for one in lost.faults] == [
        ("mail lost", ("another came: 'Hello'",))
    ]
    assert shut.faults == ()
    assert shut.silence is not None


async def test_a_link_to_the_machine_that_wrote_the_mail_is_a_fault() -> None:
    box = Box(there=[a_letter(link="http://localhost:8000/portal")])
    journey = a_journey(MAIL.replace("EXPECT", ""))
    async with a_portal(Portal(), inboxes=box) as ctx:
        made = await walk(journey, ctx)

    assert "mail links" in [one.kind for one in made.faults]


async def test_a_link_that_a_journey_saves_or_asks_about_blocks_on_a_strangers_host() -> None:
    box = Box(there=[a_letter(link="https://stranger.test/portal/7")])
    saved = MAIL.partition("  - {name: follow")[0]
    unsaved = saved.partition("    save:")[0]
    for text, expect, kind in (
        (saved, "", "mail links"),
        (unsaved, '"[LINKS] contains /portal/"', "mail links"),
        (unsaved, '"[LINKS] contains /logo"', "mail strangers"),
        (unsaved, "", "mail strangers"),
    ):
        journey = a_journey(text.replace("EXPECT", expect))
        async with a_portal(Portal(), inboxes=box, site=a_site(HOST, "acme.test")) as ctx:
            made = await walk(journey, ctx)

        assert [one.kind for one in made.faults] == [kind]
        assert "https://stranger.test/portal/7 leads to" in made.faults[0].why


@dataclass
class Breaking:
    """A browser with a fault of ours: it breaks at its second request, and quotes it."""

    pages: int = 0

    async def fetch(self, url: str, **given: object) -> Response:
        self.pages += 1
        if self.pages > 1:
            raise RuntimeError(f"cannot happen: {given}")
        return page(
            url, 200, '{"token": "tok-1234567890"}', headers={"Set-Cookie": "sid=c00kie-12"}
        )


async def test_what_was_learned_is_kept_from_the_traceback_of_a_fault_of_ours() -> None:
    journey = a_journey("""
name: n
steps:
  - {name: token, get: URL/a, save: {token: $.token}}
  - name: use
    post: URL/b
    headers: {Authorization: "Bearer {{token}}"}
    fields: {secret: "{{random.password}}"}
""")
    ctx = replace(a_world(site=a_site(HOST)), web=Breaking())
    with pytest.raises(RuntimeError) as caught:
        await walk(journey, ctx)
    hide = Redactor().knowing(ctx.private.known)

    assert "tok-1234567890" in str(caught.value)
    told = hide(str(caught.value))
    assert "tok-1234567890" not in told
    assert "c00kie-12" not in told
    assert told.count("***") >= 3
