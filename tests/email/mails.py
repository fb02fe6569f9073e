"""Mail as a product sends it, signed at run time."""

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256

from launchready.email.dkim_signature import canonical_body, canonical_field
from tests.email import keys

HTML = (
    '<p>Welcome! <a href="https://app.acme.test/confirm?t=1">Confirm</a>'
    '<img src="https://acme.test/logo.png"></p>\r\n'
)


def mail(
    body: str = HTML,
    *,
    sender: str = "Acme <hello@acme.test>",
    extra: str = "",
    kind: str = "text/html; charset=utf-8",
    encoding: str = "8bit",
) -> bytes:
    return (
        "Return-Path: <bounce@acme.test>\r\n"
        f"{extra}"
        "Received: from m.acme.test (m.acme.test [192.0.2.25]) by mx.receiver.example\r\n"
        "Received-SPF: pass (domain of acme.test) client-ip=192.0.2.25;\r\n"
        f"From: {sender}\r\n"
        "To: ada@example.com\r\n"
        "Subject: Welcome  to\r\n\tAcme\r\n"
        "Date: Tue, 24 Nov 2026 12:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        f"Content-Type: {kind}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n"
        f"\r\n{body}"
    ).encode()


def signed(
    raw: bytes,
    *,
    domain: str = "acme.test",
    selector: str = "pm",
    ways: str = "relaxed/relaxed",
    algorithm: str = "rsa-sha256",
    names: str = "from:to:subject:date",
    more: str = "",
) -> bytes:
    """The mail under a DKIM signature of our own making."""
    head, _, body = raw.partition(b"\r\n\r\n")
    header_way, _, body_way = ways.partition("/")
    hashed = hashlib.sha256(canonical_body(body, body_way)).digest()
    field = (
        f"DKIM-Signature: v=1; a={algorithm}; c={ways}; d={domain}; s={selector};\r\n"
        f"\th={names}; {more}bh={base64.b64encode(hashed).decode()};\r\n\tb="
    ).encode()
    fields: list[bytes] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t"):
            fields[-1] += b"\r\n" + line
        else:
            fields.append(line)
    data = b""
    for name in names.split(":"):
        own = [one for one in fields if one.lower().startswith(name.encode() + b":")]
        data += canonical_field(own[-1], header_way) + b"\r\n" if own else b""
    data += canonical_field(field, header_way)
    if algorithm == "ed25519-sha256":
        signature = keys.ed25519().sign(hashlib.sha256(data).digest())
    else:
        signature = keys.rsa().sign(data, padding.PKCS1v15(), SHA256())
    return field + base64.b64encode(signature) + b"\r\n" + raw
