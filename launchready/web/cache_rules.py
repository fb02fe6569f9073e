"""The rules about caches: whose page reaches whom, and what is sent again and again."""

from launchready.core.finding import Impact
from launchready.web.edge_rule import edge_rule

CACHED = edge_rule(
    "private-page-cached",
    Impact.BLOCKER,
    "A cache gives one visitor's page to another",
    "Customers see each other's data. It happens under load first: on launch day.",
    "Take the path out of the cache's rules (bypass), purge the cache, and send "
    "Cache-Control: private, no-store there.",
    1,
)
CACHEABLE = edge_rule(
    "private-page-cacheable",
    Impact.BLOCKER,
    "Caches are allowed to keep a private page",
    "The day a CDN or a proxy stands in front, one visitor's page is given to the next.",
    "Send Cache-Control: private, no-store on every answer to a logged-in visitor.",
    0.5,
)
DECEPTION = edge_rule(
    "cache-deception",
    Impact.BLOCKER,
    "A private page is cached when a file's name is hung on its address",
    "Whoever sends a visitor such a link can read his page out of the cache afterwards.",
    "Let the cache decide by Content-Type and Cache-Control and not by the address's ending, "
    "and let the app answer 404 to addresses it does not know.",
    2,
)
COOKIE_CACHED = edge_rule(
    "cookie-in-cached-response",
    Impact.BLOCKER,
    "A cache hands one visitor's session cookie to others",
    "They are logged in as somebody else, without doing anything.",
    "Never cache an answer with Set-Cookie: send Cache-Control: private, no-store with it, and do "
    "not refresh sessions on cached pages.",
    1,
)
POISONABLE = edge_rule(
    "cache-poisonable",
    Impact.BLOCKER,
    "A stranger can put his own host name into cached pages",
    "Every later visitor gets links and scripts of his choosing.",
    "Do not build addresses from X-Forwarded-Host, or make it part of the cache's key.",
    2,
)
ASSET = edge_rule(
    "asset-not-cached",
    Impact.ADVICE,
    "Files that never change are fetched again on every visit",
    "Returning visitors wait, and you pay for the traffic, for nothing.",
    "Send Cache-Control: public, max-age=31536000, immutable for files with a hash in their name.",
    0.5,
)
UNCOMPRESSED = edge_rule(
    "not-compressed",
    Impact.ADVICE,
    "Text is sent uncompressed",
    "Pages take three to five times as long to arrive on a phone.",
    "Turn on brotli or gzip for HTML, CSS, JavaScript, JSON and SVG, at the server or the CDN.",
    0.5,
)
HEAVY = edge_rule(
    "page-too-heavy",
    Impact.ADVICE,
    "A page weighs more than you allowed it",
    "On a phone a megabyte takes seconds, and every second costs visitors.",
    "Take out what the page does not need at once, and send pictures in the size they are shown.",
    4,
)
KEPT_LONG = edge_rule(
    "page-kept-long",
    Impact.RISK,
    "Browsers keep a page itself for days",
    "After a deploy, returning visitors see the old page, which loads files that are gone.",
    "Send Cache-Control: no-cache, or a few minutes, with HTML; keep the files it loads instead.",
    0.5,
)
