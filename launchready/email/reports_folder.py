"""Reads a folder of aggregate reports: every report once, and what could not be read."""

from collections.abc import Iterable
from dataclasses import dataclass

from launchready.core.repository import NamedFiles
from launchready.core.unreachable import UnreachableError
from launchready.email.aggregate_file import UnreadableReportError, unpacked
from launchready.email.aggregate_report import AggregateReport, read_report

# Files in one folder; a domain with a thousand receivers gets about 30,000 a month.
MOST_FILES = 50_000
# Notes people keep beside reports.
_NOT_REPORTS = (".md", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What a folder holds; `unread` are paths with the reason, `twice` reports sent again."""

    files: int
    reports: tuple[AggregateReport, ...]
    unread: tuple[tuple[str, str], ...]
    twice: int


def read_folder(files: NamedFiles, path: str) -> Folder:
    """Every report below a path. Blocking; raises UnreachableError when there is no file."""
    paths = [one for one in files.below(path) if _may_be_report(one)]
    if not paths:
        raise UnreachableError(
            f"{path} holds no reports",
            advice="Save the reports that come to your rua= mailbox there, or take reports: out.",
        )
    if len(paths) > MOST_FILES:
        raise UnreachableError(f"{path} holds more than {MOST_FILES:,} files")
    reports: dict[object, AggregateReport] = {}
    unread: list[tuple[str, str]] = []
    twice = 0
    for one in paths:
        try:
            for report in _in_file(files, one):
                # A report without an id cannot be told from another, and is kept.
                key = report.identity if report.id else (one, len(reports))
                twice += key in reports
                reports.setdefault(key, report)
        except (UnreadableReportError, UnreachableError) as error:
            unread.append((one, str(error)))
    return Folder(
        files=len(paths), reports=tuple(reports.values()), unread=tuple(unread), twice=twice
    )


def _may_be_report(path: str) -> bool:
    file = path.rpartition("/")[2].lower()
    return not file.startswith(".") and not file.endswith(_NOT_REPORTS)


def _in_file(files: NamedFiles, path: str) -> Iterable[AggregateReport]:
    raw = files.raw(path)
    return [read_report(xml) for xml in unpacked(raw)] if raw is not None else []
