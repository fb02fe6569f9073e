"""Finds a form on a page and fills it in as a visitor's browser would send it (HTML, 4.10)."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urljoin, urlsplit

from launchready.core.destination import resolve
from launchready.values.problem import nearest

_MOST_FIELDS = 500
_FORM = "application/x-www-form-urlencoded"
_BUTTONS = ("submit", "image", "button", "reset")
_NOT_TYPED = ("hidden", "checkbox", "radio", "file", *_BUTTONS)

# What people call the thing one logs in with, the likeliest first.
_USERS = ("username", "email", "login", "user", "identifier", "account", "name")


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


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sending:
    """A form filled in, as a request."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    names: tuple[str, ...]


def has_password(html: str) -> bool:
    """Whether a page asks for a password."""
    return bool(_page(html).css_first("form input[type=password i]"))


def find(html: str, url: str, selector: str | None = None, *, login: bool = False) -> Form:
    """The form that a selector names, else the one that asks for a password, else, unless a
    login is meant, the only one that is posted. Raises NoFormError."""
    page = _page(html)
    forms = page.css("form")[:50]
    if selector is not None:
        found = [one for one in page.css(selector)[:50] if one.tag == "form"]
        if not found:
            raise NoFormError(f"no form fits {selector}; {_listed(len(forms))}")
        return _form(found[0], page, url)
    asking = [one for one in forms if one.css_first("input[type=password i]")]
    if asking:
        # A page with both has the sign-up with two password fields; a login has one.
        fewest = min(asking, key=lambda one: len(one.css("input[type=password i]")))
        return _form(fewest if login else asking[0], page, url)
    if login:
        raise NoFormError(f"no form asks for a password; {_listed(len(forms))}")
    posted = [one for one in forms if _said(one, "method").lower() == "post"]
    likely = posted or forms
    if len(likely) != 1:
        raise NoFormError(f"{_listed(len(likely))}; name it with css:")
    return _form(likely[0], page, url)


def fill(form: Form, given: Mapping[str, str]) -> Sending:
    """The request that sends a form with these texts in the fields they name.

    Raises NoFormError for a name that no field goes by.
    """
    values = {id(_named(form, name)): text for name, text in given.items()}
    pressed = form.button
    pairs: list[tuple[str, str]] = []
    for one in form.controls:
        if id(one) in values:
            pairs += _typed(one, values[id(one)])
        elif one is pressed and one.name:
            pairs += _pressed(one)
        elif one.name and one.is_on and one.type not in (*_BUTTONS, "file"):
            pairs.append((one.name, one.value))
    action = (pressed and pressed.action) or form.action
    method = ((pressed and pressed.method) or form.method).upper()
    return _sending(form, method, action, pairs)


def _pressed(button: Control) -> list[tuple[str, str]]:
    if button.type == "image":
        return [(f"{button.name}.x", "1"), (f"{button.name}.y", "1")]
    return [(button.name, button.value)]


def _typed(control: Control, text: str) -> list[tuple[str, str]]:
    """A box is ticked by `on`, `true` or `yes`, and left by `off`, `false`, `no` or nothing."""
    if control.type != "checkbox":
        return [(control.name, text)]
    return [] if text.lower() in ("", "off", "false", "no") else [(control.name, control.value)]


def _sending(form: Form, method: str, action: str, pairs: list[tuple[str, str]]) -> Sending:
    names = tuple(name for name, _ in pairs)
    origin = urlsplit(form.page)
    referer = form.page.partition("#")[0]
    if method != "POST":
        url = action.partition("?")[0].partition("#")[0] + "?" + urlencode(pairs)
        return Sending(
            method="GET", url=url, headers=(("Referer", referer),), body=None, names=names
        )
    if form.enctype == "multipart/form-data":
        kind, body = _multipart(pairs)
    elif form.enctype == "text/plain":
        kind, body = "text/plain", "".join(f"{k}={v}\r\n" for k, v in pairs).encode()
    else:
        kind, body = _FORM, urlencode(pairs, quote_via=quote_plus).encode()
    headers = (
        ("Content-Type", kind),
        ("Origin", f"{origin.scheme}://{origin.netloc}"),
        ("Referer", referer),
    )
    return Sending(method="POST", url=action, headers=headers, body=body, names=names)


def _multipart(pairs: Iterable[tuple[str, str]]) -> tuple[str, bytes]:
    """Fields as browsers send them (RFC 7578; HTML, 4.10.22.8)."""
    boundary = f"launchready{secrets.token_hex(16)}"
    parts = []
    for name, value in pairs:
        safe = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        text = value.replace("\r\n", "\n").replace("\n", "\r\n")
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{safe}"\r\n\r\n{text}\r\n'
        )
    body = "".join(parts) + f"--{boundary}--\r\n"
    return f"multipart/form-data; boundary={boundary}", body.encode()


def _named(form: Form, wanted: str) -> Control:
    """The field that people mean by a name: by its own name, its id, what browsers fill in
    there, its kind, its label; else the nearest of those. The thing one logs in with has many
    names, and where only one field is typed beside the password it is that one."""
    exact = [one for one in form.controls if one.name == wanted]
    if exact:
        return exact[0]
    fold = _folded(wanted)
    usable = [one for one in form.controls if one.name and one.type not in ("hidden", *_BUTTONS)]
    for part in range(5):
        for one in usable:
            if _folded(one.called()[part]) == fold:
                return one
    if fold in ("password", "pass", "pwd"):
        asked = [one for one in usable if one.type == "password"]
        if asked:
            return asked[0]
    if fold in _USERS:
        found = _user(form)
        if found is not None:
            return found
    parts = [one for one in usable if any(fold in _folded(text) for text in one.called()[:3])]
    if len(parts) == 1 and len(fold) > 3:
        return parts[0]
    raise NoFormError(_unnamed(form, wanted))


def _unnamed(form: Form, wanted: str) -> str:
    names = list(dict.fromkeys(one.name for one in form.controls if one.name and one.is_typed))
    near = nearest(wanted, names)
    meant = f"did you mean {near}?" if near else f"it has {', '.join(names[:12]) or 'none'}"
    return f"the form has no field {wanted}; {meant}"


def _user(form: Form) -> Control | None:
    """The field beside the password that says who one is."""
    typed = [one for one in form.typed if one.type != "password"]
    for word in _USERS:
        for one in typed:
            if any(word in _folded(text) for text in one.called()):
                return one
    return typed[0] if len(typed) == 1 else None


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _listed(count: int) -> str:
    return "the page has no form" if not count else f"the page has {count} forms"


def _page(html: str) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(html)


def _said(node: Any, name: str) -> str:
    return node.attributes.get(name) or ""


def _form(node: Any, page: Any, url: str) -> Form:
    base = page.css_first("base[href]")
    here = urljoin(url, _said(base, "href")) if base is not None else url
    elements = node.css("input, select, textarea, button")
    outside = _of_form_id(page, _said(node, "id"))
    controls = [
        control
        for one in [*elements, *outside][:_MOST_FIELDS]
        if (control := _control(one, page, here, node)) is not None
    ]
    return Form(
        page=url,
        action=_address(here, _said(node, "action"), url),
        method=_said(node, "method").lower() or "get",
        enctype=_said(node, "enctype").lower() or _FORM,
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
    if "disabled" in said or (said.get("form") or _said(form, "id")) != _said(form, "id"):
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
