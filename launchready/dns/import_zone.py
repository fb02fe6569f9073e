"""Makes a record map of what DNS hosts export: BIND files, Cloudflare's, Route 53's JSON."""

from dataclasses import dataclass

from launchready.core.location import Location
from launchready.dns import route53, zone_file
from launchready.dns.octodns_write import write_map
from launchready.dns.record import Record
from launchready.dns.written import mistake
from launchready.values.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A zone's records, and what had to be mended or left out on the way."""

    zone: str
    records: tuple[Record, ...]
    repairs: tuple[Problem, ...]

    def text(self, source: str) -> str:
        return write_map(self.records, f"The records of {self.zone}, from {source}.")


def import_zone(raw: bytes, file: str, zone: str | None = None) -> Imported:
    """Reads an export of whichever kind. Raises ConfigError with every problem."""
    repairs: list[Problem] = []
    is_json = route53.is_export(raw)
    named = zone or (route53.zone_of(raw, file) if is_json else zone_file.zone_of(raw, file))
    if named is None:
        meant = "say it: launchready dns import FILE --zone example.com"
        raise mistake(Location(file=file), "the file does not say which zone it is of", meant)
    read = route53.read_export if is_json else zone_file.read_zone_file
    records = read(raw, file, named, repairs)
    if not records:
        raise mistake(
            Location(file=file), f"there is no record of {named} in it", "export it again"
        )
    return Imported(zone=named, records=records, repairs=tuple(repairs))
