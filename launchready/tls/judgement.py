"""What the facts of a certificate mean for the people who visit its host. Nothing is asked here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from launchready.core.finding import Rule
from launchready.tls import rules
from launchready.tls.facts import Certificate
from launchready.tls.names import covers
from launchready.tls.settings import Promise

# OpenSSL's verification codes (X509_V_ERR_*).
_NO_ISSUER = {2, 20, 21}  # the chain ends before a root: missing or unknown, the code cannot tell
_UNTRUSTED_ROOT = 19
_SELF_SIGNED = 18
_ENDED = 10
OF_ITSELF = {9, 10, 62, 64}  # dates and names, which the leaf's own facts tell more exactly
_KNOWN = {
    26: rules.WRONG_PURPOSE,
    66: rules.WEAK_KEY,
    67: rules.WEAK_KEY,
    68: rules.WEAK_SIGNATURE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A rule broken at one address; `seen` follows the host's name in a sentence."""

    rule: Rule
    seen: str


def of_itself(leaf: Certificate, promise: Promise, now: datetime) -> list[Fault]:
    """What is wrong with a certificate whoever issued it: its dates and its names."""
    return [*_of_dates(leaf, promise, now), *_of_names(leaf, promise.listener.name)]


def of_issuers(path: tuple[Certificate, ...], promise: Promise, now: datetime) -> list[Fault]:
    """What is wrong with the dates of the intermediates; those that ended show in the chain."""
    between = [one for one in path[1:] if not one.is_self_issued and one.ends >= now]
    dated = [
        _of_dates(one, promise, now, f"an intermediate ({short(one.subject)})") for one in between
    ]
    return [fault for faults in dated for fault in faults]


def _of_dates(
    leaf: Certificate, promise: Promise, now: datetime, what: str = "a certificate"
) -> list[Fault]:
    left = leaf.ends - now
    fail = min(timedelta(seconds=promise.fail), leaf.lifetime / 6)
    warn = min(timedelta(seconds=promise.warn), leaf.lifetime / 4)
    until = f"{when(leaf.ends)}, {span(abs(left))}"
    if now < leaf.starts:
        seen = f"shows {what} that begins on {when(leaf.starts)}"
        return [Fault(rule=rules.NOT_YET_VALID, seen=seen)]
    if left < timedelta(0):
        return [Fault(rule=rules.EXPIRED, seen=f"shows {what} that ended on {until} ago")]
    ends = f"shows {what} that ends on {until} from now"
    if left < fail:
        seen = f"{ends}; it should be renewed {span(fail)} before at the latest"
        return [Fault(rule=rules.EXPIRES_NOW, seen=seen)]
    if left < warn:
        seen = f"{ends}; renewal is expected {span(warn)} before"
        return [Fault(rule=rules.EXPIRES_SOON, seen=seen)]
    return []


def _of_names(leaf: Certificate, host: str) -> list[Fault]:
    if not leaf.covers:
        seen = f"shows a certificate without subject alternative names ({short(leaf.subject)})"
        return [Fault(rule=rules.NO_SAN, seen=seen)]
    if not covers(host, leaf.names, leaf.addresses):
        seen = f"shows a certificate for {listed(leaf.covers)}, not for {host}"
        return [Fault(rule=rules.HOST_MISMATCH, seen=seen)]
    return []


def ends_early(leaf: Certificate, problem: tuple[int, str] | None) -> bool:
    """Whether a chain ends before a root, and more of it may be had somewhere."""
    return problem is not None and problem[0] in _NO_ISSUER and not leaf.is_self_issued


def reaches_root(problem: tuple[int, str] | None) -> bool:
    """Whether a chain was built to a trusted root, whatever else is wrong with it."""
    return problem is None or problem[0] in OF_ITSELF or problem[0] in _KNOWN


def of_trust(path: tuple[Certificate, ...], problem: tuple[int, str], now: datetime) -> list[Fault]:
    """What is wrong with a chain that failed verification and ends where it should."""
    code, words = problem
    leaf = path[0]
    if code == _SELF_SIGNED or (leaf.is_self_issued and code in _NO_ISSUER):
        seen = f"shows a certificate that it signed itself ({short(leaf.subject)})"
        return [Fault(rule=rules.SELF_SIGNED, seen=seen)]
    if code == _UNTRUSTED_ROOT:
        seen = f"shows a certificate whose root is not trusted: {short(path[-1].issuer)}"
        return [Fault(rule=rules.UNTRUSTED_ISSUER, seen=seen)]
    if code in _KNOWN:
        return [Fault(rule=_KNOWN[code], seen=f"shows a certificate that is refused: {words}")]
    if code == _ENDED:
        return _of_ended_intermediates(path[1:], now)
    if code in OF_ITSELF:
        return []
    return [unexplained(problem)]


def _of_ended_intermediates(above: tuple[Certificate, ...], now: datetime) -> list[Fault]:
    ended = [one for one in above if one.ends < now]
    told = [f"{short(one.subject)} ended on {when(one.ends)}" for one in ended]
    seen = f"sends an intermediate that is no longer valid: {'; '.join(told)}"
    return [Fault(rule=rules.EXPIRED_INTERMEDIATE, seen=seen)] if ended else []


def unexplained(problem: tuple[int, str]) -> Fault:
    """A verification that failed for what none of our rules knows, and yet it failed."""
    code, words = problem
    seen = f"shows a certificate that does not verify: {words} (OpenSSL's code {code})"
    return Fault(rule=rules.VERIFICATION_FAILS, seen=seen)


def described(leaf: Certificate, now: datetime) -> str:
    """A certificate in one line of evidence."""
    left = leaf.ends - now
    ends = f"{span(left)} left" if left >= timedelta(0) else f"ended {span(-left)} ago"
    return (
        f"{short(leaf.subject)}; for {listed(leaf.covers) or 'no name'}; "
        f"issued by {short(leaf.issuer)}; ends {when(leaf.ends)}, {ends}"
    )


def when(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def span(length: timedelta) -> str:
    """A length of time as people say it; rounded down, so that no day is promised twice."""
    hours = int(length.total_seconds() // 3600)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} hour{'' if hours == 1 else 's'}" if hours else "less than an hour"


def short(text: str, most: int = 80) -> str:
    text = text or "no name"
    return text if len(text) <= most else f"{text[: most - 1]}…"


def listed(names: tuple[str, ...], most: int = 4) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(short(one, 60) for one in names[:most]) + more
