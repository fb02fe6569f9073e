"""The portals, each running once for a file of tests, on data of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps import directus, maildev, mailman_web, node_red, pretalx, wagtail
from tests.apps.app import App, Running
from tests.apps.founder import Founder
from tests.servers import free_port


def _running(app: App, make: pytest.TempPathFactory, **more: int) -> Iterator[Running]:
    with app.running(make.mktemp("app"), **more) as running:
        yield running


@pytest.fixture
def founder(tmp_path: Path) -> Founder:
    return Founder(folder=tmp_path)


@pytest.fixture(scope="session")
def mail_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def the_wagtail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    yield from _running(wagtail.APP, tmp_path_factory)


@pytest.fixture(scope="module")
def the_node_red(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    yield from _running(node_red.APP, tmp_path_factory)


@pytest.fixture(scope="module")
def the_inbox(tmp_path_factory: pytest.TempPathFactory, mail_port: int) -> Iterator[Running]:
    yield from _running(maildev.APP, tmp_path_factory, mail=mail_port)


@pytest.fixture(scope="module")
def the_mailman_web(tmp_path_factory: pytest.TempPathFactory, mail_port: int) -> Iterator[Running]:
    yield from _running(mailman_web.APP, tmp_path_factory, mail=mail_port)


@pytest.fixture(scope="module")
def the_pretalx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    yield from _running(pretalx.APP, tmp_path_factory)


@pytest.fixture(scope="module")
def the_directus(
    tmp_path_factory: pytest.TempPathFactory, the_inbox: Running, mail_port: int
) -> Iterator[Running]:
    """It counts a mail server that does not answer as its own ill health."""
    _ = the_inbox
    yield from _running(directus.APP, tmp_path_factory, mail=mail_port)
