"""What launchready.yml may say about the network between us and production."""

from typing import Annotated

from pydantic import Field

from launchready.values.setting import Setting
from launchready.values.types import Address, Count, Hostname, HostWithPort, Seconds, Words

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
        None, description="A PEM file trusted besides the system's roots."
    )
    timeout: Seconds = Field(10.0, description="How long one request may take.")
    concurrency: Count = Field(16, description="How many questions are asked at once.")
