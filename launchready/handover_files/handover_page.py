"""HANDOVER: the answer, what is live, what is risky, what to watch, and where the rest stands."""

from collections.abc import Mapping, Sequence

from launchready.handover.document import DOCUMENTS
from launchready.handover_files.marked import Facts
from launchready.handover_files.product import Product
from launchready.handover_files.risks_page import Risk, risks
from launchready.handover_files.seen import Found, Seen
from launchready.handover_files.watch import certificates
from launchready.handover_files.words import code, codes, items, parted, sentence, table

MOST_RISKS = 5
MOST_LEFT = 12
_ANSWERS = {
    "go": "**go**: nothing that was looked at stands in the way.",
    "no-go": "**no-go**: what blocks stands in [RISKS](RISKS.md).",
    "unknown": "**unknown**: something that could have blocked could not be looked at; "
    "[RISKS](RISKS.md) says what.",
}
_ONLY_LEFT = (
    "**{verdict}**: nothing of the product itself stands in the way; what is missing is on these "
    "pages, below."
)
_IN_TIME = {
    "yes": "Launch within 48 hours: yes",
    "no": "Launch within 48 hours: no",
    "unknown": "Launch within 48 hours: cannot be told",
}
_ABOUT = {
    "RUNBOOK": "what to do when something breaks, and whom to call",
    "ACCESS": "every account, who has it, who else can get in",
    "RISKS": "what was found, who decides on it, until when",
    "ALERTS": "what is watched, and who is woken",
    "RELEASE": "how a release goes out, and back",
    "DNS_MAP": "every DNS record and what it is for",
    "EDGE_POLICY": "what the edge keeps, bypasses and throttles",
    "ENV": "every variable, where it is needed and kept",
    "PERF": "how fast it is under load, and against what",
}
_PEOPLE = """## People

- Decides about launching and going back:
- Answers customers:
- Support address that customers see:
- Engineer:

## Notes

"""


def parts(seen: Seen, product: Product, changed: str) -> tuple[Facts, ...]:
    """`changed` is the day the facts of any page last changed (YYYY-MM-DD)."""
    found = risks(seen)
    return (
        Facts(name="handover/answer", text=_answer(seen, product, changed)),
        Facts(name="handover/left", text=_left(seen)),
        Facts(name="handover/live", text=_live(seen, product)),
        Facts(name="handover/risky", text=_risky(found)),
        Facts(name="handover/watch", text=_watch(seen, product, found)),
        Facts(name="handover/lines", text=_lines(seen)),
        Facts(name="handover/pages", text=_pages(), after=_PEOPLE),
    )


def changed_on(there: Mapping[str, str]) -> str:
    """The day an earlier HANDOVER names, "" where it names none."""
    text = there.get("handover/answer", "")
    return text.rpartition(_CHANGED)[2].strip(" .`") if _CHANGED in text else ""


_CHANGED = "These facts last changed on "


def _answer(seen: Seen, product: Product, changed: str) -> str:
    launch = seen.launch_in_48h
    hours, yes = launch.hours, launch.would_be_yes
    work = f", {hours:g} hours of work on what blocks" if hours else ""
    serving = f", serving {codes(seen.served, 3)}" if seen.served else ""
    return parted(
        _ONLY_LEFT.format(verdict=seen.verdict) if _is_only_left(seen) else _ANSWERS[seen.verdict],
        items(
            [
                f"{code(product.called)}, environment {code(seen.environment)}{serving}.",
                f"{_IN_TIME.get(launch.answer, _IN_TIME['unknown'])}{work}.",
                *([f"{_mind(launch.answer)}: {sentence(yes)}"] if yes else []),
                "Look again: `launchready check`. Write these pages again: `launchready handover`; "
                "what people wrote stays.",
            ]
        ),
        f"{_CHANGED}{changed}.",
    )


def _mind(answer: str) -> str:
    return "Mind" if answer == "yes" else "What would make it yes"


def _is_only_left(seen: Seen) -> bool:
    """Whether nothing but these pages and what is to be signed keeps it from a go."""
    blocking = [one for one in seen.findings if one.impact == "blocker" and one.waived is None]
    own = all(one.rule.startswith("handover/") for one in blocking)
    unseen = [one for one in seen.checks if one.outcome == "unanswered"]
    return (
        seen.verdict != "go"
        and own
        and all(one.check.startswith("handover/") for one in unseen)
        and bool(blocking or unseen)
    )


def _live(seen: Seen, product: Product) -> str:
    ends = {one.host: one for one in certificates(seen)}
    rows = []
    for host in product.hosts:
        cert = ends.get(host) or ends.get(f"{host}:443")
        alias = (product.aliases or {}).get(host)
        role = "visitors end here" if host == product.canonical else ""
        rows.append(
            [
                code(host),
                " · ".join(
                    one for one in (role, f"alias of {code(alias)}" if alias else "") if one
                ),
                cert.ends if cert else "not seen",
            ]
        )
    where = f"It runs on {code(product.platform)}." if product.platform else _NOWHERE
    staging = f"Staging, never part of production: {codes(product.staging)}." * bool(
        product.staging
    )
    flows = [f"{code(name)}: {code(url)}" for name, url in product.pages]
    return parted(
        "## What is live",
        where,
        table(("Host", "What it is", "Certificate ends"), rows)
        if rows
        else "launchready.yml names no host.",
        staging,
        parted("Pages that are asked in every run:", items(flows)) if flows else "",
        _journeys(seen),
    )


_NOWHERE = "Where it runs is not known: write `deploy: {target: NAME}` into launchready.yml."


def _journeys(seen: Seen) -> str:
    walked = [(one.subject, one.outcome) for one in seen.checks if one.check == "smoke/journeys"]
    bad = {one.subject for one in seen.findings if one.rule.startswith("smoke/")}
    told = [f"{code(name)}: {_went(name, outcome, bad)}" for name, outcome in walked if name]
    return parted("Journeys that are walked as a customer walks them:", items(told)) if told else ""


def _went(name: str, outcome: str, bad: set[str]) -> str:
    if outcome != "answered":
        return "could not be walked"
    return "broken" if any(one.startswith(name) for one in bad) else "walked to its end"


def _risky(found: Sequence[Risk]) -> str:
    shown = [one for one in found if one.state != "accepted"]
    if not shown:
        return parted("## What is risky", "No blocker and no risk stands open.")
    rows = [f"{one.state}: {sentence(one.title)} ({code(one.id)})" for one in shown[:MOST_RISKS]]
    more = len(shown) - MOST_RISKS
    rest = (
        f"And {more} more in [RISKS](RISKS.md)." if more > 0 else "All stand in [RISKS](RISKS.md)."
    )
    return parted("## What is risky", items(rows), rest)


def _watch(seen: Seen, product: Product, found: Sequence[Risk]) -> str:
    ends: dict[str, list[str]] = {}
    for cert in certificates(seen):
        ends.setdefault(cert.ends, []).append(cert.host)
    dates = [(day, f"certificates of {codes(hosts, 6)} end") for day, hosts in ends.items()]
    dates += [
        (one.waived.until, f"the waiver of {code(one.rule)} ends")
        for risk in found
        for one in risk.found
        if one.waived is not None
    ]
    days = [f"{day}: {what}" for day, what in sorted(set(dates))]
    within = product.alert_within
    alerts = (
        f"An outage must be told of within {within:g} seconds; [ALERTS](ALERTS.md) says to whom."
        if within
        else "Nothing in launchready.yml says what tells of an outage; see [ALERTS](ALERTS.md)."
    )
    return parted(
        "## What to watch",
        items(days) if days else "No day is known on which something ends.",
        alerts,
        "The first week: look at this page, the error log and the support inbox each morning; run "
        "`launchready check` after every release; on the seventh day read RISKS again.",
    )


def _lines(seen: Seen) -> str | None:
    """The ten lines a launch is read by; None where an older report has none."""
    if not seen.rollup:
        return None
    rows = [
        [sentence(one.line), sentence(one.state), str(one.findings or "")] for one in seen.rollup
    ]
    return parted("## Line by line", table(("Line", "State", "Findings"), rows))


def _left(seen: Seen) -> str:
    """What the handover room misses: lines to fill in, statements to sign."""
    mine = seen.of_room("handover")
    if not any(one.outcome == "answered" for one in mine):
        said = (
            "Nothing holds these pages: write `handover: {}` into launchready.yml, and "
            "`launchready check` says which line is still empty."
        )
        return parted("## Left to fill in", said)
    found = [one for one in seen.findings if one.rule.startswith("handover/") and not one.waived]
    unsigned = [one.subject for one in mine if one.outcome == "unanswered"]
    lines = _grouped(found)
    if unsigned:
        lines.append(
            f"Not signed, lapsed or not to be seen: {codes(unsigned, MOST_LEFT)}; `launchready "
            "handover --attest` asks you for each, `launchready check handover` says why."
        )
    more = len(lines) - MOST_LEFT
    rest = f"And {more} more; `launchready check handover` lists them." if more > 0 else ""
    if not lines:
        return parted(
            "## Left to fill in", "Nothing: every line that the checks read is filled in."
        )
    return parted("## Left to fill in", items(lines[:MOST_LEFT]), rest)


def _grouped(found: Sequence[Found]) -> list[str]:
    """A line a page for the names that are missing on it, and one for each other fault."""
    missing: dict[tuple[str, str], list[str]] = {}
    others: list[str] = []
    for one in found:
        page, colon, part = one.subject.partition(": ")
        if colon and one.rule in _MISSING:
            missing.setdefault((page, one.rule), []).append(part)
        else:
            others.append(sentence(one.message))
    named = [
        f"{_linked(page)}: {_MISSING[rule]} {_listed(parts)}"
        for (page, rule), parts in missing.items()
    ]
    return [*named, *others]


def _listed(parts: Sequence[str]) -> str:
    """Headings of a page; of a risk its id alone."""
    shown = [sentence(one.partition(": ")[0]) for one in parts[:MOST_LEFT]]
    more = len(parts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


_MISSING = {
    "handover/owner-missing": "nobody is named for",
    "handover/single-owner": "one person alone is named for",
}


def _linked(page: str) -> str:
    name = page.rpartition("/")[2].removesuffix(".md")
    return f"[{name}]({name}.md)" if name in DOCUMENTS else code(page)


def _pages() -> str:
    listed = [f"[{one}]({one}.md): {_ABOUT[one]}" for one in DOCUMENTS if one in _ABOUT]
    return parted("## The pages", items(listed), "All in one, to print: `handover.html`.")
