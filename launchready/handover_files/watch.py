"""What ends on a day: certificates and waivers, by their dates alone."""

import re
from dataclasses import dataclass

from launchready.handover_files.seen import Seen

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A host's certificate: its issuer and its last day (UTC, YYYY-MM-DD)."""

    host: str
    issuer: str
    ends: str


def certificates(seen: Seen) -> tuple[Certificate, ...]:
    """What the tls room met, a host once, soonest end first."""
    found: dict[str, Certificate] = {}
    for host, rows in seen.sheets("tls/certificate"):
        day = _DAY.search(rows.get("ends", ""))
        if day is None:
            continue
        one = Certificate(host=host, issuer=rows.get("issued by", ""), ends=day[0])
        if host not in found or one.ends < found[host].ends:
            found[host] = one
    return tuple(sorted(found.values(), key=lambda one: (one.ends, one.host)))
