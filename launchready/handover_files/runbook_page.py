"""RUNBOOK: what to do at midnight, with this product's hosts, platform and commands."""

from launchready.handover.document import BACKUP, CALL, INCIDENTS
from launchready.handover_files.incident import Incident, help_on, named, way_back, where
from launchready.handover_files.marked import Facts
from launchready.handover_files.platform_help import HELP
from launchready.handover_files.product import Product
from launchready.handover_files.seen import Seen
from launchready.handover_files.watch import certificates
from launchready.handover_files.words import code, codes, items, parted
from launchready.secrets.remedies import PAGES

_AS_ABOVE = f"- {CALL}: as above"
DOWN = "The site is down"


def parts(seen: Seen, product: Product) -> tuple[Facts, ...]:
    """Whom to call, the site being down, and every incident a handover must have."""
    who = "\n".join(
        (
            f"- {CALL}: {_paged(product, 0)}".rstrip(),
            f"- {BACKUP}: {_paged(product, 1)}".rstrip(),
            "- How to reach them:",
            "- Customers are told:",
        )
    )
    made = [Facts(name="runbook/who", text=_who(product), after=who)]
    made.append(Facts(name="runbook/index", text=_index()))
    made.append(Facts(name="runbook/down", text=_down(product).text(DOWN), after=_AS_ABOVE))
    for key, title in INCIDENTS.items():
        incident = _INCIDENTS[key](seen, product)
        after = _AS_ABOVE
        if key == "database-restore":
            after = "\n".join(
                ("- Where the backups are:", "- How old the newest may be:", "- Restored last on:")
            )
            after += f"\n{_AS_ABOVE}"
        made.append(Facts(name=f"runbook/{key}", text=incident.text(title), after=after))
    return tuple(made)


def _paged(product: Product, place: int) -> str:
    """Whom the config calls about an outage, to begin with; "" where it names nobody."""
    people = product.paging.get("downtime", ())
    return code(people[place]) if len(people) > place else ""


def _who(product: Product) -> str:
    said = [
        f"{code(kind)}: {', then '.join(code(one) for one in people)}."
        for kind, people in product.paging.items()
    ]
    about = (
        "Stop guessing after 15 minutes and call. Words in capitals in a command are to be "
        "replaced; nothing below needs a password on a command line."
    )
    needs = (
        f" It needs these variables set: {codes(product.needs)}; ENV and the secrets of your CI "
        "say where they are kept."
        if product.needs
        else ""
    )
    how = f"`launchready` is run in a clone of {_clone(product)}.{needs}"
    called = parted("launchready.yml says whom monitors call:", items(said)) if said else ""
    return parted("## Who is called", about, how, called)


def _index() -> str:
    titles = [DOWN, *INCIDENTS.values()]
    links = items(f"[{one}](#{one.lower().replace(' ', '-')})" for one in titles)
    return parted("## Which is it?", links)


def _clone(product: Product) -> str:
    return code(product.repository) if product.repository else "the repository"


def _down(product: Product) -> Incident:
    help_ = help_on(product)
    theirs = [f"Is it {named(product)} itself? <{help_.status}>"] if help_.status else []
    return Incident(
        sees="A monitor calls, or a customer writes; pages time out or answer 5xx.",
        check=[
            f"From your phone, off the Wi-Fi: {code(f'https://{product.host}/')}",
            f"`launchready check dns tls smoke`: the first {code('blocker')} names the layer.",
            *theirs,
        ],
        do=[
            "DNS at fault: put back what [DNS_MAP](DNS_MAP.md) says. Certificate: the "
            "next part. A deploy went out in the last hour: go back first and look for the reason "
            "after ([A deploy has failed](#a-deploy-has-failed)).",
            f"Else read the logs: {help_.logs}",
            "Tell customers within 30 minutes, even without a reason.",
        ],
        verify=["`launchready check smoke` ends in `go`, and the monitor says it is over."],
    )


def _certificate(seen: Seen, product: Product) -> Incident:
    found = certificates(seen)
    issuers = list(dict.fromkeys(one.issuer for one in found if one.issuer))
    known = [
        f"Issued by {codes(issuers, 4)}; when each ends is in [HANDOVER](HANDOVER.md)."
    ] * bool(issuers)
    return Incident(
        sees="Browsers warn that the connection is not private; apps and webhooks stop.",
        check=[
            "`launchready check tls` says which host, since when, and whether the chain or the "
            "name is at fault instead.",
            f"Without it: {code(_openssl(product.host))}",
            *known,
        ],
        do=[
            *_at_the_edge(product),
            where(product) + help_on(product).certificate.replace("HOST", product.host),
            "Refused? A CAA record may forbid the issuer, or port 80 or the challenge's record is "
            "gone: `launchready check tls` says so (`tls/caa-blocks-renewal`).",
            "Never tell customers to click the warning away.",
        ],
        verify=["`launchready check tls` has no finding, from outside of your own network."],
    )


def _at_the_edge(product: Product) -> list[str]:
    """Visitors meet the edge's certificate, and the edge the platform's."""
    if not product.edge_zone:
        return []
    return [
        f"Visitors meet the certificate of Cloudflare, before {code(product.edge_zone)}: "
        f"{HELP['cloudflare'].certificate} An error page of Cloudflare (525, 526) means that the "
        "one behind it is at fault, which is the next step."
    ]


def _openssl(host: str) -> str:
    return (
        f"openssl s_client -connect {host}:443 -servername {host} </dev/null | "
        "openssl x509 -noout -dates -issuer"
    )


def _redirect(_: Seen, product: Product) -> Incident:
    return Incident(
        sees="Visitors land on an error, on the wrong host, or the browser says there were too "
        "many redirects.",
        check=[
            f"{code(f'curl -sIL --max-redirs 10 https://{product.host}/PATH')} shows every hop; "
            "the first wrong `location:` is at fault.",
            "`launchready check web` names the rule and the line that promised otherwise.",
        ],
        do=[
            "A loop between http and https: the edge talks http to the server, which sends it "
            "back. Set the edge's TLS mode to full (strict).",
            "One rule is wrong: change it where it is written (the app, the platform's file or "
            "the edge) and deploy; the newest change to redirects is the first suspect.",
            "Browsers keep a 301: try with a fresh private window, and clear the edge's cache.",
        ],
        verify=[
            "`launchready check web` has no finding about redirects.",
            f"{code(f'https://{product.host}/')} opens on a phone that has never been there.",
        ],
    )


def _deploy(_: Seen, product: Product) -> Incident:
    pages = [f"{code(name)}: {code(url)}" for name, url in product.pages[:3]]
    return Incident(
        sees="The deploy ends red, or it ends green and customers meet errors.",
        check=[
            "`launchready check smoke`, and in the deploy's own log the first error.",
            f"What runs now: {help_on(product).logs}",
        ],
        do=[
            *way_back(product),
            "Did the release change the database? Going back does not take that back: mend it "
            "forward, or restore (the last part).",
            "A variable is missing? ENV says which there must be and where they are kept.",
        ],
        verify=[
            "`launchready check smoke` ends in `go`"
            + (f"; by hand: {'; '.join(pages)}." if pages else "."),
            "Write down in RELEASE which version is live and why the other was not.",
        ],
    )


def _mail(_: Seen, product: Product) -> Incident:
    domains = list(dict.fromkeys(one.domain for one in product.senders))
    domain = domains[0] if domains else product.host
    asks = [f"dig +short TXT {domain}", f"dig +short TXT _dmarc.{domain}"]
    for one in product.senders:
        asks += [f"dig +short TXT {each}._domainkey.{one.domain}" for each in one.selectors]
    senders = codes(dict.fromkeys(one.name for one in product.senders))
    return Incident(
        sees="Customers get no confirmation or reset mail, or find it in spam.",
        check=[
            "`launchready check email` says which of SPF, DKIM and DMARC fails, and why.",
            f"Without it: {codes(asks, 6)}",
            "In a mail that did arrive: `Authentication-Results` says which of the three failed.",
        ],
        do=[
            "A record is gone or changed: put back what DNS_MAP says; it counts once its TTL is "
            "over.",
            f"The sender ({senders or 'ACCESS, part Mail'}) made new keys: publish the records its "
            "dashboard shows now, and put them into the record map.",
            "Sending is blocked or over its limit: the sender's dashboard says so; ask them, and "
            "do not switch senders in the night (their records take time too).",
        ],
        verify=[
            "`launchready check email` has no finding.",
            "A reset mail to a Gmail and to an Outlook address arrives, not in spam.",
        ],
    )


def _key(_: Seen, product: Product) -> Incident:
    variables = [*(one.name for one in product.variables or ()), *product.used]
    pages = {
        word.title(): page
        for word, page in PAGES.items()
        if page and any(one.startswith(f"{word.upper()}_") for one in variables)
    }
    ended_at = [f"{word}: <{page}>" for word, page in sorted(pages.items())]
    return Incident(
        sees="A key stands in the code, in a log, in a chat, or a bill has grown overnight.",
        check=[
            "`launchready check secrets --history` names commit, file and line, never the key.",
            "Was it used? The provider's log tells from where and when.",
        ],
        do=[
            "First end the key at whoever gave it; deleting it from the code ends nothing."
            + (f" Here: {'; '.join(ended_at)}." if ended_at else ""),
            f"Make a new one and put it where the product reads it. {help_on(product).variable}",
            "Deploy, and see that the product works with the new one.",
            "Then clean the history if it must be; a key that has ended may stay in it. Whoever's "
            "data could be read must be told (in the EU within 72 hours).",
        ],
        verify=[
            "The old key is refused by its provider.",
            "`launchready check secrets` has no finding, and `launchready check smoke` ends in "
            "`go`.",
        ],
    )


def _database(_: Seen, product: Product) -> Incident:
    return Incident(
        sees="Data is gone, wrong or belongs to somebody else; or a migration broke half-way.",
        check=[
            "Since when? The last deploy, the last migration, the last person with access.",
            "How much is wrong: one customer's rows, or a table? Few rows are mended by hand.",
        ],
        do=[
            "Stop what writes: put the product into maintenance, or stop workers and jobs.",
            "Make a backup of what is there now, broken as it is.",
            "Restore the newest good backup into a *new* database beside the old one, never over "
            "it; count its rows and read the newest ones.",
            f"Point the product at it (the variable is in ENV). {help_on(product).variable}",
            "What was written since the backup is copied by hand from the old one.",
        ],
        verify=[
            "`launchready check smoke` ends in `go`, and two customers you can call see their "
            "data.",
            "A backup of the new database has run.",
        ],
    )


_INCIDENTS = {
    "expired-certificate": _certificate,
    "broken-redirect": _redirect,
    "failed-deploy": _deploy,
    "mail-authentication": _mail,
    "leaked-key": _key,
    "database-restore": _database,
}
