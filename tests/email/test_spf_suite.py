"""The evaluator agrees with every case of the OpenSPF project's suite for RFC 7208."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import yaml

from launchready.core.unreachable import UnreachableError
from launchready.email.lookup import Missing, Records
from launchready.email.spf_evaluation import check_host

SUITE = Path(__file__).parent / "openspf" / "rfc7208-tests.yml"


@dataclass(frozen=True)
class Scenario:
    """The suite's zone data, asked as a Lookup."""

    zone: dict[str, list[Any]]

    async def ask(self, name: str, type_: str) -> Records:
        for _ in range(8):
            entries = self.zone.get(name.rstrip(".").lower())
            found = self._of_type(entries or [], type_, name)
            alias = [] if found else self._of_type(entries or [], "CNAME", name)
            if found or not alias:
                if not found:
                    missing: Missing = "no such type" if entries else "no such name"
                    return Records(name=name, type=type_, missing=missing)
                return Records(name=name, type=type_, values=tuple(found))
            name = alias[0]
        return Records(name=name, type=type_, missing="no such name")

    def _of_type(self, entries: list[Any], type_: str, name: str) -> list[str]:
        has_texts = any(isinstance(one, dict) and "TXT" in one for one in entries)
        found: list[str] = []
        for entry in entries:
            if entry == "TIMEOUT":
                if found:
                    continue
                raise UnreachableError(f"{name} {type_} timed out", kind="timed out")
            ((key, value),) = entry.items()
            if key == "SPF" and not has_texts:  # the suite's own rule: SPF stands for TXT too
                key = "TXT"
            if key != type_ or value == "NONE":
                continue
            if value == "TIMEOUT":
                raise UnreachableError(f"{name} {type_} timed out", kind="timed out")
            found.append(_text(type_, value))
        return found


def _text(type_: str, value: Any) -> str:
    match type_:
        case "TXT":
            return "".join(value) if isinstance(value, list) else str(value)
        case "MX":
            return f"{value[0]} {value[1]}."
        case "A" | "AAAA":
            return str(ip_address(value))
        case _:
            return str(value)


def _cases() -> Iterator[Any]:
    for document in yaml.safe_load_all(SUITE.read_text("latin-1")):
        zone = {key.lower(): value for key, value in document["zonedata"].items()}
        for name, case in document["tests"].items():
            yield pytest.param(Scenario(zone), case, id=f"{document['description']}: {name}")


CASES = list(_cases())


def test_the_whole_suite_is_there() -> None:
    assert len(CASES) == 203


@pytest.mark.parametrize(("world", "case"), CASES)
async def test_the_suite_agrees(world: Scenario, case: dict[str, Any]) -> None:
    verdict = await check_host(
        world,
        address=case["host"],
        sender=case["mailfrom"],
        helo=case["helo"],
        receiver="mx.example.org",
        now=1_000_000_000,
    )

    wanted = case["result"]
    assert verdict.result in (wanted if isinstance(wanted, list) else [wanted]), verdict
    if case.get("explanation", "DEFAULT") != "DEFAULT":
        assert verdict.explanation == case["explanation"]
    elif "explanation" in case:
        assert verdict.explanation is None
