"""What launchready.yml may say of who is told when something breaks."""

from typing import Any, Self

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from launchready.config.alert_values import (
    BotToken,
    Chat,
    HiddenUrl,
    MailAddress,
    MailAddresses,
    MailServer,
    Method,
    RoutingKey,
    Token,
    Topic,
    is_private,
)
from launchready.values.node import Block, Text
from launchready.values.setting import Setting
from launchready.values.types import Flag, Seconds, Words, wrong

# Seconds between two pulses at least: healthchecks.io takes no more than one a second or so.
SHORTEST_PULSE = 5.0

KINDS = ("slack", "discord", "telegram", "email", "pagerduty", "ntfy", "webhook", "apprise")


class _ByUrl(Setting):
    """A channel of which the URL is all there is to say."""

    @classmethod
    def written(cls, value: object) -> object:
        """`slack: https://…` is short for `slack: {url: https://…}`."""
        if isinstance(value, Text) and not value.is_blank:
            return Block({Text("url", at=value.at): value}, at=value.at)
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = super().__get_pydantic_json_schema__(core, handler)
        handler.resolve_ref_schema(schema)["type"] = ["object", "string"]
        return schema


class Slack(_ByUrl):
    """An incoming webhook of Slack, or of a chat that takes Slack's (Mattermost, Rocket.Chat)."""

    url: HiddenUrl = Field(repr=False, description="The webhook's URL; whoever has it can post.")


class Discord(_ByUrl):
    """A webhook of a Discord channel."""

    url: HiddenUrl = Field(repr=False, description="The webhook's URL; whoever has it can post.")


class Webhook(_ByUrl):
    """An endpoint of your own, which gets JSON signed as Standard Webhooks says."""

    url: HiddenUrl = Field(repr=False, description="Where the JSON is posted.")
    secret: Words | None = Field(
        None,
        repr=False,
        description="What it is signed with: `whsec_` and base64, or any text of 16 characters.",
    )
    token: Token | None = Field(
        None, repr=False, description="Sent as `Authorization: Bearer …`, where one is asked for."
    )

    @model_validator(mode="after")
    def _secret_is_one(self) -> Self:
        # Nothing stands for a variable that is missing, which is told by itself.
        if self.secret and len(self.secret) < 16:
            raise wrong("the secret is short enough to be guessed", "16 characters or more")
        return self


class Heartbeat(_ByUrl):
    """Where a pulse is sent while the watch runs, so that somebody hears when it does not."""

    url: HiddenUrl = Field(
        repr=False, description="As healthchecks.io, Uptime Kuma or Better Stack give it."
    )
    every: Seconds = Field(
        60.0, description="How often, 5s or more.", json_schema_extra={"written": "60s"}
    )
    method: Method = Field("GET", description="`GET` or `POST`.")

    @model_validator(mode="after")
    def _is_patient(self) -> Self:
        if self.every < SHORTEST_PULSE:
            raise wrong("the pulse is too quick", f"{SHORTEST_PULSE:g}s or more")
        return self


class Telegram(Setting):
    """A bot of Telegram and the chat it writes to."""

    token: BotToken = Field(repr=False, description="The bot's token.")
    chat: Chat = Field(description="The chat's number, or @name of a public channel.")
    server: HiddenUrl = Field(
        "https://api.telegram.org", description="Where the Bot API is; one of your own may be."
    )


class PagerDuty(Setting):
    """An integration of a PagerDuty service (Events API v2); an outage's end resolves it."""

    key: RoutingKey = Field(repr=False, description="The integration key.")
    server: HiddenUrl = Field(
        "https://events.pagerduty.com",
        description="https://events.eu.pagerduty.com for accounts in the EU.",
    )


class Ntfy(Setting):
    """A topic of ntfy. Whoever knows a topic of the public server can read it."""

    topic: Topic = Field(repr=False, description="The topic.")
    server: HiddenUrl = Field("https://ntfy.sh", description="The server.")
    token: Token | None = Field(None, repr=False, description="An access token, `tk_…`.")


class Apprise(_ByUrl):
    """Any other service that the library apprise knows, by its URL there: Teams, Matrix, SMS."""

    url: Words = Field(repr=False, description="`SERVICE://…`, as apprise's pages write it.")


class Email(Setting):
    """Mail over a server that takes it from you; each address gets its own."""

    server: MailServer = Field(
        description="Host and port, 587 without one; 465 speaks TLS at once, any other must "
        "offer STARTTLS."
    )
    from_: MailAddress = Field(alias="from", description="Who it comes from.")
    to: MailAddresses = Field(description="Who gets it.")
    user: Words | None = Field(None, repr=False, description="Who logs in.")
    password: Words | None = Field(None, repr=False, description="With which password.")
    tls: Flag = Field(
        default=True,
        description="`no` for a mail server on this machine or in a private network, without "
        "a password.",
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.user is None) != (self.password is None):
            lacks = "user" if self.user is None else "password"
            raise wrong(f"there is no {lacks}", "give both user and password, or neither")
        if not self.tls and self.user is not None:
            raise wrong("the password would go over the wire in the clear", "leave out tls: no")
        if not self.tls and not is_private(self.server[0]):
            raise wrong("the mail would go over the internet in the clear", "leave out tls: no")
        return self


class Alert(Setting):
    """One way to tell people; exactly one kind an entry."""

    name: Words | None = Field(None, description="What this way is called; default: its kind.")
    slack: Slack | None = None
    discord: Discord | None = None
    telegram: Telegram | None = None
    email: Email | None = None
    pagerduty: PagerDuty | None = None
    ntfy: Ntfy | None = None
    webhook: Webhook | None = None
    apprise: Apprise | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        kinds = [one for one in KINDS if getattr(self, one) is not None]
        if len(kinds) != 1:
            found = f"this has {' and '.join(kinds)}" if kinds else "this tells nobody"
            raise wrong(found, f"one of {', '.join(KINDS)} an entry")
        return self

    @property
    def kind(self) -> str:
        return next(one for one in KINDS if getattr(self, one) is not None)

    def __str__(self) -> str:
        return self.name or self.kind
