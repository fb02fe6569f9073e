"""The pages say what was seen, keep what people wrote, and change only when something changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from launchready.core.location import Location
from launchready.deploy.declared import Variable
from launchready.deploy.platforms import PLATFORMS
from launchready.edge.policy_page import Row
from launchready.handover.document import DOCUMENTS, INCIDENTS, parts
from launchready.handover_files import known
from launchready.handover_files.platform_help import HELP
from launchready.handover_files.product import Domain
from launchready.handover_files.seen import Seen
from tests.handover.pages import CSP, a_finding, a_product, a_question, a_run, written

HOSTILE = "<script>alert(1)</script> [x](https://evil.test) ![i](https://evil.test/i.png) | `a` @me"
AT = Location(file="docs/env.yml", line=2)


def risky() -> Seen:
    return a_run(verdict="no-go", findings=[a_finding()])


def test_every_document_is_written_and_reads_alike_twice() -> None:
    first = written()

    assert tuple(first) == DOCUMENTS
    assert written(before=first, today="2027-03-01") == first


def test_a_day_is_written_only_where_something_changed() -> None:
    first = written()
    second = written(a_run(served=["1.5.0"]), before=first, today="2027-03-01")

    assert "last changed on 2026-11-25" in first["HANDOVER"]
    assert "last changed on 2027-03-01" in second["HANDOVER"]
    assert second["ACCESS"] == first["ACCESS"]


def test_the_days_left_of_a_certificate_are_no_fact() -> None:
    first = written()
    tomorrow = a_run().model_dump_json().replace("67 days left", "66 days left")
    again = written(Seen.model_validate_json(tomorrow), before=first, today="2026-11-26")

    assert again == first
    assert "| `acme.test` | visitors end here | 2027-01-31 |" in first["HANDOVER"]


def test_the_runbook_has_every_incident_with_the_platforms_own_way_back() -> None:
    text = written()["RUNBOOK"]
    titles = [one.title for one in parts(text, "RUNBOOK.md")]

    assert set(INCIDENTS.values()) <= set(titles)
    assert PLATFORMS["render"].back in text
    assert PLATFORMS["render"].caveat in text
    assert HELP["render"].certificate in text
    assert "`dig +short TXT pm._domainkey.acme.test`" in text
    assert "<https://dashboard.stripe.com/apikeys>" in text


def test_every_platform_that_deploy_knows_has_help_of_its_own() -> None:
    assert set(HELP) == set(PLATFORMS)


def test_without_a_platform_the_runbook_says_how_to_name_it() -> None:
    text = written(product=a_product(platform="", platform_by=""))["RUNBOOK"]

    assert "`deploy: {target: NAME}`" in text
    assert "On ``" not in text


def test_accounts_are_told_by_name_servers_mail_aliases_and_variables() -> None:
    text = written()["ACCESS"]

    assert "`acme.test` is served by Cloudflare (`ada.ns.cloudflare.com`" in text
    assert "Mail to `acme.test` goes to Google Workspace (`aspmx.l.google.com`)." in text
    assert "`render` (`render.yaml says so`)." in text
    assert "GitHub: `github.com/acme/portal`." in text
    assert "names of variables: Stripe." in text
    assert text.count("- Owner:\n") == 9
    assert text.count("- Second admin:\n") == 8


@pytest.mark.parametrize(
    ("server", "who"),
    [
        ("ada.ns.cloudflare.com", "Cloudflare"),
        ("ns-12.awsdns-34.co.uk", "Amazon Route 53"),
        ("ns07.domaincontrol.com", "GoDaddy"),
        ("ns1.acme.test", ""),
        ("notawsdns-1.test", ""),
    ],
)
def test_name_servers_are_known_by_their_own_names(server: str, who: str) -> None:
    assert known.dns_host(server) == who


@pytest.mark.parametrize(
    ("words", "who"),
    [
        (["checkout.stripe.com"], ("Stripe",)),
        (["STRIPE_SECRET_KEY"], ("Stripe",)),
        (["PADDLE_API_KEY", "paypal.com"], ("Paddle", "PayPal")),
        (["www.pinstripes.test", "SQUARED_OFF"], ()),
    ],
)
def test_payment_services_are_known_by_whole_words(words: list[str], who: tuple[str, ...]) -> None:
    assert known.payments(words) == who


def test_what_dns_could_not_tell_this_time_stays_as_it_was() -> None:
    first = written()
    blind = a_product(domains=(Domain(name="acme.test"),), aliases=None)
    second = written(product=blind, before=first)
    fresh = written(product=blind)

    assert "Cloudflare" in second["ACCESS"]
    assert "DNS could not be asked" in fresh["ACCESS"]


def test_a_risk_stands_under_its_id_with_lines_for_people() -> None:
    text = written(risky())["RISKS"]

    assert f"| risk | `{CSP}`: A page lacks a header | 1 | 0.5 |" in text
    assert f"## `{CSP}`: A page lacks a header" in text or f"## {CSP}: A page lacks" in text
    assert text.endswith("- Owner:\n- Due:\n- Decision:\n")


def test_a_mended_risk_says_so_and_keeps_what_people_wrote() -> None:
    first = written(risky())
    filled = first | {"RISKS": first["RISKS"].replace("- Owner:", "- Owner: Ana")}
    second = written(a_run(), before=filled)

    assert "- Not found any more: the last run looked and did not see it." in second["RISKS"]
    assert "- Owner: Ana\n" in second["RISKS"]


@pytest.mark.parametrize("outcome", ["unanswered", "skipped"])
def test_a_risk_that_nobody_looked_for_again_stays_as_it_was(outcome: str) -> None:
    first = written(risky())
    blind = a_run(verdict="unknown", checks=[a_question(outcome=outcome, reason="timed out")])
    second = written(blind, before=first)

    assert "Not found any more" not in second["RISKS"]
    assert "Seen: " in second["RISKS"].partition("## ")[2]


def test_what_could_not_be_looked_at_is_a_risk_with_how_to_let_us() -> None:
    blind = a_run(
        verdict="unknown",
        checks=[a_question("dns/record-map", "unanswered", reason="no answer", advice="Open 53.")],
    )
    text = written(blind)["RISKS"]

    assert "| could not be looked at | `dns/record-map`" in text
    assert "- How to let launchready look: Open `53`." in text or "look: Open 53." in text


def test_an_accepted_risk_has_its_owner_and_its_last_day_and_comes_last() -> None:
    waived = {"because": "legacy", "owner": "ana", "until": "2027-01-31", "file": "a", "line": 1}
    seen = a_run(findings=[a_finding(waived=waived), a_finding("web/x-y", impact="risk")])
    pages = written(seen)
    rows = [one for one in pages["RISKS"].splitlines() if one.startswith("| ")]

    assert rows[-1].startswith(f"| accepted | `{CSP}`")
    assert "- Accepted by: `ana` until `2027-01-31`, for `https://acme.test/`" in pages["RISKS"]
    assert f"- 2027-01-31: the waiver of `{CSP}` ends" in pages["HANDOVER"]


def test_what_these_pages_miss_stands_in_the_handover_and_is_no_risk() -> None:
    own = a_finding(
        "handover/owner-missing",
        impact="blocker",
        subject="docs/handover/ACCESS.md: DNS",
        message="docs/handover/ACCESS.md: DNS has nobody behind Owner",
    )
    seen = a_run(
        verdict="no-go", findings=[own], checks=[a_question("handover/owners", subject="x")]
    )
    pages = written(seen)

    assert "[ACCESS](ACCESS.md): nobody is named for DNS" in pages["HANDOVER"]
    assert "**no-go**: nothing of the product itself stands in the way" in pages["HANDOVER"]
    assert "owner-missing" not in pages["RISKS"]


def test_notes_in_the_edges_table_are_peoples_and_stay() -> None:
    row = Row(request="GET /api/*", kept="bypassed", by="a rule", throttled="no")
    product = a_product(edge_zone="acme.test", edge=(row,))
    first = written(product=product)
    noted = first["EDGE_POLICY"].replace("| no |  |", "| no | meant so |")
    second = written(product=product, before=first | {"EDGE_POLICY": noted})

    assert noted != first["EDGE_POLICY"]
    assert second["EDGE_POLICY"] == noted


def test_variables_without_a_place_or_an_owner_stand_out() -> None:
    variables = (
        Variable(name="DATABASE_URL", at=AT, environments=("production",), source="Render"),
        Variable(name="LOG_LEVEL", at=AT, required=False, owner="ana"),
    )
    text = written(product=a_product(variables=variables, variables_file="docs/env.yml"))["ENV"]

    assert "| `DATABASE_URL` | `production` | yes | `Render` | **nobody** |" in text
    assert "| `LOG_LEVEL` | all | no | **not said** | `ana` |" in text


def test_who_is_called_comes_from_the_config() -> None:
    product = a_product(
        paging={"downtime": ("ana", "ben"), "email_auth": ("ana",)},
        monitors=("gatus",),
        alert_within=120.0,
    )
    pages = written(product=product)

    assert "| the site or the API is down (`downtime`) | `ana` | `ben` |" in pages["ALERTS"]
    assert "| mail is refused (`email_auth`) | `ana` | **nobody** |" in pages["ALERTS"]
    assert "- `downtime`: `ana`, then `ben`." in pages["RUNBOOK"]
    assert "- Whom to call: `ana`\n- If nobody answers: `ben`\n" in pages["RUNBOOK"]


def test_behind_an_edge_both_certificates_are_looked_at() -> None:
    text = written(product=a_product(edge_zone="acme.test"))["RUNBOOK"]

    assert HELP["cloudflare"].certificate in text
    assert HELP["render"].certificate in text


def test_a_load_run_stands_with_its_promise_and_the_run_before() -> None:
    run = {
        "machine": "ci",
        "environment": "staging",
        "started": "2026-11-25T12:00:00Z",
        "seconds": 60.0,
        "rate": 50,
        "targets": [
            {
                "name": "orders",
                "url": "https://api.acme.test/orders",
                "answers": 3000,
                "failed": {"500": 2},
                "limit_ms": 300,
                "percentiles": {"p95": {"ms": 212.4, "low_ms": 205, "high_ms": 220}},
                "before": {"name": "last", "shift": -0.25, "caveat": None},
            }
        ],
    }
    first = written(a_run(load=[run]))
    second = written(a_run(), before=first)

    assert "| `orders` | 3,000 | 2 | 212 ms (205 to 220) | 300 ms | 25% sooner |" in first["PERF"]
    assert second["PERF"] == first["PERF"]


def tokens(text: str) -> list[tuple[str, str]]:
    """What of a page is markup, link or picture."""
    made: list[tuple[str, str]] = []
    for one in MarkdownIt("commonmark").enable("table").parse(text):
        for each in [one, *(one.children or [])]:
            if each.type in ("html_block", "html_inline", "image"):
                made.append((each.type, each.content))
            if each.type == "link_open":
                made.append((each.type, str(each.attrGet("href"))))
    return made


def hostile(text: str) -> dict[str, str]:
    seen = a_run(
        product=text,
        environment=text,
        served=[text],
        findings=[a_finding(title=text, message=text, why=text, fix=text, subject=text, file=text)],
        checks=[
            a_question("dns/record-map", "unanswered", reason=text, advice=text, subject=text),
            a_question(
                "tls/certificate",
                subject=text,
                facts=[{"about": text, "rows": {"issued by": text, "ends": "2027-01-31 x"}}],
            ),
            a_question("smoke/journeys", subject=text),
        ],
    )
    product = a_product(
        name=text,
        hosts=(text,),
        domains=(Domain(name=text, servers=(text,), mail=(text,)),),
        aliases={text: text},
        platform_by=text,
        repository=text,
        paging={"downtime": (text, text)},
        pages=((text, text),),
        used=(text,),
    )
    return written(seen, product)


def markup(text: str) -> set[tuple[str, str, str]]:
    """Markup, links and pictures of every page, each with the page's name."""
    return {(name, *one) for name, page in hostile(text).items() for one in tokens(page)}


USUAL = markup("plain")


def test_an_account_that_people_wrote_of_gets_facts_and_no_second_lines() -> None:
    mine = "# Access\n\n## DNS\n\n- Owner: Ana\n- Second admin: Ben\n"
    text = written(before={"ACCESS": mine})["ACCESS"]

    assert text.startswith(mine)
    assert "`acme.test` is served by Cloudflare" in text
    assert text.count("- Owner:\n") == 8


def test_hostile_text_from_the_world_stays_text() -> None:
    assert markup(HOSTILE) == USUAL


WORDS = st.text(
    st.one_of(st.sampled_from("<>!-[]()`|#*_\n\r&;:/@~\\ \u2028\x1b"), st.characters()), max_size=60
)


@settings(max_examples=50, deadline=None)
@given(WORDS)
def test_no_text_from_the_world_becomes_markup_or_a_marker(text: str) -> None:
    assert markup(text) <= USUAL
    assert written(before=hostile(text)).keys() == set(DOCUMENTS)
