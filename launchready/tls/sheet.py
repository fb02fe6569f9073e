"""The facts of one address, right or wrong, for the report: what a founder can file or forward."""

from datetime import datetime, timedelta

from launchready.core.handshake import Endpoint, Handshake
from launchready.core.sheet import Sheet
from launchready.tls.facts import Certificate
from launchready.tls.judgement import listed, short, span, when
from launchready.tls.settings import Promise

_MOST_NAMES = 12


def sheet_of(
    promise: Promise,
    endpoint: Endpoint,
    met: Handshake,
    path: tuple[Certificate, ...],
    now: datetime,
) -> Sheet:
    """Issuer, names, days left and of how many, protocol, and the chain drawn."""
    leaf = path[0]
    rows = (
        ("issued by", short(leaf.organisation or leaf.issuer, 120)),
        ("for", listed(leaf.covers, _MOST_NAMES) or "no name"),
        ("ends", f"{when(leaf.ends)}, {_left(leaf, now)}"),
        ("speaks", _spoken(met)),
        ("key", " ".join(str(one) for one in leaf.key if one)),
        ("chain", _drawn(path, met)),
    )
    return Sheet(title=f"{promise} at {endpoint}", rows=rows)


def _left(leaf: Certificate, now: datetime) -> str:
    left = leaf.ends - now
    life = span(leaf.lifetime)
    return f"{span(left)} left of {life}" if left >= timedelta(0) else f"ended {span(-left)} ago"


def _spoken(met: Handshake) -> str:
    spoken = [met.protocol.replace("TLSv", "TLS "), met.alpn, *(f"also {one}" for one in met.old)]
    return ", ".join(one for one in spoken if one)


def _drawn(path: tuple[Certificate, ...], met: Handshake) -> str:
    """Each certificate below the one that signed it, read from the left."""
    steps = [short(one.subject, 60) for one in path]
    if not path[-1].is_self_issued:
        root = short(path[-1].issuer, 60)
        steps.append(f"({root}, not sent)" if met.problem is None else f"({root}, not seen)")
    return " ← ".join(steps)
