"""Who a request is made as: sessions are logged in to once a run, by their names."""

from dataclasses import dataclass, field
from typing import Protocol

from launchready.core.cookies import Jar
from launchready.core.destination import host_of, scheme_of
from launchready.core.unreachable import UnreachableError

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignedIn:
    """A session that holds: its cookies, and headers for the hosts that are ours.

    `hosts` are the only ones anything is told to; `headers` of a login over https are never
    sent over http. A journey takes a copy of the jar, so that none sees another's cookies.
    """

    name: str
    hosts: frozenset[str] = frozenset()
    headers: Headers = ()
    jar: Jar = field(default_factory=Jar)
    is_secure: bool = True

    def headers_for(self, url: str) -> Headers:
        """What a request for a URL carries; nothing for a host that is not ours."""
        if host_of(url) not in self.hosts:
            return ()
        cookies = self.jar.header(url)
        own = (("Cookie", cookies),) if cookies else ()
        return (*own, *self.headers_beside_cookies(url))

    def headers_beside_cookies(self, url: str) -> Headers:
        """The same for whoever keeps the cookies himself."""
        is_safe = scheme_of(url) == "https" or not self.is_secure
        return self.headers if is_safe and host_of(url) in self.hosts else ()


class LoginRefusedError(UnreachableError):
    """A login that should hold does not: who needed it has no answer, and the check of logins
    has a fault, with `evidence`."""

    def __init__(self, reason: str, evidence: tuple[str, ...] = ()) -> None:
        super().__init__(reason, kind="refused", advice="Mend the login first; sessions: says how.")
        self.evidence = evidence


class Sessions(Protocol):
    """The logins that a config names under smoke.sessions."""

    async def sign_in(self, name: str) -> SignedIn:
        """The session of a name, logged in to once a run, also when many ask at once.

        Raises LoginRefusedError when the login does not hold, UnreachableError when that could
        not be seen.
        """
        ...

    async def rejects_wrong_password(self, name: str) -> bool:
        """One login with a password that is wrong; False when it is let in.

        Raises UnreachableError when that could not be seen.
        """
        ...


class NoSessions:
    """What holds where a config names no session."""

    async def sign_in(self, name: str) -> SignedIn:
        raise UnreachableError(
            f"there is no session {name}", advice="Describe it under smoke: sessions:."
        )

    async def rejects_wrong_password(self, name: str) -> bool:
        raise UnreachableError(f"there is no session {name}")
