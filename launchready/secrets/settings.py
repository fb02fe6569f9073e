"""What launchready.yml may say under secrets."""

import re
from dataclasses import replace
from typing import Annotated, Self

from pydantic import Field, PlainValidator, PrivateAttr, WithJsonSchema, model_validator

from launchready.core.location import Location, Named
from launchready.core.site import Site
from launchready.secrets import baseline as baselines
from launchready.secrets.allowlist import NOTHING_ALLOWED, Allowlist
from launchready.secrets.backtracking import goes_back
from launchready.secrets.baseline import Baseline, BaselineError
from launchready.secrets.detectors.detector import Detector, leaked
from launchready.secrets.gitleaks import taken_over
from launchready.secrets.job import Job
from launchready.secrets.rules import IDS
from launchready.secrets.scope import Scope
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import Flag, Words, as_text, place, wrong

_TREE = Scope(kind="tree")


def _file(value: object) -> Named:
    return value if isinstance(value, Named) else Named(name=as_text(value), at=place(value))


def _rule_id(value: object) -> str:
    text = as_text(value)
    if text in IDS:
        return text
    near = nearest(text, IDS)
    hint = f"did you mean {near}?" if near else "'launchready rules' lists them"
    raise wrong(f"{text} is not a rule of this room", hint)


def _new_id(value: object) -> str:
    text = as_text(value)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise wrong(f"{text} is not an id", "small letters, digits and dashes, like acme-key")
    if f"secrets/{text}" in IDS:
        raise wrong(f"secrets/{text} is a rule already", "choose another id")
    return text


def _pattern(value: object) -> str:
    text = as_text(value)
    try:
        found = re.compile(text)
    except re.error as error:
        raise wrong(f"{text} is not a regular expression", str(error)) from None
    if found.fullmatch(""):
        raise wrong(f"{text} matches nothing at all", "name what every such key has")
    if goes_back(text):
        raise wrong(
            f"{text} repeats what itself repeats, so that one long line may take it for ever",
            "say how often at most, like {1,40}, on the inside",
        )
    return text


_IDS = {"type": "string", "enum": sorted(IDS)}
FileHere = Annotated[Named, PlainValidator(_file), WithJsonSchema({"type": "string"})]
RuleId = Annotated[str, PlainValidator(_rule_id), WithJsonSchema(_IDS)]
NewId = Annotated[str, PlainValidator(_new_id), WithJsonSchema({"type": ["string", "number"]})]
Pattern = Annotated[str, PlainValidator(_pattern), WithJsonSchema({"type": "string"})]


class Custom(Setting):
    """A kind of key of your own."""

    id: NewId = Field(description="Its rule is called secrets/ and this.")
    pattern: Pattern = Field(
        description="A regular expression (Python's) within one line; its first group is the key."
    )
    keywords: tuple[Words, ...] = Field(
        (), description="A line without any of these is not looked at; case does not count."
    )

    def detector(self) -> Detector:
        rule = leaked(
            self.id,
            f"a secret of the kind {self.id}",
            opens="use whatever it opens",
            revoke="Replace it",
        )
        return Detector(
            rule=rule,
            thing=f"a secret of the kind {self.id}",
            pattern=self.pattern,
            anchors=tuple(one.lower() for one in self.keywords),
            folded=True,
            shown=0,
            rank=3,
        )


class Secrets(Section):
    """What the secrets room is told. It looks at every repository, with or without this."""

    baseline: FileHere | None = Field(
        None, description="A detect-secrets baseline; what it lists is let stand."
    )
    exclude: tuple[Words, ...] = Field(
        (), description="Paths not looked at; `*` stays within a name, `**` does not."
    )
    disable: tuple[RuleId, ...] = Field((), description="Rules that are not told.")
    high_entropy: Flag = Field(
        default=False,
        description="Also tell, as advice, of quoted strings that only look random. Off, because "
        "most are hashes and ids: what has a known form or a telling name is found without it.",
    )
    custom: tuple[Custom, ...] = Field((), description="Kinds of keys of your own.")
    verify: Flag = Field(
        default=False,
        description="Ask the provider of a key that was found whether it still works, with a call "
        "that changes nothing. Never in a fork's run, nor with --offline.",
    )
    gitleaks: Flag = Field(
        default=True,
        description="Let stand what `.gitleaks.toml` and `.gitleaksignore` let stand.",
    )

    _scope: Scope = PrivateAttr(default=_TREE)
    _known: Baseline | None = PrivateAttr(default=None)
    _allowed: Allowlist = PrivateAttr(default=NOTHING_ALLOWED)
    _asks: bool = PrivateAttr(default=True)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [one.id for one in self.custom]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice:
            raise wrong(f"custom has the id {twice} twice", "an id names one kind")
        return self

    def settled(self, site: Site, read: Read) -> Self:
        _ = site
        return self if self.baseline is None else self.letting_stand(self.baseline, read)

    def letting_stand(self, baseline: Named, read: Read) -> Self:
        """The same with what a baseline lists let stand. Raises ConfigError."""
        made = self.model_copy()
        made._known = _known(baseline, read)  # noqa: SLF001 - ours, on the copy just made
        return made

    def taking_over(self, read: Read) -> Self:
        """The same with what files let stand that the config need not name. Raises ConfigError."""
        made = self.model_copy()
        made._allowed = taken_over(read) if self.gitleaks else NOTHING_ALLOWED  # noqa: SLF001 - ours
        if self._known is None and (found := _usual(read)) is not None:
            made._known = found  # noqa: SLF001 - ours
            count = len(found.entries)
            said = f"{found.file} lets {count} secret{'' if count == 1 else 's'} stand"
            made._allowed = replace(made._allowed, notes=(*made._allowed.notes, said))  # noqa: SLF001 - ours
        return made

    def asking_nobody(self) -> Self:
        """The same, with no provider told of any key."""
        made = self.model_copy()
        made._asks = False  # noqa: SLF001 - ours, on the copy just made
        return made

    @property
    def notes(self) -> tuple[str, ...]:
        """What the report should say of what was taken over."""
        return self._allowed.notes

    def looking(self, scope: Scope) -> Self:
        """The same, looking at another part of the repository."""
        made = self.model_copy()
        made._scope = scope  # noqa: SLF001 - ours, on the copy just made
        return made

    @property
    def job(self) -> Job:
        """What is to be done, as one subject."""
        return Job(
            scope=self._scope,
            at=self.at,
            exclude=self.exclude,
            disable=frozenset(self.disable),
            custom=tuple(one.detector() for one in self.custom),
            random=self.high_entropy,
            baseline=self._known,
            allowed=self._allowed,
            verify=self.verify and self._asks,
        )


def _usual(read: Read) -> Baseline | None:
    """The baseline where everybody has it, None where there is none."""
    try:
        read(baselines.USUAL_FILE)
    except OSError:
        return None
    return _known(Named(name=baselines.USUAL_FILE, at=Location(file=baselines.USUAL_FILE)), read)


def _known(file: Named, read: Read) -> Baseline:
    try:
        return baselines.read(read(file.name), file.name)
    except FileNotFoundError:
        found, meant = f"there is no file {file.name}", "write it with 'launchready baseline'"
    except OSError as error:
        found, meant = f"{file.name} cannot be read: {error.strerror}", ""
    except BaselineError as error:
        found, meant = (
            f"{file.name} is no baseline: {error}",
            "write it with 'launchready baseline'",
        )
    raise ConfigError([Problem(at=file.at, found=found, meant=meant)])
