"""The parts of an HTML page that say something to browsers and crawlers."""

from dataclasses import dataclass
from html.parser import HTMLParser

from launchready.core.browser import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A start tag with its attributes, names in lower case; `in_head` until the body begins."""

    name: str
    attributes: dict[str, str]
    in_head: bool

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


def is_html(response: Response) -> bool:
    kind = (response.header("content-type") or "").partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml")


def elements(text: str, *names: str) -> list[Element]:
    """The elements with these names, in order; comments, scripts and templates' texts are none."""
    reader = _Reader(frozenset(names))
    reader.feed(text)
    reader.close()
    return reader.found


def metas(text: str, *, http_equiv: str = "", name: str = "") -> list[str]:
    """What the meta elements of that name say."""
    key, wanted = ("http-equiv", http_equiv) if http_equiv else ("name", name)
    found = elements(text, "meta")
    return [one["content"] for one in found if one[key].strip().lower() == wanted]


class _Reader(HTMLParser):
    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self._names = names
        self._in_head = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._in_head = False
        if tag in self._names:
            # Of a repeated attribute the first counts (HTML, 13.2.5.33).
            said = {name.lower(): value or "" for name, value in reversed(attrs)}
            self.found.append(Element(name=tag, attributes=said, in_head=self._in_head))

    def handle_endtag(self, tag: str) -> None:
        if tag == "head":
            self._in_head = False
