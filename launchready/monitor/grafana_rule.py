"""One alerting rule of Grafana, written as the PromQL that says the same."""

import re
from typing import Any

from launchready.monitor.promql_tree import PromqlError
from launchready.monitor.written import part, rows, truth, word

# Expressions that name one another go no deeper in anything people write.
DEEPEST = 10
_OVER = {
    "mean": "avg_over_time",
    "avg": "avg_over_time",
    "min": "min_over_time",
    "max": "max_over_time",
    "sum": "sum_over_time",
    "count": "count_over_time",
    "median": "quantile_over_time(0.5,",
}
_COMPARED = {"gt": ">", "lt": "<", "gte": ">=", "lte": "<=", "eq": "==", "ne": "!="}
_NAMED = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?")


def expression(rule: Any) -> str:
    """The PromQL whose result is not empty when the rule fires. Raises PromqlError where a part
    is of a kind we do not know."""
    queries = {word(one, "refId"): one for one in rows(rule, "data")}
    return _of(word(rule, "condition"), queries, 0)


def _of(name: str, queries: dict[str, Any], depth: int) -> str:
    query = queries.get(name)
    if query is None or depth > DEEPEST:
        raise PromqlError(f"it has no query {name}")
    model = part(query, "model")
    if word(query, "datasourceUid") not in ("__expr__", "-100") and not word(model, "expression"):
        text = word(model, "expr")
        if not text:
            raise PromqlError(f"its query {name} is not PromQL")
        return f"({text})"
    kind = word(model, "type")
    if kind == "math":
        return _math(word(model, "expression"), queries, depth)
    if kind == "classic_conditions":
        return _classic(model, queries, depth)
    inner = word(model, "expression").strip("${}")
    if kind == "reduce":
        return _reduced(inner, word(model, "reducer", usual="last"), queries, depth)
    if kind == "threshold":
        conditions = rows(model, "conditions")
        if conditions:
            return (
                f"({_compared(_of(inner, queries, depth + 1), part(conditions[0], 'evaluator'))})"
            )
    if kind == "resample":
        return _of(inner, queries, depth + 1)
    raise PromqlError(f"its expression {name} is of the kind {kind or 'nobody knows'}")


def _math(text: str, queries: dict[str, Any], depth: int) -> str:
    if "!" in text.replace("!=", ""):
        raise PromqlError("a negation in its mathematics is not read")
    text = text.replace("&&", " and ").replace("||", " or ")
    return f"({_NAMED.sub(lambda one: _of(one[1], queries, depth + 1), text)})"


def _reduced(inner: str, how: str, queries: dict[str, Any], depth: int) -> str:
    text = _of(inner, queries, depth + 1)
    query = queries[inner]
    if how in ("last", "") or truth(query, "model", "instant"):
        return text
    if how not in _OVER:
        raise PromqlError(f"its reducer {how} is not known")
    span = int(float(word(query, "relativeTimeRange", "from", usual="600") or 600))
    function = _OVER[how]
    opened = function if function.endswith(",") else f"{function}("
    return f"{opened}{text}[{max(span, 60)}s:60s])"


def _classic(model: Any, queries: dict[str, Any], depth: int) -> str:
    found = ""
    for one in rows(model, "conditions"):
        name = next((str(each) for each in rows(one, "query", "params")), "")
        how = word(one, "reducer", "type", usual="last")
        text = _reduced(name, how, queries, depth) if name in queries else _of(name, queries, depth)
        joined = word(one, "operator", "type", usual="and")
        compared = f"({_compared(text, part(one, 'evaluator'))})"
        found = f"{found} {joined} {compared}" if found else compared
    if not found:
        raise PromqlError("it has no condition")
    return f"({found})"


def _compared(text: str, evaluator: Any) -> str:
    kind = word(evaluator, "type")
    params = [str(one) for one in rows(evaluator, "params")]
    if kind in _COMPARED and params:
        return f"{text} {_COMPARED[kind]} {params[0]}"
    if kind == "within_range" and len(params) > 1:
        return f"{text} > {params[0]} < {params[1]}"
    if kind == "outside_range" and len(params) > 1:
        return f"{text} < {params[0]} or {text} > {params[1]}"
    if kind == "no_value":
        return f"absent({text})"
    raise PromqlError(f"its threshold {kind} is not known")
