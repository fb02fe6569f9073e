"""What launchready.yml may say of sessions and of the inboxes that mails arrive in."""

import re
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.values.setting import Setting
from launchready.values.types import Count, Flag, Url, Words, as_text, wrong
from launchready.visit import json_path, totp
from launchready.visit.expect import Expect
from launchready.visit.steps import HeaderName, Json

_KINDS = ("form", "jwt", "basic", "bearer", "cookie", "headers")
_STORES = ("imap", "mailpit", "maildev", "mailosaur", "mailtrap")
_IMAP = re.compile(r"(imaps?)://(?:(.*)@)?(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?/?")


def imap(value: object) -> str:
    text = as_text(value).strip()
    if text.startswith("${"):
        return text
    if not _IMAP.fullmatch(text):
        raise wrong("this is no address of an IMAP server", "like imaps://user:word@mail.acme.test")
    return text


def setup_secret(value: object) -> str:
    text = as_text(value).strip()
    if not text.startswith("${"):
        try:
            totp.key(text)
        except ValueError as error:
            raise wrong(
                f"this is no setup secret: {error}", "as authenticator apps take it"
            ) from None
    return text


def path(value: object) -> str:
    text = as_text(value).strip()
    json_path.demand(text)
    return text


_Text = WithJsonSchema({"type": "string"})
_Imap = Annotated[str, PlainValidator(imap), _Text]
_Setup = Annotated[str, PlainValidator(setup_secret), _Text]
_Path = Annotated[str, PlainValidator(path), _Text]


class LoginForm(Setting):
    """The page with the login form, and what is typed there."""

    url: Url = Field(description="The page with the form.")
    css: Words | None = Field(
        None, description="Which form, where it is not the one that asks for a password."
    )
    fields: dict[Words, Words] = Field(repr=False, description="What is typed, by field.")
    totp: _Setup | None = Field(
        None, repr=False, description="The setup secret of a second factor (RFC 6238)."
    )


class Jwt(Setting):
    """A request that gives a token."""

    url: Url = Field(description="Where the token is asked for, with POST.")
    json_: Json = Field(None, alias="json", repr=False, description="The body, as JSON.")
    fields: dict[Words, Words] = Field(
        default={}, repr=False, description="The body, as a form would send it."
    )
    token: _Path = Field(description="Where the token stands in the answer: `$.access_token`.")

    @model_validator(mode="after")
    def _has_a_body(self) -> Any:
        if (self.json_ is None) == (not self.fields):
            raise wrong("the login has no one body", "one of json and fields is meant")
        return self


class Basic(Setting):
    """A user and a password that go with every request (RFC 7617)."""

    user: Words = Field(repr=False)
    password: Words = Field(repr=False)


class Session(Setting):
    """A login: one of form, jwt, basic, bearer, cookie and headers."""

    form: LoginForm | None = Field(None, description="Fill in a login form.")
    jwt: Jwt | None = Field(None, description="Ask for a token.")
    basic: Basic | None = Field(None, description="User and password with every request.")
    bearer: Words | None = Field(None, repr=False, description="A token you have.")
    cookie: Words | None = Field(None, repr=False, description="Cookies you have: `name=value`.")
    headers: dict[HeaderName, Words] = Field(
        default={}, repr=False, description="Headers with every request."
    )
    check: Url | None = Field(
        None, description="A page that only members see; asked for once signed in."
    )
    expect: Expect = Field(
        default_factory=Expect, description="What the page after the login is meant to be."
    )
    rejects: Words | None = Field(
        None, description="`wrong password`: one login with a wrong one, which must be refused."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Any:
        said = [kind for kind in _KINDS if getattr(self, kind)]
        if len(said) != 1:
            found = f"{' and '.join(said) or 'nothing'} says how to log in"
            raise wrong(found, f"one of {', '.join(_KINDS)} is meant")
        if self.rejects not in (None, "wrong password"):
            raise wrong(f"rejects is {self.rejects}", "wrong password is what it can be")
        if self.rejects and said[0] not in ("form", "jwt", "basic"):
            raise wrong(f"{said[0]} has no password", "leave rejects out")
        if self.rejects and said[0] == "basic" and self.check is None:
            raise wrong("basic logs in nowhere", "name a page with check:")
        if self.rejects and said[0] == "form" and not (self.expect.all or self.check):
            meant = "say with expect: what only members see"
            raise wrong("nothing tells a member's page from another", meant)
        if self.expect.all and said[0] not in ("form", "jwt") and self.check is None:
            raise wrong(f"{said[0]} opens no page to hold expect: against", "name one with check:")
        return self

    @property
    def kind(self) -> str:
        return next(kind for kind in _KINDS if getattr(self, kind))


class Mailosaur(Setting):
    """A server of Mailosaur."""

    server: Words = Field(description="The server's id.")
    key: Words = Field(repr=False, description="An API key that may read it.")


class Mailtrap(Setting):
    """A sandbox of Mailtrap."""

    account: Count
    inbox: Count
    token: Words = Field(repr=False, description="An API token that may read it.")


class InboxAt(Setting):
    """Where mails can be read: one of imap, mailpit, maildev, mailosaur and mailtrap."""

    imap: _Imap | None = Field(
        None, repr=False, description="`imaps://user:password@host`, everything as it is."
    )
    mailpit: Url | None = Field(None, description="Its web address.")
    maildev: Url | None = Field(None, description="Its web address.")
    mailosaur: Mailosaur | None = None
    mailtrap: Mailtrap | None = None
    user: Words | None = Field(None, repr=False, description="Whose inbox; instead of in imap.")
    password: Words | None = Field(None, repr=False, description="Likewise.")
    folder: Words = Field("INBOX", description="The IMAP folder mails arrive in.")
    auth_server_id: Words | None = Field(
        None,
        description="The name your mail provider signs its verdicts with, first in "
        "Authentication-Results; without it, or in an inbox for tests, `[AUTH]` says nothing.",
    )
    insecure: Flag = Field(
        default=False, description="`true`: read IMAP without TLS; on this machine it needs no yes."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Any:
        said = [one for one in _STORES if getattr(self, one)]
        if len(said) != 1:
            found = f"{' and '.join(said) or 'nothing'} says where the mails are"
            raise wrong(found, f"one of {', '.join(_STORES)} is meant")
        return self


def imap_parts(text: str) -> tuple[str, str, str, str, int | None]:
    """Scheme, user, password, host and port. Everything is as it is, not percent-encoded, so
    that a password may have any character and a user an @."""
    match = _IMAP.fullmatch(text)
    if match is None:
        raise ValueError("no address of an IMAP server")
    user, _, password = (match[2] or "").partition(":")
    return match[1], user, password, match[3].strip("[]"), int(match[4]) if match[4] else None
