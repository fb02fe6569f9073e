"""PromQL's functions over a stretch of time, and its sums over many series."""

import itertools
import math
import statistics
from typing import Any

from launchready.monitor.promql_tree import PromqlError
from launchready.monitor.promql_values import Labels, Vector, without


def summed(name: str, values: list[float], argument: object = None) -> float:
    """One value of several series. Raises PromqlError."""
    match name:
        case "sum":
            return math.fsum(values)
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "avg":
            return math.fsum(values) / len(values)
        case "count":
            return float(len(values))
        case "group":
            return 1.0
        case "stddev":
            return statistics.pstdev(values)
        case "stdvar":
            return statistics.pvariance(values)
        case "quantile" if isinstance(argument, float):
            return quantile(argument, values)
    raise PromqlError(f"{name} is not known here")


def over_time(name: str, given: list[Any]) -> Vector:
    """A function of a range of samples. Raises PromqlError for one that is not known."""
    at = 1 if name == "quantile_over_time" else 0
    if len(given) <= at or not isinstance(given[at], list):
        raise PromqlError(f"{name} is not known here")
    found = []
    for labels, samples in given[at]:
        if not isinstance(samples, list):
            raise PromqlError(f"{name} is not known here")
        value = _of(name, samples, given)
        kept = labels if name == "last_over_time" else without(labels, "__name__")
        if value is not None:
            found.append(_pair(kept, value))
    return found


def _pair(labels: Labels, value: float) -> tuple[Labels, float]:
    return labels, value


def _of(name: str, samples: list[tuple[float, float]], given: list[Any]) -> float | None:
    values = [value for _, value in samples]
    if name == "last_over_time":
        return values[-1]
    if name == "present_over_time":
        return 1.0
    if name == "quantile_over_time":
        return quantile(float(given[0]), values)
    if name.endswith("_over_time"):
        return summed(name.removesuffix("_over_time"), values)
    if name == "changes":
        return float(sum(a != b for a, b in itertools.pairwise(values)))
    if name == "resets":
        return float(sum(b < a for a, b in itertools.pairwise(values)))
    if name in ("rate", "increase", "irate", "delta", "idelta", "deriv"):
        return _slope(name, samples)
    raise PromqlError(f"{name} is not known here")


def _slope(name: str, samples: list[tuple[float, float]]) -> float | None:
    """By how much samples grow; what Prometheus guesses beyond the first and last is left out."""
    if len(samples) < 2:
        return None
    if name in ("irate", "idelta"):
        samples = samples[-2:]
    grown = samples[-1][1] - samples[0][1]
    if name not in ("delta", "idelta", "deriv"):  # counters start again at 0
        grown += sum(a for (_, a), (_, b) in itertools.pairwise(samples) if b < a)
    long = samples[-1][0] - samples[0][0]
    return grown / long if name in ("rate", "irate", "deriv") else grown


def quantile(share: float, values: list[float]) -> float:
    """Linear between the two nearest (Prometheus' quantile)."""
    if not 0 <= share <= 1:
        return math.inf if share > 1 else -math.inf
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
