"""The forms in which a secret may turn up in what others send back or print."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

# Shorter than this, a value is as likely a word of the page as a secret, and masking it would
# blank the report.
SHORTEST = 4


def forms(secret: str) -> frozenset[str]:
    """A secret as it is, and encoded for URLs, forms, JSON, HTML, Python and base64."""
    if len(secret) < SHORTEST:
        return frozenset()
    found = {secret, *_lines(secret)}
    found |= {form for text in tuple(found) for form in _in_urls(text)}
    found |= {form for text in (secret, *_lines(secret)) for form in _in_texts(text)}
    found |= _in_base64(secret)
    return frozenset(one for one in found if len(one.strip()) >= SHORTEST)


def _lines(secret: str) -> set[str]:
    return {line for line in secret.splitlines() if len(line.strip()) >= SHORTEST}


def _in_urls(text: str) -> set[str]:
    """Percent-encoded with and without the slash, forms with +, each in both cases and twice."""
    raw = text.encode("utf-8", "surrogatepass")
    once = {quote(raw, safe=""), quote(raw), quote_plus(raw), quote(raw, safe="/:@!$&'()*+,;=")}
    once |= {quote(raw, safe="-_.~*!'()")}  # JavaScript's encodeURIComponent
    cases = {_lower_case(one) for one in once} | once
    return cases | {quote(one, safe="") for one in cases}


def _lower_case(text: str) -> str:
    head, *rest = text.split("%")
    return head + "".join(f"%{part[:2].lower()}{part[2:]}" for part in rest)


def _in_texts(text: str) -> set[str]:
    """JSON with and without escapes for what is not ASCII, HTML with named and numbered ones."""
    strings = {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    strings |= {one.replace("/", "\\/") for one in tuple(strings)}
    for one in tuple(strings):  # JSON that stands in a page
        safe = one.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
        strings |= {safe, safe.replace("'", "\\u0027"), safe.replace("u003c", "u003C")}
        strings |= {safe.replace("u003c", "u003C").replace("u003e", "u003E")}
    strings |= {json.dumps(one)[1:-1] for one in tuple(strings)}  # JSON within JSON
    escaped = html.escape(text)
    strings |= {escaped, html.escape(text, quote=False), escaped.replace("&#x27;", "&#39;")}
    strings |= {escaped.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")}
    strings |= {escaped.replace("&#x27;", "&apos;"), escaped.replace("&#x27;", "'")}
    strings |= {html.escape(one) for one in tuple(strings)}  # an attribute that holds JSON or HTML
    return strings | {repr(text)[1:-1]}


def _in_base64(secret: str) -> set[str]:
    """What base64 always shows of it, wherever it starts in a longer text (`user:secret`, say):
    at each of three alignments, without the characters that others share (RFC 4648, 4 and 5)."""
    raw, found = secret.encode("utf-8", "surrogatepass"), set()
    for before in range(3):
        text = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        first = (before * 8 + 5) // 6
        whole = (before + len(raw)) * 8 // 6
        core = text[first:whole]
        found |= {core, core.replace("+", "-").replace("/", "_")}
    found.add(base64.b64encode(raw).decode())
    return found
