"""What a page is called and where it links to, as far as text without scripts tells."""

from html.parser import HTMLParser

# The first part of a page; links worth following stand in its head and navigation.
_LONGEST = 500_000  # characters
_MOST = 200  # links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.title: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._in_title = False
        self._had_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in reversed(attrs)}
        if tag == "title" and not self._had_title:
            self._in_title = self._had_title = True
        if tag == "a" and said.get("href") and len(self.links) < _MOST:
            self.links.append((said["href"], ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)


def title_of(text: str) -> str:
    """The title as it stands in the source, one line of it without entities; "" for none."""
    found = "".join(_read(text).title).strip()
    line = found.splitlines()[0].strip() if found else ""
    is_plain = line.isprintable() and not set(line) & set("&<>{}$")
    return line if is_plain else ""


def links_of(text: str) -> list[tuple[str, str]]:
    return _read(text).links


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text[:_LONGEST])
    return reader
