"""The JSON Schema of launchready.yml, made from the settings models."""

import json
from typing import Any

from launchready.config.file import Config

_ID = "https://github.com/org/launchready/blob/main/docs/launchready.schema.json"


def schema() -> dict[str, Any]:
    """The schema (2020-12) an editor completes and checks the file with."""
    made = Config.model_json_schema(by_alias=True)
    named = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _ID}
    return named | made | {"title": "launchready.yml"}


def as_json() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
