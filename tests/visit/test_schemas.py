"""A schema of the repository is held against an answer; nothing of it comes from the network."""

import json
from typing import Any

import pytest

from launchready.core.location import Location
from launchready.values.problem import ConfigError
from launchready.visit.judging import holds
from launchready.visit.schemas import SchemaFile, expectation, read_schema
from launchready.visit.seen import Seen
from launchready.visit.telling import got, told

AT = Location(file="launchready.yml", line=7, column=9)
HEALTH = {
    "$id": "https://acme.test/health.json",
    "type": "object",
    "required": ["status", "by"],
    "properties": {"status": {"enum": ["ok"]}, "by": {"$ref": "parts/host.json#/$defs/host"}},
}
HOST = {"$defs": {"host": {"type": "string"}}}


def schema(files: dict[str, Any], path: str = "schemas/health.json") -> SchemaFile:
    def read(name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(name)
        given = files[name]
        return given if isinstance(given, bytes) else json.dumps(given).encode()

    return read_schema(SchemaFile(path=path, at=AT), read)


GOOD = {"schemas/health.json": HEALTH, "schemas/parts/host.json": HOST}


def test_an_answer_as_the_schema_and_its_files_say_holds() -> None:
    one = expectation(schema(GOOD))

    assert holds(one, Seen(body='{"status": "ok", "by": "web-1"}'))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"status": "ok", "by": 3}', "at $.by string is meant; it is integer"),
        ('{"status": "no", "by": "a"}', 'at $.status ["ok"] is meant'),
        ('{"status": "ok"}', "it lacks by"),
        ("[]", "object is meant; it is array"),
        ("<h1>", "the answer is not JSON (Expecting value at line 1, column 1)"),
    ],
)
def test_an_answer_that_departs_from_it_is_told_with_the_place(body: str, said: str) -> None:
    one = expectation(schema(GOOD))

    assert (holds(one, Seen(body=body)), got(one, Seen(body=body))) == (False, said)


def test_every_departure_is_told_up_to_a_limit() -> None:
    lines = told(expectation(schema(GOOD)), Seen(body='{"status": 1, "by": 2}'))

    assert lines == (
        'schema: schemas/health.json is meant; at $.status ["ok"] is meant',
        "at $.by string is meant; it is integer",
    )


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "there is no schemas/health.json"),
        ({"schemas/health.json": b"{"}, "schemas/health.json is not JSON"),
        ({"schemas/health.json": {"type": "objekt"}}, "schemas/health.json is no JSON Schema"),
        ({"schemas/health.json": HEALTH}, "there is no schemas/parts/host.json"),
        (GOOD | {"schemas/parts/host.json": {}}, "refers to parts/host.json#/$defs/host"),
        (
            {"schemas/health.json": {"$ref": "https://evil.test/x.json"}},
            "refers to https://evil.test/x.json; only files of the repository are read",
        ),
        (
            {"schemas/health.json": {"$ref": "../../etc/passwd"}},
            "refers to ../../etc/passwd; that is outside the repository",
        ),
    ],
)
def test_a_schema_that_cannot_be_used_is_told_at_its_line(files: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        schema(files)

    assert [one.at for one in raised.value.problems] == [AT]
    assert said in str(raised.value)


def test_files_that_refer_to_each_other_come_to_an_end() -> None:
    ring = {"type": "object", "properties": {"next": {"$ref": "b.json"}}}
    one = expectation(schema({"a.json": ring, "b.json": {"$ref": "a.json"}}, "a.json"))

    assert holds(one, Seen(body='{"next": {"next": {}}}'))
    assert not holds(one, Seen(body='{"next": {"next": 1}}'))
