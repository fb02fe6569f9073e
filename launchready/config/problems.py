"""Says in a founder's words what pydantic found wrong, at the line where it stands."""

from collections.abc import Iterable, Mapping
from typing import Any

from launchready.core.location import Location
from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import Problem, nearest
from launchready.values.setting import Setting, keys_at

Path = tuple[str | int, ...]


def problems_of(
    errors: Iterable[Mapping[str, Any]], root: Node, model: type[Setting]
) -> list[Problem]:
    """Every error of a ValidationError, at its place in the file."""
    listed = list(errors)
    guesses = {_guess(one["loc"], model) for one in listed if one["type"] == "extra_forbidden"}
    kept = [one for one in listed if not (one["type"] == "missing" and one["loc"] in guesses)]
    return [_problem(one, root, model) for one in kept]


def _guess(loc: Path, model: type[Setting]) -> Path | None:
    near = nearest(str(loc[-1]), keys_at(model, loc[:-1]))
    return (*loc[:-1], near) if near else None


def _problem(error: Mapping[str, Any], root: Node, model: type[Setting]) -> Problem:
    loc: Path = error["loc"]
    at, key_at = _places(root, loc)
    name = _name(loc)
    match error["type"]:
        case "extra_forbidden":
            known = keys_at(model, loc[:-1])
            near = nearest(str(loc[-1]), known)
            meant = f"did you mean {near}?" if near else f"the keys here are {', '.join(known)}"
            return Problem(at=key_at, found=f"{loc[-1]} is not a key here", meant=meant)
        case "missing":
            return Problem(at=at, found=f"{loc[-1]} is missing", meant="it must be given here")
        case "literal_error":
            return _choice(error, at, name)
        case "tuple_type" | "list_type":
            return Problem(
                at=at, found=f"{name} is not a list", meant="write [one, two] or '- ' lines"
            )
        case "dict_type" | "model_type":
            return Problem(
                at=at, found=f"{name} is not a mapping", meant="write 'key: value' lines"
            )
        case _:
            return Problem(at=at, found=f"{name}: {error['msg']}" if name else str(error["msg"]))


def _choice(error: Mapping[str, Any], at: Location, name: str) -> Problem:
    choices = [
        one.strip("' ") for one in str(error["ctx"]["expected"]).replace(" or ", ",").split(",")
    ]
    near = nearest(str(error["input"]), choices)
    meant = f"did you mean {near}?" if near else f"it is one of {', '.join(choices)}"
    return Problem(at=at, found=f"{name} is {error['input']}", meant=meant)


def _name(loc: Path) -> str:
    return ".".join(str(step) for step in loc if isinstance(step, str) and step != "[key]")


def _places(root: Node, loc: Path) -> tuple[Location, Location]:
    """Where a path's value stands, and its key; as near as the file goes."""
    node, key_at = root, root.at
    for step in loc:
        if isinstance(node, Block) and (key := node.key(str(step))) is not None:
            node, key_at = node[key], key.at
        elif isinstance(node, Row) and isinstance(step, int) and step < len(node):
            node = node[step]
            key_at = node.at
    is_blank = isinstance(node, Text) and node.is_blank
    return (key_at if is_blank else node.at), key_at
