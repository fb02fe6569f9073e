"""What a page says went wrong, as a visitor who filled in its form reads it."""

from typing import Any

from launchready.visit.excerpt import without_secrets

_LONGEST = 160  # characters
_MOST = 50  # elements that are looked at for each mark

# Where pages put it, the surest first; hidden elements wait for what has not happened.
_MARKS = (
    "[role=alert]",
    ".errorlist, .errornote, .invalid-feedback, .field-error",
    ".alert-danger, .alert-error, .alert",
    "[class*=error i]",
    "[class*=danger i], [class*=messages i]",
)


def complaint(html: str) -> str:
    """The page's own words, short and without likely secrets; "" where it says nothing."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    page.strip_tags(["script", "style", "template", "noscript"])
    for mark in _MARKS:
        for node in page.css(mark)[:_MOST]:
            text = "" if _is_hidden(node) else " ".join(node.text(separator=" ").split())
            if any(one.isalpha() for one in text):
                said = without_secrets(text)
                return said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"
    return ""


def _is_hidden(node: Any) -> bool:
    """Whether it, or what holds it, says that it is not shown."""
    for _ in range(20):
        if node is None:
            return False
        said = node.attributes
        style = (said.get("style") or "").replace(" ", "").lower()
        if "hidden" in said or said.get("aria-hidden") == "true" or "display:none" in style:
            return True
        node = node.parent
    return False
