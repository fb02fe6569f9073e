"""Every fault of the laboratory is named exactly, and nothing is said of a sound site."""

from pathlib import Path

import pytest

from tests.web.lab import laboratory
from tests.web.lab_cases import CONTROLS, FAULTS, SILENCES, Case


@pytest.mark.parametrize("case", FAULTS, ids=str)
async def test_a_fault_is_named_and_nothing_else_is(case: Case, tmp_path: Path) -> None:
    async with laboratory(tmp_path) as lab:
        found, silences = await lab.findings(case.pages, case.config, case.files)

    assert {(one.rule.id, one.subject) for one in found} == {
        (f"web/{name}", about) for name, about in case.told
    }
    assert silences == []


@pytest.mark.parametrize("case", CONTROLS, ids=str)
async def test_a_sound_site_is_silent(case: Case, tmp_path: Path) -> None:
    async with laboratory(tmp_path) as lab:
        found, silences = await lab.findings(case.pages, case.config, case.files)

    assert (found, silences) == ([], [])


@pytest.mark.parametrize("case", SILENCES, ids=str)
async def test_what_keeps_us_out_is_neither_sound_nor_a_fault(case: Case, tmp_path: Path) -> None:
    async with laboratory(tmp_path) as lab:
        found, silences = await lab.findings(case.pages, case.config, case.files)

    assert found == []
    assert silences
    assert all(one.advice for one in silences)


def test_the_laboratory_is_as_large_as_it_says() -> None:
    assert len(FAULTS) >= 45
    assert len(CONTROLS) >= 10
    assert len({one.name for one in [*FAULTS, *CONTROLS, *SILENCES]}) == len(
        [*FAULTS, *CONTROLS, *SILENCES]
    )
