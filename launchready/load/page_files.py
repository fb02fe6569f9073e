"""The scripts, styles and images that a page makes a browser fetch."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from launchready.core.browser import Response
from launchready.core.destination import resolve

Kind = Literal["scripts", "styles", "images"]

# Names of elements and attributes with what they bring; later ones are often never fetched
# (`srcset`, `loading=lazy`), and so are not counted.
_BRINGS: tuple[tuple[str, str, Kind], ...] = (
    ("script[src]", "src", "scripts"),
    ('link[rel~="modulepreload"][href]', "href", "scripts"),
    ('link[rel~="stylesheet"][href]', "href", "styles"),
    ("img[src]", "src", "images"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file by its absolute URL, and what it is for."""

    url: str
    kind: Kind


def is_html(response: Response) -> bool:
    kind = (response.header("content-type") or "").partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml")


def files(page: Response) -> tuple[File, ...]:
    """What a page loads, each once, scripts first; nothing that stands in the page itself."""
    from selectolax.lexbor import LexborHTMLParser  # a compiled library, needed for pages alone

    tree = LexborHTMLParser(page.text)
    first = tree.css_first("base[href]")
    base = urljoin(page.url, (first.attributes.get("href") or "") if first else "")
    found: dict[str, File] = {}
    for selector, attribute, kind in _BRINGS:
        for element in tree.css(selector):
            address = (element.attributes.get(attribute) or "").strip()
            is_inline = address.lower().startswith(("data:", "blob:"))
            url = None if is_inline or not address else resolve(base, address)
            if url and element.attributes.get("loading") != "lazy":
                found.setdefault(url, File(url=url, kind=kind))
    return tuple(found.values())
