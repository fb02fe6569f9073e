"""Looks at the headers of the pages named, as browsers will read them."""

import re
from collections.abc import Iterable

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of, scheme_of
from launchready.core.finding import Finding, Impact, Rule
from launchready.core.location import Named
from launchready.web import csp, hsts
from launchready.web.document import elements, is_html, metas
from launchready.web.header_rules import HSTS_MISSING, MISSING, WEAK
from launchready.web.settings import Web
from launchready.web.surface import Page, Seen, visit

_HSTS_NAME = "Strict-Transport-Security"
_SAFE_REFERRER = frozenset(
    [
        "no-referrer",
        "same-origin",
        "strict-origin",
        "strict-origin-when-cross-origin",
        "origin",
        "origin-when-cross-origin",
    ]
)
_LOOSE_REFERRER = frozenset({"unsafe-url", "no-referrer-when-downgrade"})
_ISOLATION = {
    "cross-origin-opener-policy": frozenset(
        [
            "same-origin",
            "same-origin-allow-popups",
            "noopener-allow-popups",
            "unsafe-none",
        ]
    ),
    "cross-origin-embedder-policy": frozenset(["require-corp", "credentialless", "unsafe-none"]),
    "cross-origin-resource-policy": frozenset(["same-origin", "same-site", "cross-origin"]),
}
# One feature of a structured dictionary (RFC 9651, 3.2): a token, a star, or a list in brackets.
_FEATURE = re.compile(r'\s*[a-z*][a-z0-9_.*-]*(?:=(?:\*|self|\([^()]*\)|"[^"]*"|\?[01]))?\s*')


@check(Web, each=lambda web: web.surfaces.headers, emits=(HSTS_MISSING, MISSING, WEAK))
async def headers(page: Page, ctx: Context) -> list[Finding]:
    """Every page named tells browsers how to protect its visitors."""
    seen = await visit(page, ctx)
    found = [*_hsts(seen, ctx), *_nosniff(seen), *_isolation(seen)]
    if is_html(seen.last):
        found += [*_csp(seen), *_framing(seen), *_referrer(seen), *_permissions(seen)]
    return found


def _said(seen: Seen, name: str) -> list[str]:
    return [value for key, value in seen.last.headers if key == name]


def _weak(seen: Seen, name: str, texts: Iterable[str], rule: Rule = WEAK) -> list[Finding]:
    """One finding a header, whatever is weak about it."""
    told = list(texts)
    if not told:
        return []
    subject = seen.subject(name)
    return [rule.broken(subject, f"{subject} {'; it '.join(told)}")]


def _hsts(seen: Seen, ctx: Context) -> list[Finding]:
    """One answer for each host of ours on the way: each has to say it for itself."""
    found: dict[str, Finding] = {}
    for hop in seen.chain.hops:
        host = host_of(hop.url)
        subject = ctx.site.named(host)
        if scheme_of(hop.url) != "https" or host in found or subject is None:
            continue
        said = hsts.read([v for key, v in hop.response.headers if key == _HSTS_NAME.lower()])
        match said:
            case None:
                found[host] = HSTS_MISSING.broken(subject, f"{host} sends no {_HSTS_NAME}")
            case str():
                message = f"{host} sends a {_HSTS_NAME} that browsers ignore: it {said}"
                found[host] = HSTS_MISSING.broken(subject, message)
            case hsts.Policy(max_age=0):
                message = f"{host} sends {_HSTS_NAME} with max-age=0, which turns it off"
                found[host] = HSTS_MISSING.broken(subject, message)
            case _ if said.weaknesses:
                about = Named(name=f"{host} {_HSTS_NAME}", at=subject.at)
                found[host] = WEAK.broken(about, f"{about} {'; it '.join(said.weaknesses)}")
    return list(found.values())


def _nosniff(seen: Seen) -> list[Finding]:
    said = ",".join(_said(seen, "x-content-type-options"))
    name = "X-Content-Type-Options"
    if not said.strip():
        subject = seen.subject(name)
        message = f"{subject} is not sent: browsers may run an uploaded file as a script or page"
        return [MISSING.broken(subject, message)]
    first = said.split(",")[0].strip()
    wrong = [] if first.lower() == "nosniff" else [f"is {first[:40]}; browsers know nosniff only"]
    return _weak(seen, name, wrong)


def _policies(seen: Seen) -> list[csp.Policy]:
    own = csp.policies(_said(seen, "content-security-policy"))
    in_page = metas(seen.last.text, http_equiv="content-security-policy")
    return [*own, *(one for one in map(csp.in_a_page, in_page) if one)]


def _csp(seen: Seen) -> list[Finding]:
    name = "Content-Security-Policy"
    enforced = _policies(seen)
    fetching = [one for one in enforced if any(key.endswith("-src") for key in one)]
    if fetching:
        return _weak(seen, name, csp.weaknesses(fetching))
    subject = seen.subject(name)
    only = "is not sent"
    if _said(seen, "content-security-policy-report-only"):
        only = "only reports (Content-Security-Policy-Report-Only) and stops nothing"
    elif enforced:
        only = "says nothing about scripts"
    message = f"{subject} {only}: a script that gets into the page can do all a visitor can"
    return [MISSING.broken(subject, message)]


def _framing(seen: Seen) -> list[Finding]:
    ancestors = csp.framing(_policies(seen))
    if ancestors is not None:
        wide = csp.is_anywhere(ancestors)
        texts = [f"lets any site frame the page (frame-ancestors {' '.join(ancestors)[:80]})"]
        return _weak(seen, "frame-ancestors", texts if wide else [])
    values = {one.strip().lower() for one in ",".join(_said(seen, "x-frame-options")).split(",")}
    values.discard("")
    if values & {"deny", "sameorigin"}:
        return []
    impact = Impact.RISK if _has_password(seen) else Impact.ADVICE
    if values:
        shown = min(values)[:40]
        texts = [f"is {shown}, which browsers ignore: any site may show the page in a frame"]
        return _weak(seen, "X-Frame-Options", texts, WEAK.with_impact(impact))
    subject = seen.subject("frame-ancestors")
    message = (
        f"{subject} is not sent, nor X-Frame-Options: "
        "another site can show the page in a frame and have visitors click on it unawares"
    )
    return [MISSING.with_impact(impact).broken(subject, message)]


def _has_password(seen: Seen) -> bool:
    fields = elements(seen.last.text, "input")
    return any(one["type"].strip().lower() == "password" for one in fields)


def _referrer(seen: Seen) -> list[Finding]:
    """The last value a browser knows counts; without one its default is a safe one."""
    said = [*_said(seen, "referrer-policy"), *metas(seen.last.text, name="referrer")]
    values = [one.strip().lower() for text in said for one in text.split(",") if one.strip()]
    known = [one for one in values if one in _SAFE_REFERRER | _LOOSE_REFERRER]
    if known and known[-1] in _LOOSE_REFERRER:
        return _weak(
            seen,
            "Referrer-Policy",
            [f"is {known[-1]}: other sites are told whole addresses, reset tokens in them too"],
        )
    unknown = [f"is {values[-1][:40]}, which browsers do not know"] if values and not known else []
    return _weak(seen, "Referrer-Policy", unknown)


def _permissions(seen: Seen) -> list[Finding]:
    said = ",".join(_said(seen, "permissions-policy"))
    wrong = [one for one in _members(said) if not _FEATURE.fullmatch(one)]
    texts = (
        [f"is not read by browsers at all because of {wrong[0].strip()[:60]!r}"] if wrong else []
    )
    return _weak(seen, "Permissions-Policy", texts)


def _members(text: str) -> list[str]:
    """The members of a structured dictionary: commas in brackets part nothing."""
    members, depth, start = [], 0, 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            members.append(text[start:place])
            start = place + 1
    members.append(text[start:])
    return [one for one in members if one.strip()]


def _isolation(seen: Seen) -> list[Finding]:
    found: list[Finding] = []
    for name, known in _ISOLATION.items():
        for value in _said(seen, name)[:1]:
            bare = value.partition(";")[0].strip()
            if bare.lower() not in known:
                shown = "-".join(one.capitalize() for one in name.split("-"))
                found += _weak(seen, shown, [f"is {bare[:40]}, which browsers do not know"])
    return found
