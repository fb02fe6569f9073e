"""What launchready.yml may say about the network between us and production."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, PrivateAttr

from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Setting
from launchready.values.types import Address, Count, Flag, Hostname, HostWithPort, Seconds, Words

# An empty list would promise a place and name none.
Places = Annotated[tuple[Address, ...], Field(min_length=1)]


class Network(Setting):
    """Rarely needed: a cut-over rehearsal, split horizon, private CAs, tests."""

    resolver: Address | None = Field(
        None, description="The resolver to ask instead of the system's."
    )
    authoritative: dict[Hostname, tuple[Address, ...]] = Field(
        default={}, description="Servers to ask for a zone instead of the delegated ones."
    )
    addresses: dict[HostWithPort, Places] = Field(
        default={},
        description="Where `host:port` really is, like curl's --connect-to; all are probed.",
    )
    ca_file: Words | None = Field(
        None,
        description="A PEM file, from the repository's root, trusted besides the system's roots.",
    )
    ipv6: Flag = Field(
        default=True,
        description="`no` where the gate runs without IPv6: addresses of that kind are left out "
        "of what is looked at, and the report says so.",
    )
    timeout: Seconds = Field(10.0, description="How long one request may take.")
    concurrency: Count = Field(16, description="How many questions are asked at once.")

    _roots: str | None = PrivateAttr(default=None)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the report says of a network that shows less than there is."""
        return () if self.ipv6 else ("No IPv6 address was looked at: network.ipv6 is no.",)

    @property
    def roots(self) -> str | None:
        """The certificates of `ca_file`, PEM. Raises OSError where nobody has read them."""
        if self.ca_file is None or self._roots is not None:
            return self._roots
        return Path(self.ca_file).read_text("latin-1")

    def with_roots(self, read: Read) -> Self:
        """The same with its `ca_file` read as every file that a config names is.

        Raises ConfigError when there is none.
        """
        if self.ca_file is None:
            return self
        try:
            roots = read(self.ca_file).decode("latin-1")
        except OSError as error:
            why = (error.strerror or "no such file or directory").lower()
            found = f"network.ca_file {self.ca_file} cannot be used: {why}"
            raise ConfigError([Problem(at=self.at, found=found)]) from None
        settled = self.model_copy()
        settled._roots = roots  # noqa: SLF001 - ours, on the copy just made
        return settled
