"""Writes what a file of redirects says as rules for launchready.yml."""

import json

from launchready.web.import_row import TEMPORARY, Imported, ImportRow


def as_rules(said: Imported) -> str:
    """The `web:` section to paste; what has no form there stands above it in comments."""
    kept = [one for one in said.rows if _fits(one)]
    lines = [f"# {said.file}: {len(said.rows)} redirects, {len(kept)} of them below"]
    others = [str(row.at.line) for row in said.rows if row not in kept]
    if others:
        lines.append(f"# keep in imports, names for parts of an address: line {', '.join(others)}")
    for kind, places in said.untried.items():
        lines.append(f"# not tried, {kind}: line {', '.join(str(one) for one in places)}")
    if said.old_pages:
        lines.append(f"# {len(said.old_pages)} old pages without a target: keep them in imports")
    lines += ["web:", "  redirects:", "    rules:" + ("" if kept else " []")]
    return "\n".join([*lines, *(f"      - {_entry(one)}" for one in kept)]) + "\n"


def _fits(row: ImportRow) -> bool:
    """Whether the map has a form for it: a * at the end, and no other part with a name."""
    plain = row.source.partition("*")[0] if row.source.endswith("/*") else row.source
    bare = ImportRow(
        source=plain, to=None, status=None, query="ignore", at=row.at, has_names=row.has_names
    )
    return not bare.is_pattern


def _entry(row: ImportRow) -> str:
    said = [f"from: {json.dumps(row.source, ensure_ascii=False)}"]
    if row.to is None:
        return "{" + ", ".join([*said, "gone: true"]) + "}"
    said.append(f"to: {json.dumps(row.to, ensure_ascii=False)}")
    if row.status == "permanent":
        said.append("status: permanent")
    elif row.status is not None:
        said.append(f"status: [{', '.join(str(one) for one in TEMPORARY)}]")
    if row.query != "ignore":
        said.append(f"query: {row.query}")
    return "{" + ", ".join(said) + "}"
