"""What launchready.yml may say under deploy."""

from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, PrivateAttr, WithJsonSchema

from launchready.core.location import NOWHERE, Named
from launchready.core.site import Site
from launchready.deploy.declared import read_map
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.values.attestations import Attestation
from launchready.values.attestations import read as read_attestations
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import Seconds, as_text, place, wrong


def _target(value: object) -> Named:
    text = as_text(value).strip().lower()
    if text not in PLATFORMS:
        near = nearest(text, PLATFORMS)
        meant = f"did you mean {near}?" if near else f"any of: {', '.join(PLATFORMS)}"
        raise wrong(f"{text} is no platform we know", meant)
    return Named(name=text, at=place(value))


def _file(value: object) -> Named:
    return Named(name=as_text(value).strip(), at=place(value))


Target = Annotated[
    Named, PlainValidator(_target), WithJsonSchema({"type": "string", "enum": list(PLATFORMS)})
]
FileHere = Annotated[Named, PlainValidator(_file), WithJsonSchema({"type": "string"})]


class Rollback(Setting):
    """How it is known that there is a way back, and how lately it was gone."""

    tested: Literal["attest", "github"] = Field(
        "github",
        description="github: an earlier commit went live again, as GitHub's deployments tell; "
        "attest: somebody tried it and signed for it, under the id rollback-tested.",
    )
    max_age: Seconds = Field(30 * 86400.0, description="How old the last try may be.")
    attestations: FileHere = Field(
        Named(name="ops/attestations.yml", at=NOWHERE), description="The file people sign in."
    )


class Deploy(Section):
    """How the product gets to its users, and back."""

    target: Target | None = Field(None, description="Where it runs; what is found must agree.")
    env: FileHere | None = Field(
        None,
        description="A YAML file, one entry a variable: "
        "NAME: {environments, required, source, owner, why}.",
    )
    rollback: Rollback = Field(default_factory=Rollback)

    _release: Release = PrivateAttr(default_factory=Release)

    def settled(self, site: Site, read: Read) -> Self:
        _ = site
        made = self.model_copy()
        made._release = Release(  # noqa: SLF001 - ours, on the copy just made
            at=self.at,
            target=self.target,
            map=self.env,
            variables=None
            if self.env is None
            else read_map(_content(self.env, read), self.env.name),
            tested=self.rollback.tested,
            max_age=self.rollback.max_age,
            attestations=self.rollback.attestations,
            signed=self._signed(read),
        )
        return made

    def _signed(self, read: Read) -> tuple[Attestation, ...]:
        file = self.rollback.attestations
        try:
            raw = read(file.name)
        except FileNotFoundError:
            return ()
        except OSError as error:
            problem = Problem(at=file.at, found=f"{file.name} cannot be read: {error.strerror}")
            raise ConfigError([problem]) from None
        return read_attestations(raw, file.name)

    @property
    def release(self) -> Release:
        return self._release


def _content(file: Named, read: Read) -> bytes:
    try:
        return read(file.name)
    except FileNotFoundError:
        found, meant = f"there is no file {file.name}", "write it, a variable an entry"
    except OSError as error:
        found, meant = f"{file.name} cannot be read: {error.strerror}", ""
    raise ConfigError([Problem(at=file.at, found=found, meant=meant)])
