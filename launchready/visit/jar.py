"""Why a visitor's browser would not keep or send a cookie, for whoever wonders why a login does
not hold (RFC 6265, 5.3; RFC 6265bis, 4.1.3)."""

from launchready.core.browser import Response
from launchready.core.cookies import attributes, is_taken_back, is_trusted
from launchready.core.destination import host_of, scheme_of


def hints(response: Response) -> tuple[str, ...]:
    """What is wrong with the cookies of an answer, in words that hold none of their values."""
    found = [_hint(value, response.url) for name, value in response.headers if name == "set-cookie"]
    return tuple(dict.fromkeys(one for one in found if one))


def _hint(text: str, url: str) -> str:
    pair, *rest = text.split(";")
    name, said = pair.partition("=")[0].strip()[:60], attributes(rest)
    host, domain = host_of(url), said.get("domain", "").lstrip(".").lower()
    if is_taken_back(said):
        return ""
    if "secure" in said and not is_trusted(url):
        return f"it set the Secure cookie {name}, and {scheme_of(url)}://{host} is not https"
    if name.startswith(("__Host-", "__Secure-")) and "secure" not in said:
        return f"it set {name} without Secure; browsers drop it"
    if name.startswith("__Host-") and (domain or said.get("path") != "/"):
        return f"it set {name} with a Domain or without Path=/; browsers drop it"
    if domain and domain != host and not f".{host}".endswith(f".{domain}"):
        return f"it set {name} for {domain[:100]}, which {host} is not part of; browsers drop it"
    if said.get("samesite", "").lower() == "none" and "secure" not in said:
        return f"it set {name} with SameSite=None but without Secure; browsers drop it"
    if len(text) > 4096:
        return f"it set {name} with more than 4,096 characters; browsers drop it"
    return ""
