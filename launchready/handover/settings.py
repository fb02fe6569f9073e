"""What launchready.yml may say under handover."""

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from launchready.core.location import NOWHERE, Named
from launchready.handover.document import DOCUMENTS, Document
from launchready.values.setting import Section
from launchready.values.types import as_text, place, wrong


def _inside(value: object) -> Named:
    """A path of the repository, from its root, without a slash at its end."""
    if isinstance(value, Named):
        return value
    text = as_text(value).strip()
    if text.startswith("/") or "\\" in text or ".." in text.split("/"):
        raise wrong(f"{text} is not in the repository", "a path from its root is meant")
    return Named(name=text.rstrip("/"), at=place(value))


PathHere = Annotated[Named, PlainValidator(_inside), WithJsonSchema({"type": "string"})]


class Handover(Section):
    """What is written down so that somebody else can run it, and what people signed for."""

    output: PathHere = Field(
        Named(name="docs/handover", at=NOWHERE),
        description="The folder that launchready handover writes, and the checks read.",
    )
    attestations: PathHere = Field(
        Named(name="ops/attestations.yml", at=NOWHERE), description="The file people sign in."
    )

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document that must be there, at the line that names its folder."""
        at = self.output.at if self.output.at != NOWHERE else self.at
        folder = self.output.name
        return tuple(
            Document(name=one, path=f"{folder}/{one}.md".removeprefix("/"), at=at)
            for one in DOCUMENTS
        )
