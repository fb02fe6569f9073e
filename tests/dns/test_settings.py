"""A dns section names its maps, and every mistake in it or in them has its place."""

import pytest

from launchready.core.location import Location
from launchready.dns.record import AbsentName
from launchready.dns.settings import Dns
from launchready.values.problem import ConfigError
from tests.dns.maps import FILE, settled
from tests.worlds import a_site

WWW = "www: {type: A, ttl: 300, value: 192.0.2.1}\n"


def problems(config: str, files: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        settled(config, files)
    return [str(one) for one in caught.value.problems]


def test_records_carry_their_zone_and_its_policy() -> None:
    dns = settled(f"zones: [{{map: {FILE}, extras: warn, ttl: max}}]", {FILE: WWW})

    (record,) = dns.records
    assert (record.zone, record.extras, record.keeping) == ("acme.test", "warn", "max")
    assert record.at == Location(file=FILE, line=1)


def test_values_are_strict_and_ttls_free_unless_told_otherwise() -> None:
    (record,) = settled(f"zones: [{{map: {FILE}}}]", {FILE: WWW}).records

    assert (record.extras, record.keeping, record.match) == ("fail", "ignore", "exact")


def test_a_section_without_zones_has_nothing_to_look_at() -> None:
    dns = settled("{}", {})

    assert (dns.records, dns.absent) == ((), ())


def test_a_zone_in_another_script_is_known_by_its_a_labels() -> None:
    (record,) = settled(
        "zones: [{map: dns/b\u00fccher.test.yaml}]", {"dns/b\u00fccher.test.yaml": WWW}
    ).records

    assert (record.zone, record.name) == ("xn--bcher-kva.test", "www.xn--bcher-kva.test")


def test_absent_names_lie_within_the_zone_at_their_own_lines() -> None:
    config = f"""\
zones:
  - map: {FILE}
    absent:
      - Beta
      - old.acme.test.
      - "*.dev"
      - "*"
"""

    dns = settled(config, {FILE: WWW})

    assert [(one.name, one.at.line) for one in dns.absent] == [
        ("beta.acme.test", 4),
        ("old.acme.test", 5),
        ("*.dev.acme.test", 6),
        ("*.acme.test", 7),
    ]
    assert dns.absent[0] == AbsentName(
        zone="acme.test",
        name="beta.acme.test",
        at=Location(file="launchready.yml", line=4, column=9),
    )


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("_acme*", ["www.acme.test A", "www.acme.test TXT"]),
        ("www", ["_acme-challenge.acme.test TXT"]),
        ("WWW.acme.test", ["_acme-challenge.acme.test TXT"]),
        ("* TXT", ["www.acme.test A"]),
        ("www aaaa", ["www.acme.test A", "www.acme.test TXT", "_acme-challenge.acme.test TXT"]),
    ],
)
def test_ignored_names_are_not_held_against_the_map(pattern: str, left: list[str]) -> None:
    text = """\
www: [{type: A, value: 192.0.2.1}, {type: TXT, value: x}]
_acme-challenge: {type: TXT, value: y}
"""
    dns = settled(f"zones: [{{map: {FILE}, ignore: ['{pattern}']}}]", {FILE: text})

    assert [str(one) for one in dns.records] == left


@pytest.mark.parametrize(
    ("files", "meant"),
    [
        ({}, "paths start at the repository's root"),
        ({"dns/acme.test.yml": WWW}, "there is dns/acme.test.yml; rename it"),
        ({"acme.test.yaml": WWW}, "there is acme.test.yaml"),
    ],
)
def test_a_map_that_is_not_there_is_told_at_its_line(files: dict[str, str], meant: str) -> None:
    config = f"zones:\n  - map: {FILE}\n"

    assert problems(config, files) == [f"launchready.yml:2:10: there is no {FILE}; {meant}"]


def test_a_map_that_cannot_be_read_is_told_at_its_line() -> None:
    def read(path: str) -> bytes:
        raise IsADirectoryError(21, "Is a directory")

    dns = Dns.model_validate({"zones": ({"map": FILE},)})
    with pytest.raises(ConfigError, match=f"{FILE} cannot be read; Is a directory"):
        dns.settled(a_site(), read)


def test_the_mistakes_of_every_map_are_told_at_once() -> None:
    config = "zones: [{map: a.test.yaml}, {map: b.test.yaml}, {map: x/a.test.yaml}]"
    wrong = "www: {type: A, value: x}\n"

    assert problems(config, {"a.test.yaml": wrong, "b.test.yaml": wrong, "x/a.test.yaml": WWW}) == [
        "a.test.yaml:1:23: x is not an IPv4 address; like 192.0.2.1",
        "b.test.yaml:1:23: x is not an IPv4 address; like 192.0.2.1",
        "launchready.yml:1:55: a.test is here twice; the first is in line 1",
    ]


def test_a_name_cannot_be_both_absent_and_mapped() -> None:
    assert problems(f"zones: [{{map: {FILE}, absent: [www]}}]", {FILE: WWW}) == [
        "launchready.yml:1:44: www.acme.test must be absent and is mapped too;"
        f" the map has it in {FILE}, line 1"
    ]


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("map: dns/acme.test.txt", "dns/acme.test.txt is no record map"),
        ("map: dns/.yaml", "dns/.yaml is no record map"),
        ("map: dns/a b.yaml", "a b is not a host name"),
        (f"map: {FILE}, absent: ['@']", "the zone itself cannot be absent"),
        (f"map: {FILE}, absent: ['a..b']", "a..b is not a name"),
        (f"map: {FILE}, ignore: ['a b c']", "a b c is no pattern"),
    ],
)
def test_what_could_not_be_looked_at_is_refused(zone: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        settled(f"zones: [{{{zone}}}]", {FILE: WWW})


def test_what_a_zone_may_say_is_described_to_editors() -> None:
    schema = Dns.model_json_schema()["$defs"]["Zone"]

    assert schema["required"] == ["map"]
    assert all(one["description"] for one in schema["properties"].values())
    assert schema["properties"]["absent"]["items"] == {"type": ["string", "number", "boolean"]}


@pytest.mark.parametrize("file", ["dns/acme.test.zone", "dns/db.acme.test"])
def test_a_zone_file_is_a_map_too(file: str) -> None:
    (record,) = settled(f"zones: [{{map: {file}}}]", {file: "\nwww 300 A 192.0.2.1\n"}).records

    assert (str(record), record.ttl, record.at) == (
        "www.acme.test A",
        300,
        Location(file=file, line=2),
    )
