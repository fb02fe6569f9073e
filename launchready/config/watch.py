"""What launchready.yml may say of the watch that goes on after the launch."""

from typing import Annotated, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.config.alerts import Alert, Heartbeat
from launchready.values.setting import Setting
from launchready.values.types import Count, HostWithPort, Percent, Seconds, Words, address, wrong

# Seconds between two looks at one target at least: more is a load on a small plan.
SHORTEST_EVERY = 5.0
# Looks in a row that may be asked for before somebody is told.
MOST_LOOKS = 10


def _listening(value: object) -> tuple[str, int]:
    host, port = address(value)
    if port is None:
        raise wrong(f"{value} has no port", "something like 127.0.0.1:9464 is meant")
    return host, port


_Listening = Annotated[
    tuple[str, int], PlainValidator(_listening), WithJsonSchema({"type": "string"})
]


class Every(Setting):
    """How often each kind of target is looked at."""

    pages: Seconds = Field(
        30.0, description="Pages of smoke.", json_schema_extra={"written": "30s"}
    )
    tls: Seconds = Field(
        600.0, description="Certificates of tls.", json_schema_extra={"written": "10m"}
    )
    dns: Seconds = Field(300.0, description="Zones of dns.", json_schema_extra={"written": "5m"})

    @model_validator(mode="after")
    def _is_bearable(self) -> Self:
        for name in ("pages", "tls", "dns"):
            if getattr(self, name) < SHORTEST_EVERY:
                raise wrong(f"{name} is looked at too often", f"{SHORTEST_EVERY:g}s or more")
        return self


class Flapping(Setting):
    """When something that goes to and fro is told as one thing."""

    outages: Count = Field(3, description="So many outages make it one that goes to and fro.")
    within: Seconds = Field(
        1800.0, description="In so long a time.", json_schema_extra={"written": "30m"}
    )
    calm: Seconds = Field(
        900.0,
        description="It is over when nothing changed for so long.",
        json_schema_extra={"written": "15m"},
    )

    @model_validator(mode="after")
    def _is_more_than_one(self) -> Self:
        if self.outages < 2:
            raise wrong(f"outages is {self.outages}", "2 or more go to and fro")
        return self


class Watch(Setting):
    """What `launchready watch` looks at again and again, and who is told."""

    every: Every = Field(default_factory=Every)
    jitter: Percent = Field(
        10.0,
        description="By how much each pause is longer or shorter, at random, up to 50%.",
        json_schema_extra={"written": "10%"},
    )
    timeout: Seconds = Field(
        10.0, description="How long a page may take in all.", json_schema_extra={"written": "10s"}
    )
    confirmations: Count = Field(
        2, description="How many looks in a row must fail, each over a connection of its own."
    )
    pause: Seconds = Field(
        5.0,
        description="How long it waits before it looks again at what failed or came back.",
        json_schema_extra={"written": "5s"},
    )
    recoveries: Count = Field(2, description="How many looks in a row must hold to end an outage.")
    unknown_after: Seconds = Field(
        600.0,
        description="How long nobody may be able to tell before that is told too.",
        json_schema_extra={"written": "10m"},
    )
    flapping: Flapping = Field(default_factory=Flapping)
    alert_within: Seconds | None = Field(
        None,
        description="The longest that may pass from a page's outage to its alert; default: "
        "monitor.alert_within, else 2m. Settings that cannot keep it are refused.",
    )
    sentinel: tuple[HostWithPort, ...] = Field(
        ("one.one.one.one:443", "dns.google:443"),
        description="Strangers that are asked for a connection when a look fails: while none "
        "answers, the fault is this machine's network. Empty: nobody is asked.",
    )
    pages: tuple[Words, ...] = Field(
        (), description="Pages of smoke by name; default: those that only read."
    )
    alerts: tuple[Alert, ...] = Field((), description="Who is told, and how; all are.")
    heartbeat: Heartbeat | None = None
    metrics: _Listening | None = Field(
        None, description="Where /metrics, /healthz and the page are served, `127.0.0.1:9464`."
    )
    state: Words | None = Field(
        None,
        description="The file that remembers across restarts, from the repository's root; "
        "`--state` comes first.",
    )
    page: Words | None = Field(
        None, description="The folder of the status page; `--page` comes first."
    )

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        for name in ("confirmations", "recoveries"):
            if not 1 <= getattr(self, name) <= MOST_LOOKS:
                raise wrong(f"{name} is {getattr(self, name)}", f"1 to {MOST_LOOKS}")
        if self.jitter > 50:
            raise wrong(f"jitter is {self.jitter:g}%", "at most 50%")
        return self
