"""A second lab, made after the first: what the room was not built against gets its name too."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.tls.chains import ids
from tests.tls.street import Street
from tests.tls.wild import CASES


@pytest.mark.parametrize("name", CASES)
async def test_an_endpoint_gets_its_name_and_no_other(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack, host=case.host, port=case.port)
        await case.build(street)
        found, left_open = await street.judged()

    told = sorted(ids(found)), len(left_open)
    assert told == (sorted(f"tls/{one}" for one in case.breaks), case.open)
