"""The image of this checkout, built once a session."""

import os

import pytest

from tests.container.engine import Engine, is_here


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    if not is_here():
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent("podman not installed")
    made = Engine.at(tmp_path_factory.mktemp("podman"))
    made.build(tmp_path_factory.mktemp("base"))
    return made
