"""What launchready.yml may say under handover."""

from typing import Annotated, Self

from pydantic import Field, PlainValidator, PrivateAttr, WithJsonSchema

from launchready.core.finding import Impact
from launchready.core.location import NOWHERE, Named
from launchready.core.site import Site
from launchready.handover.document import DOCUMENTS, Document
from launchready.handover.signing import Signing
from launchready.handover.statements import KNOWN, STATEMENTS, Statement, of
from launchready.values.attestations import Attestation
from launchready.values.attestations import read as read_attestations
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section
from launchready.values.types import Words, as_text, place, wrong


def _inside(value: object) -> Named:
    """A path of the repository, from its root, without a slash at its end."""
    if isinstance(value, Named):
        return value
    text = as_text(value).strip()
    if text.startswith("/") or "\\" in text or ".." in text.split("/"):
        raise wrong(f"{text} is not in the repository", "a path from its root is meant")
    return Named(name=text.rstrip("/"), at=place(value))


PathHere = Annotated[Named, PlainValidator(_inside), WithJsonSchema({"type": "string"})]


def _statement(value: object) -> str:
    text = as_text(value).strip()
    if text not in KNOWN:
        near = nearest(text, KNOWN)
        meant = f"did you mean {near}?" if near else f"any of: {', '.join(KNOWN)}"
        raise wrong(f"{text} is no statement we ask for", meant)
    return text


StatementId = Annotated[
    str, PlainValidator(_statement), WithJsonSchema({"type": "string", "enum": list(KNOWN)})
]


class Handover(Section):
    """What is written down so that somebody else can run it, and what people signed for."""

    output: PathHere = Field(
        Named(name="docs/handover", at=NOWHERE),
        description="The folder that launchready handover writes, and the checks read.",
    )
    attestations: PathHere = Field(
        Named(name="ops/attestations.yml", at=NOWHERE), description="The file people sign in."
    )
    people: tuple[Words, ...] = Field(
        (), description="Who may sign; anybody who is no machine where nobody is named."
    )
    not_needed: dict[StatementId, Words] = Field(
        default={},
        description="Statements your product has no use for, each with the reason: "
        "`restore-tested: we keep no data`.",
    )

    _signed: tuple[Attestation, ...] = PrivateAttr(default=())

    def settled(self, site: Site, read: Read) -> Self:
        _ = site
        made = self.model_copy()
        made._signed = self._read(read)  # noqa: SLF001 - ours, on the copy just made
        return made

    def _read(self, read: Read) -> tuple[Attestation, ...]:
        file = self.attestations
        try:
            raw = read(file.name)
        except FileNotFoundError:
            return ()
        except OSError as error:
            at = file.at if file.at != NOWHERE else self.at
            found = f"{file.name} cannot be read: {error.strerror}"
            raise ConfigError([Problem(at=at, found=found)]) from None
        return read_attestations(raw, file.name) if raw.strip() else ()

    @property
    def signings(self) -> tuple[Signing, ...]:
        """Every statement that is asked for, and those of people's own, with what was signed."""
        own = [one.id for one in self._signed if one.id not in KNOWN]
        wanted = [one for one in STATEMENTS if one.id not in self.not_needed]
        return tuple(self._signing(one) for one in [*wanted, *map(of, dict.fromkeys(own))])

    def _signing(self, statement: Statement) -> Signing:
        """What was signed last, where a statement stands there more than once."""
        own = [one for one in self._signed if one.id == statement.id]
        place = self.attestations.at if self.attestations.at != NOWHERE else self.at
        return Signing(
            statement=statement,
            signed=max(own, key=lambda one: one.on, default=None),
            file=self.attestations.name,
            config=self.at.file,
            output=self.output.name,
            place=place,
            people=self.people,
            others=tuple(one.id for one in self._signed if one.id not in KNOWN),
        )

    @property
    def blocking(self) -> tuple[Signing, ...]:
        """The statements that a launch waits for."""
        return tuple(one for one in self.signings if one.statement.impact is Impact.BLOCKER)

    @property
    def lighter(self) -> tuple[Signing, ...]:
        """The others."""
        return tuple(one for one in self.signings if one.statement.impact is not Impact.BLOCKER)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document that must be there, at the line that names its folder."""
        at = self.output.at if self.output.at != NOWHERE else self.at
        folder = self.output.name
        return tuple(
            Document(name=one, path=f"{folder}/{one}.md".removeprefix("/"), at=at)
            for one in DOCUMENTS
        )
