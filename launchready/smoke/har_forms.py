"""Finds the form, on a page before, that a recorded POST was sent with."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl

from launchready.smoke.har_entry import Entry
from launchready.visit import forms
from launchready.visit.form_parts import (
    BUTTONS,
    FORM,
    Control,
    Form,
    NoFormError,
    as_form,
    page_of,
    said_by,
)

_MOST_FORMS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SentForm:
    """A form as somebody sent it: the page it stands on, a selector where the page has several,
    and the fields that were not left as the page had them."""

    page: Entry
    css: str
    typed: tuple[tuple[str, str], ...]


def form_of(one: Entry, before: list[Entry]) -> SentForm | None:
    """The form of the latest page that has it; None where the request is no form of a page, or
    one that could not be filled in to the same end."""
    if one.method != "POST" or one.body_kind not in (FORM, "multipart/form-data"):
        return None
    sent = one.params or (
        tuple(parse_qsl(one.body, keep_blank_values=True)) if one.body_kind == FORM else ()
    )
    for page in reversed(before):
        if page.html and (found := _on_page(one, sent, page)) is not None:
            return found
    return None


def _on_page(one: Entry, sent: tuple[tuple[str, str], ...], page: Entry) -> SentForm | None:
    tree = page_of(page.html)
    nodes = tree.css("form")[:_MOST_FORMS]
    for node in nodes:
        try:
            form = as_form(node, tree, page.landing)
        except NoFormError:
            continue
        if form.method != "post" or form.action.partition("#")[0] != one.url:
            continue
        typed = _typed(form, sent)
        css = _selector(page, form, said_by(node, "id"), said_by(node, "action"))
        if typed is not None and css is not None:
            return SentForm(page=page, css=css, typed=typed)
    return None


def _typed(form: Form, sent: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...] | None:
    """What a visitor changed; None where the form has no such fields."""
    names = Counter(name for name, _ in sent)
    fields = {control.name: control for control in form.controls if control.name}
    kinds = Counter(c.name for c in form.controls if c.name and c.type not in BUTTONS)
    if not names or not names.keys() <= fields.keys():
        return None
    if any(one.type == "file" and one.name in names for one in form.controls):
        return None
    typed: list[tuple[str, str]] = []
    for name, value in sent:
        control = fields[name]
        if control.type in BUTTONS or _is_as_it_was(control, form, name, value):
            continue
        if names[name] > 1 or kinds[name] > 1:
            return None
        typed.append((name, "on" if control.type == "checkbox" else value))
    unticked = [
        (one.name, "off")
        for one in form.controls
        if one.type == "checkbox" and one.name and one.is_on and one.name not in names
    ]
    return (*typed, *unticked)


def _is_as_it_was(control: Control, form: Form, name: str, value: str) -> bool:
    """Whether a form sends this by itself; what is hidden in it may be another each time."""
    if control.type == "hidden":
        return True
    if control.is_typed and control.type != "select" and value:
        return False
    return any(one.name == name and one.is_on and one.value == value for one in form.controls)


def _selector(page: Entry, form: Form, id_: str, action: str) -> str | None:
    """ "" where the form is found without one; None where nothing tells it from the others."""
    for css in (None, f"form#{id_}", f'form[action="{action}"]'):
        is_plain = css is None or re.fullmatch(
            r"form(?:#[A-Za-z][\w-]*|\[action=\"[^\"\\{$]+\"\])", css
        )
        if not is_plain:
            continue
        try:
            if forms.find(page.html, page.landing, css) == form:
                return css or ""
        except NoFormError:
            continue
    return None
