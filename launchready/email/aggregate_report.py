"""Reads DMARC aggregate reports, by RFC 7489 (appendix C) and RFC 9990, as vendors write them."""

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from launchready.email.aggregate_file import UnreadableReportError

_MOST_ROWS = 500_000
_LARGEST_COUNT = 2**40
# What one vendor wraps its reports in without closing it.
_DEBRIS = re.compile(rb"</?xs:schema[^>]*>")
_JUNK_BEHIND = 9  # expat's number for text after the document's end


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Mails from one address that fared alike.

    `dkim` and `spf` say whether each passed and stood for the domain people see. `signatures`
    are (domain, selector, result), `reasons` why a receiver did otherwise than the policy says.
    """

    source: str
    count: int
    dkim: bool
    spf: bool
    disposition: str = ""
    header_from: str = ""
    reasons: tuple[str, ...] = ()
    signatures: tuple[tuple[str, str, str], ...] = ()

    @property
    def passes(self) -> bool:
        return self.dkim or self.spf

    @property
    def is_forwarded(self) -> bool:
        return any(one in _FORWARDED for one in self.reasons)


_FORWARDED = ("forwarded", "trusted_forwarder", "mailing_list")


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateReport:
    """One receiver's report; `begin` and `end` are seconds since 1970, 0 where not told."""

    organization: str
    id: str
    domain: str
    begin: int
    end: int
    rows: tuple[Row, ...]

    @property
    def identity(self) -> tuple[str, str, str, int]:
        """What is the same in a report that was sent twice."""
        return self.organization.lower(), self.id, self.domain, self.begin


@dataclass(slots=True)
class _Reader:
    """Gathers a report from the events of a parser; prefixes of names do not matter."""

    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    signature: dict[str, str] = field(default_factory=dict)
    signatures: list[tuple[str, str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    is_whole: bool = False

    def start(self, name: str, _: object) -> None:
        self.path.append(name.rpartition(":")[2].lower())
        self.text.clear()
        if len(self.path) > 50:
            raise UnreadableReportError("its XML is nested too deep")

    def end(self, _: str) -> None:
        name = self.path.pop()
        parent = self.path[-1] if self.path else ""
        value = "".join(self.text).strip()
        self.text.clear()
        match parent:
            case "report_metadata" | "policy_published" | "date_range":
                self.about.setdefault(f"{name} of {parent}", value)
            case "row" | "policy_evaluated" | "identifiers" if name != "policy_evaluated":
                if name != "reason":
                    self.row.setdefault(name, value)
            case "reason" if name == "type":
                self.reasons.append(value.lower())
            case "dkim" if len(self.path) > 1 and self.path[-2] == "auth_results":
                self.signature.setdefault(name, value)
            case "auth_results" if name == "dkim":
                self._signed()
        if name == "record":
            self._recorded()
        elif not parent:
            self.is_whole = name == "feedback"

    def _signed(self) -> None:
        told = self.signature
        domain = told.get("domain", "").lower().rstrip(".")
        selector = told.get("selector", "").lower()
        self.signatures.append((domain, selector, told.get("result", "").lower()))
        self.signature = {}

    def _recorded(self) -> None:
        told = self.row
        count = told.get("count", "")
        if not re.fullmatch(r"[0-9]{1,12}", count) or int(count) > _LARGEST_COUNT:
            raise UnreadableReportError(f"a count in it is {count[:20] or 'not there'}")
        if len(self.rows) >= _MOST_ROWS:
            raise UnreadableReportError(f"it has more than {_MOST_ROWS:,} rows")
        self.rows.append(
            Row(
                source=told.get("source_ip", ""),
                count=int(count),
                dkim=told.get("dkim", "").lower() == "pass",
                spf=told.get("spf", "").lower() == "pass",
                disposition=told.get("disposition", "").lower(),
                header_from=told.get("header_from", "").lower().rstrip("."),
                reasons=tuple(self.reasons),
                signatures=tuple(self.signatures),
            )
        )
        self.row, self.reasons, self.signatures = {}, [], []

    def report(self) -> AggregateReport:
        about = self.about
        domain = about.get("domain of policy_published", "").lower().rstrip(".")
        return AggregateReport(
            organization=about.get("org_name of report_metadata", ""),
            id=about.get("report_id of report_metadata", ""),
            domain=domain or next((one.header_from for one in self.rows), ""),
            begin=_moment(about.get("begin of date_range", "")),
            end=_moment(about.get("end of date_range", "")),
            rows=tuple(self.rows),
        )


def _moment(text: str) -> int:
    return int(text.partition(".")[0]) if re.fullmatch(r"[0-9]{1,11}(?:\.[0-9]+)?", text) else 0


def _refuse(*_: object) -> NoReturn:
    raise UnreadableReportError("it declares a document type or entities, which reports have not")


def read_report(xml: bytes) -> AggregateReport:
    """The report in an XML document. Raises UnreadableReportError."""
    try:
        return _parsed(xml)
    except expat.ExpatError as error:
        repaired = _repaired(xml)
        if repaired == xml:
            raise _unreadable(error) from None
    try:
        return _parsed(repaired)
    except expat.ExpatError as error:
        raise _unreadable(error) from None


def _unreadable(error: expat.ExpatError) -> UnreadableReportError:
    return UnreadableReportError(f"its XML is broken: {error}")


def _repaired(xml: bytes) -> bytes:
    """The document with bytes that are not UTF-8 replaced, and without known debris."""
    text = _DEBRIS.sub(b"", xml).decode("utf-8", "replace")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text).encode()


def _parsed(xml: bytes) -> AggregateReport:
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    # Entities could read files or grow without end; no report needs one.
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - the standard library's own signature
    except expat.ExpatError as error:
        if error.code != _JUNK_BEHIND or not reader.is_whole:
            raise
    except (LookupError, ValueError) as error:
        raise UnreadableReportError(f"its encoding cannot be read: {error}") from None
    if not reader.is_whole:
        raise UnreadableReportError("it is XML and no DMARC report")
    return reader.report()
