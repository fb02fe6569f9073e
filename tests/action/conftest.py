"""The action as a runner has it, once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.action.workshop import checkout_of_the_action
from tests.github import fake


@pytest.fixture(scope="session")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout_of_the_action(tmp_path_factory.mktemp("action"))


@pytest.fixture
def github() -> Iterator[fake.GitHub]:
    with fake.github() as made:
        yield made
