"""Room and world together: each fault of a real server, over a real handshake, gets its name."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests import pki
from tests.tls.chains import ids
from tests.tls.lab import FAULTY, HEALTHY, OPEN, PUBLIC, Case
from tests.tls.street import Street


@pytest.fixture(autouse=True)
def _public_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lab's public CA is one of the system's for the length of a test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pki.pem_file(tmp_path, "public", PUBLIC.root)))


async def _said(case: Case, folder: Path) -> tuple[list[str], int]:
    async with AsyncExitStack() as stack:
        street = Street(folder, stack, host=case.host, port=case.port)
        await case.build(street)
        found, left_open = await street.judged()
    return ids(found), len(left_open)


@pytest.mark.parametrize("name", HEALTHY)
async def test_a_sound_endpoint_is_silent(name: str, tmp_path: Path) -> None:
    assert await _said(HEALTHY[name], tmp_path) == ([], 0)


@pytest.mark.parametrize("name", FAULTY)
async def test_a_fault_gets_its_name_and_no_other(name: str, tmp_path: Path) -> None:
    case = FAULTY[name]

    assert await _said(case, tmp_path) == ([f"tls/{one}" for one in case.breaks], 0)


@pytest.mark.parametrize("name", OPEN)
async def test_what_cannot_be_seen_stays_open(name: str, tmp_path: Path) -> None:
    case = OPEN[name]

    assert await _said(case, tmp_path) == ([f"tls/{one}" for one in case.breaks], case.open)
