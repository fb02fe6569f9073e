"""The generated pages are fresh: what a reader finds is what the code says."""

from tests.generated import ROOT, files


def test_the_generated_files_are_what_make_docs_writes() -> None:
    stale = [path for path, text in files().items() if _committed(path) != text]

    assert stale == [], "run 'make docs'"


def test_no_page_is_left_of_a_room_that_is_gone() -> None:
    pages = {f"docs/rules/{one.name}" for one in (ROOT / "docs" / "rules").glob("*.md")}

    assert pages == {path for path in files() if path.startswith("docs/rules/")}


def _committed(path: str) -> str | None:
    file = ROOT / path
    return file.read_text("utf-8") if file.is_file() else None
