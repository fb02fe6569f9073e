"""ACCESS: every account the business stands on, what was seen of it, and who has it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from launchready.handover.document import OWNER, SECOND
from launchready.handover_files import known
from launchready.handover_files.marked import Facts
from launchready.handover_files.product import Product
from launchready.handover_files.words import code, codes, items, parted

_UNSEEN = "DNS could not be asked, so nothing is said here."
_FIELDS = ("Account", OWNER, SECOND, "Two-factor", "Who pays", "If locked out", "Last looked at")
_LESS = tuple(one for one in _FIELDS if one != SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A kind of account: its heading, what it is for, and what people write about it."""

    key: str
    title: str
    purpose: str
    fields: tuple[str, ...] = _FIELDS


ACCOUNTS = (
    Account(
        key="registrar",
        title="Domain registrar",
        purpose="Whoever has this account has the names: site, mail and every log-in hang on it.",
    ),
    Account(key="dns", title="DNS", purpose="Where records are changed."),
    Account(
        key="edge",
        title="Edge",
        purpose="What stands before the servers: certificates, caching, throttling.",
    ),
    Account(key="host", title="Host", purpose="Where production runs, and where one goes back."),
    Account(key="repository", title="Code", purpose="Where the code and its secrets for CI are."),
    Account(
        key="database",
        title="Database",
        purpose="Where customers' data is, and where its backups are.",
    ),
    Account(
        key="mail",
        title="Mail",
        purpose="Who sends the product's mail and who receives the company's.",
    ),
    Account(key="payments", title="Payments", purpose="Where money comes in and refunds go out."),
    Account(
        key="monitors",
        title="Monitors",
        purpose="What tells of an outage.",
        fields=_LESS,
    ),
)


def parts(product: Product, there: Mapping[str, str]) -> tuple[Facts, ...]:
    """A part an account; what could not be seen this time keeps what was seen before."""
    about = parted(
        f"Accounts of {code(product.called)}. What stands above each empty line was seen by "
        "launchready; the lines are yours.",
        "Write names of people, never a password. An account you do not have: `Account: not used`. "
        "A second admin is somebody who can get in when the owner cannot.",
    )
    made = [Facts(name="access", text=about)]
    for one in ACCOUNTS:
        name = f"access/{one.key}"
        seen = _SEEN[one.key](product)
        if seen is None and name in there:
            made.append(Facts(name=name, text=None))
            continue
        lines = [_UNSEEN] if seen is None else seen
        text = parted(f"## {one.title}", one.purpose, items(lines))
        fields = "\n".join(f"- {field}:" for field in one.fields)
        made.append(Facts(name=name, text=text, after=fields))
    return tuple(made)


def _registrar(product: Product) -> list[str] | None:
    names = [one.name for one in product.domains]
    if not names:
        return ["launchready.yml names no domain."]
    return [
        f"Domains to renew: {codes(names)}. Which company they are registered with DNS does not "
        "tell; an e-mail about renewals does."
    ]


def _dns(product: Product) -> list[str] | None:
    if not product.domains:
        return ["launchready.yml names no domain."]
    if all(one.servers is None for one in product.domains):
        return None
    return [
        f"{code(one.name)} is served by {_with_names(one.servers, known.dns_host)}."
        for one in product.domains
        if one.servers
    ]


def _edge(product: Product) -> list[str] | None:
    found = [f"{code(product.edge_zone)} at Cloudflare (launchready.yml)."] * bool(
        product.edge_zone
    )
    if product.aliases is None and not found:
        return None
    for host, target in sorted((product.aliases or {}).items()):
        name = known.edge(target)
        if name:
            found.append(f"{name}: {code(host)} is an alias of {code(target)}.")
    return found or ["Nothing was seen that stands before your servers."]


def _host(product: Product) -> list[str] | None:
    if product.platform:
        return [f"{code(product.platform)} ({code(product.platform_by)})."]
    if product.aliases is None:
        return None
    return [
        "Nothing tells where production runs; write `deploy: {target: NAME}` into launchready.yml."
    ]


def _repository(product: Product) -> list[str] | None:
    if not product.repository:
        return ["The repository has no remote called origin."]
    host = known.code_host(product.repository.partition("/")[0])
    return [f"{host + ': ' if host else ''}{code(product.repository)}."]


def _database(product: Product) -> list[str] | None:
    found = known.databases(_variables(product))
    if not found:
        return ["No variable that the repository documents speaks of a database."]
    return [f"By the names of variables: {', '.join(found)}."]


def _mail(product: Product) -> list[str] | None:
    lines = [
        f"{code(one.name)} sends for {code(one.domain)}"
        + (f" (DKIM {codes(one.selectors)})." if one.selectors else ".")
        for one in product.senders
    ]
    seen = [one for one in product.domains if one.mail is not None]
    lines += [
        f"Mail to {code(one.name)} goes to {_with_names(one.mail, known.mail_host)}."
        for one in seen
        if one.mail
    ]
    lines += [f"{code(one.name)} receives no mail (no MX)." for one in seen if not one.mail]
    return lines or None


def _payments(product: Product) -> list[str] | None:
    found = known.payments([*product.allow, *_variables(product)])
    if not found:
        return ["Neither `hosts.allow` nor a variable's name speaks of a payment service."]
    return [f"By `hosts.allow` and names of variables: {', '.join(found)}."]


def _monitors(product: Product) -> list[str] | None:
    if not product.monitors:
        return ["launchready.yml has no `monitor:` section."]
    return [f"{codes(product.monitors)} (launchready.yml)."]


def _variables(product: Product) -> list[str]:
    return [*(one.name for one in product.variables or ()), *product.used]


def _with_names(hosts: Iterable[str] | None, who: Callable[[str], str]) -> str:
    """Hosts with whose they are, each company once."""
    listed = list(hosts or ())
    names = list(dict.fromkeys(name for one in listed if (name := who(one))))
    shown = codes(listed, 4)
    return f"{', '.join(names)} ({shown})" if names else shown


_SEEN = {
    "registrar": _registrar,
    "dns": _dns,
    "edge": _edge,
    "host": _host,
    "repository": _repository,
    "database": _database,
    "mail": _mail,
    "payments": _payments,
    "monitors": _monitors,
}
