"""Reads a record map in octoDNS's YAML: every record with its line, or every mistake."""

from collections import Counter

from launchready.core.location import Location
from launchready.dns.comments import explained
from launchready.dns.forms import FORMS, SINGLE
from launchready.dns.octodns_marks import Marks, demand_sense, read_marks
from launchready.dns.octodns_values import value
from launchready.dns.record import Record
from launchready.dns.written import mistake, name_of, number, part, scalar
from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.yaml import parse

# Ten thousand records, each with a line for what it is for, are far below this.
LARGEST = 8 * 1024 * 1024  # bytes

_LONGEST_TTL = 2**31 - 1  # seconds (RFC 2181, 8)
_KEYS = ("type", "ttl", "value", "values", "octodns", "geo", "dynamic")


def read_map(raw: bytes, file: str, zone: str) -> tuple[Record, ...]:
    """The records of a map in the order of their lines. Raises ConfigError with every problem."""
    if _is_bare(raw):
        meant = "write the zone's records, or {} for none"
        raise mistake(Location(file=file), "the map is empty", meant)
    root = parse(raw, file, largest=LARGEST)
    if not isinstance(root, Block):
        raise mistake(root.at, "this is no mapping", "each name of the zone is a key")
    records: list[Record] = []
    problems: list[Problem] = []
    for key, node in root.items():
        try:
            records += _at_name(key, node, zone)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return explained(sorted(records, key=lambda one: one.at), raw)


def _is_bare(raw: bytes) -> bool:
    lines = (one.strip() for one in raw.splitlines())
    return not any(one and not one.startswith((b"#", b"---")) for one in lines)


def _at_name(key: Text, node: Node, zone: str) -> list[Record]:
    """Every record of one name; ignored ones are no promises and left out."""
    problems: list[Problem] = []
    found: list[tuple[Record, Marks]] = []
    name = _owner(key, zone)
    entries = [(one, one.at) for one in node] if isinstance(node, Row) else [(node, key.at)]
    for entry, at in entries:
        try:
            found.append(_record(entry, name, zone, at))
        except ConfigError as error:
            problems += error.problems
    problems += _conflicts(found)
    if problems:
        raise ConfigError(problems)
    return [record for record, marks in found if not marks.ignored]


def _owner(key: Text, zone: str) -> str:
    if key == "":
        return zone
    if key == "@":
        raise mistake(key.at, "@ is no name here", "the zone itself is written ''")
    if key.endswith("."):
        raise mistake(key.at, f"{key} ends with a dot", f"names are written without .{zone}.")
    return name_of(f"{key}.{zone}", key.at)


def _record(node: Node, name: str, zone: str, at: Location) -> tuple[Record, Marks]:
    if not isinstance(node, Block):
        raise mistake(node.at, "this is no record", "type and value are meant")
    problems = [_strange(key) for key in node if key not in _KEYS]
    type_, values = "", tuple[str, ...]()
    ttl, marks = None, Marks()
    try:
        type_ = _type(node)
        values = _values(type_, node)
    except ConfigError as error:
        problems += error.problems
    try:
        ttl, marks = _ttl(node), read_marks(node)
        demand_sense(node, type_, marks)
    except ConfigError as error:
        problems += error.problems
    if problems:
        raise ConfigError(problems)
    record = Record(
        zone=zone,
        name=name,
        type=type_,
        values=values,
        at=at,
        ttl=ttl if marks.has_own_ttl else None,
        match=marks.match or "exact",
        proxied=marks.proxied,
    )
    return record, marks


def _strange(key: Text) -> Problem:
    near = nearest(key, _KEYS)
    meant = f"did you mean {near}?" if near else f"a record has {', '.join(_KEYS)}"
    return Problem(at=key.at, found=f"{key} is not a key here", meant=meant)


def _type(node: Block) -> str:
    given = part(node, "type")
    if given is None:
        raise mistake(node.at, "type is missing", f"one of {', '.join(FORMS)}")
    text = scalar(given)
    if text not in FORMS:
        near = nearest(text, FORMS)
        known = f"read are {', '.join(FORMS)}"
        meant = f"did you mean {near}?" if near and near != text else known
        raise mistake(text.at, f"records of type {text} are not read", meant)
    return str(text)


def _values(type_: str, node: Block) -> tuple[str, ...]:
    given = [part for key, part in node.items() if key in ("value", "values")]
    if len(given) != 1:
        found = "value and values both stand here" if given else "value is missing"
        raise mistake(node.at, found, "write one of value and values")
    items = list(given[0]) if isinstance(given[0], Row) else [given[0]]
    if not items:
        raise mistake(given[0].at, "the list of values is empty", "write a value")
    if type_ in SINGLE and len(items) > 1:
        raise mistake(given[0].at, f"{type_} has {len(items)} values", "it can have one only")
    problems: list[Problem] = []
    values: set[str] = set()
    for item in items:
        try:
            values.add(value(type_, item))
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return tuple(sorted(values))


def _ttl(node: Block) -> int | None:
    given = part(node, "ttl")
    return None if given is None else int(number(_LONGEST_TTL)(scalar(given)))


def _conflicts(found: list[tuple[Record, Marks]]) -> list[Problem]:
    """What cannot stand together at one name (RFC 1034, 3.6.2; RFC 2181, 10.1)."""
    problems: list[Problem] = []
    counted = Counter(record.type for record, _ in found)
    for record, marks in found:
        first = next(one for one, _ in found if one.type == record.type)
        if counted[record.type] > 1 and record is not first:
            found_here, meant = f"{record} is here twice", f"the first is in line {first.at.line}"
            problems.append(Problem(at=record.at, found=found_here, meant=meant))
        if record.type != "CNAME" or marks.lenient or marks.proxied:
            continue
        if record.name == record.zone:
            meant = "a zone's own name has other records; write type: ALIAS"
            problems.append(Problem(at=record.at, found=f"{record} cannot be", meant=meant))
        elif len(counted) > 1:
            others = ", ".join(one for one in counted if one != "CNAME")
            meant = "a CNAME must stand alone; move one of them to another name"
            problems.append(
                Problem(at=record.at, found=f"{record} stands beside {others}", meant=meant)
            )
    return problems
