"""Measures how much of the product's mail passes DMARC, by the reports receivers sent."""

from datetime import UTC, datetime
from ipaddress import ip_address

from anyio import to_thread

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.email.address_space import Space
from launchready.email.aggregate_report import AggregateReport, Row
from launchready.email.lookup import AuthoritativeLookup, open_question
from launchready.email.passing import LEAST, Sorted, sort, tally
from launchready.email.reports_folder import Folder, read_folder
from launchready.email.settings import Domain, Email, Measured
from launchready.email.spf_tree import follow

LOW = Rule(
    id="email/pass-rate-low",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="Too much of your mail fails DMARC",
    why="Each failing mail is one that a customer may never see, or finds among the junk.",
    fix="Look at the failing sources in the table: mend SPF and DKIM for those that are yours, "
    "and take those you left out of the senders.",
    hours=2.0,
)
UNREADABLE = Rule(
    id="email/reports-unreadable",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="Some DMARC reports could not be read",
    why="A receiver whose reports are left out may be the one your mail fails at.",
    fix="Save the named files again as they came, or take them out of the folder.",
    hours=0.25,
)
_OLDEST = 31  # days; what was true before says little about the launch
_SHOWN = 10  # files named in one finding


@check(Email, each=lambda email: email.measured, emits=(LOW, UNREADABLE), limit=120.0)
async def pass_rate(measured: Measured, ctx: Context) -> list[Finding]:
    """Receivers report that the declared senders' mail passes DMARC."""
    folder = await to_thread.run_sync(read_folder, ctx.named, measured.reports.name)
    found = _unreadable(measured, folder)
    silences: list[UnreachableError] = []
    recent = [one for one in folder.reports if _is_recent(one, ctx.now())]
    for domain in measured.domains:
        try:
            found += await _domain(measured, domain, recent, ctx)
        except UnreachableError as silence:
            silences.append(silence)
    if silences:
        raise open_question(silences, found)
    return found


def _is_recent(report: AggregateReport, now: datetime) -> bool:
    age = now - datetime.fromtimestamp(report.end or report.begin, UTC)
    return age.days <= _OLDEST


def _unreadable(measured: Measured, folder: Folder) -> list[Finding]:
    if not folder.unread:
        return []
    count = len(folder.unread)
    path, why = folder.unread[0]
    message = f"{count} of {folder.files} files in {measured} cannot be read: {path}: {why}"
    shown = [f"{path}: {why}" for path, why in folder.unread[:_SHOWN]]
    return [UNREADABLE.broken(measured, message, *shown)]


async def _domain(
    measured: Measured, domain: Domain, reports: list[AggregateReport], ctx: Context
) -> list[Finding]:
    rows = [row for one in reports for row in one.rows if _is_of(row, one, domain.name)]
    root = await follow(AuthoritativeLookup(ctx.dns), domain.name)
    silent = [one.silence for one in root.walk() if one.silence is not None]
    if silent:
        raise silent[0]
    parted = sort(rows, lambda row: _is_declared(row, domain, root.passes))
    ours = tally(parted.declared)
    if ours.messages < LEAST:
        reason = (
            f"{measured} tells of {ours.messages:,} messages that {domain}'s senders sent in the "
            f"last {_OLDEST} days ({parted.everything.messages:,} from anybody); {LEAST} are "
            "needed to tell a share"
        )
        raise UnreachableError(reason, advice="Wait for more reports, or take reports: out.")
    if ours.least >= measured.share:
        return []
    wanted = f"{measured.share:g} %"
    if ours.share >= measured.share:
        reason = (
            f"{domain}: {ours} pass DMARC; {ours.least:.2f} % are certain by so few, "
            f"and {wanted} are wanted"
        )
        raise UnreachableError(reason, advice="Wait for more reports, then look again.")
    message = f"{domain}: {ours} of the declared senders pass DMARC; the config wants {wanted}"
    return [LOW.broken(domain, message, *_evidence(parted))]


def _evidence(parted: Sorted) -> list[str]:
    ours = tally(parted.declared)
    return [
        f"declared senders: {ours}; by DKIM {ours.by_dkim:,}, by SPF {ours.by_spf:,}",
        f"everybody: {parted.everything}",
        f"passed on by others: {tally(parted.forwarded)}",
        *parted.table(),
    ]


def _is_of(row: Row, report: AggregateReport, domain: str) -> bool:
    name = row.header_from or report.domain
    return name == domain or name.endswith(f".{domain}")


def _is_declared(row: Row, domain: Domain, authorised: Space) -> bool:
    """Whether one of our senders sent it: by address, by SPF, or by the selector it signs with."""
    selectors = {
        (one.name, sender.signs_as or domain.name)
        for sender in domain.senders
        for one in sender.dkim
    }
    if any((selector, signer) in selectors for signer, selector, _ in row.signatures):
        return True
    try:
        address = ip_address(row.source)
    except ValueError:
        return False
    return address in authorised or str(address) in {one.name for one in domain.sending_ips}
