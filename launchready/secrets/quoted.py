"""Finds keys in the words of a report: what a server, a zone or a path said may hold one.

A message quotes what was seen, and no room can know that a record or a header is somebody's key.
Only forms that are nothing else are taken: a figure that merely looks random stays readable.
"""

from collections.abc import Iterable
from datetime import datetime

from launchready.core.finding import Impact
from launchready.core.location import NOWHERE
from launchready.core.repository import Lines
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.engine import hits
from launchready.secrets.job import Job
from launchready.secrets.scope import Scope
from launchready.secrets.sieve import Sieve

_FORMS = frozenset(one.rule.id for one in FORMS)


def keys_in(texts: Iterable[str], now: datetime) -> frozenset[str]:
    """The keys that stand in these texts, whole."""
    lines = tuple(enumerate((line for one in texts for line in one.splitlines()), 1))
    if not lines:
        return frozenset()
    sieve = Sieve(Job(scope=Scope(kind="tree"), at=NOWHERE), now)
    found = hits(Lines(path="a report", lines=lines), now, forms=sieve.forms)
    return frozenset(
        one.value
        for one in found
        if one.impact is Impact.BLOCKER and one.detector.rule.id in _FORMS
    )
