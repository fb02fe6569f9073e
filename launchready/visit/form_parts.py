"""A form as it stands on a page, and everything in it that may be sent (HTML, 4.10)."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from launchready.core.destination import resolve

_MOST_FIELDS = 500
FORM = "application/x-www-form-urlencoded"
BUTTONS = ("submit", "image", "button", "reset")
_NOT_TYPED = ("hidden", "checkbox", "radio", "file", *BUTTONS)


class NoFormError(ValueError):
    """The page has no form of the kind that was meant, or not the fields; says which it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One thing in a form that may be sent."""

    name: str
    type: str
    value: str = field(default="", repr=False)
    id: str = ""
    autocomplete: str = ""
    label: str = ""
    is_on: bool = True
    action: str | None = None
    method: str | None = None

    @property
    def is_typed(self) -> bool:
        """Whether a visitor writes something there."""
        return self.type not in _NOT_TYPED

    def called(self) -> tuple[str, ...]:
        """What it may be called, the surest first."""
        return (self.name, self.id, self.autocomplete, self.type, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it stands on a page; `page` is its address, `action` where it is sent to."""

    page: str
    action: str
    method: str
    enctype: str
    controls: tuple[Control, ...]

    @property
    def typed(self) -> tuple[Control, ...]:
        return tuple(one for one in self.controls if one.is_typed and one.name)

    @property
    def button(self) -> Control | None:
        """The button that a return key presses: the first that submits."""
        return next((one for one in self.controls if one.type in ("submit", "image")), None)


def page_of(html: str) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(html)


def said_by(node: Any, name: str) -> str:
    return node.attributes.get(name) or ""


def as_form(node: Any, page: Any, url: str) -> Form:
    base = page.css_first("base[href]")
    here = urljoin(url, said_by(base, "href")) if base is not None else url
    elements = node.css("input, select, textarea, button")
    outside = _of_form_id(page, said_by(node, "id"))
    controls = [
        control
        for one in [*elements, *outside][:_MOST_FIELDS]
        if (control := _control(one, page, here, node)) is not None
    ]
    return Form(
        page=url,
        action=_address(here, said_by(node, "action"), url),
        method=said_by(node, "method").lower() or "get",
        enctype=said_by(node, "enctype").lower() or FORM,
        controls=tuple(controls),
    )


def _of_form_id(page: Any, id_: str) -> list[Any]:
    """Fields elsewhere on the page that say they belong to the form."""
    if not id_ or not re.fullmatch(r"[\w-]+", id_):
        return []
    names = ("input", "select", "textarea", "button")
    return list(page.css(", ".join(f'{name}[form="{id_}"]' for name in names)))


def _address(here: str, said: str, page: str) -> str:
    """Where a form is sent: its action from the base, or the page itself where it says none."""
    target = resolve(here, said) if said.strip() else resolve(page, page)
    if target is None:
        raise NoFormError("the form is sent to no address over http; it needs a browser")
    return target


def _control(node: Any, page: Any, here: str, form: Any) -> Control | None:
    said = node.attributes
    if "disabled" in said or (said.get("form") or said_by(form, "id")) != said_by(form, "id"):
        return None
    name, id_ = said.get("name") or "", said.get("id") or ""
    kind = (said.get("type") or "").lower()
    if node.tag == "select":
        return _select(node, name, id_, page)
    if node.tag == "textarea":
        kind, value = "textarea", node.text(deep=True)
    elif node.tag == "button":
        kind, value = kind or "submit", said.get("value") or ""
    else:
        kind, value = kind or "text", said.get("value")
        value = ("on" if kind in ("checkbox", "radio") else "") if value is None else value
    action = said.get("formaction")
    return Control(
        name=name,
        type=kind,
        value=value,
        id=id_,
        autocomplete=said.get("autocomplete") or "",
        label=_label(node, id_, page),
        is_on="checked" in said if kind in ("checkbox", "radio") else True,
        action=resolve(here, action) if action and kind in ("submit", "image") else None,
        method=said.get("formmethod") or None,
    )


def _select(node: Any, name: str, id_: str, page: Any) -> Control:
    """A list shows its chosen option, or its first that can be chosen."""
    options = [one for one in node.css("option") if "disabled" not in one.attributes]
    chosen = [one for one in options if "selected" in one.attributes]
    is_many = "multiple" in node.attributes
    picked = (chosen[-1:] if chosen else []) if is_many else (chosen[-1:] or options[:1])
    value = ""
    if picked:
        said = picked[0].attributes.get("value")
        value = picked[0].text(deep=True).strip() if said is None else said
    label = _label(node, id_, page)
    return Control(name=name, type="select", value=value, id=id_, label=label, is_on=bool(picked))


def _label(node: Any, id_: str, page: Any) -> str:
    if id_ and re.fullmatch(r"[\w-]+", id_):
        found = page.css_first(f'label[for="{id_}"]')
        if found is not None:
            return str(found.text(deep=True)).strip().rstrip(":*").strip()
    parent = node.parent
    for _ in range(4):
        if parent is None:
            break
        if parent.tag == "label":
            return str(parent.text(deep=True)).strip().rstrip(":*").strip()
        parent = parent.parent
    return node.attributes.get("aria-label") or node.attributes.get("placeholder") or ""
