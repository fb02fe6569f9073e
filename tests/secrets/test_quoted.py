"""A key in the words of a report is known for one; what only looks random stays readable."""

import random

from hypothesis import given
from hypothesis import strategies as st

from launchready.secrets.quoted import keys_in
from tests.secrets.samples import BY_FORM
from tests.worlds import NOON

KEY = BY_FORM["github"][2](random.Random(3))


def test_a_key_is_found_whole_wherever_a_message_quotes_it() -> None:
    said = (f"a.test TXT is 'verify={KEY}'; the map says 'other'", "", "keys/settings.py:3")

    assert keys_in(said, NOON) == {KEY}


def test_what_only_looks_random_stays() -> None:
    dkim = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvJ0xkq9d2" + "aB3" * 60
    said = (dkim, "9f3c2ab1d0e47756c1a2b3c4d5e6f70812345678", "password: contains hunter2hunter2")

    assert keys_in(said, NOON) == frozenset()


def test_a_report_without_words_has_no_keys() -> None:
    assert keys_in((), NOON) == frozenset()
    assert keys_in(("", "\n"), NOON) == frozenset()


@given(st.lists(st.text(max_size=60), max_size=5))
def test_no_text_breaks_it(said: list[str]) -> None:
    assert all(any(key in one for one in said) for key in keys_in(said, NOON))
