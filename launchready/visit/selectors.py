"""CSS selectors over the HTML of a page or a mail."""

from functools import lru_cache
from typing import Any

from launchready.values.types import wrong

_MOST = 1000  # elements a selector may find; what is beyond is not looked at
_LONGEST = 500  # characters of a selector


class NoSelectorError(ValueError):
    """What was to be looked for is no CSS selector: a blank was filled in with something odd."""


def demand(selector: str) -> None:
    """Raises the error of a setting's validator where this is no CSS selector."""
    if not selector or len(selector) > _LONGEST:
        found = "the selector is empty" if not selector else "the selector is too long"
        raise wrong(found, "like css(h1) or css(a.login).href")
    try:
        _chosen("<p></p>", selector)
    except NoSelectorError:
        raise wrong(f"{selector} is not a CSS selector", "like h1, a.login, [name=q]") from None


def texts(html: str, selector: str) -> tuple[str, ...]:
    """The text of every element found, white space as browsers show it.

    Raises NoSelectorError.
    """
    return tuple(" ".join(one.text().split()) for one in _chosen(html, selector))


def attributes(html: str, selector: str, name: str) -> tuple[str, ...]:
    """An attribute of every element found that has it; "" where it has no value.

    Raises NoSelectorError.
    """
    found = [one.attributes for one in _chosen(html, selector)]
    return tuple(one[name] or "" for one in found if name in one)


def links(html: str) -> tuple[str, ...]:
    """What a page's links say, in order, each once."""
    return tuple(dict.fromkeys(attributes(html, "a[href], area[href]", "href")))


def anchors(html: str) -> tuple[tuple[str, str], ...]:
    """Where each link leads, and the words a reader clicks on: its text, else what an image or
    the link itself says for those who see none."""
    found: list[tuple[str, str]] = []
    for one in _page(html).css("a[href], area[href]")[:_MOST] if html else ():
        said = [one.text(), one.attributes.get("aria-label"), one.attributes.get("title")]
        said += [image.attributes.get("alt") for image in one.css("img")[:5]]
        words = next((text for text in (" ".join((t or "").split()) for t in said) if text), "")
        url = one.attributes["href"] or ""
        found.append((url, "" if words == url.strip() else words))
    return tuple(found)


def _chosen(html: str, selector: str) -> list[Any]:
    from selectolax.lexbor import SelectolaxError

    try:
        return list(_page(html).css(str(selector))[:_MOST])
    except SelectolaxError:
        raise NoSelectorError(f"{selector} is not a CSS selector") from None


@lru_cache(maxsize=2)
def _page(html: str) -> Any:
    from selectolax.lexbor import LexborHTMLParser  # a compiled library, needed for pages alone

    return LexborHTMLParser(html)
