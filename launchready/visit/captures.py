"""What a step keeps of an answer or a mail for the steps after it."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urljoin

from pydantic import Field, model_validator

from launchready.core.cookies import Jar
from launchready.values.node import Block, Text
from launchready.values.setting import Setting
from launchready.values.types import Flag, Words, wrong
from launchready.visit import json_path, selectors
from launchready.visit.seen import Seen
from launchready.visit.values import as_text, compiled

_WAYS = ("jsonpath", "css", "regex", "header", "cookie", "link")
_LONGEST = 8192  # characters that are kept of one value


class Save(Setting):
    """Where a value stands: one of jsonpath, css, regex, header, cookie and link."""

    jsonpath: Words | None = Field(None, description="A JSONPath (RFC 9535): `$.id`.")
    css: Words | None = Field(None, description="A CSS selector; its text, or `attr` of it.")
    attr: Words | None = Field(None, description="With css: the attribute that is kept.")
    regex: Words | None = Field(None, description="Its first group, or all it finds (RE2).")
    header: Words | None = Field(None, description="A header's name.")
    cookie: Words | None = Field(None, description="A cookie's name.")
    link: Words | None = Field(None, description="`pat(*confirm*)`: the link that fits, whole.")
    show: Flag = Field(default=False, description="`true` shows the value in reports.")

    @classmethod
    def written(cls, value: object) -> object:
        """`$.id` alone is a JSONPath."""
        if isinstance(value, Text) and value.startswith("$"):
            return Block({Text("jsonpath", at=value.at): value}, at=value.at)
        return value

    @model_validator(mode="after")
    def _is_one(self) -> Any:
        ways = [way for way in _WAYS if getattr(self, way) is not None]
        if len(ways) != 1:
            found = f"{' and '.join(ways) or 'nothing'} says where the value stands"
            raise wrong(found, f"one of {', '.join(_WAYS)} is meant")
        if self.attr is not None and self.css is None:
            raise wrong("attr stands without css", "like {css: input[name=id], attr: value}")
        if self.jsonpath is not None:
            json_path.demand(self.jsonpath)
        if self.css is not None and "{{" not in self.css:
            selectors.demand(self.css)
        if self.regex is not None and "{{" not in self.regex:
            _demand_pattern(self.regex)
        return self

    @property
    def way(self) -> str:
        return next(way for way in _WAYS if getattr(self, way) is not None)

    def __str__(self) -> str:
        return f"{self.way} {getattr(self, self.way)}"


def _demand_pattern(pattern: str) -> None:
    try:
        compiled(pattern)
    except ValueError as error:
        raise wrong(f"{pattern} is no regular expression ({error})", "like id=([0-9]+)") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Nothing stood where a value was to be kept from, and why."""

    why: str


def captured(save: Save, seen: Seen, jar: Jar | None = None) -> str | Missed:
    """The value, as text; Missed too where what says its place cannot be used, once its blanks
    are filled in."""
    try:
        value = _value(save, seen, jar)
    except ValueError as error:
        return Missed(why=f"{save} cannot be used ({error})")
    if value is None:
        return Missed(why=f"there is no {save}")
    return value if isinstance(value, Missed) else value[:_LONGEST]


def _value(save: Save, seen: Seen, jar: Jar | None) -> str | Missed | None:
    match save:
        case Save(jsonpath=str(path)):
            return _of_json(path, seen.body)
        case Save(css=str(selector)):
            found = (
                selectors.attributes(seen.body, selector, save.attr.lower())
                if save.attr
                else selectors.texts(seen.body, selector)
            )
            return found[0] if found else None
        case Save(regex=str(pattern)):
            return _by_pattern(pattern, seen)
        case Save(header=str(name)):
            return next((text for key, text in seen.headers if key == name.lower()), None)
        case Save(cookie=str(name)):
            return _cookie(name, seen, jar)
        case Save(link=str(glob)):
            return link(glob, seen)
    return None


def _of_json(path: str, body: str) -> str | Missed | None:
    try:
        values = json_path.found(body, path)
    except json_path.NoJsonError as error:
        return Missed(why=f"the answer is not JSON ({error})")
    return as_text(values[0]) if values and values[0] is not None else None


def _by_pattern(pattern: str, seen: Seen) -> str | None:
    for text in (seen.body, seen.shown):
        found = compiled(pattern).search(text)
        if found is not None:
            groups = [one for one in found.groups() if one is not None]
            return str(groups[0] if groups else found.group())
    return None


def _cookie(name: str, seen: Seen, jar: Jar | None) -> str | None:
    if jar is not None and (value := jar.value(name, seen.url)) is not None:
        return value
    pairs = [one.partition(";")[0].partition("=") for one in seen.cookies]
    return next((value.strip() for key, _, value in reversed(pairs) if key.strip() == name), None)


def link(glob: str, seen: Seen) -> str | Missed | None:
    """The link that fits a pattern. Several that differ are no answer: one of them would be a
    guess."""
    text = re.sub(r"^pat\((.*)\)$", r"\1", glob.strip())
    listed = seen.links if seen.links is not None else selectors.links(seen.body)
    urls = [_joined(seen.url, one) for one in listed]
    kept = list(dict.fromkeys(one for one in urls if fnmatchcase(one, _literal_brackets(text))))
    if len(kept) > 1:
        return Missed(why=f"{len(kept)} different links fit {glob}; say which")
    return kept[0] if kept else None


def _literal_brackets(glob: str) -> str:
    return glob.replace("[", "[[]")


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url.strip()) if base else url.strip()
    except ValueError:
        return url
