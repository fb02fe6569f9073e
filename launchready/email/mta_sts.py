"""Looks at the promise that mail to a domain comes over TLS (MTA-STS, TLS-RPT)."""

import re
from dataclasses import dataclass

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.email.lookup import AuthoritativeLookup
from launchready.email.published import to_paste, txt
from launchready.email.settings import Domain, Email
from launchready.email.spf_evaluation import mail_hosts
from launchready.email.tag_list import TagList, tag_list

BROKEN = Rule(
    id="email/mta-sts-broken",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="The MTA-STS policy does not hold",
    why="Senders that keep to it, Google among them, hold mail to you back or drop the promise.",
    fix="Serve the policy at `https://mta-sts.` and your domain, path "
    "`/.well-known/mta-sts.txt`, with every MX in it.",
    hours=1.0,
)
REPORTS = Rule(
    id="email/tls-reports-broken",
    impact=Impact.ADVICE,
    stage=Stage.DOMAIN,
    title="Nobody is told when mail to you fails at TLS",
    why="Senders report such failures every day, and yours reach nobody.",
    fix="Publish one TLS-RPT record with a mailbox that somebody reads.",
    hours=0.25,
)
_LARGEST = 64 * 1024  # bytes of a policy (RFC 8461, 3.3)
_LONGEST = 31_557_600  # seconds of max_age (RFC 8461, 3.2)
_DAY = 86_400  # seconds; a shorter promise is over before anybody keeps it


@check(Email, each=lambda email: email.transported, emits=(BROKEN, REPORTS))
async def mta_sts(domain: Domain, ctx: Context) -> list[Finding]:
    """An MTA-STS policy that is announced is served, and names every mail server."""
    lookup = AuthoritativeLookup(ctx.dns)
    reports = (await lookup.ask(f"_smtp._tls.{domain}", "TXT")).values
    found = [one for one in (await lookup.ask(f"_mta-sts.{domain}", "TXT")).values if _is_sts(one)]
    said = _reports_said(reports) if found or reports else ""
    faults: list[Finding] = []
    if said:
        record = txt(f"_smtp._tls.{domain}", f"v=TLSRPTv1; rua=mailto:tls@{domain}")
        message = f"_smtp._tls.{domain} {said}"
        faults.append(to_paste(REPORTS, record).broken(domain, message, *reports))
    if not found:
        return faults
    wrong = _announced(found)
    if wrong:
        message = f"_mta-sts.{domain} {wrong}"
        return [BROKEN.broken(domain, message, *found), *faults]
    hosts = mail_hosts((await lookup.ask(domain.name, "MX")).values)
    wrong, evidence = await _served(domain, hosts, ctx)
    if wrong:
        return [BROKEN.broken(domain, f"{domain}'s MTA-STS policy {wrong}", *evidence), *faults]
    return faults


def _is_sts(text: str) -> bool:
    return text.lower().replace(" ", "").startswith("v=stsv1")


def _announced(found: list[str]) -> str:
    if len(found) > 1:
        return f"has {len(found)} records, and senders then use none"
    tags = tag_list(found[0])
    if tags.value("v") != "STSv1" or tags.names[:1] != ("v",):
        return "does not begin with v=STSv1;"
    if not re.fullmatch(r"[A-Za-z0-9]{1,32}", tags.value("id") or ""):
        return "has no id= of up to 32 letters and digits"
    return ""


def _reports_said(values: tuple[str, ...]) -> str:
    records = [one for one in values if one.replace(" ", "").startswith("v=TLSRPTv1")]
    if not records:
        return "has no TLS-RPT record"
    if len(records) > 1:
        return f"has {len(records)} TLS-RPT records, and senders then use none"
    tags: TagList = tag_list(records[0])
    places = [one.strip() for one in (tags.value("rua") or "").split(",")]
    if not any(one.startswith(("mailto:", "https://")) for one in places):
        return "names no mailto: or https: place in rua="
    return ""


async def _served(
    domain: Domain, hosts: tuple[str, ...], ctx: Context
) -> tuple[str, tuple[str, ...]]:
    """What is wrong with the policy as senders fetch it."""
    url = f"https://mta-sts.{domain}/.well-known/mta-sts.txt"
    response = await ctx.web.fetch(url)
    if response.untrusted is not None:
        return f"is served with a certificate that does not hold: {response.untrusted}", ()
    if 300 <= response.status < 400:
        return f"is redirected (status {response.status}), which senders do not follow", ()
    if response.status != 200:
        return f"is not served: {url} answers {response.status}", ()
    if response.truncated or len(response.body) > _LARGEST:
        return f"is larger than {_LARGEST // 1024} KiB", ()
    policy = read_policy(response.text)
    wrong = policy.wrong
    strays = [one for one in hosts if not any(_covers(pattern, one) for pattern in policy.mx)]
    if not wrong and strays and policy.mode != "none":
        wrong = f"({policy.mode}) does not name {', '.join(strays)}, which the MX records do"
    return wrong, tuple(response.text.splitlines()[:20])


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An MTA-STS policy; `wrong` is why senders cannot use it."""

    mode: str
    mx: tuple[str, ...]
    wrong: str = ""


def read_policy(text: str) -> Policy:
    """The policy in a file (RFC 8461, 3.2)."""
    pairs = [
        (key.strip(), value.strip().lower() if key.strip() != "version" else value.strip())
        for key, colon, value in (line.partition(":") for line in text.splitlines())
        if colon
    ]
    told = dict(reversed(pairs))
    mx = tuple(value.rstrip(".") for key, value in pairs if key == "mx")
    mode, age = told.get("mode", ""), told.get("max_age", "")
    wrong = ""
    if told.get("version") != "STSv1":
        wrong = "does not begin with version: STSv1"
    elif mode not in ("enforce", "testing", "none"):
        wrong = f"has the mode {mode[:20] or 'nothing'}; enforce, testing or none is meant"
    elif not re.fullmatch(r"[0-9]{1,10}", age) or int(age) > _LONGEST:
        wrong = f"has max_age: {age[:20] or 'nothing'}; up to {_LONGEST} seconds are meant"
    elif not mx and mode != "none":
        wrong = "names no mx"
    elif int(age) < _DAY and mode == "enforce":
        wrong = f"holds for {age} seconds only; a week or more is meant"
    return Policy(mode=mode, mx=mx, wrong=wrong)


def _covers(pattern: str, host: str) -> bool:
    """A leading `*.` stands for exactly one label (RFC 8461, 4.1)."""
    if pattern.startswith("*."):
        return host.lower().partition(".")[2] == pattern[2:]
    return host.lower() == pattern
