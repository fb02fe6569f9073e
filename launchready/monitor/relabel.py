"""The rules that make a target's labels (prometheus.io/docs, "relabel_config")."""

import re
from typing import Any

from launchready.monitor.promql_values import fully
from launchready.monitor.written import rows, word
from launchready.visit.values import compiled


def relabelled(labels: dict[str, str], job: Any) -> dict[str, str] | None:
    """The labels after every rule of a job; None where one of them drops the target."""
    for rule in rows(job, "relabel_configs"):
        sources = [labels.get(str(one), "") for one in rows(rule, "source_labels")]
        value = word(rule, "separator", usual=";").join(sources)
        pattern = word(rule, "regex", usual="(.*)")
        action = word(rule, "action", usual="replace").lower()
        if action in ("keep", "drop") and fully(pattern, value) != (action == "keep"):
            return None
        if action == "replace":
            _replace(labels, rule, pattern, value)
        elif action == "labeldrop":
            labels = {one: text for one, text in labels.items() if not fully(pattern, one)}
        elif action == "labelkeep":
            labels = {one: text for one, text in labels.items() if fully(pattern, one)}
        elif action == "labelmap":
            for one in list(labels):
                into = _expanded(pattern, one, word(rule, "replacement", usual="$1"))
                if into:
                    labels[into] = labels[one]
        elif action in ("lowercase", "uppercase"):
            labels[word(rule, "target_label")] = (
                value.lower() if action[0] == "l" else value.upper()
            )
    return labels


def _replace(labels: dict[str, str], rule: Any, pattern: str, value: str) -> None:
    made = _expanded(pattern, value, word(rule, "replacement", usual="$1"))
    if made is not None:
        labels[word(rule, "target_label")] = made


def _expanded(pattern: str, value: str, into: str) -> str | None:
    """`$1` and `${1}` filled in; None where the expression does not match the whole value."""
    try:
        match = compiled(pattern).fullmatch(value)
    except ValueError:
        return None
    if match is None:
        return None

    def group(one: re.Match[str]) -> str:
        number = int(one[1] or one[2])
        return (match.group(number) or "") if number <= match.re.groups else ""

    return re.sub(r"\$(?:\{([0-9]+)\}|([0-9]+))", group, into)
