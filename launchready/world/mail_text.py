"""Reads a mail as it came over the wire into what a reader sees (RFC 5322, RFC 2045)."""

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

from launchready.core.inbox import Letter

_LONGEST = 2_000_000  # bytes that are read of one mail
_MOST_PARTS = 100


def letter(
    id_: str, raw: bytes, *, to: tuple[str, ...] = (), received: datetime | None = None
) -> Letter:
    """A mail; `to` are recipients that the envelope names beside the header. What cannot be
    decoded is read as far as it goes."""
    message = message_from_bytes(raw[:_LONGEST], policy=policy.default)
    named = [_header(message, one) for one in ("to", "cc", "delivered-to", "x-original-to")]
    addresses = [address.lower() for _, address in getaddresses([one for one in named if one])]
    text, html = _bodies(message)
    return Letter(
        id=id_,
        to=tuple(dict.fromkeys((*to, *(one for one in addresses if one)))),
        sender=_header(message, "from"),
        subject=_header(message, "subject"),
        text=text,
        html=html,
        headers=tuple((name.lower(), _plain(value)) for name, value in message.raw_items()),
        received=received or _date(_header(message, "date")),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return _plain(str(message.get(name, "")))
    except Exception:  # noqa: BLE001 - the standard library fails in many ways on odd headers
        raw = [value for key, value in message.raw_items() if key.lower() == name]
        return _plain(str(raw[0])) if raw else ""


def _plain(value: object) -> str:
    return " ".join(str(value).split())


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _bodies(message: EmailMessage) -> tuple[str, str]:
    text: list[str] = []
    html: list[str] = []
    for part in list(message.walk())[:_MOST_PARTS]:
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or _is_file(part):
            continue
        (html if kind == "text/html" else text).append(_decoded(part))
    return "\n".join(text), "\n".join(html)


def _is_file(part: object) -> bool:
    try:
        return bool(cast(EmailMessage, part).get_content_disposition() == "attachment")
    except Exception:  # noqa: BLE001 - an odd Content-Disposition is no attachment
        return False


def _decoded(part: object) -> str:
    payload = cast(EmailMessage, part).get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else str(payload).encode("utf-8", "replace")
    try:
        charset = cast(EmailMessage, part).get_content_charset() or "utf-8"
        return raw.decode(charset, "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")
