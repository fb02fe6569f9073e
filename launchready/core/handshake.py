"""What a check may ask of a TLS endpoint."""

from dataclasses import dataclass
from typing import Literal, Protocol

NotServing = Literal["refused", "plain text", "alert", "closed", "no certificate for the name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address of a host as it is connected to; `host` is the name sent as SNI.

    `starttls` is True where a conversation in plain SMTP comes first.
    """

    host: str
    port: int
    address: str
    address_port: int
    starttls: bool = False

    def __str__(self) -> str:
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{address}:{self.address_port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """How a handshake went.

    `chain` is what the server sent, DER, leaf first, before any trust is asked. `problem` is
    OpenSSL's verification code and text of a second, verified handshake, None when trusted.
    `not_serving` is set, with `detail`, when there was no certificate to look at. `old` are the
    versions before TLS 1.2 that are taken as well (or alone), `alpn` what was agreed to be
    spoken, `trusted` the chain as it was verified, up to its root; `is_public` says that a root
    of the system, not of the config, made it trusted.
    """

    chain: tuple[bytes, ...] = ()
    protocol: str = ""
    problem: tuple[int, str] | None = None
    not_serving: NotServing | None = None
    detail: str = ""
    old: tuple[str, ...] = ()
    alpn: str = ""
    trusted: tuple[bytes, ...] = ()
    is_public: bool = False


class Handshaker(Protocol):
    """Opens TLS connections. Raises UnreachableError on time-outs and where there is no route."""

    async def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        """Every address of a host, IPv4 and IPv6, or those the config maps it to."""
        ...

    async def shake(self, endpoint: Endpoint, *, extra: tuple[bytes, ...] = ()) -> Handshake:
        """Shake hands without trust, then with it; `extra` are certificates lent to the chain."""
        ...

    async def issuer(self, url: str) -> bytes | None:
        """The certificate an AIA caIssuers URL names (DER), None when it has none to give.

        Some CAs give out a bundle: then its certificates come one after another.

        Plain http only, size and count capped, never a private address (RFC 5280, 4.2.2.1).
        """
        ...

    async def staple(self, endpoint: Endpoint) -> bool | None:
        """Whether a proof that the certificate stands comes with it (OCSP stapling).

        None where that cannot be seen: it is sent in clear in TLS 1.2 only.
        """
        ...

    async def revocations(self, url: str) -> bytes:
        """The list of revoked certificates at a URL (CRL, DER or PEM), under the same limits.

        Raises UnreachableError when there is none to be had.
        """
        ...
