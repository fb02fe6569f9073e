"""Every document of a handover, from what was seen and from what stood there before."""

from collections.abc import Iterable, Mapping

from launchready.core.redact import Redactor
from launchready.handover.document import DOCUMENTS
from launchready.handover.document import parts as titled
from launchready.handover_files import (
    access_page,
    handover_page,
    plain_pages,
    risks_page,
    runbook_page,
    zone_pages,
)
from launchready.handover_files.marked import Facts, fresh, renewed, within
from launchready.handover_files.product import Product
from launchready.handover_files.seen import Seen

_TITLES = {
    "HANDOVER": "Handover",
    "RUNBOOK": "Runbook",
    "ACCESS": "Access",
    "RISKS": "Risks",
    "ALERTS": "Alerts",
    "RELEASE": "Release",
    "DNS_MAP": "DNS map",
    "EDGE_POLICY": "Edge policy",
    "ENV": "Environment variables",
    "PERF": "Performance",
}


def made(
    seen: Seen,
    product: Product,
    before: Mapping[str, str],
    today: str,
    hide: Redactor,
) -> dict[str, str]:
    """The text of each document by its name. `today` (YYYY-MM-DD) is written only where any of
    them changes. Raises ConfigError where a marker in `before` is broken."""
    day = handover_page.changed_on(_there("HANDOVER", before))
    made = _made(seen, product, before, day or today, hide)
    return made if day and made == before else _made(seen, product, before, today, hide)


def _made(
    seen: Seen, product: Product, before: Mapping[str, str], day: str, hide: Redactor
) -> dict[str, str]:
    return {one: _document(one, seen, product, before, day, hide) for one in DOCUMENTS}


def _there(name: str, before: Mapping[str, str]) -> dict[str, str]:
    return within(before[name], f"{name}.md") if name in before else {}


def _document(
    name: str,
    seen: Seen,
    product: Product,
    before: Mapping[str, str],
    day: str,
    hide: Redactor,
) -> str:
    there = _there(name, before)
    parts = [_hidden(one, hide) for one in _parts(name, seen, product, there, day)]
    if name not in before:
        return fresh(f"{_TITLES[name]}", parts)
    text = before[name]
    return renewed(text, f"{name}.md", _without_twins(parts, text, name))


def _without_twins(parts: Iterable[Facts], text: str, name: str) -> list[Facts]:
    """New parts of a title that people have a part of already come without lines to fill in."""
    titles = {one.title.casefold() for one in titled(text, name)}
    return [
        Facts(name=one.name, text=one.text, before=one.before)
        if any(each.title.casefold() in titles for each in titled(one.text or "", name))
        else one
        for one in parts
    ]


def _hidden(part: Facts, hide: Redactor) -> Facts:
    text = None if part.text is None else hide(part.text)
    return Facts(name=part.name, text=text, before=part.before, after=part.after)


def _parts(
    name: str, seen: Seen, product: Product, there: Mapping[str, str], day: str
) -> tuple[Facts, ...]:
    match name:
        case "HANDOVER":
            return handover_page.parts(seen, product, day)
        case "RUNBOOK":
            return runbook_page.parts(seen, product)
        case "ACCESS":
            return access_page.parts(product, there)
        case "RISKS":
            return risks_page.parts(seen, there)
        case "ALERTS":
            return plain_pages.alerts(product)
        case "RELEASE":
            return plain_pages.release(seen, product)
        case "DNS_MAP":
            return zone_pages.dns_map(product)
        case "EDGE_POLICY":
            return zone_pages.edge_policy(product, there)
        case "ENV":
            return plain_pages.env(product)
        case _:
            return plain_pages.perf(seen, there)
