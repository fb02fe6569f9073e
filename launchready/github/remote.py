"""Where a checkout's history comes from, and how that server is told who asks."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """The address of origin, beside that of the server the run belongs to."""

    server_url: str
    url: str

    @property
    def is_ours(self) -> bool:
        """Whether it is the run's own server, or a folder of this machine.

        An earlier step may have written another into the repository's config; what such a place
        serves as the base branch would be believed.
        """
        is_local = self.url.startswith("file://") or PurePath(self.url).is_absolute()
        known = (*self._ssh, *((f"{self.server_url}/",) if self.server_url else ()))
        return is_local or self.url.startswith(known)

    @property
    def _ssh(self) -> tuple[str, ...]:
        """How the same server is addressed over SSH."""
        host = urlsplit(self.server_url).hostname
        return (f"git@{host}:", f"ssh://git@{host}/") if host else ()

    @property
    def settings(self) -> tuple[str, ...]:
        """What no setting for this one server may overrule."""
        if not self.server_url:
            return ()
        return (f"credential.{self.server_url}.helper=", f"http.{self.server_url}/.sslVerify=true")

    def with_token(self, token: str) -> Mapping[str, str]:
        """The token by environment, never in argv; an empty value drops what checkout left.

        Where checkout was given an SSH key, the same server is asked over HTTPS instead.
        """
        key = f"http.{self.server_url}/.extraheader"
        basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        pairs = [(key, ""), (key, f"AUTHORIZATION: basic {basic}")]
        pairs += [(f"url.{self.server_url}/.insteadOf", one) for one in self._ssh]
        named = {"GIT_CONFIG_COUNT": str(len(pairs))}
        for number, (name, value) in enumerate(pairs):
            named |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return named
