"""Reports as runs leave them, with rules of their own: a go, a no-go and an unknown."""

from datetime import UTC, date, datetime

from launchready.core.check import Check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.core.report import (
    Answered,
    Asked,
    Gone,
    Judged,
    Outcome,
    Report,
    Skipped,
    Unanswered,
    Verdict,
)
from launchready.core.waiver import Waiver
from launchready.values.setting import Section

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

KEY = Rule(
    id="secrets/payment-key",
    impact=Impact.BLOCKER,
    stage=Stage.AUDIT,
    title="A payment key is committed",
    why="Whoever can read the repository can charge and refund your customers.",
    fix="Revoke the key at the provider, put the new one into your host's settings, and remove "
    "it from the file.",
    hours=1.0,
)
MISSING = Rule(
    id="dns/record-missing",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A committed record is not in DNS",
    why="Visitors, mail or a provider's verification depend on a record nobody published.",
    fix="Publish the record at your DNS host, or delete it from the map if it is retired.",
    hours=0.5,
)
STRAY = Rule(
    id="dns/name-unlisted",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A name is live that the map does not know",
    why="A forgotten name may point at a server somebody else can claim.",
    fix="Add the name to the map, or delete it at your DNS host.",
    hours=0.25,
)
EXPIRES = Rule(
    id="tls/expires-soon",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A certificate ends within two weeks",
    why="When it ends, every visitor sees a warning instead of your product.",
    fix="Find out why it has not renewed itself, and renew it.",
    hours=1.0,
)
COMPRESSED = Rule(
    id="web/not-compressed",
    impact=Impact.ADVICE,
    stage=Stage.PERFORMANCE,
    title="A page is sent uncompressed",
    why="Visitors on slow connections wait longer than they have to.",
    fix="Turn on `gzip` or `br` at your host for text/html.",
    hours=0.25,
)
PAGE = Rule(
    id="smoke/page-wrong",
    impact=Impact.BLOCKER,
    stage=Stage.AUDIT,
    title="A page is not what it should be",
    why="The first visitors meet a page that does not work.",
    fix="Open the page, read what it says, and mend what it says.",
    hours=2.0,
)


async def _never(subject: Named, ctx: Context) -> list[Finding]:
    _ = subject, ctx
    return []


def a_check(id_: str, title: str, *emits: Rule) -> Check:
    """A check nobody asks, for reports that say it was."""
    return Check(id=id_, title=title, settings=Section, each=lambda _: (), emits=emits, ask=_never)


SCAN = a_check("secrets/scan", "No key is committed.", KEY)
RECORDS = a_check("dns/record-map", "Every committed record is live.", MISSING)
STRAYS = a_check("dns/strays", "No name is live that the map lacks.", STRAY)
CERTIFICATE = a_check("tls/certificate", "Browsers trust the certificate next month.", EXPIRES)
COMPRESSION = a_check("web/compression", "Pages are sent compressed.", COMPRESSED)
PAGES = a_check("smoke/pages", "Every page is what it should be.", PAGE)


def named(name: str, file: str, line: int, column: int = 1) -> Named:
    return Named(name=name, at=Location(file=file, line=line, column=column))


def asked(check: Check, subject: str, outcome: Outcome, seconds: float = 0.02) -> Asked:
    return Asked(check=check, subject=subject, outcome=outcome, seconds=seconds)


def a_report(
    verdict: Verdict,
    *asked: Asked,
    waiver: Waiver | None = None,
    known: tuple[str, ...] | None = None,
    gone: tuple[Gone, ...] = (),
    notes: tuple[str, ...] = (),
    fail_on: Impact = Impact.BLOCKER,
    product: str = "Acme Portal",
    commit: str | None = "9f3c2ab1d0e47756c1a2b3c4d5e6f70812345678",
) -> Report:
    """A report of these answers, findings worst first; `known` are subjects seen before."""
    found = [finding for one in asked for finding in getattr(one.outcome, "findings", ())]
    judged = [
        Judged(
            finding=one,
            waived=waiver if waiver and waiver.covers(one) else None,
            since=None if known is None else "still" if one.subject in known else "new",
        )
        for one in sorted(found, key=lambda one: -one.rule.impact)
    ]
    return Report(
        verdict=verdict,
        product=product,
        environment="production",
        started=NOON,
        seconds=4.213,
        commit=commit,
        fail_on=fail_on,
        findings=tuple(judged),
        asked=asked,
        notes=notes,
        gone=gone,
    )


def nothing() -> Answered:
    return Answered(findings=())


def _no_section(room: str) -> Skipped:
    return Skipped(reason=f"there is no {room}: section in launchready.yml; add one to turn it on")


def go() -> Report:
    """Everything answered; one piece of advice, one risk accepted, smoke tests not configured."""
    page = named("https://acme.test/", "launchready.yml", 31, 15)
    stray = named("beta.acme.test", "dns/acme.test.yaml", 1)
    big = COMPRESSED.broken(page, "https://acme.test/ is 48 kB, sent without compression")
    unlisted = STRAY.broken(stray, "beta.acme.test is live; the map does not list it")
    return a_report(
        Verdict.GO,
        asked(SCAN, "the files of this repository", nothing(), 0.41),
        asked(RECORDS, "acme.test A", nothing()),
        asked(RECORDS, "www.acme.test A", nothing()),
        asked(STRAYS, "acme.test", Answered(findings=(unlisted,))),
        asked(CERTIFICATE, "acme.test:443", nothing()),
        asked(COMPRESSION, "https://acme.test/", Answered(findings=(big,))),
        asked(PAGES, "", _no_section("smoke")),
        waiver=Waiver(
            rule=STRAY.id,
            subject="beta.acme.test",
            because="the beta closes with the launch",
            owner="founder",
            until=date(2027, 1, 31),
            at=Location(file="launchready.yml", line=60, column=5),
        ),
    )


def no_go() -> Report:
    """Two records missing, a key committed, a risk, a silent server, rooms not turned on."""
    www = named("www.acme.test A", "dns/acme.test.yaml", 4, 3)
    api = named("api.acme.test CNAME", "dns/acme.test.yaml", 9, 3)
    key = named("config/settings.py payment key 1f0c3a", "config/settings.py", 12, 8)
    app = named("app.acme.test:443", "launchready.yml", 17, 12)
    gone_www = MISSING.broken(
        www,
        "www.acme.test A does not resolve; the map says 192.0.2.1",
        "ns1.acme.test: no such name",
        "ns2.acme.test: no such name",
    )
    gone_api = MISSING.broken(
        api, "api.acme.test CNAME does not resolve; the map says edge.host.example."
    )
    leaked = KEY.broken(
        key,
        "config/settings.py holds a payment key (live_****, 32 characters)",
        "commit 0b1c2d3e4f50, by a developer, 3 days ago",
    )
    ends = EXPIRES.broken(
        app,
        "app.acme.test:443 has a certificate that ends on 2026-12-03, in 8 days; 14 are asked for",
        "issuer: Example Trust R3",
    )
    silent = Unanswered(
        kind="timed out",
        reason="192.0.2.7:443 did not answer within 10 s",
        advice="Open port 443 to the machine that runs the gate, or name another address under "
        "network: addresses.",
    )
    return a_report(
        Verdict.NO_GO,
        asked(SCAN, "the files of this repository", Answered(findings=(leaked,)), 0.87),
        asked(RECORDS, "acme.test A", nothing()),
        asked(RECORDS, "www.acme.test A", Answered(findings=(gone_www,))),
        asked(RECORDS, "api.acme.test CNAME", Answered(findings=(gone_api,))),
        asked(STRAYS, "acme.test", nothing()),
        asked(CERTIFICATE, "app.acme.test:443", Answered(findings=(ends,)), 0.2),
        asked(CERTIFICATE, "api.acme.test:443", silent, 10.0),
        asked(COMPRESSION, "", _no_section("web")),
        asked(PAGES, "", _no_section("smoke")),
        known=("app.acme.test:443", "www.acme.test A"),
        gone=(Gone(rule="dns/record-missing", subject="mail.acme.test MX", fingerprint="0" * 16),),
        notes=("launchready.yml changes in this pull request; the base branch's copy was used",),
    )


def unknown() -> Report:
    """No fault found, and a question that could have been a blocker stays open."""
    silent = Unanswered(
        kind="unreachable",
        reason="none of the 2 name servers of acme.test answers over UDP or TCP",
        advice="Check that the delegation at your registrar names servers that are up.",
    )
    offline = Skipped(reason="this run is offline; run without --offline to ask the network")
    return a_report(
        Verdict.UNKNOWN,
        asked(SCAN, "the files of this repository", nothing(), 0.41),
        asked(RECORDS, "acme.test A", silent, 5.0),
        asked(STRAYS, "acme.test", silent, 5.0),
        asked(CERTIFICATE, "", offline),
        asked(COMPRESSION, "", offline),
        asked(PAGES, "", offline),
        product="",
        commit=None,
    )


ALL = {"go": go, "no-go": no_go, "unknown": unknown}
