"""What a PromQL expression answers in a world of series (prometheus.io/docs, "Operators" and
"Functions"); as much of it as alerting rules use."""

import math
import operator
from collections.abc import Callable
from typing import Any

from launchready.monitor import promql_over
from launchready.monitor.promql_tree import (
    Aggregate,
    Binary,
    Call,
    Negated,
    PromqlError,
    Selector,
    Subquery,
    selectors,
)
from launchready.monitor.promql_values import Labels, Range, Vector, World, labels_of, only, without

# How many times one subquery is asked at most; Prometheus has the same sort of limit.
MOST_STEPS = 2000

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COUNT: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: (
        a / b if b else (math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a))
    ),
    "%": lambda a, b: math.fmod(a, b) if b and not math.isinf(a) else math.nan,
    "atan2": math.atan2,
}
_EACH: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "sgn": lambda one: float((one > 0) - (one < 0)),
}


def found(node: object, world: World, time: float) -> Vector:
    """The vector an expression answers at a time; a number that is not 0 counts as one of no
    labels. Raises PromqlError."""
    try:
        made = answer(node, world, time)
        if isinstance(made, float):
            return [((), made)] if made else []
        if isinstance(made, list) and all(isinstance(value, float) for _, value in made):
            listed: Vector = made
            return listed
    except (TypeError, ValueError, ArithmeticError, AttributeError, IndexError) as error:
        raise PromqlError(f"it cannot be worked out: {type(error).__name__}") from None
    raise PromqlError("it answers no numbers")


def answer(node: object, world: World, time: float) -> Any:
    """The value at a time: a number, a text, a Vector or a Range. Raises PromqlError."""
    match node:
        case float() | str():
            return node
        case Selector(span=None):
            return world.at(node, time)
        case Selector():
            return world.over(node, time)
        case Subquery():
            return _subquery(node, world, time)
        case Negated():
            return _negated(answer(node.inner, world, time))
        case Binary():
            left, right = answer(node.left, world, time), answer(node.right, world, time)
            return _binary(node, left, right)
        case Aggregate():
            return _aggregate(node, answer(node.inner, world, time))
        case Call():
            return _call(node, world, time)
    raise PromqlError("this is no expression")


def _negated(inner: Any) -> Any:
    if isinstance(inner, float):
        return -inner
    return [(without(labels, "__name__"), -value) for labels, value in inner]


def _subquery(node: Subquery, world: World, time: float) -> Range:
    step = node.step or 60.0
    end = time - node.back
    if node.span / step > MOST_STEPS:
        raise PromqlError(f"a subquery of more than {MOST_STEPS} steps is not asked")
    found: dict[Labels, list[tuple[float, float]]] = {}
    for place in range(math.ceil((end - node.span) / step), int(end // step) + 1):
        for labels, value in _vector(answer(node.inner, world, place * step)):
            found.setdefault(labels, []).append((place * step, value))
    return list(found.items())


def _vector(made: Any) -> Vector:
    if isinstance(made, float):
        return [((), made)]
    listed: Vector = made
    return listed


def _binary(node: Binary, left: Any, right: Any) -> Any:
    if node.sign in ("and", "or", "unless"):
        return _set(node, left, right)
    if isinstance(left, float) and isinstance(right, float):
        return _number(node, left, right)
    found: Vector = []
    if isinstance(left, float) or isinstance(right, float):
        for labels, value in right if isinstance(left, float) else left:
            a, b = (left, value) if isinstance(left, float) else (value, right)
            found += _one(node, labels, value, a, b)
        return found
    for labels, value in left:
        for other, meant in right:
            if _key(node, labels) == _key(node, other):
                kept = other if node.many == "group_right" else labels
                if node.many or (node.sign in _COMPARE and not node.as_bool):
                    found += _one(node, kept, value, value, meant)
                else:
                    found += _one(node, _key(node, labels), value, value, meant)
    return found


def _number(node: Binary, left: float, right: float) -> float:
    if node.sign in _COMPARE:
        return float(_COMPARE[node.sign](left, right))
    return _power(left, right) if node.sign == "^" else float(_COUNT[node.sign](left, right))


def _power(left: float, right: float) -> float:
    try:
        found = left**right
    except (OverflowError, ZeroDivisionError):
        return math.inf
    return math.nan if isinstance(found, complex) else float(found)


def _one(node: Binary, labels: Labels, value: float, a: float, b: float) -> Vector:
    if node.sign in _COMPARE:
        is_so = _COMPARE[node.sign](a, b)
        if node.as_bool:
            return [(without(labels, "__name__"), float(is_so))]
        return [(labels, value)] if is_so else []
    return [(without(labels, "__name__"), _number(node, a, b))]


def _key(node: Binary, labels: Labels) -> Labels:
    if node.on is not None:
        return only(labels, node.on)
    return without(labels, "__name__", *node.ignoring)


def _set(node: Binary, left: Any, right: Any) -> Vector:
    first, second = _vector(left), _vector(right)
    there = {_key(node, labels) for labels, _ in second}
    here = {_key(node, labels) for labels, _ in first}
    match node.sign:
        case "and":
            return [one for one in first if _key(node, one[0]) in there]
        case "unless":
            return [one for one in first if _key(node, one[0]) not in there]
    return first + [one for one in second if _key(node, one[0]) not in here]


def _aggregate(node: Aggregate, found: Any) -> Vector:
    groups: dict[Labels, list[tuple[Labels, float]]] = {}
    for labels, value in _vector(found):
        kept = (
            without(labels, "__name__", *node.labels) if node.without else only(labels, node.labels)
        )
        groups.setdefault(kept, []).append((labels, value))
    if node.name in ("topk", "bottomk"):
        count = int(node.argument) if isinstance(node.argument, float) else 1
        sign = -1 if node.name == "topk" else 1
        return [
            one
            for each in groups.values()
            for one in sorted(each, key=lambda pair: sign * pair[1])[:count]
        ]
    return [
        (labels, promql_over.summed(node.name, [value for _, value in each], node.argument))
        for labels, each in groups.items()
    ]


def _call(node: Call, world: World, time: float) -> Any:
    name = node.name.lower()
    if name == "time":
        return world.now + time
    if name in ("absent", "absent_over_time"):
        return _absent(node, world, time)
    if not node.given:
        raise PromqlError(f"{node.name} is not known here")
    given = [answer(one, world, time) for one in node.given]
    if name in ("vector", "sort", "sort_desc"):
        return _vector(given[0])
    if name == "scalar":
        return float(given[0][0][1]) if len(given[0]) == 1 else math.nan
    if name == "timestamp":
        return [(without(labels, "__name__"), world.now + time) for labels, _ in given[0]]
    if name in _EACH:
        return [(without(labels, "__name__"), float(_EACH[name](one))) for labels, one in given[0]]
    if name in ("round", "clamp_min", "clamp_max", "clamp"):
        return [(without(la, "__name__"), _limited(name, v, given[1:])) for la, v in given[0]]
    if name in ("label_replace", "label_join"):
        kept: Vector = given[0]
        return kept
    return promql_over.over_time(name, given)


def _limited(name: str, value: float, given: list[Any]) -> float:
    if name == "round":
        unit = given[0] if given else 1.0
        return math.floor(value / unit + 0.5) * unit
    low = given[0] if name != "clamp_max" else -math.inf
    high = given[-1] if name != "clamp_min" else math.inf
    return float(max(low, min(high, value)))


def _absent(node: Call, world: World, time: float) -> Vector:
    if answer(node.given[0], world, time):
        return []
    named = selectors(node.given[0])[:1]
    equal = [one for each in named for one in each.matchers if one.sign == "="]
    return [(labels_of({one.label: one.value for one in equal if one.label != "__name__"}), 1.0)]
