"""docs/config.md, written from the settings models so that it cannot say anything else."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from launchready.config.file import Config
from launchready.values.setting import Setting

_OPENING = """\
# launchready.yml

Written by `make docs` from the settings models; do not edit. Every section is optional: a room
without a section is skipped and says so. `${NAME}` in a value is taken from the environment's
entry in `environments:`, then from the process environment (and is then masked wherever it would
appear, but for `GITHUB_*` and `RUNNER_*`). `$${` stands for a plain `${`. Durations are written
`500ms`, `10s`, `5m`, `14d`. Files are named from the repository's root, also by a
`launchready.yml` that stands in a sub-folder: every path in a config, a report and an annotation
is the same path. Anchors, aliases, merge keys and tags are refused: what stands in the file is
what holds.

Editors complete it with the schema: `# yaml-language-server: $schema=launchready.schema.json`
after `launchready schema > launchready.schema.json`.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_OPENING, *_section("", Config), ""])


def _section(path: str, model: type[Setting]) -> Iterator[str]:
    title = f"`{path}`" if path else "The file"
    yield f"{'#' * min(6, 2 + path.count('.'))} {title}\n"
    yield f"{(model.__doc__ or '').strip()}\n"
    yield "| key | default | what it says |\n|---|---|---|"
    inner: list[tuple[str, type[Setting]]] = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        one = _inner(field.annotation)
        yield f"| `{key}` | {_default(field)} | {_says(field, one)} |"
        if one is not None:
            many = "[]" if _is_list(field.annotation) else ""
            inner.append((f"{path}.{key}{many}".lstrip("."), one))
    yield ""
    for where, one in inner:
        yield from _section(where, one)


def _says(field: FieldInfo, inner: type[Setting] | None) -> str:
    text = field.description or (inner.__doc__ if inner else None) or ""
    return " ".join(text.split()).replace("|", "\\|")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value: Any = field.default
    if value is None or value is PydanticUndefined or value in ((), {}, ""):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(str(one) for one in value) + "]`"
    shown = field.json_schema_extra
    written = shown.get("written") if isinstance(shown, dict) else None
    return f"`{written or value}`"


def _is_list(annotation: object) -> bool:
    return any(part is Ellipsis or _is_list(part) for part in get_args(annotation))


def _inner(annotation: object) -> type[Setting] | None:
    if isinstance(annotation, type) and issubclass(annotation, Setting):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
