"""Looks at the servers that take a domain's mail: bounces, replies, and letters to the founder."""

import hashlib
from ipaddress import ip_address

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.handshake import Handshake
from launchready.core.mail_server import Greeting
from launchready.core.unreachable import UnreachableError
from launchready.email.lookup import AuthoritativeLookup, Lookup, open_question
from launchready.email.public_key import public_part
from launchready.email.published import to_paste
from launchready.email.settings import Domain, Email
from launchready.email.spf_evaluation import mail_hosts

MX_BROKEN = Rule(
    id="email/mx-broken",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="Mail to your domain arrives nowhere",
    why="Replies and bounces are lost, and many receivers refuse mail from a domain like that.",
    fix="Point the MX records at host names that exist, or turn on mail forwarding at your host.",
    hours=0.5,
)
STARTTLS = Rule(
    id="email/starttls-broken",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A mail server cannot be reached over good TLS",
    why="Mail to you travels in the clear, or does not come from senders that insist on TLS.",
    fix="Turn STARTTLS on at the mail server, with a certificate for the name in the MX record.",
    hours=1.0,
)
DANE = Rule(
    id="email/dane-mismatch",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A mail server shows another key than its TLSA record says",
    why="Senders that go by DANE hold your mail back until the two agree.",
    fix="Publish the TLSA record of the certificate in use, before the certificate changes.",
    hours=0.5,
)
_MOST_SERVERS = 10


@check(Email, each=lambda email: email.transported, emits=(MX_BROKEN, STARTTLS, DANE))
async def mail_servers(domain: Domain, ctx: Context) -> list[Finding]:
    """The domain's mail servers exist, answer, and speak TLS with a good certificate."""
    lookup = AuthoritativeLookup(ctx.dns)
    found = await lookup.ask(domain.name, "MX")
    hosts = mail_hosts(found.values)
    faults = await _of_records(domain, found.values, hosts, lookup)
    silences: list[UnreachableError] = []
    for host in hosts[:_MOST_SERVERS]:
        try:
            faults += await _of_host(domain, host, lookup, ctx)
        except UnreachableError as silence:
            faults += silence.found
            silences.append(silence)
    if silences:
        raise open_question(silences, faults)
    return faults


async def _of_records(
    domain: Domain, values: tuple[str, ...], hosts: tuple[str, ...], lookup: Lookup
) -> list[Finding]:
    is_null = any(one.endswith(" .") for one in values)
    if is_null and hosts:
        message = f"{domain} has a null MX beside others; it must stand alone (RFC 7505)"
        return [MX_BROKEN.broken(domain, message, *values)]
    if is_null and not domain.is_parked:
        message = f"{domain} has a null MX, which says it takes no mail, and it sends mail"
        return [MX_BROKEN.broken(domain, message, *values)]
    if values or domain.is_parked:
        return []
    addresses = [await lookup.ask(domain.name, type_) for type_ in ("A", "AAAA")]
    if any(one.values for one in addresses):
        return []  # without MX the domain itself takes its mail (RFC 5321, 5.1)
    rule = to_paste(MX_BROKEN, f"{domain}. IN MX 10 <the name your mail host gives>.")
    return [rule.broken(domain, f"{domain} has no MX record and no address: it takes no mail")]


async def _of_host(domain: Domain, host: str, lookup: Lookup, ctx: Context) -> list[Finding]:
    subject = domain.part(host, domain.at)
    if _is_address(host):
        message = f"{domain}'s MX is the address {host}; it must be a name (RFC 5321, 5.1)"
        return [MX_BROKEN.broken(subject, message)]
    found: list[Finding] = []
    alias = (await lookup.ask(host, "CNAME")).values
    if alias:
        message = f"{domain}'s MX {host} is an alias of {alias[0]}; it must have addresses itself"
        found.append(MX_BROKEN.with_impact(Impact.RISK).broken(subject, message))
    endpoints = await ctx.mail.endpoints(host)
    if not endpoints:
        return [MX_BROKEN.broken(subject, f"{domain}'s MX {host} has no address"), *found]
    tlsa = (await lookup.ask(f"_25._tcp.{host}", "TLSA")).values
    silences: list[UnreachableError] = []
    greeted: list[Greeting] = []
    for endpoint in endpoints:
        try:
            greeted.append(await ctx.mail.greet(endpoint))
        except UnreachableError as silence:
            silences.append(silence)
    said = {one: f"{host} {_seen(one)}" for one in greeted if _seen(one)}
    if said:
        messages = list(said.values())
        found.append(STARTTLS.broken(subject, f"{domain}'s MX {messages[0]}", *messages))
    found += [
        DANE.broken(subject, f"{host} shows a certificate that no TLSA record of it names", *tlsa)
        for one in greeted[:1]
        if tlsa and one.shaken and one.shaken.chain and not _agrees(tlsa, one.shaken)
    ]
    if silences:
        raise open_question(silences, found)
    return found


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _seen(greeting: Greeting) -> str:
    shaken, where = greeting.shaken, f"(at {greeting.endpoint})"
    if shaken is None:
        return f"offers no STARTTLS {where}"
    if shaken.not_serving is not None:
        return f"offers STARTTLS and fails at it {where}: {shaken.detail}"
    if shaken.problem is not None:
        return f"shows a certificate that does not verify {where}: {shaken.problem[1]}"
    return ""


def _agrees(tlsa: tuple[str, ...], shaken: Handshake) -> bool:
    """Whether any usable TLSA record names what the server showed (RFC 7672, 3.1)."""
    usable = [one.split(" ", 3) for one in tlsa]
    usable = [one for one in usable if len(one) == 4 and one[0] in ("2", "3")]
    if not usable:
        return True
    for usage, selector, matching, wanted in usable:
        shown = shaken.chain[:1] if usage == "3" else shaken.chain
        for der in shown:
            data = der if selector == "0" else public_part(der)
            if _matched(data, matching) == wanted.replace(" ", "").lower():
                return True
    return False


def _matched(data: bytes, matching: str) -> str:
    match matching:
        case "1":
            return hashlib.sha256(data).hexdigest()
        case "2":
            return hashlib.sha512(data).hexdigest()
        case _:
            return data.hex()
