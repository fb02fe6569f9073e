"""docs/attestations.md tells each statement as it is."""

import re

from launchready.core.finding import Impact
from launchready.handover.statements import STATEMENTS
from tests.command import ROOT

ROW = re.compile(r"\| `([a-z-]+)` \| (\d+) days \| (\w+)[^|]* \| ([^|]*)\|")


def test_every_statement_is_told_with_its_days_and_its_weight() -> None:
    told = {
        one[1]: (int(one[2]), one[3] == "yes", bool(one[4].strip()))
        for one in ROW.finditer((ROOT / "docs" / "attestations.md").read_text("utf-8"))
    }

    assert told == {
        one.id: (one.days, one.impact is Impact.BLOCKER, bool(one.covers)) for one in STATEMENTS
    }
