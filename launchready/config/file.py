"""The whole of launchready.yml: one optional section a room."""

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.assistant.settings import Assistant
from launchready.config.watch import Watch
from launchready.core.site import Site
from launchready.core.waiver import Waiver
from launchready.deploy.settings import Deploy
from launchready.dns.settings import Dns
from launchready.edge.settings import Edge
from launchready.email.settings import Email
from launchready.handover.settings import Handover
from launchready.load.settings import Load
from launchready.monitor.settings import Monitor
from launchready.secrets.settings import Secrets
from launchready.smoke.settings import Smoke
from launchready.tls.settings import Tls
from launchready.values.setting import Section, Setting
from launchready.values.types import Day, HostHere, Words, as_text, wrong
from launchready.web.settings import Web
from launchready.world.settings import Network


def _version(value: object) -> int:
    text = as_text(value)
    if text != "1":
        raise wrong(f"this is {text}", "1 is the only version so far")
    return 1


Version = Annotated[int, PlainValidator(_version), WithJsonSchema({"enum": [1, "1"]})]


class Hosts(Setting):
    """Whose hosts these are: what may be probed, and where visitors should end."""

    canonical: HostHere | None = Field(None, description="The host visitors should end on.")
    own: tuple[HostHere, ...] = Field((), description="What we may probe; redirects may go there.")
    staging: tuple[HostHere, ...] = Field((), description="Ours too, and never part of production.")
    allow: tuple[HostHere, ...] = Field((), description="Strangers a redirect may end at.")

    @model_validator(mode="after")
    def _canonical_is_own(self) -> "Hosts":
        if self.canonical and self.canonical.name not in {one.name for one in self.own}:
            raise wrong(f"canonical is {self.canonical.name}", "it must stand in own too")
        return self


class WaiverEntry(Setting):
    """A finding somebody has decided to live with, until a day."""

    rule: Words = Field(description="The rule's id, as in the report.")
    subject: Words = Field(description="The subject, as in the report.")
    because: Words = Field(description="Why this can be lived with.")
    owner: Words = Field(description="Who decided it.")
    until: Day = Field(description="The last day it holds (UTC).")

    def waiver(self) -> Waiver:
        return Waiver(**self.model_dump(), at=self.at)


class Config(Setting):
    """What a founder commits as launchready.yml. Every section is optional."""

    version: Version = Field(description="Always 1.")
    product: Words = Field("", description="What people call it; stands on top of the report.")
    hosts: Hosts = Field(default_factory=Hosts)
    environments: dict[Words, dict[Words, Words]] = Field(
        default={}, description="Names for --env, each with the words `${NAME}` stands for."
    )
    network: Network = Field(default_factory=Network)
    secrets: Secrets | None = None
    dns: Dns | None = None
    tls: Tls | None = None
    web: Web | None = None
    email: Email | None = None
    smoke: Smoke | None = None
    load: Load | None = None
    edge: Edge | None = None
    deploy: Deploy | None = None
    monitor: Monitor | None = None
    assistant: Assistant | None = None
    handover: Handover | None = None
    watch: Watch | None = None
    waivers: tuple[WaiverEntry, ...] = Field((), description="Accepted risks, with their last day.")

    def site(self, environment: str) -> Site:
        """The hosts, for the rooms."""
        base = self.environments.get(environment, {}).get("base_url")
        return Site(
            environment=environment,
            canonical=self.hosts.canonical,
            own=self.hosts.own,
            staging=self.hosts.staging,
            allow=self.hosts.allow,
            base_url=base,
            at=self.at,
        )

    def room(self, name: str) -> Section | None:
        """A room's section, None when it is not there.

        secrets always is; assistant too, since one that nobody declared is looked for.
        """
        section: Section | None = getattr(self, name)
        usual: dict[str, type[Section]] = {"secrets": Secrets, "assistant": Assistant}
        return usual[name]() if section is None and name in usual else section
