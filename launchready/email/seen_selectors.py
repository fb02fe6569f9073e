"""Selectors that were seen at work: in a received mail, and in aggregate reports."""

from launchready.core.context import Context
from launchready.email.mail_file import NoMailError, read_mail, signatures
from launchready.email.selectors import Place, guesses
from launchready.email.settings import Signed


async def seen_selectors(signed: Signed, domain: str, ctx: Context) -> tuple[Place, ...]:
    """The selectors others saw mail of a domain signed with."""
    found = _in_message(signed, domain, ctx)
    return guesses(domain, tuple(dict.fromkeys(found)), signed.at)


def _in_message(signed: Signed, domain: str, ctx: Context) -> list[str]:
    raw = ctx.files.raw(signed.message.name) if signed.message else None
    if raw is None:
        return []
    try:
        mail = read_mail(raw)
    except NoMailError:
        return []  # the check of the message itself says so
    return [one.selector for one in signatures(mail) if one.domain == domain and one.selector]
