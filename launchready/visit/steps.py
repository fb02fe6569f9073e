"""What launchready.yml may say of a journey and its steps."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
    model_validator,
)

from launchready.values.json_value import json_value
from launchready.values.node import Block, Row, Text
from launchready.values.setting import Read, Setting
from launchready.values.types import Flag, Seconds, Words, as_text, wrong
from launchready.visit.captures import Save
from launchready.visit.expect import USUAL, Expect, MailExpect
from launchready.visit.expectations import Expectation
from launchready.visit.template import Blanks, with_blanks

_LONGEST = 600.0  # seconds a journey or a wait may take
_METHODS = ("get", "post", "put", "patch", "delete")
_VERBS = (*_METHODS, "form", "browser")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def tree(value: object) -> Any:
    """JSON as written, each text with its blanks."""
    return json_value(value, with_blanks)


def limited(value: object) -> float:
    from launchready.values.types import seconds

    found = seconds(value)
    if found > _LONGEST:
        raise wrong(f"{as_text(value)} is longer than a run should wait", "at most 10m")
    return found


def words(value: object) -> tuple[str, ...]:
    """One word, or a list of them."""
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(as_text(one) for one in listed)


def header_name(value: object) -> str:
    name = as_text(value)
    if not _HEADER.fullmatch(name):
        raise wrong(f"{name!r} is not a header's name", "like Authorization")
    return name


def _as_row(value: object) -> object:
    return Row([value], at=value.at) if isinstance(value, Block) else value


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_MANY: dict[str, Any] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
Json = Annotated[Any, PlainValidator(tree), WithJsonSchema({})]
Wait = Annotated[float, PlainValidator(limited), WithJsonSchema({"type": "string"})]
Several = Annotated[tuple[str, ...], PlainValidator(words), WithJsonSchema(_MANY)]
HeaderName = Annotated[str, PlainValidator(header_name), WithJsonSchema({"type": "string"})]


class FormToSend(Setting):
    """A form on a page, filled in and sent with everything else it holds."""

    url: Blanks = Field(description="The page it stands on.")
    css: Words | None = Field(None, description="Which form, where the page has several.")
    fields: dict[Words, Blanks] = Field(
        default={}, repr=False, description="What is typed, by a field's name, id or label."
    )


class MailToAwait(Setting):
    """A mail that should arrive."""

    inbox: Words = Field(description="One of smoke.inboxes.")
    to: Blanks = Field(description="Whom it is for.")
    subject: Blanks | None = Field(None, description="Its subject, or `pat(*confirm*)`.")
    from_: Blanks | None = Field(None, alias="from", description="Its sender, or a pattern.")
    within: Wait = Field(120.0, description="How long it may take.")


class Acts(Setting):
    """What a visitor does in a real browser, in this order."""

    goto: Blanks | None = Field(None, description="The page to open.")
    fill: dict[Words, Blanks] = Field(
        default={}, repr=False, description="What is typed, by label, placeholder or selector."
    )
    click: Blanks | None = Field(None, description="A button's or link's words, or a selector.")
    wait_for: Blanks | None = Field(None, description="A text or a selector that must appear.")
    screenshot: Literal["on_failure", "never"] = Field(
        "on_failure", description="Whether a picture of a failure is put into the report."
    )


class _Step(Setting):
    """What every step may say."""

    name: Words = Field("", description="What it is called in the report.")
    only_env: Several = Field((), description="The environments it is done in; all if empty.")
    always: Flag = Field(
        default=False, description="`true`: done though a step before failed, to clean up."
    )
    save: dict[Words, Save] = Field(default={}, description="What is kept for later steps.")


class RequestStep(_Step):
    """A request, a form or a real browser: one of get, post, put, patch, delete, form, browser."""

    get: Blanks | None = Field(None, description="The address to GET.")
    post: Blanks | None = Field(None, description="The address to POST to.")
    put: Blanks | None = Field(None, description="The address to PUT to.")
    patch: Blanks | None = Field(None, description="The address to PATCH.")
    delete: Blanks | None = Field(None, description="The address to DELETE.")
    form: FormToSend | None = Field(None, description="A form to fill in and send.")
    browser: Annotated[
        tuple[Acts, ...], BeforeValidator(_as_row, json_schema_input_type=Acts | list[Acts])
    ] = Field((), description="What to do in a real browser: a mapping, or a list of them.")
    submit_form: Flag = Field(
        default=False, description="`true`: send the form of the page that came, as it is."
    )
    headers: dict[HeaderName, Blanks] = Field(
        default={}, repr=False, description="Headers to send."
    )
    json_: Json = Field(None, alias="json", repr=False, description="A body, as JSON.")
    fields: dict[Words, Blanks] = Field(
        default={}, repr=False, description="A body, as a form would send it."
    )
    body: Blanks | None = Field(None, repr=False, description="A body, as it stands.")
    expect: Expect = Field(default_factory=Expect)
    as_: Words | None = Field(None, alias="as", description="A role of the journey, or a session.")
    within: Wait | None = Field(
        None,
        description="Wait this long where nothing answers, or 404, 425, 429, 502, 503, 504 does.",
    )
    every: Seconds = Field(2.0, description="How long to pause meanwhile.")
    follow_redirects: Flag = Field(default=True)

    @model_validator(mode="after")
    def _is_one(self) -> Any:
        said = [verb for verb in _VERBS if getattr(self, verb)]
        if len(said) != 1:
            found = f"{' and '.join(said) or 'nothing'} says what the step does"
            raise wrong(found, f"one of {', '.join((*_VERBS, 'mail'))} is meant")
        bodies = [one for one in ("json_", "body") if getattr(self, one) is not None]
        bodies += ["fields"] if self.fields else []
        if len(bodies) > 1:
            raise wrong("the step has more than one body", "one of json, fields and body is meant")
        if bodies and said[0] not in ("post", "put", "patch", "delete"):
            raise wrong(f"{said[0]} has no body", "write post, put or patch")
        return self

    @property
    def verb(self) -> str:
        return next(verb for verb in _VERBS if getattr(self, verb))

    @property
    def target(self) -> Text | None:
        """The address it begins with."""
        if self.form is not None:
            return self.form.url
        if self.browser:
            return self.browser[0].goto
        found: Text = getattr(self, self.verb)
        return found

    def __str__(self) -> str:
        return self.name or f"{self.verb} {self.target or ''}".strip()

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """What must hold; a step that says nothing of a status is meant to succeed."""
        found = self.expect.all
        if any(one.about == "STATUS" for one in found) or self.browser:
            return found
        return (USUAL if self.follow_redirects else _NO_ERROR, *found)

    def ready(self, read: Read) -> Self:
        return self.model_copy(update={"expect": self.expect.ready(read)})


class MailStep(_Step):
    """A mail to wait for, and what it should be."""

    mail: MailToAwait
    expect: MailExpect = Field(default_factory=MailExpect)

    def __str__(self) -> str:
        return self.name or f"mail to {self.mail.to}"

    def ready(self, read: Read) -> Self:
        _ = read
        return self


def _kind(value: object) -> str:
    if isinstance(value, MailStep | RequestStep):
        return "mail" if isinstance(value, MailStep) else "step"
    return "mail" if isinstance(value, dict) and "mail" in value else "step"


_NO_ERROR = Expectation(about="STATUS", operator="<", wanted=(400,), written="[STATUS] < 400")

Step = Annotated[
    Annotated[RequestStep, Tag("step")] | Annotated[MailStep, Tag("mail")], Discriminator(_kind)
]


class Journey(Setting):
    """What a customer does, step by step, with one jar of cookies for each role."""

    name: Words = Field(description="What people call it; stands in the report.")
    only_env: Several = Field((), description="The environments it is done in; all if empty.")
    vars: dict[Words, Blanks] = Field(default={}, description="Words for `{{name}}`.")
    as_: dict[Words, Words] | Words | None = Field(
        None, alias="as", description="A session for all steps, or a session for each role."
    )
    within: Wait = Field(300.0, description="How long the whole of it may take; at most 10m.")
    steps: tuple[Step, ...] = Field(min_length=1, description="What is done, in order.")

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> dict[str, str]:
        return dict(self.as_) if isinstance(self.as_, dict) else {}
