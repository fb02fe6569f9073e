"""The request a founder writes for their assistant, with the places we fill in."""

import json
import re
from typing import Any

from pydantic import PlainValidator, WithJsonSchema

from launchready.values.json_value import json_value
from launchready.values.types import wrong

PROMPT, CONVERSATION, DOCUMENT = "{{prompt}}", "{{conversation}}", "{{document}}"
_PLACES = (PROMPT, CONVERSATION, DOCUMENT)
_PLACE = re.compile(r"\{\{.*?\}\}")


def tree(value: object) -> Any:
    """A JSON value as written, in which every place is one we fill in."""
    return json_value(value, _known)


def _known(text: str) -> str:
    for name in _PLACE.findall(text):
        if name not in _PLACES:
            raise wrong(f"{name} is nothing we fill in", f"one of {', '.join(_PLACES)} is meant")
    return str(text)


def filled(template: Any, words: dict[str, str]) -> Any:
    """The same with its places filled in; the template itself stays."""
    match template:
        case dict():
            return {key: filled(one, words) for key, one in template.items()}
        case list():
            return [filled(one, words) for one in template]
        case str():
            for name, value in words.items():
                template = template.replace(name, value)
    return template


def names(template: Any, name: str) -> bool:
    """Whether a place stands in a template."""
    return name in json.dumps(template)


def demands(name: str) -> PlainValidator:
    """A validator of templates in which a place must stand."""

    def checked(value: object) -> Any:
        made = tree(value)
        if not names(made, name):
            raise wrong(f"{name} stands nowhere in it", f"write {name} where the text belongs")
        return made

    return PlainValidator(checked)


JSON_SCHEMA = WithJsonSchema({"type": ["object", "array", "string"]})
