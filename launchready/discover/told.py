"""Says to the founder what was found and why, before anything is written."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from launchready.core.destination import host_of
from launchready.discover.later import monitors_of, targets_of
from launchready.discover.look import Live
from launchready.discover.seen import Seen
from launchready.report.escape import visible
from launchready.web.expansion import twin

if TYPE_CHECKING:
    from launchready.discover.command import Looked

_MOST = 14  # of one topic; the files have the rest
_TOPIC = 12  # characters


def told(looked: Looked, domain: str, width: int) -> str:
    """The whole of it; what strangers wrote moves no cursor."""
    head = (
        f"Looked at {domain} and this repository." if looked.live else "Looked at this repository."
    )
    lines = [visible(head), ""]
    seen = _seen(looked)
    before = ""
    for one in seen:
        topic = one.topic if one.topic != before else ""
        before = one.topic
        why = f"  ({one.why})" if one.why else ""
        lines += _wrapped(topic, visible(f"{one.text}{why}", 400), width)
    return "\n".join(lines) + "\n"


def _wrapped(topic: str, text: str, width: int) -> list[str]:
    space = " " * (_TOPIC + 2)
    first = f"  {topic:<{_TOPIC}}"
    return textwrap.wrap(
        text, max(width, 40), initial_indent=first, subsequent_indent=space,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _seen(looked: Looked) -> list[Seen]:
    found: list[Seen] = []
    if looked.silence:
        found.append(Seen(topic="live site", text=looked.silence))
    if looked.candidates:
        names = ", ".join(looked.candidates)
        found.append(
            Seen(topic="domain", text=f"the code names {names}; say which: launchready init DOMAIN")
        )
    if looked.live is not None:
        found += _of_site(looked.live)
    found += _of_code(looked)
    if not looked.commit:
        text = "pinned by a tag: GitHub could not be asked which commit the release is"
        found.append(Seen(topic="workflow", text=text))
    found += [Seen(topic="note", text=one) for one in looked.notes]
    return found


def _of_site(live: Live) -> list[Seen]:
    apex = live.zone.name or live.domain
    found = [
        Seen(topic="hosts", text=f"{one.name} {one.said(apex)}{_is(one.name, live)}", why=one.why)
        for one in live.own
    ][:_MOST]
    if len(live.own) > _MOST:
        found.append(Seen(topic="hosts", text=f"and {len(live.own) - _MOST} more"))
    twins = [one for one in live.own if one.name in (live.canonical, twin(live.canonical))]
    if len(twins) == 2 and all(host_of(one.landing) == one.name and one.last for one in twins):
        text = f"{twins[0].name} and {twins[1].name} both show a site; let one lead to the other"
        found.append(Seen(topic="hosts", text=text))
    if not live.own:
        found.append(Seen(topic="hosts", text=f"nothing of {live.domain} answers a visitor"))
    found += [
        Seen(topic="staging", text=f"{one.name} {one.said(apex)}", why=one.why)
        for one in live.staging[:_MOST]
    ]
    found += [
        Seen(topic="left out", text=f"{one.name}: {why}") for one, why in live.left_out[:_MOST]
    ]
    found += [
        Seen(topic="certificate", text=f"{name}: {said}")
        for name, said in list(live.certificates.items())[:_MOST]
    ]
    notes = [Seen(topic="note", text=one) for one in live.notes]
    return [*found, *_of_zone(live), *_of_pages(live), *notes]


def _is(name: str, live: Live) -> str:
    roles = [
        word
        for word, is_so in (
            ("canonical", name == live.canonical),
            ("base_url", live.base is not None and name == live.base.name),
            ("api_url", live.api is not None and name == live.api.name),
        )
        if is_so
    ]
    return f", taken as {' and '.join(roles)}" if roles else ""


def _of_zone(live: Live) -> list[Seen]:
    zone = live.zone
    if zone.snapshot is None:
        return [Seen(topic="zone", text=f"not taken down: {zone.silence}")]
    count = len(zone.records)
    found = [Seen(topic="zone", text=f"{zone.name}: {count} record{'' if count == 1 else 's'}")]
    found += [Seen(topic="zone", text=one) for one in zone.snapshot.notes[:6]]
    mail = live.mail
    if mail is None or not mail.says_anything:
        return [*found, Seen(topic="mail", text="no MX, SPF or DMARC: nobody sends in its name")]
    found += [
        Seen(topic="mail", text=f"{one.name} sends", why="; ".join(one.why)) for one in mail.senders
    ]
    if mail.addresses:
        found.append(Seen(topic="mail", text=f"{', '.join(mail.addresses)} may send", why="SPF"))
    if mail.receivers:
        found.append(Seen(topic="mail", text=f"{', '.join(mail.receivers)} receives", why="MX"))
    return found


def _of_pages(live: Live) -> list[Seen]:
    found = [Seen(topic="pages", text=f"{one.name}: {one.url}", why=one.why) for one in live.found]
    if live.samples:
        found.append(Seen(topic="pages", text=f"sample paths: {', '.join(live.samples)}"))
    api = live.openapi
    if api.file:
        count = len(api.pages)
        text = f"{count} of {api.file} answer{'s' if count == 1 else ''} as it says"
        found.append(Seen(topic="pages", text=text))
    found += [Seen(topic="pages", text=f"left out: {one}") for one in api.otherwise[:6]]
    found += [Seen(topic="pages", text=one) for one in api.notes[:4]]
    front = live.front
    policy = front.last.header("cache-control") if front is not None and front.last else None
    if policy is not None and front is not None:
        found.append(Seen(topic="caching", text=f"{front.name} says Cache-Control: {policy}"))
    return found


def _of_code(looked: Looked) -> list[Seen]:
    code, known = looked.code, looked.known
    found = [Seen(topic="deployed", text=name, why=why) for name, why in targets_of(looked).items()]
    found += [
        Seen(topic="monitored", text=name, why=why) for name, why in monitors_of(looked).items()
    ]
    used, missing = len(code.variables.used), len(code.variables.undocumented)
    if used:
        sample = ", ".join(code.variables.samples[:2]) or "no sample file"
        text = f"{used} variables are read, {missing} of them documented nowhere"
        found.append(Seen(topic="variables", text=text, why=sample))
    for kind, file in looked.imports:
        found.append(Seen(topic="redirects", text=f"{file} says where addresses lead", why=kind))
    for one in known.real[:_MOST]:
        found.append(
            Seen(topic="secrets", text=f"{one.message}", why=f"{one.rule.id}, stays a fault")
        )
    if known.guesses:
        count = len(known.guesses)
        text = "1 place only looks" if count == 1 else f"{count} places only look"
        text += " like secrets"
        first = known.guesses[0]
        found.append(Seen(topic="secrets", text=text, why=f"{first.path}:{first.line} first"))
    if known.has_baseline:
        found.append(Seen(topic="secrets", text=".secrets.baseline is there and is kept"))
    if known.unread or code.unread:
        found.append(Seen(topic="not read", text=known.unread or code.unread))
    return found
