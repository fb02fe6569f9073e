"""A page that asks to log in is told from one where a member changes the password."""

import pytest

from launchready.visit.forms import asks_to_log_in

_ONE = "<input name=user><input type=password name=p autocomplete=current-password>"
_NEW = "<input type=password name=a autocomplete='new-password'>"
_THREE = "<input type=password name=a><input type=Password name=b><input type=password name=c>"


@pytest.mark.parametrize(
    ("html", "is_login"),
    [
        (f"<form>{_ONE}</form>", True),
        (f"<form>{_THREE}</form><form>{_ONE}</form>", True),
        ("<form><input type=PASSWORD></form>", True),
        (f"<form>{_THREE}</form>", False),
        (f"<form><input name=mail>{_NEW}</form>", False),
        ("<form><input name=q></form>", False),
        ("<h1>Welcome</h1>", False),
    ],
)
def test_a_login_asks_for_one_password_that_one_has(html: str, is_login: bool) -> None:
    assert asks_to_log_in(html) is is_login
