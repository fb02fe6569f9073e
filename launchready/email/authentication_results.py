"""What the receiver wrote into a mail of its own checks (RFC 8601)."""

import re
from dataclasses import dataclass

from launchready.email.mail_file import Mail

_COMMENT = re.compile(r"\([^()]*\)")
_DEEPEST = 5  # comments within comments (RFC 5322, 3.2.2)
_METHOD = re.compile(r"\s*([a-z0-9-]+)(?:/[0-9]+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PERMITTED = re.compile(r"(?:client-ip\s*=\s*|designates\s+|remote-ip\s*=\s*)([0-9a-f.:]+)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The results of one header, (method, result) in order."""

    line: int
    results: tuple[tuple[str, str], ...]

    def of(self, method: str) -> tuple[str, ...]:
        return tuple(result for name, result in self.results if name == method)


def told_by(mail: Mail, receiver: str) -> Told | None:
    """The topmost header of a receiver; those below it, or by others, anybody can write."""
    for field in mail.all_of("authentication-results"):
        text = field.value
        for _ in range(_DEEPEST):
            text = _COMMENT.sub("", text)
        identity, *methods = text.split(";")
        name = identity.split()[0].lower().rstrip(".") if identity.split() else ""
        if name != receiver.lower():
            continue
        found = [_METHOD.match(one) for one in methods]
        results = tuple((one[1].lower(), one[2].lower()) for one in found if one)
        return Told(line=field.line, results=results)
    return None


def client(mail: Mail) -> str:
    """The address that delivered the mail, as its receiver noted; "" when it did not."""
    for field in mail.fields:
        if field.name in ("received-spf", "authentication-results", "arc-authentication-results"):
            found = _PERMITTED.search(field.value)
            if found and _is_address(found[1].rstrip(".:")):
                return found[1].rstrip(".:")
    return ""


def _is_address(text: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(text)
    except ValueError:
        return False
    return True
