"""Of keys where founders put them, 97 in 100 are found; of what only looks so, none in 100 counts.

`benchmarks/secrets_corpus.py` prints the same of a corpus four times as large, beside others.
"""

import pytest

from launchready.core.finding import Impact
from tests.secrets.corpus import Case, keys
from tests.secrets.corpus_harmless import KINDS, harmless
from tests.secrets.scan import scan

_SEEDS = (11, 12)


@pytest.mark.parametrize("seed", _SEEDS)
def test_nearly_every_key_is_found_at_its_line(seed: int) -> None:
    cases = list(keys(seed, each=4))
    missed = [(one.rule, one.context) for one in cases if not _is_found(one)]

    assert len(cases) > 1500
    assert len(missed) <= 0.03 * len(cases), missed


@pytest.mark.parametrize("seed", _SEEDS)
def test_keys_are_found_in_code_as_well_as_in_settings(seed: int) -> None:
    cases = list(keys(seed, each=4))
    contexts = {one.context for one in cases} - {"kubernetes"}
    shares = {
        context: [_is_found(one) for one in cases if one.context == context] for context in contexts
    }

    assert [one for one, found in shares.items() if sum(found) < 0.9 * len(found)] == []


@pytest.mark.parametrize("seed", _SEEDS)
def test_what_only_looks_like_a_key_is_neither_a_risk_nor_a_blocker(seed: int) -> None:
    cases = list(harmless(seed, each=40))
    counted = [
        (one.family, one.path)
        for one in cases
        if any(hit.impact > Impact.ADVICE for hit in scan(one.path, one.text))
    ]

    assert len(cases) == 40 * len(KINDS)
    assert len(counted) <= 0.01 * len(cases), counted


def _is_found(case: Case) -> bool:
    return any(hit.line == case.line for hit in scan(case.path, case.text))
