"""Whether anybody gets a domain's DMARC reports (RFC 9990, 4)."""

from launchready.email.dmarc_discovery import by_public_suffix, organizational, walk
from launchready.email.dmarc_record import DmarcRecord, is_dmarc, mailbox
from launchready.email.lookup import Lookup

# Receivers need send to no more than the first two (RFC 7489, 6.2).
_MOST = 5


async def reports_lost(lookup: Lookup, domain: str, record: DmarcRecord) -> list[tuple[str, str]]:
    """Why reports of a record at a domain get lost: what was seen, and the record that mends it."""
    if not record.reports_to:
        return [("has no rua=, so no reports are sent", "")]
    lost: list[tuple[str, str]] = []
    for uri in record.reports_to[:_MOST]:
        address = mailbox(uri)
        if not address:
            hint = "; write mailto: before the address" if "@" in uri and ":" not in uri else ""
            lost.append((f"sends reports to {uri}, which is no mailto: address{hint}", ""))
            continue
        lost += await _at(lookup, domain, address.rpartition("@")[2].lower())
    return lost


async def _at(lookup: Lookup, domain: str, destination: str) -> list[tuple[str, str]]:
    if not await _takes_mail(lookup, destination):
        return [(f"sends reports to {destination}, which takes no mail", "")]
    if await _same_organization(lookup, domain, destination):
        return []
    name = f"{domain}._report._dmarc.{destination}"
    found = await lookup.ask(name, "TXT")
    if any(is_dmarc(one) for one in found.values):
        return []
    record = f'{name}. IN TXT "v=DMARC1"'
    return [(f"sends reports to {destination}, which does not say that it takes them", record)]


async def _takes_mail(lookup: Lookup, destination: str) -> bool:
    found = await lookup.ask(destination, "MX")
    if found.values:
        return found.values != ("0 .",)
    if (await lookup.ask(destination, "A")).values:
        return True
    return bool((await lookup.ask(destination, "AAAA")).values)


async def _same_organization(lookup: Lookup, one: str, other: str) -> bool:
    if by_public_suffix(one) == by_public_suffix(other):
        return True
    return await organization(lookup, one) == await organization(lookup, other)


async def organization(lookup: Lookup, domain: str) -> str:
    return organizational(domain, await walk(lookup, domain))


async def is_aligned(lookup: Lookup, domain: str, other: str, *, strictly: bool) -> bool:
    """Whether a domain of DKIM or SPF stands for the one people see (RFC 9989, 4.4)."""
    if domain == other or strictly:
        return domain == other
    return await organization(lookup, domain) == await organization(lookup, other)
