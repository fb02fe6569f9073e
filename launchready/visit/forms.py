"""Finds a form on a page and fills it in as a visitor's browser would send it (HTML, 4.10)."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode, urlsplit

from launchready.values.problem import nearest
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

__all__ = [
    "Control",
    "Form",
    "NoFormError",
    "Sending",
    "asks_to_log_in",
    "fill",
    "find",
    "has_password",
]


# What people call the thing one logs in with, the likeliest first.
_USERS = ("username", "email", "login", "user", "identifier", "account", "name")


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
    return bool(page_of(html).css_first("form input[type=password i]"))


def asks_to_log_in(html: str) -> bool:
    """Whether a form asks for the one password that one has; a form that changes it, on the page
    of a member's account, asks for the new one too."""
    for form in page_of(html).css("form")[:50]:
        asked = form.css("input[type=password i]")
        if len(asked) == 1 and "new-password" not in said_by(asked[0], "autocomplete").lower():
            return True
    return False


def find(html: str, url: str, selector: str | None = None, *, login: bool = False) -> Form:
    """The form that a selector names, else the one that asks for a password, else, unless a
    login is meant, the only one that is posted. Raises NoFormError."""
    page = page_of(html)
    forms = page.css("form")[:50]
    if selector is not None:
        found = [one for one in page.css(selector)[:50] if one.tag == "form"]
        if not found:
            raise NoFormError(f"no form fits {selector}; {_listed(len(forms))}")
        return as_form(found[0], page, url)
    asking = [one for one in forms if one.css_first("input[type=password i]")]
    if asking:
        # A page with both has the sign-up with two password fields; a login has one.
        fewest = min(asking, key=lambda one: len(one.css("input[type=password i]")))
        return as_form(fewest if login else asking[0], page, url)
    if login:
        raise NoFormError(f"no form asks for a password; {_listed(len(forms))}")
    posted = [one for one in forms if said_by(one, "method").lower() == "post"]
    likely = posted or forms
    if len(likely) != 1:
        raise NoFormError(f"{_listed(len(likely))}; name it with css:")
    return as_form(likely[0], page, url)


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
        elif one.name and one.is_on and one.type not in (*BUTTONS, "file"):
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
        kind, body = FORM, urlencode(pairs, quote_via=quote_plus).encode()
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
    usable = [one for one in form.controls if one.name and one.type not in ("hidden", *BUTTONS)]
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
