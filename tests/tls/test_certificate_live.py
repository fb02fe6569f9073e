"""Every address of a name is looked at for real, and none hides what another shows."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from launchready.core.sheet import sheets_of
from launchready.core.unreachable import UnreachableError
from tests.tls.chains import CHECK, a_promise, ids
from tests.tls.street import LAB, Street
from tests.world.loopback import closes, silent

HOST = "app.acme.test"


async def test_each_address_of_one_name_is_seen(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack)
        await street.shows(LAB.leaf(HOST), LAB.intermediate)
        await street.shows(LAB.leaf("other.test", days=-1), LAB.intermediate)
        await street.listens(closes)
        found, left_open = await street.judged()

    assert ids(found) == [
        "tls/expired",
        "tls/host-mismatch",
        "tls/not-serving",
        "tls/addresses-disagree",
    ]
    assert len(found[-1].evidence) == 3
    assert left_open == []


async def test_an_address_that_hangs_does_not_hide_the_other_s_fault(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack, timeout=0.5)
        await street.listens(silent)
        await street.shows(LAB.leaf(HOST, days=-1), LAB.intermediate)
        found, (left_open,) = await street.judged()

    assert left_open.kind == "timed out"
    assert ids(found) == ["tls/expired"]


async def test_the_facts_of_each_address_are_told_whatever_they_are(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack)
        await street.shows(LAB.leaf(HOST, "www.acme.test", days=60.5), LAB.intermediate)
        (sheet,) = sheets_of(await CHECK.ask(a_promise(), await street.context_of()))

    rows = dict(sheet.rows)
    assert sheet.title == f"{HOST} at {street.places[0]}"
    assert rows["issued by"] == "CN=Lab Issuer"
    assert rows["for"] == "app.acme.test, www.acme.test"
    assert rows["ends"].endswith("60 days left of 90 days")
    assert rows["speaks"] == "TLS 1.3"
    assert rows["key"] == "EC 256"
    assert rows["chain"] == "CN=app.acme.test ← CN=Lab Issuer ← (CN=Lab Root, not sent)"


async def test_facts_stand_beside_a_question_left_open(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack, timeout=0.5)
        await street.listens(silent)
        await street.shows(LAB.leaf(HOST), LAB.intermediate)
        with pytest.raises(UnreachableError) as caught:
            await CHECK.ask(a_promise(), await street.context_of())

    assert [one.title for one in caught.value.sheets] == [f"{HOST} at {street.places[1]}"]
