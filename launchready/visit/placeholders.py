"""What a line may ask about, where each makes sense, and how it may be compared."""

from dataclasses import dataclass
from typing import Literal, get_args

About = Literal[
    "STATUS",
    "RESPONSE_TIME",
    "BODY",
    "HEADER",
    "URL",
    "COOKIE",
    "REDIRECTS",
    "CERTIFICATE_EXPIRATION",
    "IP",
    "LINKS",
    "AUTH",
    "DELAY",
    "CSS",
    "SCHEMA",
]
Operator = Literal[
    "==", "!=", "<", "<=", ">", ">=", "contains", "not contains", "matches", "not matches", "exists"
]

# Where an expectation stands: at what a URL answers, or at a mail that a journey waits for.
Place = Literal["page", "mail"]

_EQUAL: tuple[Operator, ...] = ("==", "!=")
_ORDER: tuple[Operator, ...] = ("<", "<=", ">", ">=")
_TEXT: tuple[Operator, ...] = (
    *_EQUAL,
    "contains",
    "not contains",
    "matches",
    "not matches",
)
Kind = Literal["status", "duration", "number", "count", "text", "word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How something may be compared: with which operators, and with values of what kind."""

    kind: Kind
    operators: tuple[Operator, ...]


COUNTED = Way(kind="count", operators=(*_EQUAL, *_ORDER))
TEXT = Way(kind="text", operators=_TEXT)
WORD = Way(kind="word", operators=(*_TEXT, *_ORDER))
FLAG = Way(kind="word", operators=_EQUAL)

# Each placeholder as it stands alone; None where it is always followed by a name.
ALONE: dict[str, Way | None] = {
    "STATUS": Way(kind="status", operators=(*_EQUAL, *_ORDER)),
    "RESPONSE_TIME": Way(kind="duration", operators=("<", "<=")),
    "BODY": TEXT,
    "HEADER": None,
    "URL": TEXT,
    "COOKIE": None,
    "REDIRECTS": COUNTED,
    "CERTIFICATE_EXPIRATION": Way(kind="duration", operators=(">", ">=")),
    "IP": Way(kind="text", operators=_EQUAL),
    "LINKS": TEXT,
    "AUTH": None,
    "DELAY": Way(kind="duration", operators=("<", "<=")),
}
KNOWN = tuple(ALONE)

COOKIE_PARTS = ("secure", "httponly", "samesite", "max-age", "domain", "path")
REDIRECT_PARTS = ("last",)
LINK_PARTS = ("host", "url")
AUTH_PARTS = ("dkim", "spf", "dmarc")

_PLACES: dict[str, tuple[Place, ...]] = {
    "AUTH": ("mail",),
    "DELAY": ("mail",),
    "BODY": ("page", "mail"),
    "HEADER": ("page", "mail"),
    "LINKS": ("page", "mail"),
    "CSS": ("page", "mail"),
}
WHERE: dict[Place, str] = {
    "page": "it belongs to what a URL answers: a page, a request of a journey",
    "mail": "it belongs to a mail step of a journey",
}


def places(about: str) -> tuple[Place, ...]:
    """Where a placeholder makes sense."""
    return _PLACES.get(about, ("page",))


FUNCTIONS = ("any", "pat", "css", "has", "len")
ABOUT = get_args(About)
