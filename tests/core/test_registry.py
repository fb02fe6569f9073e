"""A new check is one file: the registry finds it by walking the rooms."""

import ast
import re
from pathlib import Path

import launchready
from launchready.core import registry
from launchready.core.check import Check

PACKAGE = Path(launchready.__file__).parent
MACHINERY = {
    "core",
    "values",
    "visit",
    "config",
    "world",
    "report",
    "github",
    "demo",
    "discover",
    "watch",
}


def test_every_folder_is_a_room_or_known_machinery() -> None:
    folders = {one.parent.name for one in PACKAGE.glob("*/__init__.py")}

    assert folders - MACHINERY == set(registry.ROOMS)


def test_every_file_that_decorates_a_check_is_found() -> None:
    decorated = {
        f"{file.parent.name}/{file.stem.replace('_', '-')}"
        for room in registry.ROOMS
        for file in (PACKAGE / room).glob("*.py")
        if re.search(r"^@check\(", file.read_text("utf-8"), re.MULTILINE)
    }

    assert decorated == {one.id for one in registry.checks()}


def test_rule_ids_belong_to_one_room_and_say_what_is_wrong() -> None:
    ids = [rule.id for rule in registry.rules()]

    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9-]+", one) for one in ids)
    assert {one.partition("/")[0] for one in ids} <= {*registry.ROOMS, "gate"}


def test_every_rule_tells_a_founder_what_is_lost_and_what_to_do_today() -> None:
    for rule in registry.rules():
        assert rule.title, rule.id
        assert rule.why.endswith("."), rule.id
        assert rule.fix.endswith("."), rule.id
        assert rule.fix[0].isupper(), rule.id
        assert 0 < rule.hours <= 40, rule.id


def test_a_check_emits_only_rules_of_its_room() -> None:
    for one in registry.checks():
        assert {rule.room for rule in one.emits} == {one.room}, one.id


def test_a_check_is_a_coroutine_and_never_a_generator() -> None:
    for one in registry.checks():
        _assert_returns_a_list(one)


def _assert_returns_a_list(one: Check) -> None:
    source = PACKAGE / one.room / f"{one.id.partition('/')[2].replace('-', '_')}.py"
    tree = ast.parse(source.read_text("utf-8"))
    asks = [n for n in ast.walk(tree) if isinstance(n, ast.AsyncFunctionDef) and n.decorator_list]

    assert asks, one.id
    assert not any(isinstance(n, ast.Yield) for ask in asks for n in ast.walk(ask)), one.id
