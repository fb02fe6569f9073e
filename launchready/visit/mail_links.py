"""Where the links of a mail lead, and which of them its reader is meant to follow.

Whoever never sent such a mail on purpose sends one to staging, to a developer's machine or with a
blank that was not filled in: those block wherever they stand. A stranger's host is a fault only
where the reader needs the link; a footer's icons and the provider's "unsubscribe" are advice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from launchready.core.addresses import is_internal
from launchready.core.inbox import Letter
from launchready.core.location import Named
from launchready.core.preview_hosts import ENDINGS
from launchready.core.site import Site
from launchready.visit import selectors
from launchready.visit.telling import without_query

_URL = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_UNFILLED = re.compile(r"\{\{|\}\}|<%|\$\{|%7b%7b|%24%7b|\[object object\]", re.IGNORECASE)
_LONGEST = 150  # characters of a link that are shown
# What a product asks its customer to do, in the languages most mails are written in.
_ACTION = re.compile(
    r"confirm|verif|activat|activer|validate|valider|reset|password|sign[\s_-]?(?:in|up)\b"
    r"|log[\s_-]?(?:in|on)\b|magic[\s_-]?link|invitation|accept|unlock"
    r"|bestätig|aktivier|anmeld|einlogg|passwor|zurücksetz"
    r"|mot de passe|connexion|connecter|réinitialis|contraseña|restablec|iniciar sesi",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"unsubscrib|opt[\s_-]?out|preferences|abmeld|abbestell|désabonn|désinscri|darse de baja"
    r"|in (?:your|the) browser|im browser",
    re.IGNORECASE,
)
_EMPTY_WORDS = re.compile(r"(?:click |tap )?(?:here|this link)|hier(?: klicken)?|ici|aquí|", re.I)
_TOKEN = re.compile(r"(?=[^/?&=]*[0-9])[A-Za-z0-9_.~+-]{8,}|[A-Za-z0-9_-]{24,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with the words a reader clicks on, "" where the address itself stands there."""

    url: str
    words: str = ""

    @property
    def is_action(self) -> bool:
        """Whether it is what the mail was sent for. Its words say so; where they say nothing,
        its address does, if it carries something that is made for one reader."""
        if not _EMPTY_WORDS.fullmatch(self.words):
            return bool(_ACTION.search(self.words)) and not _LEAVING.search(self.words)
        parts = _parts(self.url)
        said = f"{parts.path}?{parts.query}" if parts else ""
        is_made_for_one = bool(_ACTION.search(said) and _TOKEN.search(said))
        return is_made_for_one and not _LEAVING.search(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """A link of a mail that leads where no customer should be led; `blocks` where it is one that
    customers need, or where no product wants that anywhere."""

    told: str
    blocks: bool


def links_of(letter: Letter) -> tuple[str, ...]:
    """Every link a reader can follow, in order: of the HTML, then of the text."""
    return tuple(dict.fromkeys(one.url for one in _links(letter)))


def astray(letter: Letter, site: Site, needed: Iterable[str] = ()) -> tuple[Astray, ...]:
    """The links of a mail that lead neither to us nor where hosts.allow says, the worst first;
    `needed` are those a journey follows or asks about."""
    followed = frozenset(needed)
    found: dict[str, Astray] = {}
    for link in _links(letter):
        why = _why_never(link.url, site)
        is_needed = link.url in followed or link.is_action
        if not why and _is_strange(link.url, site):
            why = "leads to a host that is not ours"
        elif why:
            is_needed = True
        if why:
            told = f"{without_query(link.url)[:_LONGEST]} {why}"
            before = found.get(told)
            found[told] = Astray(told=told, blocks=is_needed or bool(before and before.blocks))
    return tuple(sorted(found.values(), key=lambda one: not one.blocks))


def _links(letter: Letter) -> list[Link]:
    found = [Link(url=url.strip(), words=words) for url, words in selectors.anchors(letter.html)]
    urls = [match[0].rstrip(".,;:!?") for match in _URL.finditer(letter.text)]
    return found + [Link(url=url) for url in urls]


def _why_never(url: str, site: Site) -> str:
    """Why no product leads its customers there, "" where one may."""
    if _UNFILLED.search(url):
        return "was not filled in"
    parts = _parts(url)
    if parts is None:
        return "is no address"
    if parts.scheme not in ("http", "https", ""):
        return ""
    if not parts.scheme and not parts.netloc:
        return "names no host, so that it leads nowhere from a mail" if parts.path else ""
    host = (parts.hostname or "").rstrip(".").lower()
    if _is_within(host, site.staging):
        return "leads to staging" if site.environment == "production" else ""
    if _is_within(host, (*site.own, *site.allow)):
        return ""
    if is_internal(host):
        return "leads to a machine that customers cannot reach"
    if host.endswith(tuple(f".{one}" for one in ENDINGS)):
        return "leads to a preview of a hosting provider"
    return ""


def _is_strange(url: str, site: Site) -> bool:
    parts = _parts(url)
    if parts is None or not parts.netloc or parts.scheme not in ("http", "https", ""):
        return False
    host = (parts.hostname or "").rstrip(".").lower()
    return not (site.owns(host) or _is_within(host, (*site.own, *site.staging, *site.allow)))


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _is_within(host: str, names: Iterable[Named]) -> bool:
    return any(f".{host}".endswith(f".{one.name}") for one in names)
