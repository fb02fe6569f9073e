"""What a run saw and what a product is, for tests of the pages."""

from typing import Any

from launchready.core.redact import Redactor
from launchready.handover_files.pages import made
from launchready.handover_files.product import Domain, Product, Sender
from launchready.handover_files.seen import Seen, read
from launchready.report.escape import as_json

TODAY = "2026-11-25"
CSP = "web/header-missing"


def a_finding(rule: str = CSP, **more: Any) -> dict[str, Any]:
    return {
        "rule": rule,
        "impact": "risk",
        "stage": "edge",
        "subject": "https://acme.test/",
        "title": "A page lacks a header",
        "message": "https://acme.test/ sends no header; one is promised",
        "why": "Visitors are less safe.",
        "fix": "Send it.",
        "hours": 0.5,
        "evidence": [],
        "file": "launchready.yml",
        "line": 7,
        "column": 1,
        "fingerprint": "0123456789abcdef",
        "waived": None,
        "since": None,
    } | more


def a_question(
    check: str = "web/headers", outcome: str = "answered", **more: Any
) -> dict[str, Any]:
    return {"check": check, "subject": "https://acme.test/", "outcome": outcome, **more}


def a_run(**more: Any) -> Seen:
    """A run as its JSON report tells of it."""
    return read(as_json(a_report(**more)), "report.json")


def a_report(**more: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "verdict": "go",
        "launch_in_48h": {"answer": "yes", "hours": 0},
        "tool": {"name": "launchready", "version": "1.0.0"},
        "product": "Acme",
        "environment": "production",
        "started": "2026-11-25T12:00:00Z",
        "served": ["1.4.0"],
        "findings": [],
        "checks": [
            a_question(),
            a_question(
                "tls/certificate",
                subject="acme.test",
                facts=[
                    {
                        "about": "acme.test at 192.0.2.1",
                        "rows": {
                            "issued by": "Let's Encrypt",
                            "ends": "2027-01-31 12:00 UTC, 67 days left of 90 days",
                        },
                    }
                ],
            ),
        ],
        "load": [],
    } | more


def a_product(**more: Any) -> Product:
    given: dict[str, Any] = {
        "name": "Acme",
        "canonical": "acme.test",
        "hosts": ("acme.test", "app.acme.test"),
        "domains": (
            Domain(
                name="acme.test",
                servers=("ada.ns.cloudflare.com", "bob.ns.cloudflare.com"),
                mail=("aspmx.l.google.com",),
            ),
        ),
        "aliases": {"app.acme.test": "acme.onrender.com"},
        "platform": "render",
        "platform_by": "render.yaml says so",
        "repository": "github.com/acme/portal",
        "senders": (Sender(domain="acme.test", name="postmark", selectors=("pm",)),),
        "allow": ("checkout.stripe.com",),
        "used": ("DATABASE_URL", "STRIPE_SECRET_KEY"),
    }
    return Product(**(given | more))


def written(
    seen: Seen | None = None,
    product: Product | None = None,
    before: dict[str, str] | None = None,
    today: str = TODAY,
) -> dict[str, str]:
    """Every page by its name."""
    return made(seen or a_run(), product or a_product(), before or {}, today, Redactor())
