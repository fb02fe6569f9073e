"""How redirects are meant to be, wherever they are."""

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from launchready.core.hops import REDIRECTS
from launchready.values.setting import Setting
from launchready.values.types import Count, count, wrong


def redirect_status(value: object) -> int:
    """One of the statuses that redirect."""
    number = count(value)
    if number not in REDIRECTS:
        known = ", ".join(str(one) for one in sorted(REDIRECTS))
        raise wrong(f"{number} is not a redirect's status", f"it is one of {known}")
    return number


RedirectStatus = Annotated[
    int, PlainValidator(redirect_status), WithJsonSchema({"type": ["integer", "string"]})
]


class Policy(Setting):
    """How redirects are meant to be, wherever they are."""

    www: Literal["to-apex", "to-www", "any"] | None = Field(
        None,
        description="Where visitors of the other spelling go; hosts.canonical decides when left "
        "out. any: both spellings may show the site.",
    )
    trailing_slash: Literal["always", "never", "any"] = Field(
        "any", description="Whether the address a page ends on has a slash at its end."
    )
    max_hops: Count = Field(2, description="More redirects in a row than this are a risk.")
    permanent: tuple[RedirectStatus, ...] = Field(
        (301, 308), description="The statuses that count as permanent."
    )
