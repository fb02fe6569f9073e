"""What must be written down is there, and every account, incident and risk has somebody."""

import pytest

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from launchready.handover import documents, owners
from launchready.handover.document import INCIDENTS, Document, parts
from launchready.handover.settings import Handover
from tests.worlds import DictRepository, a_world

AT = Location(file="launchready.yml", line=9)
FOLDER = Named(name="docs/handover", at=AT)
RUNBOOK = "docs/handover/RUNBOOK.md"
ACCESS = "docs/handover/ACCESS.md"
RISKS = "docs/handover/RISKS.md"

WHOLE = "".join(f"## {one}\n\n1. Look.\n\n" for one in INCIDENTS.values())
CALLED = "## Who is called\n\n- Whom to call: {first}\n- If nobody answers: {second}\n\n"


def settings() -> Handover:
    return Handover(output=FOLDER)


def document(name: str) -> Document:
    return next(one for one in settings().documents if one.name == name)


async def asked(name: str, text: str | None) -> list[Finding]:
    subject = document(name)
    ctx = a_world(files=DictRepository({} if text is None else {subject.path: text}))
    found = await documents.documents.ask(subject, ctx)
    return found if text is None else found + await owned(name, text)


async def owned(name: str, text: str) -> list[Finding]:
    subject = document(name)
    if name not in owners.READ:
        return []
    return await owners.owners.ask(subject, a_world(files=DictRepository({subject.path: text})))


def told(found: list[Finding]) -> list[tuple[str, str, int]]:
    return [(one.rule.id.partition("/")[2], one.at.file, one.at.line) for one in found]


def test_every_document_is_asked_about_once_and_three_name_people() -> None:
    asked_about = [str(one) for one in documents.documents.each(settings())]
    read = [str(one) for one in owners.owners.each(settings())]

    assert asked_about[0] == "docs/handover/HANDOVER.md"
    assert len(set(asked_about)) == len(asked_about) == 10
    assert read == [RUNBOOK, ACCESS, RISKS]


@pytest.mark.parametrize("name", ["HANDOVER", "RUNBOOK", "ACCESS", "RISKS", "ALERTS"])
async def test_a_needed_document_that_is_not_there_blocks_at_the_line_of_its_folder(
    name: str,
) -> None:
    [found] = await asked(name, None)

    assert (found.rule.id, found.rule.impact) == ("handover/document-missing", Impact.BLOCKER)
    assert (found.at, found.subject) == (AT, f"docs/handover/{name}.md")
    assert found.message == f"docs/handover/{name}.md is not in the repository"


@pytest.mark.parametrize("name", ["RELEASE", "DNS_MAP", "EDGE_POLICY", "ENV", "PERF"])
async def test_a_useful_document_that_is_not_there_is_a_risk(name: str) -> None:
    [found] = await asked(name, None)

    assert (found.rule.id, found.rule.impact) == ("handover/document-missing", Impact.RISK)


async def test_an_empty_document_is_as_good_as_none() -> None:
    [found] = await asked("HANDOVER", "\n \n")

    assert found.message == "docs/handover/HANDOVER.md is empty"


async def test_a_document_with_words_in_it_is_there() -> None:
    assert await asked("HANDOVER", "# Handover\n") == []


async def test_a_runbook_without_one_incident_says_which() -> None:
    text = CALLED.format(first="Ana", second="Ben") + WHOLE.replace("A key has leaked", "Leaks")
    [found] = await asked("RUNBOOK", text)

    assert found.rule.id == "handover/document-missing"
    assert found.message == f"{RUNBOOK} does not say what to do when: A key has leaked"


async def test_a_heading_in_code_is_no_part() -> None:
    text = CALLED.format(first="Ana", second="Ben") + WHOLE.replace(
        "## A key has leaked", "```\n## A key has leaked\n```"
    )
    [found] = await asked("RUNBOOK", text)

    assert found.message.endswith("A key has leaked")


async def test_a_whole_runbook_with_two_people_is_silent() -> None:
    assert await asked("RUNBOOK", CALLED.format(first="Ana", second="Ben") + WHOLE) == []


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("", "Ben", "owner-missing"),
        ("TBD", "Ben", "owner-missing"),
        ("Ana", "", "single-owner"),
        ("Ana", "nobody", "single-owner"),
        ("Ana", "@ana", "single-owner"),
    ],
)
async def test_an_incident_needs_two_people(first: str, second: str, rule: str) -> None:
    found = await asked("RUNBOOK", CALLED.format(first=first, second=second) + WHOLE)

    assert told(found) == [(rule, RUNBOOK, 1)]


async def test_without_a_line_for_all_each_incident_says_whom_to_call() -> None:
    titles = list(INCIDENTS.values())
    text = "".join(f"## {one}\n\n- Whom to call: Ana\n\n" for one in titles[:-1])
    text += f"## {titles[-1]}\n\nRestore it.\n"
    found = await asked("RUNBOOK", text)

    assert told(found) == [("owner-missing", RUNBOOK, 21)]


def an_account(owner: str = "Ana", second: str = "Ben", account: str = "acme") -> str:
    return (
        f"# Access\n\n## DNS\n\n- Account: {account}\n- **Owner:** {owner}\n"
        f"- Second admin: {second}\n"
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (an_account(owner=""), "owner-missing"),
        (an_account(owner="?"), "owner-missing"),
        (an_account().replace("- **Owner:** Ana\n", ""), "owner-missing"),
        (an_account(second=""), "single-owner"),
        (an_account(second="ana"), "single-owner"),
    ],
)
async def test_an_account_needs_an_owner_and_a_second(text: str, rule: str) -> None:
    assert told(await asked("ACCESS", text)) == [(rule, ACCESS, 3)]


@pytest.mark.parametrize(
    "text",
    [
        an_account(),
        an_account(owner="", account="not used"),
        an_account(owner="not used", second=""),
        an_account(second="not needed: a read-only page"),
        an_account().replace("- Second admin: Ben\n", ""),
        an_account() + "\n## Notes\n\nThe card is in the safe.\n",
    ],
)
async def test_an_account_that_is_looked_after_is_silent(text: str) -> None:
    assert await asked("ACCESS", text) == []


async def test_two_parts_of_one_account_are_one() -> None:
    text = an_account(owner="", second="") + "\n" + an_account()

    assert await asked("ACCESS", text) == []


async def test_an_inventory_of_nothing_names_nobody() -> None:
    [found] = await asked("ACCESS", "# Access\n\nIn my head.\n")

    assert found.rule.id == "handover/owner-missing"
    assert found.message == f"{ACCESS} lists no account with an Owner line"


async def test_a_risk_without_an_owner_is_a_risk_and_not_a_blocker() -> None:
    [found] = await asked("RISKS", "## web/no-csp\n\n- Owner:\n- Due:\n")

    assert (found.rule.id, found.rule.impact) == ("handover/owner-missing", Impact.RISK)


@pytest.mark.parametrize(
    "said",
    ["- Owner: Ana\n", "- Accepted by: Ana\n- Owner:\n", "- Not found any more: x\n- Owner:\n"],
)
async def test_a_risk_that_somebody_has_or_that_is_gone_is_silent(said: str) -> None:
    assert await asked("RISKS", f"## web/no-csp\n\n{said}") == []


@pytest.mark.parametrize("name", sorted(owners.READ))
async def test_people_cannot_be_read_in_a_document_that_is_not_there(name: str) -> None:
    with pytest.raises(UnreachableError) as silence:
        await owners.owners.ask(document(name), a_world())

    assert silence.value.kind == "unreachable"
    assert "launchready handover" in silence.value.advice


def test_parts_know_their_lines_and_their_fields() -> None:
    text = "# One\n\nwords\n\n## Two ##\n\n* Owner: Ana \n```sh\n- Owner: code\n```\n## Three\n"
    two, three = parts(text, "a.md")

    assert (two.title, two.line, two.fields) == ("Two", 5, (("Owner", "Ana"),))
    assert (three.title, three.line, three.fields) == ("Three", 11, ())
