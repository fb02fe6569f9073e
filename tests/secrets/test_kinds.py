"""Every kind of key is told under its own name, and no kind is listed without one of it here."""

import random

import pytest

from launchready.secrets.detectors.catalogue import FAMILIES, FORMS
from launchready.secrets.detectors.detector import Detector
from tests.secrets.corpus import BY_FORM, BY_NAME
from tests.secrets.made_up import make
from tests.secrets.scan import found

_SHAPES = (*BY_FORM, *BY_NAME)
# What only detect-secrets' own plugins find, and what no shape says.
_ELSEWHERE = {
    "ibm-cos-key": 'cos_secret_access_key = "{h48}"',
    "cloudant-key": 'cloudant_password = "{h64}"',
    "softlayer-key": 'softlayer_api_key = "{h64}"',
    "jwk-private-key": '{"kty":"EC","crv":"P-256","d":"{w43}"}',
    "wallet-phrase": "mnemonic: tiger lake amber civil dune frost gadget hover index jungle "
    "koala melt",
}


@pytest.mark.parametrize("number", range(len(_SHAPES)), ids=lambda one: _SHAPES[one][0])
def test_a_key_is_told_as_what_it_is(number: int) -> None:
    rule, name, shape = _SHAPES[number]
    dice = random.Random(f"{rule} {shape}")
    told = [found("deploy/.env.production", f"A=1\n{name}={make(shape, dice)}") for _ in range(3)]

    assert told == [[(rule, 2)]] * 3


@pytest.mark.parametrize("rule", _ELSEWHERE)
def test_what_has_a_form_of_its_own_is_told(rule: str) -> None:
    value = make(_ELSEWHERE[rule], random.Random(rule))

    assert (rule, 1) in found("config/app.json", value)


def test_every_kind_is_tested() -> None:
    tested = {rule for rule, _, _ in _SHAPES} | set(_ELSEWHERE)
    kinds = {_kind(one) for family, of in FAMILIES.items() if family != "files" for one in of}

    assert kinds - tested == set()


def test_kinds_are_many_and_one_rule_has_one_wording() -> None:
    rules = {one.rule.id: one.rule for one in FORMS}

    assert len(rules) >= 400
    assert [one.rule.id for one in FORMS if rules[one.rule.id] != one.rule] == []


def _kind(one: Detector) -> str:
    return one.rule.id.removeprefix("secrets/")
