"""The values of alerts: webhooks, tokens and addresses, which are secrets and never quoted."""

import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, PlainValidator, WithJsonSchema

from launchready.values.node import Row
from launchready.values.types import as_text, host_and_port, wrong

# Names that are never on the public internet (RFC 6762, RFC 8375, ICANN's .internal).
_PRIVATE = (".internal", ".local", ".lan", ".home.arpa", ".localhost", ".test")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
_TELEGRAM_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,}")
_CHAT = re.compile(r"-?[0-9]{1,20}|@[A-Za-z0-9_]{3,64}")
_PRINTABLE = re.compile(r"[!-~]{1,4096}")
_METHOD = re.compile(r"GET|POST")
_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_ROUTING_KEY = re.compile(r"[A-Za-z0-9]{32}")
_TEXT = {"type": "string"}


def is_private(host: str) -> bool:
    """Whether a host is this machine, a neighbour in a private network, or a container's name."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE)


def hidden_url(value: object) -> str:
    """A URL that is a secret itself, and is therefore never quoted.

    http is taken only within a machine or a private network.
    """
    text = as_text(value).strip()
    meant = "something like https://hooks.example.com/services/… is meant"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise wrong("this is not a URL", meant) from None
    is_odd = any(one.isspace() or not one.isprintable() for one in text)
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or is_odd:
        raise wrong("this is not a URL", meant)
    if parts.username is not None:
        raise wrong("a user and password stand in the URL", "put them into a header or a token")
    if parts.scheme == "http" and not is_private(parts.hostname):
        raise wrong("http would send this in the clear", "write https")
    return text


def _matching(pattern: re.Pattern[str], found: str, meant: str) -> PlainValidator:
    """A value of one shape; it is not quoted, for it may be a secret with a slip in it."""

    def check(value: object) -> str:
        text = as_text(value).strip()
        if not pattern.fullmatch(text):
            raise wrong(found, meant)
        return text

    return PlainValidator(check)


def _addresses(value: object) -> tuple[str, ...]:
    """One mail address or several; each gets a mail of its own."""
    listed = value if isinstance(value, Row | list | tuple) else [value]
    return tuple(_address(one) for one in listed)


def _address(value: object) -> str:
    text = as_text(value).strip()
    if not text.isascii() or not _ADDRESS.fullmatch(text) or len(text) > 254:
        raise wrong(f"{text} is not a mail address", "something like ana@example.com is meant")
    return text


def _server(value: object) -> tuple[str, int]:
    return host_and_port(value, 587)


HiddenUrl = Annotated[str, PlainValidator(hidden_url), WithJsonSchema(_TEXT)]
MailAddress = Annotated[str, PlainValidator(_address), WithJsonSchema(_TEXT)]
MailAddresses = Annotated[
    tuple[str, ...],
    PlainValidator(_addresses),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "array"], "items": _TEXT}),
]
MailServer = Annotated[tuple[str, int], PlainValidator(_server), WithJsonSchema(_TEXT)]
BotToken = Annotated[
    str,
    _matching(
        _TELEGRAM_TOKEN, "this is no token of a Telegram bot", "BotFather gives it: 123:ABC…"
    ),
    WithJsonSchema(_TEXT),
]
Chat = Annotated[
    str,
    _matching(_CHAT, "this is no chat of Telegram", "a number like -1001234567890, or @channel"),
    WithJsonSchema({"type": ["string", "integer"]}),
]
Method = Annotated[
    str,
    _matching(_METHOD, "this is no way to send a pulse", "GET or POST"),
    WithJsonSchema({"enum": ["GET", "POST"]}),
]
Token = Annotated[
    str,
    _matching(_PRINTABLE, "this is no token", "letters, digits and marks without a blank"),
    WithJsonSchema(_TEXT),
]
Topic = Annotated[
    str,
    _matching(_TOPIC, "this is no topic of ntfy", "letters, digits, - and _, at most 64"),
    WithJsonSchema(_TEXT),
]
RoutingKey = Annotated[
    str,
    _matching(
        _ROUTING_KEY,
        "this is no integration key of PagerDuty",
        "the 32 letters and digits of an Events API v2 integration",
    ),
    WithJsonSchema(_TEXT),
]
