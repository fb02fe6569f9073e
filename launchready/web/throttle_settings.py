"""What launchready.yml may say under web.throttling."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.values.node import Block
from launchready.values.setting import Setting
from launchready.values.types import Flag, Words, as_text, count, wrong
from launchready.web.map_entry import Address
from launchready.web.throttled import is_password

# The most that is ever sent to one log-in, besides three requests that look around afterwards.
MOST_ATTEMPTS = 30


def attempts(value: object) -> int:
    number = count(value)
    if not 2 <= number <= MOST_ATTEMPTS:
        raise wrong(f"{number} is out of range", f"2 to {MOST_ATTEMPTS} are allowed")
    return number


def fields(value: object) -> tuple[tuple[str, str], ...]:
    """The fields of a form or a JSON object; the password is replaced by a wrong one each time."""
    if not isinstance(value, Block | dict) or not value:
        raise wrong("there are no fields", "like {email: nobody@example.com, password: wrong}")
    return tuple((str(key), as_text(said)) for key, said in value.items())


_Attempts = Annotated[
    int, PlainValidator(attempts), WithJsonSchema({"type": ["integer", "string"]})
]
_Fields = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(fields),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]


class Target(Setting):
    """A log-in that is tried with wrong passwords."""

    url: Address = Field(description="Where the form or the app sends a log-in.")
    method: Literal["POST"] = "POST"
    form: _Fields | None = Field(None, repr=False, description="The fields, as a form sends them.")
    json_: _Fields | None = Field(
        None, alias="json", repr=False, description="The fields, as an app sends them."
    )

    @model_validator(mode="after")
    def _says_one(self) -> Any:
        if (self.form is None) == (self.json_ is None):
            raise wrong(f"{self.url.name} needs one of form and json", "write the fields it sends")
        if not any(is_password(name) for name, _ in self.form or self.json_ or ()):
            raise wrong(f"{self.url.name} has no field for a password", "name it with the others")
        return self


class Reset(Setting):
    """A password reset, asked for once for an account that is there and once for another."""

    url: Address = Field(description="Where the form or the app sends the request.")
    field: Words = Field(description="The field with the address, such as email.")
    known: Words = Field(
        repr=False, description="The address of a canary account of yours; it gets one mail."
    )
    form: _Fields | None = Field(None, repr=False, description="The other fields, if any.")
    json_: _Fields | None = Field(
        None, alias="json", repr=False, description="The other fields, where the app sends JSON."
    )


class Throttling(Setting):
    """Whether a log-in can be hammered. Nothing is sent unless i_own_this is true."""

    i_own_this: Flag = Field(
        False,  # noqa: FBT003 - pydantic's way to give a default
        description="true: you may try wrong passwords on these addresses.",
    )
    attempts: _Attempts = Field(12, description=f"At most {MOST_ATTEMPTS}.")
    targets: tuple[Target, ...] = ()
    reset: Reset | None = None

    @model_validator(mode="after")
    def _is_owned(self) -> Any:
        if (self.targets or self.reset) and not self.i_own_this:
            raise wrong(
                "addresses are named and i_own_this is not true",
                "write i_own_this: true, or leave throttling out",
            )
        return self
