"""Tells from SPF, DKIM and MX who sends mail in a domain's name."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address

from launchready.discover.zone import Zone
from launchready.email.providers import PROVIDERS, known_as

_MOST_ADDRESSES = 10

# Whose keys a selector's CNAME leads to.
_KEY_HOSTS = (
    ("amazonses.com", "ses"), ("sendgrid.net", "sendgrid"), ("mcsv.net", "mailchimp"),
    ("mandrillapp.com", "mandrill"), ("mailgun.org", "mailgun"), ("protonmail.ch", "proton"),
    ("onmicrosoft.com", "microsoft"), ("microsoft", "microsoft"), ("fmhosted.com", "fastmail"),
    ("zohomail.com", "zoho"), ("zendesk.com", "zendesk"), ("hubspotemail.net", "hubspot"),
    ("klaviyomail.com", "klaviyo"), ("brevo.com", "brevo"), ("sendinblue.com", "brevo"),
    ("resend.com", "resend"), ("icloudmailadmin.com", "icloud"), ("pphosted.com", "proofpoint"),
)  # fmt: skip
# Includes that a sender has beside the one its customers are told of.
_OTHER_INCLUDES = {
    "amazonses.com": "ses", "sendgrid.net": "sendgrid", "mailgun.org": "mailgun",
    "servers.mcsv.net": "mailchimp", "spf.mandrillapp.com": "mandrill",
    "spf.mtasv.net": "postmark", "mail.zendesk.com": "zendesk", "spf.brevo.com": "brevo",
    "spf.sendinblue.com": "brevo", "zoho.com": "zoho", "zoho.eu": "zoho",
}  # fmt: skip
_OWN_SELECTORS = {
    "google": "google", "pm": "postmark", "resend": "resend", "mandrill": "mandrill",
    "mte1": "mandrill", "mte2": "mandrill", "selector1": "microsoft", "selector2": "microsoft",
    "protonmail": "proton", "protonmail2": "proton", "protonmail3": "proton", "fm1": "fastmail",
    "fm2": "fastmail", "fm3": "fastmail", "sig1": "icloud", "s1": "sendgrid", "s2": "sendgrid",
    "zmail": "zoho", "zoho": "zoho", "zendesk1": "zendesk", "zendesk2": "zendesk",
    "k2": "mailchimp", "k3": "mailchimp", "brevo1": "brevo", "brevo2": "brevo", "kl": "klaviyo",
    "kl2": "klaviyo", "mailo": "mailgun", "pic": "mailgun", "cf2024-1": "cloudflare",
}  # fmt: skip
_RECEIVERS = (
    ("google.com", "google"), ("googlemail.com", "google"), ("outlook.com", "microsoft"),
    ("messagingengine.com", "fastmail"), ("protonmail.ch", "proton"), ("zoho.com", "zoho"),
    ("zoho.eu", "zoho"), ("icloud.com", "icloud"), ("mx.cloudflare.net", "cloudflare"),
)  # fmt: skip


@dataclass(slots=True)
class Sender:
    """A sender by the name the config gives it, its selectors, and what SPF includes for it."""

    name: str
    dkim: list[str] = field(default_factory=list)
    spf: str = ""
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What a domain's DNS says of its mail."""

    domain: str
    senders: tuple[Sender, ...]
    addresses: tuple[str, ...]
    receivers: tuple[str, ...]
    says_anything: bool


def mail_of(zone: Zone) -> Mail:
    """Read from the zone's records alone."""
    domain = zone.name
    found: dict[str, Sender] = {}
    spf = next((one for one in zone.texts(domain) if one.lower().startswith("v=spf1")), "")
    exchanges = [
        value.split(" ")[-1].removesuffix(".")
        for one in zone.at(domain, "MX")
        for value in one.values
    ]
    terms = spf.split()[1:]
    for term in terms:
        _included(term.lstrip("+").lower(), found)
    _signed(zone, found)
    addresses = _addresses(terms, exchanges, zone)
    return Mail(
        domain=domain,
        senders=tuple(found.values()),
        addresses=addresses,
        receivers=tuple(dict.fromkeys(_receiver(one) for one in exchanges if one)),
        says_anything=bool(spf or exchanges or zone.texts(f"_dmarc.{domain}")),
    )


def _included(term: str, found: dict[str, Sender]) -> None:
    kind, _, target = term.partition(":")
    if kind != "include" or not re.fullmatch(r"[a-z0-9._-]+\.[a-z]{2,}", target):
        return
    name = next((key for key, one in PROVIDERS.items() if one.include == target), "")
    name = name or _OTHER_INCLUDES.get(target, "")
    one = found.setdefault(name or target, Sender(name=name or target))
    one.why.append(f"SPF includes {target}")
    provider = known_as(name) if name else None
    if provider is None or provider.include != target:
        one.spf = target


def _signed(zone: Zone, found: dict[str, Sender]) -> None:
    """Every selector that holds a key, with the sender it is known to be of."""
    aliases = dict(zone.aliases)
    tail = f"._domainkey.{zone.name}"
    for record in zone.records:
        if not record.name.endswith(tail) or record.type not in ("TXT", "CNAME"):
            continue
        selector = record.name.removesuffix(tail)
        if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]{0,60}[a-z0-9_])?", selector):
            continue
        if record.type == "TXT" and not any(_is_key(one) for one in record.values):
            continue
        name = _owner(selector, aliases.get(record.name, ""), found)
        one = found.setdefault(name, Sender(name=name))
        if selector not in one.dkim:
            one.dkim.append(selector)
            one.why.append(f"{selector}._domainkey holds a key")


def _is_key(text: str) -> bool:
    parts = dict(one.strip().partition("=")[::2] for one in text.split(";"))
    return bool(parts.get("p", "").strip())


def _owner(selector: str, target: str, found: dict[str, Sender]) -> str:
    for end, name in _KEY_HOSTS:
        if target and (target == end or target.endswith(f".{end}") or end in target):
            return name
    if (name := _OWN_SELECTORS.get(selector, "")) or (name := _dated(selector)):
        return name
    usual = [key for key, one in PROVIDERS.items() if selector in one.selectors and key in found]
    return usual[0] if len(usual) == 1 else f"key {selector}"


def _dated(selector: str) -> str:
    """Postmark and Google make selectors of dates too."""
    return "postmark" if re.fullmatch(r"\d{14}pm", selector) else ""


def _addresses(terms: list[str], exchanges: list[str], zone: Zone) -> tuple[str, ...]:
    """Single addresses that SPF lets send: of our own machines, not of a provider's range."""
    found: dict[str, None] = {}
    for term in terms:
        bare = term.lstrip("+").lower()
        kind, _, value = bare.partition(":")
        if kind in ("ip4", "ip6"):
            address, slash, size = value.partition("/")
            is_one = not slash or size in ("32", "128")
            found |= {address: None} if is_one and _is_address(address) else {}
        elif bare in ("a", "mx") or kind == "a":
            hosts = exchanges if bare == "mx" else [value or zone.name]
            found |= dict.fromkeys(
                text for host in hosts for one in zone.at(host, "A", "AAAA") for text in one.values
            )
    return tuple(found)[:_MOST_ADDRESSES]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _receiver(exchange: str) -> str:
    known = (name for end, name in _RECEIVERS if exchange == end or exchange.endswith(f".{end}"))
    return next(known, exchange)
