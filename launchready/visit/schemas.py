"""A JSON Schema of the repository, and where an answer departs from it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from launchready.core.location import Location
from launchready.values.problem import ConfigError, Problem
from launchready.values.yaml import LARGEST
from launchready.visit import json_path
from launchready.visit.expectations import Expectation

_MOST_FILES = 50  # that one schema may refer to
_MOST_FAULTS = 5  # that are told of one answer
_MOST_LOOKED_AT = 100  # faults of one answer

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFile:
    """A schema's path from the repository's root; `texts` are its files once they are read."""

    path: str
    at: Location
    texts: tuple[tuple[str, str], ...] = ()


def read_schema(file: SchemaFile, read: Read) -> SchemaFile:
    """A schema with every local file it refers to; nothing is fetched from the network.

    Raises ConfigError when one of them is missing, is not JSON, or is no JSON Schema.
    """
    texts: dict[str, str] = {}
    waiting = [file.path]
    while waiting:
        path = waiting.pop()
        if path in texts:
            continue
        if len(texts) >= _MOST_FILES:
            raise _problem(file, f"the schema refers to more than {_MOST_FILES} files")
        document = _document(path, file, read)
        # Files are known by their paths here, whatever address they say they are published at.
        texts[path] = json.dumps(_without_id(document))
        waiting += _others(document, path, file)
    made = SchemaFile(path=file.path, at=file.at, texts=tuple(sorted(texts.items())))
    _demand_refs(made)
    return made


def expectation(file: SchemaFile) -> Expectation:
    """That an answer is as a schema says."""
    packed = json.dumps({"path": file.path, "texts": dict(file.texts)})
    return Expectation(
        about="SCHEMA",
        operator="exists",
        wanted=(packed,),
        written=f"schema: {file.path}",
        name=file.path,
        at=file.at,
    )


def faults(one: Expectation, body: str) -> tuple[tuple[str, str], ...]:
    """Where JSON departs from a schema, as a path and words, nearest to the root first."""
    (packed,) = one.wanted
    try:
        document = json_path.document(body)
        found = list(islice(_validator(str(packed)).iter_errors(document), _MOST_LOOKED_AT))
    except json_path.NoJsonError as error:
        return (("", f"the answer is not JSON ({error})"),)
    except RecursionError:
        return (("", "the answer is nested too deeply"),)
    ordered = sorted(found, key=lambda error: len(error.absolute_path))
    return tuple((error.json_path, _words(error)) for error in ordered[:_MOST_FAULTS])


def _words(error: Any) -> str:
    """What a schema asks for at a place; never the value that stands there."""
    match error.validator:
        case "type":
            wanted = error.validator_value
            listed = wanted if isinstance(wanted, list) else [wanted]
            return f"{' or '.join(map(str, listed))} is meant; it is {_kind(error.instance)}"
        case "required":
            missing = [one for one in error.validator_value if one not in error.instance]
            return f"it lacks {', '.join(missing)}"
        case "enum" | "const":
            wanted = json.dumps(error.validator_value, ensure_ascii=False)
            return f"{wanted[:100]} is meant"
        case "additionalProperties":
            return "it has a key that the schema does not know"
    wanted = json.dumps(error.validator_value, ensure_ascii=False)
    return f"{error.validator} {wanted[:60]} does not hold"


def _kind(value: object) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return "null" if value is None else kinds.get(type(value), "object")


@lru_cache(maxsize=16)
def _validator(packed: str) -> Any:
    from jsonschema.validators import validator_for  # 0.2 s, needed where a schema is used
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    said = json.loads(packed)
    documents = {_uri(path): json.loads(text) for path, text in said["texts"].items()}
    made = [(uri, DRAFT202012.create_resource(one)) for uri, one in documents.items()]
    registry: Any = Registry().with_resources(made)  # which fetches nothing
    main = documents[_uri(said["path"])]
    kind = validator_for(main)
    return kind(
        {**main, "$id": _uri(said["path"])} if isinstance(main, dict) else main, registry=registry
    )


def _without_id(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    return {key: value for key, value in document.items() if key not in ("$id", "id")}


def _uri(path: str) -> str:
    return f"file:///{path}"


def _document(path: str, file: SchemaFile, read: Read) -> Any:
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import validator_for

    try:
        raw = read(path)
    except (OSError, ValueError):
        raise _problem(
            file, f"there is no {path}", "a JSON Schema of the repository is meant"
        ) from None
    if len(raw) > LARGEST:
        raise _problem(file, f"{path} has {len(raw):,} bytes", f"at most {LARGEST:,} are read")
    try:
        document = json.loads(raw)
        validator_for(document).check_schema(document)
    except SchemaError as error:
        raise _problem(
            file, f"{path} is no JSON Schema: {error.json_path} {error.message[:100]}"
        ) from None
    except (ValueError, RecursionError) as error:
        raise _problem(file, f"{path} is not JSON ({error})") from None
    return document


def _others(document: Any, path: str, file: SchemaFile) -> list[str]:
    """The files a schema refers to, by path from the root."""
    return [_other(ref, path, file) for ref in _refs(document) if not ref.startswith("#")]


def _other(ref: str, path: str, file: SchemaFile) -> str:
    parts = urlsplit(ref)
    if parts.scheme or parts.netloc:
        found = f"{path} refers to {ref}"
        raise _problem(file, found, "only files of the repository are read; keep a copy in it")
    steps: list[str] = []
    for step in PurePosixPath(path).parent.joinpath(parts.path).parts:
        if step == ".." and not steps:
            raise _problem(file, f"{path} refers to {ref}", "that is outside the repository")
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)


def _refs(document: Any) -> list[str]:
    found: list[str] = []
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found += [one[key] for key in ("$ref", "$dynamicRef") if isinstance(one.get(key), str)]
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found


def _demand_refs(file: SchemaFile) -> None:
    """Every place that is referred to is there: a run must not be the first to find out."""
    from referencing.exceptions import Unresolvable

    packed = json.dumps({"path": file.path, "texts": dict(file.texts)})
    registry = _validator(packed)._registry  # noqa: SLF001 - jsonschema gives no other way to it
    for path, text in file.texts:
        resolver = registry.resolver(base_uri=_uri(path))
        for ref in _refs(json.loads(text)):
            try:
                resolver.lookup(ref)
            except Unresolvable:
                raise _problem(file, f"{path} refers to {ref}, which is not there") from None


def _problem(file: SchemaFile, found: str, meant: str = "") -> ConfigError:
    return ConfigError([Problem(at=file.at, found=found, meant=meant)])
