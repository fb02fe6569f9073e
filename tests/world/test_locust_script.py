"""The locustfile is Python that holds the plan, all of it, and nothing a request carries."""

import ast
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.world.locust_script import BODIES, HEADERS, Line, script, visitors


def _plan(text: str) -> dict[str, Any]:
    """The plan as the script itself would read it."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PLAN":
            assert isinstance(node.value, ast.Call)
            plan: dict[str, Any] = json.loads(ast.literal_eval(node.value.args[0]))
            return plan
    raise AssertionError("the script has no plan")


def test_targets_weights_and_expectations_are_in_it() -> None:
    line = Line(name="orders", url="https://app.acme.test/o", weight=3, statuses=(200, 304))
    text = script([line], rate=50, seconds=70, timeout=10, addresses={"a:443": ("127.0.0.1", 8443)})
    plan = _plan(text)

    assert plan["targets"] == [
        {
            "name": "orders",
            "url": "https://app.acme.test/o",
            "weight": 3,
            "method": "GET",
            "statuses": [200, 304],
            "texts": [],
        }
    ]
    assert plan["addresses"] == {"a:443": ["127.0.0.1", 8443]}
    assert (plan["pace"], plan["timeout"]) == (2, 10)
    assert "-u 100 -r 100 -t 70s" in text


def test_what_requests_carry_is_read_from_the_environment() -> None:
    text = script([Line(name="a", url="https://app.acme.test/")], rate=1, seconds=5, timeout=1)

    assert f'json.loads(os.environ.get("{HEADERS}", "{{}}"))' in text
    assert f'json.loads(os.environ.get("{BODIES}", "{{}}"))' in text


def test_visitors_make_the_rate_exactly() -> None:
    for rate in (0.3, 1, 7.5, 50, 99.9):
        line = Line(name="a", url="https://app.acme.test/")
        plan = _plan(script([line], rate=rate, seconds=5, timeout=1))

        assert abs(visitors(rate) / plan["pace"] - rate) < 1e-9


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_text_breaks_out_of_the_script(name: str, contains: str) -> None:
    line = Line(name=name, url="https://app.acme.test/", texts=(contains,))
    text = script([line], rate=1, seconds=5, timeout=1)

    assert _plan(text)["targets"][0]["name"] == name
    assert _plan(text)["targets"][0]["texts"] == [contains]
