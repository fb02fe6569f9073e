"""Production may be listed under its own address, staging may not, and sitemaps lead home."""

import gzip

import pytest

from launchready.core.browser import Response
from launchready.core.check import Check
from launchready.core.finding import Impact
from launchready.core.unreachable import UnreachableError
from launchready.web.indexing import indexing
from launchready.web.sitemap import NoSitemapError, parsed
from launchready.web.sitemaps import sitemaps
from launchready.web.staging import staging
from tests.web.surfaces import HOME, answer, look
from tests.worlds import page

ROBOTS = f"{HOME}robots.txt"
STAGED = "https://staging.acme.test/"
NO_ROBOTS = (page(ROBOTS, 404), page(f"{STAGED}robots.txt", 404))
SECTION = "web: {indexing: true}"


async def told(check: Check, *responses: Response) -> list[tuple[str, Impact, str]]:
    web: dict[str | tuple[str, str], Response | UnreachableError] = {}
    web.update({one.url: one for one in (*NO_ROBOTS, *responses)})
    found = await look(check, web, SECTION)
    return [(one.rule.id.partition("/")[2], one.rule.impact, one.subject) for one in found]


def robots(text: str, status: int = 200, base: str = HOME) -> Response:
    return page(f"{base}robots.txt", status, body=text)


@pytest.mark.parametrize(
    "seen",
    [
        (answer(),),
        (answer(body='<link rel="canonical" href="https://acme.test/">'),),
        (answer(body='<link rel="canonical" href="/">'),),
        (answer(body='<link rel="canonical" href="https://app.acme.test/home">'),),
        (answer(body='<meta name="robots" content="index, follow">'),),
        (answer(body='<meta name="otherbot" content="noindex">'),),
        (answer(body='<!-- <meta name="robots" content="noindex"> -->'),),
        (answer(body='<script>"<meta name=robots content=noindex>"</script>'),),
        (answer(body='<link rel="alternate" hreflang="de" href="https://acme.test/de">'),),
        (answer(body='<link rel="alternate" type="application/rss+xml" href="http://x.test/f">'),),
        (answer(said={"x-robots-tag": "otherbot: noindex"}),),
        (answer(), robots("User-agent: GPTBot\nDisallow: /")),
        (answer(), robots("User-agent: *\nDisallow: /admin")),
        (answer(), robots("<!doctype html><h1>Not found</h1>")),
        (answer(), robots("no", 403)),
        (answer(said={"link": '</>; rel="canonical", </a,b>; rel="preload"; as="x,y"'}),),
    ],
)
async def test_production_that_may_be_listed_is_silent(seen: tuple[Response, ...]) -> None:
    assert await told(indexing, *seen) == []


@pytest.mark.parametrize(
    "seen",
    [
        (answer(said={"x-robots-tag": "noindex"}),),
        (answer(also=[("x-robots-tag", "all"), ("x-robots-tag", "googlebot: none")]),),
        (answer(body='<meta name="robots" content="noindex">'),),
        (answer(body='<META NAME="GOOGLEBOT" CONTENT="NOINDEX">'),),
        (answer(), robots("User-agent: *\nDisallow: /")),
        (answer(), robots("User-agent: Googlebot\nDisallow: /")),
        (answer(), robots("", 500)),
        (answer(), robots("", 503)),
    ],
)
async def test_production_that_is_shut_blocks(seen: tuple[Response, ...]) -> None:
    assert await told(indexing, *seen) == [("production-noindexed", Impact.BLOCKER, HOME)]


@pytest.mark.parametrize(
    ("body", "impact", "what"),
    [
        ('<link rel="canonical" href="https://staging.acme.test/">', Impact.BLOCKER, "canonical"),
        ('<link rel="canonical" href="http://acme.test/">', Impact.RISK, "canonical"),
        ('<link rel="canonical" href="https://www.acme.test/">', Impact.RISK, "canonical"),
        ('<link rel="canonical" href="http://localhost:3000/">', Impact.RISK, "canonical"),
        ('<link rel="canonical" href="https://acme.vercel.app/">', Impact.RISK, "canonical"),
        ('<link rel="shortlink canonical" href="https://x.test/">', Impact.RISK, "canonical"),
        ('<link rel="canonical" href="javascript:1">', Impact.RISK, "canonical"),
        ('<base href="https://x.test/"><link rel="canonical" href="/">', Impact.RISK, "canonical"),
        (
            '<link rel="alternate" hreflang="de" href="https://staging.acme.test/de">',
            Impact.RISK,
            "hreflang de",
        ),
    ],
)
async def test_a_page_that_names_another_original_is_told(
    body: str, impact: Impact, what: str
) -> None:
    found = await told(indexing, answer(body=body))

    assert found == [("canonical-elsewhere", impact, f"{HOME} {what}")]


async def test_a_canonical_link_in_a_header_counts() -> None:
    link = '<https://staging.acme.test/>; rel="canonical"'

    assert await told(indexing, answer(said={"link": link})) == [
        ("canonical-elsewhere", Impact.BLOCKER, f"{HOME} canonical")
    ]


@pytest.mark.parametrize(
    "seen",
    [
        (page(STAGED, 401),),
        (page(STAGED, 403),),
        (page(STAGED, 404),),
        (page(STAGED, 302, headers={"location": HOME}), answer()),
        (page(STAGED, 302, headers={"location": "https://login.other.test/"}),),
        (page(STAGED, untrusted="self-signed"),),
        (answer(STAGED, said={"x-robots-tag": "noindex"}),),
        (answer(STAGED, said={"x-robots-tag": "noindex, nofollow"}),),
    ],
)
async def test_staging_that_is_shut_is_silent(seen: tuple[Response, ...]) -> None:
    assert await told(staging, *seen) == []


@pytest.mark.parametrize(
    ("seen", "impact"),
    [
        ((answer(STAGED),), Impact.BLOCKER),
        ((answer(STAGED, said={"x-robots-tag": "nofollow"}),), Impact.BLOCKER),
        ((answer(STAGED), robots("User-agent: GPTBot\nDisallow: /", base=STAGED)), Impact.BLOCKER),
        ((answer(STAGED), robots("User-agent: *\nDisallow: /", base=STAGED)), Impact.RISK),
        (
            (
                answer(STAGED, said={"x-robots-tag": "noindex"}),
                robots("User-agent: *\nDisallow: /", base=STAGED),
            ),
            Impact.RISK,
        ),
        ((answer(STAGED, body='<meta name="robots" content="noindex">'),), Impact.ADVICE),
    ],
)
async def test_staging_that_may_be_listed_is_told(
    seen: tuple[Response, ...], impact: Impact
) -> None:
    assert await told(staging, *seen) == [("staging-indexable", impact, STAGED)]


def urlset(*addresses: str) -> str:
    inner = "".join(f"<url><loc>{one}</loc></url>" for one in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</urlset>'


def index(*addresses: str) -> str:
    inner = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in addresses)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>'
    )


USUAL = f"{HOME}sitemap.xml"


@pytest.mark.parametrize(
    "seen",
    [
        (page(USUAL, 404),),
        (page(USUAL, body=urlset("https://acme.test/", "https://app.acme.test/a")),),
        (page(USUAL, body=urlset()),),
        (page(USUAL, body="https://acme.test/\nhttps://acme.test/a\n"),),
        # a single-page app answers everything with its page; nobody named this address
        (page(USUAL, body="<!doctype html><div id=app></div>"),),
        (page(USUAL, body=index(f"{HOME}1.xml")), page(f"{HOME}1.xml", body=urlset(HOME))),
        (robots(f"Sitemap: {HOME}s.xml"), page(f"{HOME}s.xml", body=urlset(HOME))),
        (robots("Sitemap: /s.xml"), page(f"{HOME}s.xml", body=urlset(HOME))),
        (page(USUAL, body=index(USUAL)),),
    ],
)
async def test_sitemaps_of_ours_are_silent(seen: tuple[Response, ...]) -> None:
    assert await told(sitemaps, *seen) == []


@pytest.mark.parametrize(
    ("seen", "subject"),
    [
        ((page(USUAL, body=urlset("https://staging.acme.test/")),), USUAL),
        ((page(USUAL, body=urlset(HOME, "http://acme.test/")),), USUAL),
        ((page(USUAL, body=urlset(HOME, "http://localhost:3000/")),), USUAL),
        ((page(USUAL, body=urlset("/relative")),), USUAL),
        ((page(USUAL, body="https://acme.vercel.app/\n"),), USUAL),
        ((robots("Sitemap: https://acme.vercel.app/s.xml"),), "https://acme.vercel.app/s.xml"),
        ((robots(f"Sitemap: {HOME}s.xml"), page(f"{HOME}s.xml", 404)), f"{HOME}s.xml"),
        ((robots(f"Sitemap: {HOME}s.xml"), page(f"{HOME}s.xml", body="<html>")), f"{HOME}s.xml"),
        ((robots(f"Sitemap: {HOME}s.xml"), page(f"{HOME}s.xml", body="<a>")), f"{HOME}s.xml"),
        ((page(USUAL, body=index("https://x.test/1.xml")),), "https://x.test/1.xml"),
        ((page(USUAL, body=index(f"{HOME}1.xml")), page(f"{HOME}1.xml", 500)), f"{HOME}1.xml"),
    ],
)
async def test_sitemaps_that_lead_elsewhere_are_told(
    seen: tuple[Response, ...], subject: str
) -> None:
    assert await told(sitemaps, *seen) == [("sitemap-elsewhere", Impact.RISK, subject)]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_staging_or_a_sitemap_that_is_down_leaves_the_question_open(status: int) -> None:
    for check, url in ((staging, STAGED), (sitemaps, USUAL)):
        with pytest.raises(UnreachableError):
            await told(check, page(url, status))


async def test_more_sitemaps_than_are_read_leave_the_question_open() -> None:
    many = [f"{HOME}{number}.xml" for number in range(60)]
    seen = [page(one, body=urlset(HOME)) for one in many]

    with pytest.raises(UnreachableError, match="more sitemaps were not read"):
        await told(sitemaps, page(USUAL, body=index(*many)), *seen)


@pytest.mark.parametrize(
    "seen",
    [
        (),
        (answer(), robots("", 429)),
        (answer(), page(ROBOTS, 403, headers={"cf-mitigated": "challenge"})),
        (answer(status=503, said={"cf-mitigated": "challenge"}),),
    ],
)
async def test_what_was_not_seen_leaves_the_question_open(seen: tuple[Response, ...]) -> None:
    with pytest.raises(UnreachableError):
        await told(indexing, *seen)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "neither XML nor a list"),
        (b"hello", "neither XML nor a list"),
        (b"<html></html>", "HTML page"),
        (b"<rss></rss>", "begins with <rss>"),
        (b"<urlset><url></urlset>", "line 1 is no XML"),
        (b"\x1f\x8bnot gzip", "gzip"),
        (b'<!DOCTYPE u [<!ENTITY a "b">]><urlset/>', "document type"),
    ],
)
def test_what_is_no_sitemap_says_why(raw: bytes, said: str) -> None:
    with pytest.raises(NoSitemapError, match=said):
        parsed(raw)


def test_a_packed_sitemap_is_unpacked_to_a_limit() -> None:
    assert parsed(gzip.compress(urlset(HOME).encode())).addresses == (HOME,)
    with pytest.raises(NoSitemapError):
        parsed(gzip.compress(b" " * 50_000_000))


def test_a_sitemap_that_was_cut_gives_its_beginning() -> None:
    raw = urlset(HOME, f"{HOME}a").encode()[:-30]

    assert parsed(raw, cut=True).addresses[0] == HOME
    with pytest.raises(NoSitemapError):
        parsed(raw)
