"""What the portal's two founders have written down and signed, so that either can run it alone."""

from collections.abc import Mapping
from datetime import date, timedelta

from launchready.handover.covered import digest
from launchready.handover.document import DOCUMENTS, INCIDENTS
from launchready.handover.statements import STATEMENTS, Statement

FOLDER = "docs/handover"
SIGNATURES = "ops/attestations.yml"
PEOPLE = ("Ada", "Grace")
SECTION = f"handover: {{output: {FOLDER}, people: [{', '.join(PEOPLE)}]}}\n"

_ACCOUNTS = ("Domain registrar", "DNS", "Host", "Code", "Mail", "Payments")
_PAGES = {
    "HANDOVER": "Go back first, look for the reason after. Ada decides, Grace answers customers.",
    "RISKS": "None stands open; what we accept is in launchready.yml under `waivers:`.",
    "ALERTS": "The uptime monitor calls Ada, and Grace after five minutes.",
    "RELEASE": "- [ ] The tests of the commit passed\n- [ ] `launchready check` says go\n"
    "- [ ] `make release`, and look at the invoices\n\nRollback: `make release VERSION=1.3.9`.",
    "DNS_MAP": "Every record is in `dns/portal.test.yaml`.",
    "EDGE_POLICY": "Nothing stands before the servers; the app throttles log-ins itself.",
    "ENV": "`STRIPE_SECRET_KEY` and `DATABASE_URL`, both in the host's store.",
    "PERF": "p95 of the invoices is 120 ms at 20 requests a second.",
}
# What some statements must state beside their evidence.
_STATED = {
    "seconds": "70",
    "reached": "Grace",
    "minutes": "12",
    "from": "1.4.0",
    "to": "1.3.9",
    "store": "the host's secret store",
    "source": "the host",
    "rows": "40000",
}
_FORGOTTEN, _LEFT = "leaked-key", "DNS"
_ROLLBACK = "rollback-tested"


def files(found: Mapping[str, str], config: str, today: date, *, broken: bool) -> dict[str, str]:
    """The pages and what was signed today of them and of the other files, by path.

    Broken: the runbook leaves an incident out, an account changed hands after it was signed, and
    the way back was last gone a year ago.
    """
    pages = {f"{FOLDER}/{name}.md": _page(name) for name in DOCUMENTS}
    tried = today - timedelta(days=365 if broken else 0)
    signed = _signed({**found, **pages}, config, {_ROLLBACK: tried}, today)
    if broken:
        pages[f"{FOLDER}/RUNBOOK.md"] = _runbook(without=_FORGOTTEN)
        pages[f"{FOLDER}/ACCESS.md"] = _access(alone=(_LEFT,))
        pages[f"{FOLDER}/ENV.md"] = _page("ENV").replace("`STRIPE_SECRET_KEY` and ", "")
    return {**pages, SIGNATURES: signed}


def _page(name: str) -> str:
    match name:
        case "RUNBOOK":
            return _runbook()
        case "ACCESS":
            return _access()
        case _:
            return f"# {name.replace('_', ' ').capitalize()}\n\n{_PAGES[name]}\n"


def _runbook(without: str = "") -> str:
    who = (
        f"## Who is called\n\n- Whom to call: {PEOPLE[0]}\n- If nobody answers: {PEOPLE[1]}\n\n"
        "Rollback first: `make release VERSION=1.3.9`; look for the reason after.\n"
    )
    told = [
        f"## {title}\n\nRun `launchready check`, mend what it names, run it again.\n"
        for key, title in INCIDENTS.items()
        if key != without
    ]
    return "\n".join(["# Runbook\n", who, *told])


def _access(alone: tuple[str, ...] = ()) -> str:
    parts = [
        f"## {one}\n\n- Owner: {PEOPLE[0]}\n"
        f"- Second admin: {PEOPLE[0] if one in alone else PEOPLE[1]}\n- Two-factor: yes\n"
        for one in _ACCOUNTS
    ]
    return "\n".join(["# Access\n", *parts])


def _signed(found: Mapping[str, str], config: str, earlier: Mapping[str, date], today: date) -> str:
    entries = [_entry(one, found, config, earlier.get(one.id, today)) for one in STATEMENTS]
    return "# What only we can say. launchready handover --attest asks for each.\n" + "".join(
        entries
    )


def _entry(one: Statement, found: Mapping[str, str], config: str, today: date) -> str:
    binds = digest(one, found.get, config=config, output=FOLDER)
    lines = [
        f"{one.id}:",
        f"  by: {PEOPLE[0]}",
        f"  on: {today.isoformat()}",
        "  evidence: the launch log, its last page",
        *(f'  {need.key}: "{_STATED[need.key]}"' for need in one.needs),
        *([f'  binds: "{binds}"'] if binds else []),
    ]
    return "\n".join(lines) + "\n"
