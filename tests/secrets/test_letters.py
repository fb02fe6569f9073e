"""Letters that a machine drew are told from those of words, with no digit to go by."""

import random
import string

import pytest

from launchready.secrets.letters import are_drawn
from launchready.secrets.samples import is_drawn, is_random

_NAMES = (
    "databaseConnectionString",
    "AUTHENTICATION_FAILED",
    "myapp-production-cluster",
    "linkedinClientSecretKey",
    "getUserPasswordFromVault",
    "kubernetes.default.svc",
    "ThisIsNotTheKeyYouWant",
    "superuserdoprdelaemail",
)


@pytest.mark.parametrize("name", _NAMES)
def test_names_are_spelt(name: str) -> None:
    assert not are_drawn(name)
    assert not is_drawn(name, least=12)
    assert not is_random(name, least=12)


@pytest.mark.parametrize("alphabet", [string.ascii_lowercase, string.ascii_letters])
def test_nearly_all_letters_of_a_machine_are_told(alphabet: str) -> None:
    dice = random.Random(alphabet)
    made = ["".join(dice.choice(alphabet) for _ in range(16)) for _ in range(2000)]

    assert sum(is_drawn(one, least=12) for one in made) >= 1970


@pytest.mark.parametrize("few", ["", "xq", "x1q2z3w4k5", "1234567890", "zqxjké"])
def test_a_few_letters_say_nothing(few: str) -> None:
    assert not are_drawn(few)


def test_one_letter_over_and_over_is_no_key() -> None:
    assert not is_drawn("Z" * 40, least=12)
