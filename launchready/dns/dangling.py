"""Follows where records lead, and tells of targets that are gone or up for grabs."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.dns.record import Record
from launchready.dns.settings import Dns
from launchready.dns.takeover_facts import Service, service_of
from launchready.dns.whereabouts import Whereabouts, look

DANGLING = Rule(
    id="dns/dangling-target",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A record leads to a name that does not exist",
    why="What it was for is broken, and where the name can be had, a stranger may answer for you.",
    fix="Point the record at a target that exists, or delete it from DNS and from the map.",
    hours=0.5,
)
TAKEOVER = Rule(
    id="dns/takeover",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A stranger could probably claim one of your names",
    why="Whoever claims it at the provider shows pages and reads cookies under your name.",
    fix="Delete the record now, or claim the name at the provider again.",
    hours=0.5,
)
ALIAS = Rule(
    id="dns/target-is-alias",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="Mail, a service or a delegation leads to an alias",
    why="Some senders and resolvers refuse such a target (RFC 2181, 10.3), and mail is lost.",
    fix="Name the alias's own target in the record.",
    hours=0.25,
)
WILD = Rule(
    id="dns/wildcard-at-provider",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="Every name you have not used is a provider's to give away",
    why="Another customer of the provider may claim any of these names and answer as you.",
    fix="Name the hosts you use one by one and delete the wildcard.",
    hours=1.0,
)

# What a CNAME or NS may not stand behind (RFC 2181, 10.3; RFC 2782).
_NO_ALIAS = ("MX", "NS", "SRV")


@check(Dns, each=lambda dns: dns.pointing, emits=(DANGLING, TAKEOVER, ALIAS, WILD), light=True)
async def dangling(record: Record, ctx: Context) -> list[Finding]:
    """Every target of the map exists, and only you can hold it."""
    findings: list[Finding] = []
    silence: UnreachableError | None = None
    for name in record.targets:
        try:
            findings += await _target(record, name, ctx)
        except UnreachableError as error:
            silence = silence or error
    if silence:
        raise UnreachableError(
            silence.reason, kind=silence.kind, advice=silence.advice, found=tuple(findings)
        )
    return _one_a_rule(findings)


async def _target(record: Record, name: str, ctx: Context) -> list[Finding]:
    if record.type == "NS":
        return await _server(record, name, ctx)
    found = await look(ctx.dns, name)
    if record.type == "TXT":
        return [] if found.exists else [_gone(record, name, found)]
    service = service_of(found.end) if record.type in ("CNAME", "ALIAS") else None
    if service is not None and not _is_technical(record):
        findings = await _at_service(record, name, found, service, ctx)
        if findings:
            return findings
    if not found.exists:
        return [_gone(record, name, found)]
    if not found.addresses and not _is_technical(record):
        said = f"{record} leads to {_way(name, found)}, which has no address"
        return [DANGLING.broken(record, said)]
    if found.chain and record.type in _NO_ALIAS:
        return [ALIAS.broken(record, f"{record} leads to {name}, an alias of {found.chain[0]}")]
    return []


def _is_technical(record: Record) -> bool:
    """Names with underscores are asked for keys and proofs, not for addresses."""
    return "_" in record.name and record.type in ("CNAME", "ALIAS", "TXT")


def _way(name: str, found: Whereabouts) -> str:
    return name if found.end == name else f"{name} and on to {found.end}"


def _gone(record: Record, name: str, found: Whereabouts) -> Finding:
    said = f"{record} leads to {_way(name, found)}, which does not exist"
    if found.free:
        said += f"; nobody seems to hold {found.free}, so a stranger may be able to register it"
        return TAKEOVER.broken(record, said, f"no name server is delegated for {found.free}")
    return DANGLING.broken(record, said)


async def _at_service(
    record: Record, name: str, found: Whereabouts, service: Service, ctx: Context
) -> list[Finding]:
    """Two signs or nothing: the service's name, and its word that nobody holds this one."""
    fact = f"{found.end} is {service.name}'s"
    if record.is_wildcard:
        said = f"{record} leads every name to {service.name} ({name})"
        return [WILD.broken(record, said, fact)]
    if service.says is None:
        sign = None if found.exists else f"{found.end} does not exist"
    else:
        sign = await _disowned(record, service, ctx)
    if sign is None:
        return []
    said = f"{record} leads to {name} at {service.name}, where nobody seems to hold it"
    said += ": a stranger may be able to claim it"
    return [TAKEOVER.broken(record, said, fact, sign)]


async def _disowned(record: Record, service: Service, ctx: Context) -> str | None:
    try:
        page = await ctx.web.fetch(f"http://{record.name}/")
    except UnreachableError:
        return None  # one sign is no sign; whether the page works is asked elsewhere
    body = page.body.decode("utf-8", "replace")
    return (
        f"its page says what {service.name} says of such names" if service.disowns(body) else None
    )


async def _server(record: Record, name: str, ctx: Context) -> list[Finding]:
    """A name server of a zone below: it must exist, and serve that zone."""
    found = await look(ctx.dns, name)
    if not found.exists:
        return [_gone(record, name, found)]
    if found.chain:
        return [ALIAS.broken(record, f"{record} leads to {name}, an alias of {found.chain[0]}")]
    if record.name == record.zone:
        return []  # name_servers looks at the zone's own
    servers = [one for one in await ctx.dns.authoritative(record.name) if one.name == name]
    for server in servers:
        try:
            await ctx.dns.ask(server, record.name, "SOA")
        except UnreachableError as error:
            if error.kind != "refused":
                raise
            said = f"{record} gives {record.name} to {name}, which does not serve it"
            said += "; where it is a provider's, a stranger may be able to claim the zone there"
            return [DANGLING.broken(record, said, error.reason)]
    return []


def _one_a_rule(findings: list[Finding]) -> list[Finding]:
    """A record with several bad targets is one fault, with all of them in its evidence."""
    made: dict[str, Finding] = {}
    more: dict[str, list[str]] = {}
    for one in findings:
        made.setdefault(one.rule.id, one)
        more.setdefault(one.rule.id, []).extend([one.message, *one.evidence])
    return [
        one
        if sum(other.rule.id == rule for other in findings) == 1
        else Finding(
            rule=one.rule,
            subject=one.subject,
            message=one.message,
            at=one.at,
            evidence=tuple(more[rule]),
        )
        for rule, one in made.items()
    ]
