"""Writes a record map in octoDNS's YAML, in the order octoDNS itself demands of its files."""

import re
from collections.abc import Iterable, Mapping

import yaml

from launchready.dns.octodns_parts import Part, as_parts
from launchready.dns.record import Record

_PLAIN = re.compile(r"[A-Za-z0-9_/][A-Za-z0-9_./:+=\\;-]*(?<!:)")
_RESOLVER = yaml.SafeLoader("")
_STRING = "tag:yaml.org,2002:str"


def write_map(records: Iterable[Record], title: str) -> str:
    """The whole file; above every record a line for what it is for, to be filled in."""
    names: dict[str, list[Record]] = {}
    for record in records:
        names.setdefault(_within(record), []).append(record)
    lines = [
        f"# {title}",
        "# Say behind 'purpose:' what each record is for, and behind 'owner:' who decides on it.",
        "---",
    ]
    for name in sorted(names, key=natural):
        lines += _at_name(name, sorted(names[name], key=lambda one: one.type))
    return "\n".join(lines) + "\n" if names else f"# {title}\n---\n{{}}\n"


def natural(text: str) -> list[str | int]:
    """Digits in a name are ordered as numbers: octoDNS refuses a file that is not."""
    parts = re.split(r"([0-9]+)", text)
    return [int(one) if at % 2 else one for at, one in enumerate(parts)]


def _within(record: Record) -> str:
    return record.name.removesuffix(record.zone).removesuffix(".")


def _at_name(name: str, records: list[Record]) -> list[str]:
    if len(records) == 1:
        body = _lines(_record(records[0], beside=False), "  ")
        return [*_about(records[0], ""), f"{_scalar(name)}:", *body]
    lines = [f"{_scalar(name)}:"]
    # octoDNS lets a proxied CNAME stand beside others only where each of them is lenient.
    beside = any(one.type == "CNAME" for one in records)
    for record in records:
        body = _lines(_record(record, beside=beside), "    ")
        lines += [*_about(record, "  "), f"  - {body[0].strip()}", *body[1:]]
    return lines


def _about(record: Record, indent: str) -> list[str]:
    owner = [f"{indent}# owner: {_one_line(record.owner)}"] if record.owner else []
    return [f"{indent}# purpose: {_one_line(record.purpose)}".rstrip(), *owner]


def _one_line(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _record(record: Record, *, beside: bool) -> dict[str, Part]:
    made: dict[str, Part] = {}
    marks = _marks(record, beside=beside)
    if marks:
        made["octodns"] = marks
    if record.ttl is not None:
        made["ttl"] = record.ttl
    made["type"] = record.type
    values = [as_parts(record.type, one) for one in record.values]
    if len(values) == 1:
        made["value"] = values[0]
    else:
        made["values"] = list(values)
    return made


def _marks(record: Record, *, beside: bool) -> dict[str, Part]:
    marks: dict[str, Part] = {}
    if record.proxied:
        marks["cloudflare"] = {"proxied": _Word("true")}
    if record.match != "exact":
        marks["launchready"] = {"match": record.match}
    if beside or (record.type == "ALIAS" and record.name != record.zone):
        marks["lenient"] = _Word("true")
    return marks


class _Word(str):
    """A word of YAML's own, not a text."""


def _lines(node: Mapping[str, Part], indent: str) -> list[str]:
    lines: list[str] = []
    for key in sorted(node, key=natural):
        value = node[key]
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list):
            lines += [f"{indent}{key}:", *_items(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key}: {_scalar(value)}")
    return lines


def _items(items: list[Part], indent: str) -> list[str]:
    lines: list[str] = []
    for item in items:
        if isinstance(item, Mapping):
            body = _lines(item, indent + "  ")
            lines += [f"{indent}- {body[0].strip()}", *body[1:]]
        elif not isinstance(item, list):
            lines.append(f"{indent}- {_scalar(item)}")
    return lines


def _scalar(value: str | float | None) -> str:
    if value is None or isinstance(value, int | float | _Word):
        return "null" if value is None else str(value)
    if _PLAIN.fullmatch(value) and _is_text(value):
        return value
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _is_text(value: str) -> bool:
    found = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return bool(found == _STRING)
