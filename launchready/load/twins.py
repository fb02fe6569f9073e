"""Two versions measured in turns: each target beside the same one of another deployment.

Both are asked by the same machine within the same seconds, so that neither the day nor the
sender makes a difference.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from launchready.core.histogram import Histogram
from launchready.core.load import Run, Target

_PORTS = {"http": 80, "https": 443}


def twin(target: Target, here: str, there: str) -> Target | None:
    """The same target at another base URL; None where it is not below `here`, or is a visit."""
    if target.visit is not None or _origin(target.url) != _origin(here):
        return None
    other = urlsplit(there)
    url = urlsplit(target.url)._replace(scheme=other.scheme, netloc=other.netloc).geturl()
    return replace(target, name=twin_name(target.name, there), url=url)


def twin_name(name: str, there: str) -> str:
    """What samples of a twin are filed under; no target's own name has a line break."""
    return f"{name}\n{there}"


def histogram_of(run: Run, name: str, there: str) -> Histogram | None:
    """What a target's twin took in a run; None where it has none there."""
    wanted = twin_name(name, there)
    taken = [one.taken for one in run.samples if one.target == wanted and not one.error]
    return Histogram.of(taken) if taken else None


def failed_share(run: Run, name: str, there: str) -> float:
    """The share of a twin's requests that failed, 0 to 1; 0 where there are none."""
    wanted = twin_name(name, there)
    errors = [bool(one.error) for one in run.samples if one.target == wanted]
    return sum(errors) / len(errors) if errors else 0.0


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
