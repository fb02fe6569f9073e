"""The room's one question: what is told of a secret, where, and what is never said."""

import random

import pytest

from launchready.core.finding import Impact
from launchready.core.registry import checks
from launchready.core.repository import Unread
from launchready.core.unreachable import UnreachableError
from launchready.gate import Question
from launchready.gate import ask as put
from launchready.secrets.committed import committed
from launchready.secrets.detectors.generic import PASSWORD
from launchready.secrets.rules import RULES
from launchready.secrets.settings import Secrets
from tests.secrets.samples import BY_FORM, BY_NAME, pem
from tests.secrets.search import HISTORY, a_job, ask, lines, told
from tests.worlds import DictRepository, a_world

STRIPE = BY_FORM["stripe"][2](random.Random(1))
OTHER = BY_FORM["stripe"][2](random.Random(2))
COMMIT = "0123456789" * 4


def test_the_check_is_found_with_every_rule_it_may_tell() -> None:
    (one,) = [check for check in checks() if check.room == "secrets"]

    assert (one.id, one.network, one.emits) == ("secrets/committed", False, RULES)
    assert all(len(rule.title) < 80 and rule.fix.endswith(".") for rule in RULES)


async def test_a_key_blocks_and_points_at_its_line() -> None:
    (finding,) = await ask({"config/prod.py": f"\n\nKEY = '{STRIPE}'"})

    assert finding.rule.impact is Impact.BLOCKER
    assert finding.message == "config/prod.py line 3 holds a Stripe secret key (sk_l…)"
    assert (finding.at.file, finding.at.line) == ("config/prod.py", 3)


async def test_a_repository_without_secrets_is_silent() -> None:
    assert await ask({"a.py": "print('hello')", "README.md": "# Acme"}) == []


async def test_a_finding_keeps_its_name_when_its_line_moves_and_changes_it_with_the_value() -> None:
    first, moved, other = [
        (await ask({"a.py": text}))[0].fingerprint
        for text in (f"'{STRIPE}'", f"\n\n'{STRIPE}'", f"'{OTHER}'")
    ]

    assert first == moved != other


async def test_one_value_twice_in_a_file_is_one_finding() -> None:
    (finding,) = await ask({"a.py": f"'{STRIPE}'\n\n'{STRIPE}'"})

    assert finding.evidence[:-1] == ("also in line 3",)


async def test_nothing_of_a_value_is_said() -> None:
    dice = random.Random(3)
    values = [make(dice) for _, _, make in (*BY_FORM.values(), *BY_NAME.values())]
    names = [name for _, name, _ in (*BY_FORM.values(), *BY_NAME.values())]
    text = "\n".join(f"{name}={value}" for name, value in zip(names, values, strict=True))
    found = await ask({"prod.env": text, "key.pem": pem(dice)})
    said = repr(found) + "".join(f"{one.subject} {one.message} {one.evidence}" for one in found)

    assert len(found) > len(values)
    assert [one for one in values if one[12:20] in said or one[-6:] in said] == []


async def test_a_password_shows_not_even_its_first_character() -> None:
    (finding,) = await ask({"app.ini": "smtp_password = Winter2026!"})

    assert finding.rule.id == PASSWORD.rule.id
    assert finding.message == "app.ini line 1 holds what looks like a password or key"


async def test_a_key_in_a_file_git_does_not_track_says_so() -> None:
    (finding,) = await ask({"a.py": f"'{STRIPE}'"}, untracked=("a.py",))

    assert finding.message.endswith("; git does not track the file yet")


async def test_history_names_the_commit_and_the_line_there() -> None:
    (finding,) = await ask({}, history=(lines("a.py", f"\n'{STRIPE}'", COMMIT),))

    assert finding.evidence[:-1] == (f"commit {COMMIT}",)
    assert finding.at.line == 2
    assert finding.message.startswith("a.py line 2, as commit 012345678901 left it, holds")


async def test_a_key_changed_in_place_is_told_though_its_first_line_stayed() -> None:
    whole = tuple(pem(random.Random(4)).split("\n"))
    part = lines("key.pem", "", COMMIT)
    changed = type(part)(path="key.pem", lines=((5, whole[4]),), commit=COMMIT, whole=whole)

    assert told(await ask({}, history=(changed,))) == [("private-key", "key.pem", 1)]


async def test_incomplete_history_is_unanswered_and_keeps_what_was_found() -> None:
    cut = UnreachableError("the history is incomplete", advice="fetch-depth: 0")
    (question,) = [Question(check=committed, subject=a_job(HISTORY))]
    world = a_world(files=DictRepository(ranges={"history": cut}))
    asked = await put(question, world)

    assert vars_of(asked.outcome) == ("unreachable", "the history is incomplete", "fetch-depth: 0")


def vars_of(outcome: object) -> tuple[object, ...]:
    return tuple(getattr(outcome, name) for name in ("kind", "reason", "advice"))


async def test_a_file_too_large_to_read_is_unanswered_and_a_binary_is_not() -> None:
    binary = Unread(path="logo.png", reason="binary", detail="not text")
    large = Unread(path="dump.sql", reason="too large", detail="99 MiB; at most 16 MiB are read")

    assert await ask({}, unread=(binary,)) == []
    assert await ask({}, unread=(large,), exclude=("*.sql",)) == []
    with pytest.raises(UnreachableError) as caught:
        await ask({"a.py": f"'{STRIPE}'"}, unread=(binary, large))
    assert caught.value.reason == "a file was not read: dump.sql: 99 MiB; at most 16 MiB are read"
    assert told(list(caught.value.found)) == [("stripe-secret-key", "a.py", 1)]


async def test_what_is_excluded_or_disabled_is_silent() -> None:
    files = {"fixtures/a.py": f"'{STRIPE}'", "src/fixtures.py": f"'{OTHER}'"}

    assert told(await ask(files, exclude=("fixtures/**",))) == [
        ("stripe-secret-key", "src/fixtures.py", 1)
    ]
    assert await ask(files, disable=frozenset({"secrets/stripe-secret-key"})) == []


async def test_a_settings_file_with_real_values_blocks_and_an_example_is_silent() -> None:
    text = "PORT=3000\nAPP_URL=https://acme.io\nDB_PASSWORD=Winter2026!\n"
    found = await ask({".env": text, ".env.example": "DB_PASSWORD=\nAPI_KEY=your-key-here"})

    assert told(found) == [("generic-password", ".env", 3), ("env-file-committed", ".env", 3)]
    assert found[1].message == ".env is committed with a value for DB_PASSWORD"
    assert found[1].subject == ".env"


@pytest.mark.parametrize(
    "text",
    [
        "PORT=3000\nDEBUG=true",
        "DB_PASSWORD=postgres\nAPI_KEY=changeme",
        "NEXT_PUBLIC_API_KEY=Xk3jd93jdkQ2",
        "DB_PASSWORD=${DB_PASSWORD}",
        "",
    ],
)
async def test_a_settings_file_without_real_values_is_silent(text: str) -> None:
    assert await ask({".env.development": text}) == []


async def test_a_settings_file_git_does_not_track_is_not_committed() -> None:
    found = await ask({".env": "DB_PASSWORD=Winter2026!"}, untracked=(".env",))

    assert told(found) == [("generic-password", ".env", 1)]


async def test_a_kind_of_the_founders_own_is_told() -> None:
    custom = Secrets.model_validate(
        {"custom": [{"id": "acme-key", "pattern": "acme_([0-9a-f]{8,32})", "keywords": ["ACME_"]}]}
    )
    files = {"a.py": "k = 'acme_9f8a7b6c5d4e3f2a'", "b.py": "9f8a7b6c5d4e3f2a"}
    (finding,) = await ask(files, custom=custom.job.custom)

    assert (finding.rule.id, finding.at.file) == ("secrets/acme-key", "a.py")
    assert "9f8a" not in repr(finding)


async def test_random_strings_are_told_as_advice_when_asked_for() -> None:
    text = f'seed = "{OTHER[12:60]}"'
    (finding,) = await ask({"a.py": text}, random=True)

    assert (finding.rule.id, finding.rule.impact) == ("secrets/high-entropy", Impact.ADVICE)
    assert await ask({"a.py": text}) == []
