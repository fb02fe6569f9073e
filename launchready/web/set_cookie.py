"""Reads Set-Cookie as browsers do and says which cookies they drop or hand out too freely.

Source: RFC 6265bis, 5.6 (parsing) and 4.1.3 (prefixes).
"""

import re
from dataclasses import dataclass, field

from launchready.core.cookies import attributes, is_taken_back

# Names under which frameworks keep whom a visitor is logged in as.
_SESSION = re.compile(
    r"(?:^|[._-])(?:sess|session|sessionid|sid|ssid|auth|token|jwt|login|remember|identity)"
    r"(?:$|[._-]|id|token|data)|phpsessid|jsessionid|asp\.net_sessionid|connect\.sid|"
    r"^sb-.*auth-token|laravel_session|^_.*_session$|\.aspnetcore\.cookies|^wordpress_logged_in",
    re.IGNORECASE,
)
# Not for logging in: load balancers', and those against forged requests, which scripts must read.
_NOT_SESSION = re.compile(r"csrf|xsrf|affinity|awsalb|__cf_?bm|arraffinity|_ga\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCookie:
    """A cookie as it is set: its name and attributes, never its value."""

    name: str
    size: int
    said: dict[str, str] = field(repr=False)

    @property
    def is_session(self) -> bool:
        bare = self.name.removeprefix("__Host-").removeprefix("__Secure-")
        return bool(_SESSION.search(bare)) and not _NOT_SESSION.search(bare)

    @property
    def is_deleted(self) -> bool:
        return is_taken_back(self.said)


def parsed(text: str) -> SetCookie | None:
    """One header's cookie; None where browsers would not even read it."""
    pair, *rest = text.split(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not equals and not name:
        return None
    size = len(name) + len(value)
    return SetCookie(name=name if equals else "", size=size, said=attributes(rest))


def rejected(cookie: SetCookie, host: str, *, secure: bool) -> str | None:
    """Why browsers drop it, in words that follow "cookie NAME"; None where they keep it."""
    said, domain = cookie.said, cookie.said.get("domain", "").lstrip(".").lower()
    is_marked = "secure" in said
    if domain and not f".{host}".endswith(f".{domain}"):
        return f"is for {domain}, and {host} may not set it"
    if domain and "." not in domain and domain != host:
        return f"is for all of .{domain}"
    if is_marked and not secure:
        return "has Secure and came over http"
    if said.get("samesite", "").lower() == "none" and not is_marked:
        return "has SameSite=None without Secure"
    if "partitioned" in said and not is_marked:
        return "has Partitioned without Secure"
    low = cookie.name.lower()
    if low.startswith(("__secure-", "__host-")) and not is_marked:
        return f"begins with {cookie.name.partition('-')[0]}- and has no Secure"
    if low.startswith("__host-") and (domain or said.get("path") != "/"):
        return "begins with __Host- and needs Path=/ and no Domain"
    if cookie.size > 4096:
        return f"has {cookie.size} bytes of name and value; 4096 is the most"
    return None


def weaknesses(cookie: SetCookie, *, secure: bool) -> list[str]:
    """What lets a session cookie be taken, in words that follow "cookie NAME"."""
    if not cookie.is_session or cookie.is_deleted:
        return []
    found: list[str] = []
    if secure and "secure" not in cookie.said:
        found.append("lacks Secure: it is sent over http too")
    if "httponly" not in cookie.said:
        found.append("lacks HttpOnly: any script of the page can read it")
    same = cookie.said.get("samesite")
    if same is not None and same.lower() not in ("lax", "strict", "none"):
        found.append(f"has SameSite={same[:20]}, which is none of Lax, Strict and None")
    return found


def shared_with(cookie: SetCookie, host: str) -> str:
    """The domain all of whose hosts get a session cookie that one of them set, else ""."""
    domain = cookie.said.get("domain", "").lstrip(".").lower()
    is_kept = cookie.is_session and not cookie.is_deleted
    return domain if is_kept and domain and domain != host else ""
