"""Writes the mail of an alert: an incident a thread, and no header but its own."""

import hashlib
from email.message import EmailMessage
from email.utils import format_datetime

from launchready.watch import channels_escape as escape
from launchready.watch.channels_told import Told

_SUBJECT = 150


def mail(told: Told, sender: str, to: str) -> EmailMessage:
    """The message: plain text, answers to a robot discouraged (RFC 3834), an incident a thread."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = escape.header(told.short, _SUBJECT)
    message["Date"] = format_datetime(told.at)
    domain = sender.rpartition("@")[2]
    thread = f"<{_digest(told.incident)}.incident@{domain}>"
    message["Message-ID"] = f"<{_digest(told.id)}.{told.kind}@{domain}>"
    message["In-Reply-To"] = message["References"] = thread
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if told.kind in ("down", "unknown"):
        message["Importance"] = "high"
    when = f"At {told.at:%Y-%m-%d %H:%M:%S} UTC."
    text = "\n".join([told.short, "", *told.shown, "", when])
    message.set_content(text, cte="quoted-printable")
    return message


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
