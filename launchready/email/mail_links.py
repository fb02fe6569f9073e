"""Where the links, images and addresses of a mail lead, and at which line."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urlsplit

from launchready.core.addresses import is_internal
from launchready.core.site import Site
from launchready.email.mail_file import Mail, domain_in
from launchready.email.mail_parts import TextPart, text_parts

Trouble = Literal["staging", "local", "unfilled", "stranger"]

_URL = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_ATTRIBUTES = ("href", "src", "action", "background")
_ADDRESS_FIELDS = ("from", "reply-to", "sender")
_PLACEHOLDER = re.compile(
    r"\{\{|\}\}|<%|%7b%7b|\$\{|\[object object\]|\bundefined\b", re.IGNORECASE
)
_MOST_LINKS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something that leads to a host: `what` it is, as people call it."""

    what: str
    target: str
    line: int

    @property
    def host(self) -> str:
        """The host in lower case, "" where it leads to none."""
        if "@" in self.target and "://" not in self.target:
            return domain_in(self.target.removeprefix("mailto:").partition("?")[0])
        try:
            return (urlsplit(self.target).hostname or "").rstrip(".")
        except ValueError:
            return ""


def shown(link: Link) -> str:
    """What a link leads to without its query, where sign-in tokens stand."""
    path, mark, query = link.target.partition("?")
    unfilled = _PLACEHOLDER.search(query)
    rest = f"?…{unfilled[0]}…" if unfilled else "?…" if mark else ""
    return path[:100] + rest


class _Page(HTMLParser):
    """Gathers what an HTML part leads to, with the line within the part."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _ATTRIBUTES and value:
                what = "image" if tag == "img" else "link"
                self.found.append((what, value.strip(), self.getpos()[0]))


def links(mail: Mail) -> tuple[Link, ...]:
    """Everything in a mail that leads somewhere, in the order of the file."""
    found = [*_in_fields(mail)]
    for part in text_parts(mail):
        found += _in_html(part) if part.is_html else _in_text(part)
    return tuple(found[:_MOST_LINKS])


def _in_fields(mail: Mail) -> list[Link]:
    found = [
        Link(
            what=one.raw.partition(b":")[0].decode("ascii", "replace"),
            target=one.value,
            line=one.line,
        )
        for one in mail.fields
        if one.name in _ADDRESS_FIELDS
    ]
    for one in mail.all_of("list-unsubscribe"):
        found += [
            Link(what="List-Unsubscribe", target=target.strip(), line=one.line)
            for target in re.findall(r"<([^>]*)>", one.value)
        ]
    return found


def _in_html(part: TextPart) -> list[Link]:
    page = _Page()
    page.feed("\n".join(text.replace("\n", " ") for _, text in part.lines))
    page.close()
    numbers = [line for line, _ in part.lines]
    return [
        Link(what=what, target=target, line=numbers[min(line, len(numbers)) - 1])
        for what, target, line in page.found
        if target.lower().startswith(("http://", "https://", "mailto:", "//", "{{"))
        or _PLACEHOLDER.search(target)
    ]


def _in_text(part: TextPart) -> list[Link]:
    return [
        Link(what="link", target=found[0].rstrip(".,;:!?"), line=line)
        for line, text in part.lines
        for found in _URL.finditer(text)
    ]


def trouble(link: Link, site: Site, ours: tuple[str, ...]) -> Trouble | None:
    """Why a link should not be in a mail to customers; `ours` are domains that are, with all
    below them. Strangers are told only where the config names hosts of our own."""
    host = link.host
    if link.what in ("link", "image", "List-Unsubscribe") and _PLACEHOLDER.search(link.target):
        return "unfilled"
    if not host:
        return None
    if any(_is_within(host, one.name) for one in site.staging):
        return "staging"
    if is_internal(host):
        return "local"
    known = (*ours, *(one.name for one in (*site.own, *site.allow)))
    if not site.own or any(_is_within(host, one) for one in known):
        return None
    return "stranger"


def _is_within(host: str, name: str) -> bool:
    return f".{host}".endswith(f".{name}")
