"""What is wrong with how a chain was made and sent, beside its dates, names and issuers."""

from datetime import UTC, datetime, timedelta

from launchready.core.handshake import Handshake
from launchready.tls import rules
from launchready.tls.facts import Certificate
from launchready.tls.judgement import Fault, listed, short, span
from launchready.tls.path import misplaced, needless

_LEAST_BITS = {"RSA": 2048, "EC": 224}  # CA/Browser Forum, Baseline Requirements 6.1.5
_BROKEN = ("md5", "sha1")
# The longest a public certificate may live, by when it began (ballots SC-31 and SC-081).
_LONGEST = (
    (datetime(2029, 3, 15, tzinfo=UTC), 47),
    (datetime(2027, 3, 15, tzinfo=UTC), 100),
    (datetime(2026, 3, 15, tzinfo=UTC), 200),
    (datetime(2020, 9, 1, tzinfo=UTC), 398),
    (datetime(2018, 3, 1, tzinfo=UTC), 825),
)
_FEWEST_TIMESTAMPS = 2  # Chrome's and Apple's policies for certificates


def of_making(path: tuple[Certificate, ...]) -> list[Fault]:
    """Purposes, keys and signatures that browsers refuse; a root's own signature is let be."""
    faults: list[Fault] = []
    if not path[0].is_for_servers:
        seen = "shows a certificate that was not issued for servers"
        faults.append(Fault(rule=rules.WRONG_PURPOSE, seen=seen))
    for place, one in enumerate(path):
        what = "a certificate" if place == 0 else f"an intermediate ({short(one.subject)})"
        kind, bits = one.key
        if bits < _LEAST_BITS.get(kind, 0) or kind == "DSA":
            seen = f"shows {what} with a key of {kind} {bits} bits"
            faults.append(Fault(rule=rules.WEAK_KEY, seen=seen))
        if one.digest in _BROKEN and not one.is_self_issued:
            seen = f"shows {what} that is signed with {one.digest.upper()}"
            faults.append(Fault(rule=rules.WEAK_SIGNATURE, seen=seen))
    return faults


def of_sending(chain: tuple[Certificate, ...], path: tuple[Certificate, ...]) -> list[Fault]:
    """Certificates out of their order, and those that have no business in the chain."""
    faults: list[Fault] = []
    if misplaced(chain, path):
        order = ", then ".join(short(one.subject, 40) for one in chain[:6])
        seen = f"sends its chain out of order: {order}"
        faults.append(Fault(rule=rules.WRONG_ORDER, seen=seen))
    spare = needless(chain, path)
    if spare:
        named = listed(tuple(one.subject or "no name" for one in spare))
        seen = f"sends what belongs to no chain of its own, or twice: {named}"
        faults.append(Fault(rule=rules.EXTRA_CERTIFICATE, seen=seen))
    return faults


def of_policy(leaf: Certificate, met: Handshake) -> list[Fault]:
    """What browsers demand of public certificates only."""
    if not met.is_public or leaf.is_self_issued:
        return []
    faults: list[Fault] = []
    most = next((days for since, days in _LONGEST if leaf.starts >= since), None)
    if most and leaf.lifetime > timedelta(days=most):
        seen = f"shows a certificate issued for {span(leaf.lifetime)}; {most} days are allowed"
        faults.append(Fault(rule=rules.LIFETIME_TOO_LONG, seen=seen))
    if leaf.timestamps < _FEWEST_TIMESTAMPS:
        count = "none" if not leaf.timestamps else "one"
        seen = f"shows a certificate with {count} of the two log timestamps browsers ask for"
        faults.append(Fault(rule=rules.FEW_TIMESTAMPS, seen=seen))
    return faults


def of_versions(met: Handshake) -> list[Fault]:
    """Versions of TLS from before 1.2."""
    if not met.old:
        return []
    named = " and ".join(met.old)
    if met.not_serving is None:
        return [Fault(rule=rules.OLD_PROTOCOL, seen=f"still takes {named}")]
    return [Fault(rule=rules.ONLY_OLD_PROTOCOL, seen=f"speaks {named} and nothing newer")]
