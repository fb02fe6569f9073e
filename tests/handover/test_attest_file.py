"""A signature is put into the file people sign in, and nothing of theirs is lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.handover_files.attestation_file import Signature, signed
from launchready.values.attestations import Attestation, read
from launchready.values.problem import ConfigError

FILE = "ops/attestations.yml"
DRILL = Signature(
    id="alert-drill",
    by="Ana",
    on=date(2026, 11, 25),
    evidence='the log says "95 s": see #17',
    facts={"seconds": "95", "binds": "0123456789abcdef"},
)
BEFORE = """\
# Who signed what. Ask Ben before you change this.
version: 1
attestations:
  # the way back, every month
  rollback-tested: {by: ben, on: 2026-11-01, evidence: run 7, from: v2, to: v1, minutes: 4}

  # drills
  alert-drill:
    by: carl  # on call in October
    on: 2026-10-01
    evidence: pager
    # the phone was on silent first
    note: "ring twice"
    binds: ffff

# the accounts
owner: nobody
"""


def known(text: str) -> dict[str, Attestation]:
    return {one.id: one for one in read(text.encode(), FILE)}


def test_a_first_signature_makes_the_file() -> None:
    assert signed("", FILE, DRILL) == (
        "# What only a person can say; launchready handover --attest asks and signs.\n\n"
        "alert-drill:\n"
        "  by: Ana\n"
        "  on: 2026-11-25\n"
        '  evidence: "the log says \\"95 s\\": see #17"\n'
        '  seconds: "95"\n'
        '  binds: "0123456789abcdef"\n'
    )


def test_an_entry_is_replaced_in_its_place_and_every_comment_stays() -> None:
    made = signed(BEFORE, FILE, DRILL)

    assert made == BEFORE.replace(
        BEFORE[BEFORE.index("  alert-drill:") : BEFORE.index("\n# the accounts")],
        "  # on call in October\n"
        "  # the phone was on silent first\n"
        "  alert-drill:\n"
        "    by: Ana\n"
        "    on: 2026-11-25\n"
        '    evidence: "the log says \\"95 s\\": see #17"\n'
        '    seconds: "95"\n'
        '    binds: "0123456789abcdef"\n'
        '    note: "ring twice"\n',
    )


def test_a_new_entry_comes_after_the_others() -> None:
    before = "rollback-tested: {by: ben, on: 2026-11-01}\n# the end\n"

    made = signed(before, FILE, DRILL)

    assert made.startswith("rollback-tested: {by: ben, on: 2026-11-01}\nalert-drill:\n  by: Ana\n")
    assert made.endswith("# the end\n")


@pytest.mark.parametrize(
    "before",
    [
        "version: 1\n",
        "version: 1\nattestations:\n",
        "# only a comment\n",
        "- {id: rollback-tested, by: ben, on: 2026-11-01}  # monthly\n",
        "attestations:\n- id: alert-drill\n  by: carl\n  on: 2026-01-01\n- {id: other, by: d, on: 2026-01-02}\n",  # noqa: E501 - a file, whole
        "attestations:\n    - {id: other, by: d, on: 2026-01-02}\nversion: 1\n",
        "alert-drill: {by: 'carl # no comment', on: 2026-10-01}\nother: {by: d, on: 2026-01-02}",
        "alert-drill:\n  by: carl\n  on: 2026-10-01\n  more: {a: [1, 2]}\n",
    ],
)
def test_every_shape_the_reader_takes_can_be_signed(before: str) -> None:
    made = signed(before, FILE, DRILL)
    then = known(before) if "by:" in before else {}

    drill = known(made)["alert-drill"]
    assert (drill.by, drill.on, drill.evidence) == (DRILL.by, DRILL.on, DRILL.evidence)
    assert drill.facts["binds"] == "0123456789abcdef"
    assert {k: (v.by, v.on) for k, v in known(made).items() if k != "alert-drill"} == {
        k: (v.by, v.on) for k, v in then.items() if k != "alert-drill"
    }
    assert signed(made, FILE, DRILL) == made


@pytest.mark.parametrize(
    "before",
    [
        "{alert-drill: {by: carl, on: 2026-10-01}, other: {by: d, on: 2026-01-02}}\n",
        "attestations: [{id: other, by: d, on: 2026-01-02}, {id: alert-drill, by: c, on: 2026-01-01}]\n",  # noqa: E501 - a file, whole
    ],
)
def test_what_would_be_moved_is_left_alone_and_that_is_said(before: str) -> None:
    with pytest.raises(ConfigError, match="without moving what is there"):
        signed(before, FILE, DRILL)


def test_a_file_that_is_broken_is_told_at_its_line() -> None:
    with pytest.raises(ConfigError, match=r"attestations.yml:2"):
        signed("a: b\na: c\n", FILE, DRILL)


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30
)


@settings(max_examples=80, deadline=None)
@given(by=words, evidence=words, fact=words, before=st.sampled_from(["", BEFORE]))
def test_whatever_people_type_is_read_back_as_they_typed_it(
    by: str, evidence: str, fact: str, before: str
) -> None:
    new = Signature(id="alert-drill", by=by, on=DRILL.on, evidence=evidence, facts={"seen": fact})

    one = known(signed(before, FILE, new))["alert-drill"]

    assert (one.by, one.evidence, one.facts["seen"]) == (by, evidence, fact)
