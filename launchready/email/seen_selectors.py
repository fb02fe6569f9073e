"""Selectors that were seen at work: in a received mail, and in aggregate reports."""

from anyio import to_thread

from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError
from launchready.email.mail_file import NoMailError, read_mail, signatures
from launchready.email.reports_folder import read_folder
from launchready.email.selectors import Place, guesses
from launchready.email.settings import Signed


async def seen_selectors(signed: Signed, domain: str, ctx: Context) -> tuple[Place, ...]:
    """The selectors others saw mail of a domain signed with."""
    found = _in_message(signed, domain, ctx)
    if not found and signed.reports is not None:
        found = await to_thread.run_sync(_in_reports, signed.reports.name, domain, ctx)
    return guesses(domain, tuple(dict.fromkeys(found)), signed.at)


def _in_message(signed: Signed, domain: str, ctx: Context) -> list[str]:
    raw = ctx.named.raw(signed.message.name) if signed.message else None
    if raw is None:
        return []
    try:
        mail = read_mail(raw)
    except NoMailError:
        return []  # the check of the message itself says so
    return [one.selector for one in signatures(mail) if one.domain == domain and one.selector]


def _in_reports(path: str, domain: str, ctx: Context) -> list[str]:
    """Selectors under which receivers saw signatures of a domain that held."""
    try:
        folder = read_folder(ctx.named, path)
    except UnreachableError:
        return []  # the check of the reports itself says so
    return [
        selector
        for report in folder.reports
        for row in report.rows
        for signer, selector, result in row.signatures
        if signer == domain and selector and result == "pass"
    ]
