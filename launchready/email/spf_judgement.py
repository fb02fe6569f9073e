"""Judges a followed SPF record. Nothing is asked here."""

from collections import Counter

from launchready.core.finding import Finding, Impact
from launchready.email.address_space import Space
from launchready.email.published import to_paste, txt
from launchready.email.settings import Domain, Sender
from launchready.email.spf_evaluation import MOST_LOOKUPS, MOST_VOID
from launchready.email.spf_record import SpfRecord
from launchready.email.spf_rules import (
    ANYONE,
    INVALID,
    OPEN_ENDED,
    SENDER_MISSING,
    TOO_MANY,
    UNTIDY,
)
from launchready.email.spf_tree import Branch

# Allowing more IPv4 addresses than a /8, or more of IPv6 than a /20, is allowing strangers; more
# than a /12 is worth a look. The largest mail providers have about 600,000 IPv4 addresses.
_WORLD_FOUR, _WIDE_FOUR, _WORLD_SIX = 2**24, 2**20, 2**108
_COMFORTABLE = 450  # bytes of a record (RFC 7208, 3.4)


def record_for(domain: Domain) -> str:
    """The record that lets the declared senders through."""
    if domain.is_parked:
        return "v=spf1 -all"
    terms = [f"ip{6 if ':' in one.name else 4}:{one.name}" for one in domain.sending_ips]
    terms += [f"include:{one.include}" for one in domain.senders if one.include]
    return " ".join(["v=spf1", *dict.fromkeys(terms), "~all"])


def _with_term(record: SpfRecord, term: str) -> str:
    """The record with one term more, in front of what ends it."""
    terms = record.written.split(" ")
    ends = [at for at, one in enumerate(terms) if one.lower().lstrip("+-~?") == "all"]
    ends += [at for at, one in enumerate(terms) if one.lower().startswith("redirect=")]
    at = min(ends, default=len(terms))
    return " ".join([*terms[:at], term, *terms[at:]])


def _ending(record: SpfRecord, end: str) -> str:
    """The record with another end."""
    terms = [one for one in record.written.split(" ") if one]
    return " ".join([*(one for one in terms if one.lower().lstrip("+-~?") != "all"), end])


def unreadable(domain: Domain, root: Branch) -> list[Finding]:
    faults = [one for one in root.walk() if one.fault]
    if not faults:
        return []
    first = faults[0]
    where = "" if first is root else f" (by {first.term})"
    message = f"{domain}'s SPF record is broken{where}: {first.fault}"
    evidence = [one for one in root.texts if first is root]
    evidence += [f"{one.term}: {one.fault}" for one in faults]
    rule = INVALID
    if len(root.texts) > 1:
        rule = to_paste(INVALID, txt(domain.name, _merged(root.texts)))
    return [rule.broken(domain, message, *evidence)]


def _merged(texts: tuple[str, ...]) -> str:
    """Several records as the one they were meant to be."""
    terms = dict.fromkeys(term for text in texts for term in text.split(" ")[1:] if term)
    kept = [one for one in terms if one.lower().lstrip("+-~?") != "all"]
    return " ".join(["v=spf1", *kept, "~all"])


def costs(domain: Domain, root: Branch) -> list[Finding]:
    tree = tuple(root.drawn())
    if root.lookups > MOST_LOOKUPS:
        message = f"{domain}'s SPF record needs {root.lookups} lookups; receivers make 10"
        return [TOO_MANY.broken(domain, message, *tree)]
    four = sum(one.voids_four for one in root.walk())
    six = sum(one.voids_six for one in root.walk())
    if four > MOST_VOID or six > MOST_VOID:
        kind = "" if four > MOST_VOID else " for mail that comes over IPv6"
        message = (
            f"{domain}'s SPF record needs {max(four, six)} lookups that find nothing{kind}; "
            f"receivers allow {MOST_VOID}"
        )
        rule = TOO_MANY if four > MOST_VOID else TOO_MANY.with_impact(Impact.RISK)
        return [rule.broken(domain, message, *_voids(root), *tree)]
    return []


def _voids(root: Branch) -> list[str]:
    return [f"{one.term} finds nothing" for one in root.walk() if one.voids_four or one.voids_six]


def strangers(domain: Domain, root: Branch, let_through: str) -> list[Finding]:
    """`let_through` is what a forged delivery got away with, "" where it did not."""
    message = let_through
    if root.passes.four_size > _WORLD_FOUR or root.passes.six_size > _WORLD_SIX:
        message = f"{domain}'s SPF record allows {_reach(root.passes)}"
    record = root.record
    if not message or record is None:
        return []
    rule = ANYONE
    if record.last is not None and record.last.qualifier == "+":
        rule = to_paste(ANYONE, txt(domain.name, _ending(record, "~all")))
    wide = [one for one in root.walk() if one.passes.four_size > _WORLD_FOUR]
    evidence = [
        f"{one.term} lets {_reach(one.passes)} pass"
        for one in wide
        if one is not root and not one.term.endswith("all")
    ]
    return [rule.broken(domain, message, record.written, *evidence)]


def _reach(space: Space) -> str:
    if space.four_size == 2**32:
        return "every IPv4 address"
    share = 100 * space.four_size / 2**32
    six = " and a large part of IPv6" if space.six_size > _WORLD_SIX else ""
    return f"{space.four_size:,} IPv4 addresses ({share:.2g} % of all){six}"


def senders(domain: Domain, root: Branch) -> list[Finding]:
    included = {one.domain.lower() for one in root.walk() if one.cost}
    return [
        _not_allowed(domain, sender, root)
        for sender in domain.senders
        if sender.include and sender.include not in included
    ]


def _not_allowed(domain: Domain, sender: Sender, root: Branch) -> Finding:
    rule = SENDER_MISSING
    if root.record is not None:
        record = _with_term(root.record, f"include:{sender.include}")
        rule = to_paste(rule, txt(domain.name, record))
    message = f"{domain}'s SPF record does not include {sender.include}, which {sender} needs"
    return rule.broken(domain.part(sender, sender.at), message, *root.texts)


def ends(domain: Domain, root: Branch) -> list[Finding]:
    """Whether the record, or the one it redirects to, says what everybody else may do."""
    record = root.record
    while record is not None and record.redirect is not None and record.last is None:
        root = root.branches[-1]
        record = root.record
    if record is None or (record.last is not None and record.last.qualifier != "?"):
        return []
    seen = "ends in ?all" if record.last else "has no all at its end"
    where = f" (at {root.domain})" if root.domain != domain.name else ""
    rule = to_paste(OPEN_ENDED, txt(root.domain, _ending(record, "~all")))
    return [rule.broken(domain, f"{domain}'s SPF record {seen}{where}", record.written)]


def untidy(domain: Domain, root: Branch) -> list[Finding]:
    record = root.record
    if record is None:
        return []
    names = [one.name for one in record.mechanisms]
    after = record.mechanisms[names.index("all") + 1 :] if "all" in names else ()
    said = [f"{one.text} stands behind all and is never read" for one in after]
    if record.redirect is not None and record.last is not None:
        said.append("redirect= does nothing beside all")
    times = Counter(one.text.lower() for one in record.mechanisms)
    said += [f"{term} stands there {count} times" for term, count in times.items() if count > 1]
    said += ["ptr is slow, and many receivers pass over it"] if "ptr" in names else []
    size = len(record.written.encode())
    if size > _COMFORTABLE:
        said.append(f"it has {size} bytes; past {_COMFORTABLE} it may not fit into one answer")
    if _WIDE_FOUR < root.passes.four_size <= _WORLD_FOUR:
        said.append(f"it allows {_reach(root.passes)}")
    if not said:
        return []
    return [UNTIDY.broken(domain, f"{domain}'s SPF record: {'; '.join(said)}", record.written)]
