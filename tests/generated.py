"""What `make docs` writes: the rules reference, the config reference and the schema."""

from pathlib import Path

from launchready.config import reference, schema
from launchready.core import registry
from launchready.report import pages

ROOT = Path(__file__).parent.parent


def files() -> dict[str, str]:
    """Every generated file by its path from the root."""
    made = {"docs/config.md": reference.page(), "docs/launchready.schema.json": schema.as_json()}
    for room in (*registry.ROOMS, "gate"):
        checks = tuple(one for one in registry.checks() if one.room == room)
        rules = tuple(one for one in registry.rules() if one.room == room)
        made[f"docs/rules/{room}.md"] = pages.page(room, checks, rules)
    return made


def write(root: Path) -> None:
    (root / "docs" / "rules").mkdir(parents=True, exist_ok=True)
    for path, text in files().items():
        (root / path).write_text(text, "utf-8")


if __name__ == "__main__":
    write(ROOT)
