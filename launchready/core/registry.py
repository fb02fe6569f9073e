"""Finds the checks by walking the rooms."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from launchready.core import waiver
from launchready.core.check import Check
from launchready.core.finding import Rule

# In reading order: what a founder wants to know first comes first.
ROOMS = (
    "secrets",
    "dns",
    "tls",
    "web",
    "email",
    "smoke",
    "load",
    "edge",
    "deploy",
    "monitor",
    "assistant",
    "handover",
)


@cache
def checks(chosen: tuple[str, ...] = ()) -> tuple[Check, ...]:
    """Every check of the chosen rooms, or of all; rooms in reading order, checks by name."""
    rooms = [one for one in ROOMS if not chosen or one in chosen]
    return tuple(one for room in rooms for one in _in_room(room))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule any check emits, once, in the order of its check; those of waivers come last."""
    everything = [rule for one in checks() for rule in one.emits] + list(waiver.RULES)
    return tuple({rule.id: rule for rule in everything}.values())


def _in_room(room: str) -> list[Check]:
    package = importlib.import_module(f"launchready.{room}")
    folder = Path(str(package.__file__)).parent
    modules = sorted(one.name for one in pkgutil.iter_modules([str(folder)]))
    found = [importlib.import_module(f"launchready.{room}.{name}") for name in modules]
    return [value for module in found for value in vars(module).values() if _is_of(value, module)]


def _is_of(value: object, module: object) -> bool:
    return isinstance(value, Check) and value.ask.__module__ == vars(module)["__name__"]
