"""What is sought in every line, by its number, and what a line with it must have, too."""

import re
from collections.abc import Iterator

from launchready.secrets import pem
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.generic import NAMES
from launchready.secrets.job import Job
from launchready.secrets.scanner import ANY, Sought
from launchready.secrets.short_forms import short_form
from launchready.secrets.wrapped import SHORTEST, in_addresses, in_base64

# Anchors shorter than this stand everywhere (`sk_` in `task_id`), so the form is looked for. It
# takes hyperscan longer to make ready; from five on it gains nothing.
_RARE = 4
# How much of a form is demanded, in characters; where a detector has no anchor, more.
_DEMANDED = 14
_WITHOUT_ANCHOR = 48
MARKS = tuple(one.encode() for one in pem.MARKS)
_IN_BASE64 = b"[A-Za-z0-9+/_-]{%d}" % SHORTEST
# What these plugins find is at least this; their anchors stand in many words.
_RUN = rb"[A-Za-z0-9_/+-]{20}"
_OF_PLUGINS = dict.fromkeys(
    (
        *("AWSKeyDetector", "IbmCloudIamDetector", "IbmCosHmacDetector"),
        *("CloudantDetector", "SoftlayerDetector"),
    ),
    _RUN,
)
# Its anchors are two letters long, and all that it finds is of one form.
_OF_TWILIO = Sought(rb"(?:AC|SK)[a-z0-9]{20}", is_word=False)
# Anchors that every other file has. Detectors of files of one name are not asked for by them:
# such files are few, and read whole.
_COMMON = frozenset({"http", "pass", "password", '"', "$", "[", 'key="'})
# Quoted strings that may look random: detect-secrets' alphabets, and what is asked of them here.
_RANDOM = rb"[\"'][A-Za-z0-9+/\\_=-]{20}"


class CannotSieveError(Exception):
    """A founder's own pattern may match anything, so everything has to be read."""


class Index:
    """What is sought, by its number; whose it is; and what a line with it must have, too."""

    def __init__(self) -> None:
        self.places: list[list[int]] = []
        self._numbers: dict[Sought, int] = {}
        self._more: list[list[Detector | bytes] | None] = []
        self._confirming: dict[int, re.Pattern[bytes] | None] = {}

    @property
    def sought(self) -> tuple[Sought, ...]:
        return tuple(self._numbers)

    def add(
        self, sought: Sought, *, place: int | None = None, more: Detector | bytes | None = None
    ) -> None:
        """`more` is a form a line must have, too, or the detector whose form that is."""
        number = self._numbers.setdefault(sought, len(self._numbers))
        if number == len(self.places):
            self.places.append([])
            self._more.append([])
        if place is not None:
            self.places[number].append(place)
        listed = self._more[number]
        if more is None or listed is None:
            self._more[number] = None
        else:
            listed.append(more)

    def wrapped(self) -> None:
        """How keys begin once base64 hides them."""
        for one in in_base64():
            self.add(Sought(one.encode()), more=_IN_BASE64)

    def form(self, place: int, one: Detector) -> None:
        """What stands wherever a detector's own pattern matches, or its plugin may."""
        is_rare = one.reach or (one.anchors and min(map(len, one.anchors)) >= _RARE)
        short = None if is_rare or not one.pattern else _short(one)
        if short is not None:
            self.add(Sought(short, is_word=False), place=place)
        elif one.pattern:
            for anchor in _anchors(one):
                self.add(anchor, place=place, more=one)
        if one.plugin == "TwilioKeyDetector":
            self.add(_OF_TWILIO, place=place)
        elif one.plugin:
            for anchor in _anchors(one):
                self.add(anchor, place=place, more=_OF_PLUGINS.get(one.plugin))

    def custom(self, one: Detector) -> None:
        """A founder's own kind, by its keywords or by its form. Raises CannotSieveError."""
        if one.anchors:
            for anchor in _anchors(one):
                self.add(anchor)
            return
        short = short_form(one.pattern, _WITHOUT_ANCHOR)
        if short is None or re.match(short, b""):
            raise CannotSieveError(one.rule.id)
        self.add(Sought(short, is_word=False))

    def confirms(self, number: int, text: bytes, start: int, stop: int) -> bool:
        """Whether a stretch with a hit has all that it must have."""
        if number == ANY:
            return True
        if number not in self._confirming:
            self._confirming[number] = _confirming(self._more[number])
        confirming = self._confirming[number]
        return confirming is None or bool(confirming.search(text, start, stop))


def _short(detector: Detector) -> bytes | None:
    return short_form(detector.pattern, _DEMANDED if detector.anchors else _WITHOUT_ANCHOR)


def _confirming(more: list[Detector | bytes] | None) -> "re.Pattern[bytes] | None":
    """None where a hit is enough."""
    forms = [one if isinstance(one, bytes) else _short(one) for one in more or ()]
    told = dict.fromkeys(one for one in forms if one is not None)
    return re.compile(b"|".join(told)) if told and None not in forms else None


def unconfirmed(job: Job) -> Iterator[Sought]:
    """What stands in a line with a password, a private key or, where asked for, chance."""
    yield from (Sought(name.encode(), folded=True) for name in NAMES)
    yield from (Sought(mark) for mark in MARKS)
    yield from (Sought(one.encode(), folded=True) for one in in_addresses())
    if job.random:
        yield Sought(_RANDOM, is_word=False)


def _anchors(detector: Detector) -> list[Sought]:
    return [Sought(one.encode(), folded=detector.folded) for one in detector.anchors]


def is_told_by_file(detector: Detector) -> bool:
    """Whether nothing rare in a line but the name of its file says that a value may stand there."""
    return bool(detector.path) and (
        not detector.anchors or not _COMMON.isdisjoint(detector.anchors)
    )
